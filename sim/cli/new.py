"""`sim new`: a commented skeleton to start from."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sim.cli.common.files import FileCommand, out_option
from sim.cli.common.options import as_of_option
from sim.cli.common.output import put
from sim.errors import FormatError, Problem

SKELETON = Path(__file__).with_name("templates") / "skeleton.yaml"
NAME, AS_OF, DEADLINE = "my-scenario", datetime.date(2026, 1, 1), datetime.date(2026, 2, 26)
"""What the skeleton is called, and its dates, where they are replaced."""


@click.command(cls=FileCommand)
@click.argument("name", default=NAME)
@as_of_option
@out_option
def new(name: str, as_of: datetime.date | None, out: Path | None) -> None:
    """Write a small scenario with a comment on every part, to be filled in.

    NAME becomes its id. One lever with two policies, one response, two experts, a count of past cases and the author:
    `sim check` accepts it and `sim run` runs it; all that it says is marked as a placeholder.
    """
    from sim.scenario.model import values

    try:
        text = SKELETON.read_text(encoding="utf-8").replace(NAME, values.identifier(name))
    except ValueError as error:
        raise FormatError([Problem(str(error), file="NAME")]) from None
    first = as_of or datetime.date.today()
    put(text.replace(str(AS_OF), str(first)).replace(str(DEADLINE), str(first + (DEADLINE - AS_OF))), out)
