"""What was said in a ledger about the questions of today's file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.results.ledger.entries import entries
from sim.results.ledger.model import LedgerAnswer, LedgerEntry
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class SaidThen:
    """What was said on a day under one policy. answers: by question, those that ask today what they asked then."""

    date: datetime.date
    answers: Mapping[str, LedgerAnswer]


def find_said(folder: str | Path, scenario: Scenario, policy: str) -> tuple[SaidThen, ...]:
    """What a ledger says of a scenario's questions, by day.

    folder: of the ledger. policy: the one whose answers are wanted. A question that has another text or deadline today
    is left out. Raises FormatError where there is no entry of the scenario, and as `entries` does.
    """
    found = _find_entries(folder, scenario)
    return tuple(SaidThen(entry.date, same_questions(entry, scenario, policy)) for entry in found)


def find_last(folder: str | Path, scenario: Scenario, before: datetime.date | None = None) -> LedgerEntry:
    """The last entry of a scenario, or the last one before a day.

    folder: of the ledger. Raises FormatError where there is none, and as `entries` does.
    """
    found = [entry for entry in _find_entries(folder, scenario) if before is None or entry.date < before]
    if not found:
        raise FormatError([Problem(f"no entry of {scenario.id} before {before} in this ledger", file=str(folder))])
    return found[-1]


def _find_entries(folder: str | Path, scenario: Scenario) -> tuple[LedgerEntry, ...]:
    found = entries(folder, scenario.id)
    if not found:
        raise FormatError([Problem(f"no entry of {scenario.id} in this ledger", file=str(folder))])
    return found


def same_questions(entry: LedgerEntry, scenario: Scenario, policy: str) -> dict[str, LedgerAnswer]:
    """The answers of an entry under one policy, by question: those that ask today what they asked then."""
    said = {name: entry.answers[policy, name] for name in scenario.questions if (policy, name) in entry.answers}
    return {
        name: answer
        for name, answer in said.items()
        if (answer.asks, answer.deadline) == (scenario.questions[name].asks, scenario.targets[name].deadline)
    }
