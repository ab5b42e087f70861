"""The options that say what was seen, and the observations that they name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.failures import say
from sim.cli.common.files import InputFile
from sim.cli.common.options import Command, read_day
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    from sim.scenario.resolve.observations import Observation
    from sim.scenario.resolve.scenario import Scenario

_OPTIONS = (
    click.option("--evidence", type=InputFile(), metavar="FILE", help="What was seen: a file of dated observations."),
    click.option("--until", type=read_day, metavar="DATE", help="Only observations dated on or before this day."),
    click.option(
        "--given", multiple=True, metavar="'VARIABLE: EVENT @ DATE'", help="One more observation; may be given again."
    ),
)


ledger_option = click.option(
    "--ledger", type=InputFile(), metavar="DIR", help="What was said then, from the ledger in this folder."
)


def seen_options(command: Command) -> Command:
    """`--evidence`, `--until` and `--given`."""
    made: Callable[..., object] = functools.reduce(lambda made, option: option(made), reversed(_OPTIONS), command)
    return made  # type: ignore[return-value]


def require_seen(evidence: Path | None, given: Sequence[str], until: date | None) -> None:
    """Raises FormatError for a lone --until."""
    if until is not None and evidence is None and not given:
        raise FormatError([Problem("goes with --evidence or --given", file="--until")])


def observed(
    scenario: Scenario, evidence: Path | None, given: Sequence[str], until: date | None
) -> tuple[Observation, ...]:
    """The observations that the options name, with a note where these are none.

    Raises FormatError for a lone --until, and what reading raises.
    """
    from sim.scenario import evidence as observations

    require_seen(evidence, given, until)
    seen = observations.evidence(scenario, evidence, given=given, until=until)
    if not seen and (evidence is not None or given):
        say(f"note: nothing was seen by {until}: the forecast is that without evidence")
    return seen
