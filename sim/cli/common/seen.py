"""The options that say what was seen, and the observations that they name."""

from __future__ import annotations

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


def evidence_option(*, multiple: bool = False) -> Callable[[Command], Command]:
    """`--evidence`, one file or several."""
    told = "What was seen: a file of dated observations."
    return click.option("--evidence", type=InputFile(), multiple=multiple, metavar="FILE", help=told)


def until_option(*, multiple: bool = False) -> Callable[[Command], Command]:
    """`--until`, one day or several."""
    told = "Only observations dated on or before this day."
    return click.option("--until", type=read_day, multiple=multiple, metavar="DATE", help=told)


given_option = click.option(
    "--given", multiple=True, metavar="'VARIABLE: EVENT @ DATE'", help="One more observation; may be given again."
)
ledger_option = click.option(
    "--ledger", type=InputFile(), metavar="DIR", help="What was said then, from the ledger in this folder."
)


def seen_options(command: Command) -> Command:
    """`--evidence`, `--until` and `--given`."""
    return evidence_option()(until_option()(given_option(command)))


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
    tell_nothing_seen(seen, evidence, given, until)
    return seen


def tell_nothing_seen(
    seen: Sequence[Observation], evidence: Path | None, given: Sequence[str], until: date | None
) -> None:
    """A note where the options name evidence of which none counts."""
    if not seen and (evidence is not None or given):
        say(f"note: nothing was seen by {until}: the forecast is that without evidence")
