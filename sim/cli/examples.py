"""`sim examples`: the scenarios that come with the program, listed or copied to work on."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(invoke_without_command=True)
@click.pass_context
def examples(ctx: click.Context) -> None:
    """List the scenarios that come with the program; every command takes their names for paths."""
    if ctx.invoked_subcommand is None:
        from sim.scenario.file import read
        from sim.shipped import examples as shipped_examples

        found = shipped_examples()
        width = max(map(len, found), default=0)
        for name, path in found.items():
            click.echo(f"{name:<{width}}  {read.read(path).title}")


@examples.command()
@click.argument("name")
@click.argument("folder", required=False, default=".")
def copy(name: str, folder: str) -> None:
    """Copy an example into a folder, the current one by default; nothing that is there is written over."""
    import shutil

    from sim.errors import FormatError, Problem, nearest
    from sim.shipped import examples as shipped_examples

    found = shipped_examples()
    if name not in found:
        raise FormatError([Problem(f"unknown example {name!r}{nearest(name, tuple(found))}", file="sim examples")])
    target = Path(folder) / found[name].name
    if target.exists():
        raise FileExistsError(17, "is there already: nothing was written over", str(target))
    if found[name].is_dir():
        shutil.copytree(found[name], target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found[name], target)
    click.echo(f"{target}")
