"""A ledger: a folder of dated forecasts, into which entries are added and none is ever written over."""

from __future__ import annotations

import datetime
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.folder_lock import hold_folder_lock
from sim.progress import Progress, untold
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.ledger.entries import check_ledger, entries, list_files
from sim.results.ledger.entry_file import digest_bytes, encode_entry, name_entry, read_entry
from sim.results.ledger.model import LEVELS, Entered, LedgerAnswer, LedgerEntry, LedgerState
from sim.results.ledger.register import register
from sim.results.limits import MEMORY
from sim.results.statistics.quantiles import quantiles
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import label
from sim.whole_files import sync_folder, whole_file

SAME = 1e-9
"""How far two probabilities lie apart at most that another processor may have rounded otherwise."""


def ledger(folder: str | Path) -> Ledger:
    """The ledger in a folder, which need not be there yet.

    >>> import tempfile, sim
    >>> book = sim.ledger(tempfile.mkdtemp())
    >>> book.add(sim.read("first-steps"), date=datetime.date(2026, 1, 6), draws=20).is_new
    True
    >>> [(str(entry.date), entry.answers["strikes", "Q6"].word) for entry in book.entries()]
    [('2026-01-06', 'very unlikely')]
    """
    return Ledger(folder)


class Ledger:
    """A folder of dated forecasts. folder: is made by the first entry."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def add(
        self, scenario: Scenario, *, date: datetime.date | None = None, observations: Sequence[Observation] = (),
        draws: int = 1000, worlds: int = 64, seed: int = 1, threads: int = 1, progress: Progress = untold,
        memory: int | str = MEMORY,
    ) -> Entered:  # fmt: skip
        """Forecasts all questions under all policies and keeps the answers as what was said on a day.

        date: the day, from the scenario's `as_of` to today, which it is by default. observations: what was seen, none
        of it dated later. draws, worlds, seed, threads, progress, memory: as in `sim.forecast`. The entry is safe on
        the disk when this returns, and is written whole or not at all. Where the same numbers were entered for that
        day already, nothing is written.

        Raises FormatError for another day, for later observations, for a day that has other numbers of this scenario,
        and for an entry of that day that was changed; what `sim.forecast` raises; OSError with the file's name.
        """
        day = date or datetime.date.today()
        if problems := list(_misdated(scenario, day, observations)):
            raise FormatError(problems)
        made = forecast(
            scenario, draws=draws, worlds=worlds, seed=seed, threads=threads, progress=progress, memory=memory,
            observations=observations, shares=False, curves=False,
        )  # fmt: skip
        return write_entry(self.folder, make_entry(made, day, observations))

    def entries(self, scenario: str | None = None) -> tuple[LedgerEntry, ...]:
        """The entries by day; scenario: the id of the only one that is wanted. Raises as `entries` does."""
        return entries(self.folder, scenario)

    def check(self) -> LedgerState:
        """What every file is worth; raises OSError where there is no such folder."""
        return check_ledger(self.folder)


def make_entry(made: Forecast, day: datetime.date, observations: Sequence[Observation] = ()) -> LedgerEntry:
    """The entry of a forecast. day: as which it is entered. observations: those it was made with."""
    seen = tell_observations(observations)
    return LedgerEntry(
        date=day, scenario=made.scenario, title=made.title, as_of=made.as_of, scenario_digest=made.digest,
        settings=made.settings, observations=seen,
        evidence_digest=hashlib.sha256("\n".join(seen).encode()).hexdigest() if seen else "",
        versions={name: version(package) for name, package in PACKAGES.items()},
        answers={key: _answer(made, *key) for key in made.answers},
    )  # fmt: skip


def tell_observations(observations: Sequence[Observation]) -> tuple[str, ...]:
    """What was seen, as an entry keeps it."""
    return tuple(sorted({_in_words(one) for one in observations}))


def _in_words(one: Observation) -> str:
    """What was seen, without its id; what silence says of a variable, as often as it is observed, is one statement."""
    silence = one.silence
    return one.text or one.id if silence is None else f"quiet: {silence}, until {silence.until}"


PACKAGES = {"sim": "scenario-sim", "numpy": "numpy", "scipy": "scipy"}
"""Whose versions an entry keeps: what it calls it -> its package."""


def _answer(made: Forecast, policy: str, question: str) -> LedgerAnswer:
    answer, weights = made.answers[policy, question], made.draws.weight(policy, question)
    asked = quantiles(made.draws[policy, question], weights, LEVELS) if weights.any() else [math.nan] * len(LEVELS)
    return LedgerAnswer(
        policy, question, answer.asks, answer.deadline, answer.probability, tuple(map(float, asked)),
        answer.sampling_error, answer.method, answer.word,
    )  # fmt: skip


def write_entry(folder: Path, entry: LedgerEntry) -> Entered:
    """Puts an entry into a ledger, safe on the disk, unless its day has the same numbers already.

    folder: is made where it is missing. Writers wait for each other, and remove what dead ones left unfinished. Raises
    FormatError where the day has other numbers of this scenario, or an entry of that day was changed; OSError with the
    file's name.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
    with hold_folder_lock(folder, wait=True):
        for other in map(read_entry, list_files(folder, entry.date.isoformat())):
            if other.scenario == entry.scenario:
                _require_same(other, entry)
                return Entered(other, is_new=False)
        content = encode_entry(entry)
        digest = digest_bytes(content)
        path = folder / name_entry(entry.date, digest)
        with whole_file(path, "wb", durable=True) as stream:
            stream.write(content)
        register(folder, list_files(folder))
    return Entered(replace(entry, digest=digest, file=str(path)), is_new=True)


def _require_same(there: LedgerEntry, entry: LedgerEntry) -> None:
    """Refuses other numbers for a day that is taken."""
    if there.answers.keys() == entry.answers.keys():
        apart = [key for key, answer in entry.answers.items() if not _agree(there.answers[key], answer)]
        if not apart:
            return
        policy, question = apart[0]
        before, now = (one.answers[apart[0]].probability for one in (there, entry))
        told = f"{len(apart)} of {len(entry.answers)} answers, such as {question} under {policy}: {before:.6g} was said"
        told = f"{told}, not {now:.6g}" if abs(before - now) > SAME else f"{told} with another spread"
    else:
        told = "other policies or questions"
    message = f"{entry.scenario} was entered on {entry.date} with other numbers ({told}); what was said stays"
    raise FormatError([Problem(message, file=label(Path(there.file)))])


def _agree(one: LedgerAnswer, other: LedgerAnswer) -> bool:
    pairs = zip((one.probability, *one.quantiles), (other.probability, *other.quantiles), strict=True)
    return all(abs(a - b) <= SAME or (math.isnan(a) and math.isnan(b)) for a, b in pairs)


def _misdated(scenario: Scenario, day: datetime.date, observations: Sequence[Observation]) -> Iterator[Problem]:
    """What speaks against a day."""
    if day < scenario.as_of:
        message = f"{day} is before as_of ({scenario.as_of}): nobody knew on that day what the file knows"
        yield Problem(message, "date", scenario.name)
    if day > datetime.date.today():
        yield Problem(f"{day} is to come: nothing was said on it yet", "date", scenario.name)
    late = [one for one in observations if one.date is not None and one.date > day]
    if late:
        names = ", ".join(one.id for one in late[:5]) + (", ..." if len(late) > 5 else "")
        message = f"seen after {day}: {names}; leave out what nobody knew on that day (--until {day})"
        yield Problem(message, "observations", scenario.name)
