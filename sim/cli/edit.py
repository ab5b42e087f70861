"""`sim edit`: a scenario's file with values changed, comments and all."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common.failures import say
from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.output import put
from sim.cli.common.settings import all_settings
from sim.errors import FormatError, Problem
from sim.text_files import content, folder, label


@click.command(cls=FileCommand)
@scenario_argument
@click.option(
    "--set", "settings", multiple=True, required=True, metavar="PATH=VALUE",
    help="Change a value; may be given again.",
)  # fmt: skip
@out_option
def edit(path: Path, settings: tuple[str, ...], out: Path | None) -> None:
    """Write a scenario's file with values changed; comments, order and layout stay.

    `sim run` of what is written says what `sim run SCENARIO --set ...` says. An edit that cannot be written in place
    is refused.

    Example: sim edit first-steps --set experts.past.weight=2 -o mine.yaml
    """
    from sim.scenario.edit import edit as edited
    from sim.scenario.file import read, yaml_text
    from sim.scenario.writing.edited_text import decode_whole, find_companions, write_edits

    if len(files := read.find(path)) != 1:
        raise FormatError([Problem(f"{len(files)} scenarios in this folder: name one of them", file=str(path))])
    file = files[0]
    text = decode_whole(content(file, yaml_text.SIZE_MAX), label(file))
    scenario = read.loads(text, label(file), folder(file))
    changes = all_settings(settings)
    put(write_edits(text, scenario, changes), out)
    beside = find_companions(edited(scenario, changes))
    if beside and out is not None and out.resolve().parent != file.resolve().parent:
        say(f"note: {', '.join(beside)} must lie beside {label(out)}, where reading it looks for them")
