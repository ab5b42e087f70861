"""What was last said in a ledger, for a report to set beside what it says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.results.forecast.model import Forecast
from sim.results.ledger.entry_file import decode_entry
from sim.results.ledger.ledger import PACKAGES, tell_observations
from sim.results.ledger.model import LedgerAnswer, LedgerEntry
from sim.results.ledger.said import same_questions
from sim.results.report.recipe import Recipe
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class LastSaid:
    """An entry of a ledger, as a report needs it.

    date: as which it was entered. answers: keyed (policy, question), those that ask today what they asked then.
    otherwise: what the report was made from, and is not what the entry was made from.
    """

    date: datetime.date
    answers: Mapping[tuple[str, str], LedgerAnswer]
    otherwise: tuple[str, ...]


def find_last_said(
    recipe: Recipe, file: Scenario, made: Forecast, seen: Sequence[Observation], scenario: Scenario
) -> LastSaid | None:
    """The entry that a recipe holds; None where it holds none.

    file, scenario: without and with the recipe's edits. made: the forecast, given what was seen. Raises FormatError for
    a text that is not what was entered.
    """
    if recipe.said is None:
        return None
    name, text = recipe.said
    entry = decode_entry(text.encode("utf-8"), Path(name))
    answers = {
        (policy, question): answer
        for policy in made.policies
        for question, answer in same_questions(entry, scenario, policy).items()
    }
    return LastSaid(entry.date, answers, tuple(_find_otherwise(entry, recipe, file, made, seen)))


def _find_otherwise(
    entry: LedgerEntry, recipe: Recipe, file: Scenario, made: Forecast, seen: Sequence[Observation]
) -> Iterator[str]:
    if entry.scenario_digest != file.digest:
        yield "the scenario's file"
    if file.digest != made.digest:
        yield "the values changed from the file"
    if entry.observations != tell_observations(seen):
        yield "what was seen"
    if str(entry.settings) != str(made.settings):
        yield "draws, worlds or seed"
    if any(entry.versions.get(ours) != recipe.versions.get(theirs) for ours, theirs in PACKAGES.items()):
        yield "the program's version"

