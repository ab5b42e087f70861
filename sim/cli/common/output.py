"""What a command writes: a file is whole or not there at all."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import click

from sim.errors import escaped
from sim.text_files import STREAM
from sim.whole_files import whole_file

Made = TypeVar("Made", contravariant=True)


def terminal(out: Path | None) -> tuple[int, Callable[[str], str]]:
    """How wide a line may be, and how a heading is set off: in a file it is not."""
    styled = out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size((80, 24)).columns, 120)
    return width, (lambda text: click.style(text, bold=True)) if styled else str


class Export(Protocol[Made]):
    """A module that writes a result as data for other programs."""

    def as_json(self, made: Made, /) -> str:
        """As JSON."""

    def as_csv(self, made: Made, /) -> str:
        """As CSV."""


def put_result(made: Made, form: str, out: Path | None, export: Export[Made], as_text: Callable[..., str]) -> None:
    """Writes a result as data, or as a text that is as wide as the terminal.

    form: `json`, `csv` or another word for the text. as_text: of `sim.show`; takes the result, `width` and `bold`.
    """
    if form == "json":
        put(export.as_json(made), out)
    elif form == "csv":
        put(export.as_csv(made), out)
    else:
        width, bold = terminal(out)
        put(as_text(made, width=width, bold=bold), out)


def require_writable(out: Path, *, may_replace: bool) -> None:
    """Before the work, not after it: the folder is there, and nothing but a plain file would be replaced."""
    file = Path(os.path.realpath(out))
    if file.is_symlink():
        raise OSError(40, "a link that leads back to itself", str(out))
    if not file.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(file.parent if out.is_symlink() else out.parent))
    if not os.access(file.parent, os.W_OK):
        raise PermissionError(13, "nothing may be written into this folder", str(out.parent))
    if file.exists() and not file.is_file():
        raise FileExistsError(17, "not a plain file, so it is left alone", str(out))
    if file.exists() and not may_replace:
        raise FileExistsError(17, "is there already: give another name, or --force to replace it", str(out))


def put(text: str, out: Path | None) -> None:
    """The whole text in a file or nothing; on standard output for None and `-`."""
    if out is None or out == STREAM:
        click.echo(text, nl=False)
    else:
        with whole(out) as stream:
            stream.write(text)


def whole(out: Path, mode: str = "w") -> AbstractContextManager[IO[Any]]:
    """As `whole_file` does; for `-`, standard output."""
    return nullcontext(sys.stdout) if out == STREAM else whole_file(out, mode)


def tell_dashboard(why: str, path: Path, form: str, out: Path | None) -> None:
    """Below a text on standard output, a line that opens what was read in the dashboard, to be copied."""
    if path == STREAM or out is not None or form != "text":
        return
    called, on_path = sys.argv[0], shutil.which("sim")
    if called.endswith("__main__.py"):
        called = "python -m sim"
    elif on_path and Path(on_path).resolve() == Path(called).resolve():
        called = "sim"
    click.echo(f"\n{why}: {called} dashboard {shlex.quote(escaped(str(path)))}")
