"""What lies beside a scenario: the entries of its evidence file, the days of a replay, and a ledger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import streamlit as st

from sim.dashboard.learn.sentences import say_entry
from sim.errors import SimError
from sim.results.ledger.entry_file import NAME
from sim.results.replay.days import BESIDE, choose_days
from sim.scenario.evidence.file import parse
from sim.scenario.evidence.silence import with_silence
from sim.scenario.file import read, yaml_text
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import ExactQuiet
from sim.text_files import label

MOST_DAYS = 120
"""Places of the slider of days."""
_MOST_FOLDERS = 50


@dataclass(frozen=True)
class EvidenceEntry:
    """One observation of the file. sentence: what was seen, in words. note, source: as written, empty where not."""

    observation: Observation
    day: datetime.date
    sentence: str
    note: str
    source: str

    @property
    def id(self) -> str:
        """As in the file."""
        return self.observation.id


@dataclass(frozen=True)
class EvidenceBeside:
    """What the file beside a scenario has.

    entries: in the file's order. quiet: None where it says nothing of silence. days: those of `sim replay`, earliest
    first; without a file, a day a week. problem: why the file cannot be used; None where it can or there is none.
    """

    entries: tuple[EvidenceEntry, ...]
    quiet: ExactQuiet | None
    days: tuple[datetime.date, ...]
    problem: SimError | None = None


def find_folder(scenario: Scenario) -> Path | None:
    """The scenario's folder; None for one that was uploaded."""
    return scenario.file._beside.folder


def read_beside(scenario: Scenario) -> EvidenceBeside:
    """The evidence beside a scenario; without entries where there is no file, or one that does not fit."""
    folder = find_folder(scenario)
    file = None if folder is None else folder / BESIDE
    if file is None or not file.is_file():
        return EvidenceBeside((), None, _weekly(scenario))
    state = file.stat()
    return _read(scenario, str(file), state.st_mtime_ns, state.st_size)


def find_ledger(scenario: Scenario) -> Path | None:
    """The first folder beside the scenario with entries of a ledger in it; None where there is none."""
    folder = find_folder(scenario)
    try:
        beside = [] if folder is None else sorted(one for one in folder.iterdir() if one.is_dir())
        return next((one for one in islice(beside, _MOST_FOLDERS) if list_entries(one)), None)
    except OSError:
        return None


def list_entries(folder: Path) -> tuple[str, ...]:
    """The names of the entries in a ledger's folder; they say what is in them."""
    return tuple(sorted(one.name for one in folder.iterdir() if NAME.fullmatch(one.name)))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Scenario: lambda scenario: scenario.digest})
def _read(scenario: Scenario, path: str, changed: int, size: int) -> EvidenceBeside:
    try:
        text = read.read_text(Path(path))
        name = label(Path(path))
        found = parse(text, name, scenario)
        known = with_silence(found.listed, found.quiet, scenario)
        days = choose_days(scenario, known, None, None) if found.listed or found.quiet else []
    except SimError as error:
        return EvidenceBeside((), None, _weekly(scenario), error)
    records = yaml_text.parse(text.removeprefix("\ufeff"), name).data["evidence"]
    entries = tuple(_entry(scenario, one, records[one.id]) for one in found.listed)
    return EvidenceBeside(entries, found.quiet, _thinned(days) if days else _weekly(scenario))


def _entry(scenario: Scenario, one: Observation, record: Mapping[str, Any]) -> EvidenceEntry:
    assert one.date is not None
    note, source = (" ".join(str(record.get(key) or "").split()) for key in ("note", "source"))
    return EvidenceEntry(one, one.date, say_entry(scenario, record), note, source)


def _weekly(scenario: Scenario) -> tuple[datetime.date, ...]:
    return _thinned(choose_days(scenario, (), None, scenario.calendar.last))


def _thinned(days: list[datetime.date]) -> tuple[datetime.date, ...]:
    """The days, or some of them, the first and the last included, where they are too many."""
    every = -(-len(days) // MOST_DAYS)
    return tuple(dict.fromkeys([*days[::every], days[-1]]))
