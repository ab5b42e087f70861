"""`sim examples`: the scenarios that come with the program, listed or copied to work on."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common.files import FileCommand, OutputFile, out_to
from sim.cli.common.output import put
from sim.shipped import examples as shipped_examples
from sim.text_files import STREAM


@click.group(invoke_without_command=True)
@click.pass_context
def examples(ctx: click.Context) -> None:
    """List the scenarios that come with the program; every command takes their names for paths."""
    if ctx.invoked_subcommand is None:
        from sim.scenario.file import read

        found = shipped_examples()
        width = max(map(len, found), default=0)
        for name, path in found.items():
            click.echo(f"{name:<{width}}  {read.read(path).title}")


@examples.command(cls=FileCommand)
@click.argument("name")
@out_to(OutputFile(is_main=False), lambda ctx, _, out: out or Path(_example(ctx.params["name"]).name))
def copy(name: str, out: Path) -> None:
    """Copy an example, a file or a folder, under its own name into the current folder, or to where --out says."""
    import shutil

    source = _example(name)
    if source.is_dir() and out != STREAM:
        shutil.copytree(source, out)
    else:
        put((source / "scenario.yaml" if source.is_dir() else source).read_text(encoding="utf-8"), out)
    if out != STREAM:
        click.echo(str(out))


def _example(name: str) -> Path:
    from sim.errors import FormatError, Problem, nearest

    found = shipped_examples()
    if name not in found:
        raise FormatError([Problem(f"unknown example {name!r}{nearest(name, tuple(found))}", file="sim examples")])
    return found[name]
