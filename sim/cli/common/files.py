"""The files of a command: what it reads, what it writes, and that the two are never one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from glob import glob
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from sim.cli.common.options import Command, Format
from sim.cli.common.output import require_writable
from sim.errors import FormatError, Problem, SimError, escaped
from sim.shipped import located
from sim.text_files import STREAM, label

ENDINGS = {".txt": "text", ".json": "json", ".csv": "csv", ".md": "markdown"}
"""The form that a file's ending asks for."""

Named = tuple[str, Path]
"""The option or argument that names a file, and the file."""

Callback = Callable[[click.Context, click.Parameter, Path | None], Path | None]
"""What click calls for an option: the context, the option, its value; its value as the command gets it."""


class InputFile(click.Path):
    """A file that a command reads, or `-`; a scenario may be a folder or an example's name, and bring files along.

    So does a sweep: scenarios, evidence and a table.
    """

    def __init__(self, *, scenario: bool = False, sweep: bool = False) -> None:
        super().__init__(path_type=Path)
        self.scenario, self.sweep = scenario, sweep

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; a usage error for an empty one, which would be the current folder."""
        if not str(value):
            self.fail("an empty path: a file is expected", param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path == STREAM and str(value) != str(STREAM):
            return path.absolute()  # `./-` is a file, and pathlib drops the `./`
        return located(path) if self.scenario else path


class OutputFile(InputFile):
    """A file that a command writes; `-` is standard output.

    is_main: what goes to standard output when no file is named; `-` is then the same as leaving it out, None.
    is_added_to: a file that is there is added to, and needs no --force.
    """

    def __init__(self, *, is_main: bool = True, is_added_to: bool = False) -> None:
        super().__init__()
        self.is_main, self.is_added_to = is_main, is_added_to

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or None; a usage error for a folder."""
        if str(value).endswith(("/", os.sep)):
            self.fail(f"{escaped(str(value))!r} names a folder: a file is expected", param, ctx)
        path = super().convert(value, param, ctx)
        return None if self.is_main and path == STREAM else path


class FileCommand(click.Command):
    """A command that refuses, before any work, outputs that would cost a file or could not be written."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command's result; raises FormatError and OSError."""
        force = ctx.params.pop("force", False)
        outputs = list(_outputs(ctx))
        problems = [*_shared(outputs), *_streams_read(ctx), *_set_format(ctx)]
        if any(path.exists() for _, path in outputs if path != STREAM):
            read = list(_read(ctx))
            problems += [
                Problem(f"{path} is read by this command, and stays as it is: name another file", file=name)
                for name, path in outputs
                if path != STREAM and any(_same(path, file) for file in read)
            ]
        if problems:
            raise FormatError(problems)
        for name, path in outputs:
            if path != STREAM:
                require_writable(path, may_replace=force or name in _added_to(ctx))
        return super().invoke(ctx)


def _set_format(ctx: click.Context) -> Iterator[Problem]:
    """Sets the form by the ending of --out where no --format is given; an ending of another form is a problem."""
    kind = next((one.type for one in ctx.command.params if isinstance(one.type, Format)), None)
    out = ctx.params.get("out")
    if kind is None or out is None or not out.suffix or ctx.get_parameter_source("form") != ParameterSource.DEFAULT:
        return
    ctx.params["form"] = ENDINGS.get(out.suffix.lower())
    if ctx.params["form"] not in kind.choices:
        known = ", ".join(ending for ending, form in ENDINGS.items() if form in kind.choices)
        message = f"{escaped(out.name)} ends as none of what this command writes ({known}): say which with --format"
        yield Problem(message, file="--out")


def _named(ctx: click.Context, kind: type[InputFile]) -> Iterator[tuple[str, InputFile, Any]]:
    """The parameters of one kind, each with its name as it is typed and its value."""
    for parameter in ctx.command.params:
        if type(parameter.type) is kind:
            value = ctx.params[parameter.name or ""]
            name = max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.make_metavar(ctx)
            yield from ((name, parameter.type, one) for one in (value if isinstance(value, tuple) else (value,)))


def _outputs(ctx: click.Context) -> Iterator[Named]:
    """What is written to, standard output included."""
    for name, kind, path in _named(ctx, OutputFile):
        if path is not None or (isinstance(kind, OutputFile) and kind.is_main):
            yield name, path or STREAM


