"""`sim new`: a commented scenario to start from, of one of several structures."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import click

from sim.cli.common.files import FileCommand, out_option
from sim.cli.common.options import as_of_option
from sim.cli.common.output import put
from sim.errors import FormatError, Problem, nearest

TEMPLATES = Path(__file__).with_name("templates")
PLAIN = "skeleton"
NAME, AS_OF = "my-scenario", datetime.date(2026, 1, 1)
"""What the templates are called, and the day from which their dates are counted."""


@click.command(cls=FileCommand)
@click.argument("name", default=NAME)
@click.option(
    "--template", default=PLAIN, show_default=True, metavar="T", help="ladder, coercion, vote, project or skeleton."
)
@as_of_option
@out_option
def new(name: str, template: str, as_of: datetime.date | None, out: Path | None) -> None:
    """Write a small scenario with a comment on every part, to be filled in.

    NAME becomes its id. `sim check` accepts it and `sim run` runs it; all that it says is marked as a placeholder.

    \b
    skeleton  a lever with two policies, a response, two experts, a count, the author
    ladder    something climbs, or is driven up, and others answer the rung reached
    coercion  pressure, concession, retaliation; two camps that disagree
    vote      polls counted one by one, past votes, a market, and what follows
    project   stages that wait for each other, with clocks and chances a step
    """
    from sim.scenario.model import values

    text = _template(template)
    try:
        text = text.replace(NAME, values.identifier(name))
    except ValueError as error:
        raise FormatError([Problem(str(error), file="NAME")]) from None
    try:
        text = _shift_dates(text, (as_of or datetime.date.today()) - AS_OF)
    except OverflowError:
        message = f"{as_of} is too near the end of the calendar: the template's dates lie after the year 9999"
        raise FormatError([Problem(message, file="--as-of")]) from None
    put(text, out)


def _template(name: str) -> str:
    """The text of a template; FormatError with the nearest name for an unknown one."""
    known = sorted(file.stem for file in TEMPLATES.glob("*.yaml"))
    if name not in known:
        raise FormatError([Problem(f"unknown template {name!r}{nearest(name, known)}", file="--template")])
    return (TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8")


def _shift_dates(text: str, by: datetime.timedelta) -> str:
    """The text with every date moved, so that dates keep their distance.

    >>> _shift_dates("by: 2026-01-29", datetime.timedelta(days=7))
    'by: 2026-02-05'
    """
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda day: str(datetime.date.fromisoformat(day[0]) + by), text)
