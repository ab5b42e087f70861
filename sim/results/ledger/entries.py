"""The entries of a ledger, read and checked: what was really said, and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from sim.errors import FormatError, Problem
from sim.results.ledger.entry_file import BEGIN, NAME, read_entry
from sim.results.ledger.model import LedgerEntry, LedgerState
from sim.results.ledger.register import find_removed
from sim.text_files import content
from sim.whole_files import find_abandoned


class _Dated(Protocol):
    @property
    def date(self) -> datetime.date: ...


Dated = TypeVar("Dated", bound=_Dated)


def entries(folder: str | Path, scenario: str | None = None) -> tuple[LedgerEntry, ...]:
    """The entries in a folder, by day, then scenario.

    folder: of the ledger. scenario: the id of the only one that is wanted. `entry.answers[policy, question]` has the
    probability that was said. Raises FormatError, with every problem, where an entry of any scenario was changed,
    renamed, removed or entered twice; OSError where there is no such folder.
    """
    state = check_ledger(folder)
    if state.problems:
        raise FormatError(state.problems)
    return tuple(entry for entry in state.entries if scenario is None or entry.scenario == scenario)


def said_by(found: Iterable[Dated], day: datetime.date) -> Dated | None:
    """The last of one scenario's entries, whole or in part, on a day or before it; None where there is none.

    >>> said_by([], datetime.date(2026, 1, 6)) is None
    True
    """
    return max((entry for entry in found if entry.date <= day), key=lambda entry: entry.date, default=None)


def check_ledger(folder: str | Path) -> LedgerState:
    """What every file of a ledger is worth. Raises OSError where there is no such folder, or a file cannot be read."""
    found = Path(folder)
    sound: list[LedgerEntry] = []
    problems = list(find_removed(found))
    for path in list_files(found):
        try:
            sound.append(read_entry(path))
        except FormatError as error:
            problems += error.problems
    sound.sort(key=lambda entry: (entry.date, entry.scenario, entry.file))
    problems += _doubles(sound)
    return LedgerState(str(folder), tuple(sound), tuple(problems), tuple(map(str, find_abandoned(found))))


def list_files(folder: Path, day: str = "") -> list[Path]:
    """The files that are entries by their names or, under another name, by how they begin; by name.

    folder: is there. day: the beginning of the names that are wanted.
    """
    return [path for path in sorted(folder.iterdir()) if path.name.startswith(day) and _is_meant(path)]


def _is_meant(path: Path) -> bool:
    if NAME.fullmatch(path.name) is not None:
        return True
    return path.suffix == ".json" and path.is_file() and content(path, len(BEGIN))[: len(BEGIN)] == BEGIN


def _doubles(sound: list[LedgerEntry]) -> Iterator[Problem]:
    """Entries of one scenario and one day beside each other, as where two ledgers were put together."""
    first: dict[tuple[object, str], LedgerEntry] = {}
    for entry in sound:
        other = first.setdefault((entry.date, entry.scenario), entry)
        if other is not entry:
            name = Path(other.file).name
            yield Problem(f"a second entry of {entry.scenario} on {entry.date}: {name} is the other", file=entry.file)