def _added_to(ctx: click.Context) -> set[str]:
    """The options whose file is added to."""
    kinds = _named(ctx, OutputFile)
    return {name for name, kind, _ in kinds if isinstance(kind, OutputFile) and kind.is_added_to}


def _shared(outputs: list[Named]) -> Iterator[Problem]:
    """Two outputs with one name: the second would be written over the first."""
    for number, (name, path) in enumerate(outputs):
        for other, before in outputs[:number]:
            if path == before == STREAM:
                yield Problem(f"{other} goes to standard output too: name a file for one of them", file=name)
            elif STREAM not in (path, before) and _same(path, before):
                yield Problem(f"{path} is the file of {other} too: name another file", file=name)


def _streams_read(ctx: click.Context) -> Iterator[Problem]:
    """Standard input, read twice: the second time there is nothing left."""
    names = [name for name, _, path in _named(ctx, InputFile) if path == STREAM]
    if len(names) > 1:
        yield Problem(f"standard input can be read once, and is named by {' and '.join(names)}", file=str(STREAM))


def _same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file: through links of either kind, or where it does not exist yet."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


_BESIDE = ("evidence.yaml", "resolutions.yaml")


def _read(ctx: click.Context) -> Iterator[Path]:
    """Every file that the command reads; what cannot be looked into is told by the command."""
    from sim.scenario.file import read

    settings = [text for name in ("settings", "also", "first_settings") for text in ctx.params.get(name, ())]
    for _, kind, path in _named(ctx, InputFile):
        if path is None or path == STREAM:
            continue
        files = [*(_sweep_files(path) if kind.sweep else ()), path]
        if kind.scenario or kind.sweep:
            with suppress(OSError):
                files = [file for one in files for file in read.find(one)]
            yield from (file.parent / name for file in files for name in _lexicon_files(file, settings))
            yield from (file.with_name(name) for file in files for name in _BESIDE)
        yield from files


def _sweep_files(file: Path) -> Iterator[Path]:
    """What the texts in a sweep file name, of what is there: files and folders, by name or by pattern."""
    from sim.scenario.file import read, yaml_text

    texts: list[Any] = []
    with suppress(OSError, SimError):
        texts = [yaml_text.parse(read.read_text(file), label(file)).data] if file.is_file() else []
    while texts:
        value = texts.pop()
        if isinstance(value, dict | list):
            texts += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str) and value:
            with suppress(OSError, ValueError):
                found = [Path(name) for name in glob(str(file.parent / value), recursive=True)]
                yield from (path for path in found if path != file.parent)


def _lexicon_files(file: Path, settings: Iterable[str]) -> Iterator[str]:
    """The files of lexicons that a scenario brings along, and those that --set and --also put in their place."""
    from sim.scenario import edit
    from sim.scenario.file import read, yaml_text

    values: list[Any] = []
    with suppress(OSError, SimError):
        if file.is_file():  # a pipe can be read once
            data = yaml_text.parse(read.read_text(file), label(file)).data
            data = data if isinstance(data, dict) else {}
            pool = data.get("pool")
            values += [data.get("lexicons"), pool.get("recalibrate") if isinstance(pool, dict) else None]
    for path, _, text in (setting.partition("=") for setting in settings):
        if path.strip().partition(".")[0] == "lexicons" or path.strip() == "pool.recalibrate":
            with suppress(SimError):
                values.append(edit.parse(text))
    texts = [text for value in values for text in (value.values() if isinstance(value, dict) else [value])]
    yield from (text for text in texts if isinstance(text, str) and text)


scenario_argument = click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO")
paths_argument = click.argument("paths", nargs=-1, required=True, type=InputFile(scenario=True), metavar="PATH...")


def out_to(kind: OutputFile, callback: Callback | None = None) -> Callable[[Command], Command]:
    """`--out`, and the `--force` without which no file of the command is written over.

    callback: makes the file's name where none is given.
    """

    def options(command: Command) -> Command:
        told = "Write to FILE, all or nothing; - is standard output."
        out = click.option("-o", "--out", type=kind, metavar="FILE", callback=callback, help=told)
        return out(click.option("--force", is_flag=True, help="Replace a file that is there.")(command))

    return options


out_option = out_to(OutputFile())
