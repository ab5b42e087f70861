"""Forecasts as text, and text to a file: whole or not at all."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from sim.results.forecast import Forecast


def rendered(forecasts: Sequence[Forecast], form: str) -> str:
    from sim.results.tables import as_csv, as_json

    if form != "table":
        return as_json(forecasts) if form == "json" else as_csv(forecasts)
    from sim.show.printout import as_text

    width, bold = terminal()
    return as_text(forecasts, width=width, bold=bold)


def terminal() -> tuple[int, Callable[[str], str]]:
    """How wide a line may be, and how a heading is set off."""
    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size((80, 24)).columns, 120)
    return width, (lambda text: click.style(text, bold=True)) if styled else str


def require_writable(out: Path) -> None:
    """Before the work, not after it: the folder is there, and nothing but a plain file would be replaced."""
    if not out.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(out.parent))
    if out.exists() and not out.is_file():
        raise FileExistsError(17, "not a plain file, so it is left alone", str(out))


def write(text: str, out: Path) -> None:
    """The whole text or nothing, under a name of its own until it is complete."""
    with _whole(out) as stream:
        stream.write(text)


def write_rows(rows: Iterable[Sequence[str]], out: Path) -> None:
    """All rows as CSV or nothing, a row at a time."""
    with _whole(out) as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """A file that has another name until it is complete."""
    file = out.resolve()
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)


def own_name() -> str:
    """How this program was called, for a line that can be copied."""
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        return "python -m sim"
    on_path = shutil.which("sim")
    return "sim" if on_path and Path(on_path).resolve() == Path(called).resolve() else called
