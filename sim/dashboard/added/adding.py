"""Added judgments as part of a scenario: the next round of their voices, as `sim judgments import` would add them."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.dashboard.added.judgment import WHERE, AddedJudgment, read_added, tell_wrong
from sim.errors import ModelError, Problem, SimError
from sim.exchange.judgments.answers import name_voices
from sim.scenario import edit
from sim.scenario.model.elicited import Chips
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.axes import box
from sim.scenario.resolve.rounds import Answered, answered
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import quote

_ID_MAX = 56


@dataclass(frozen=True)
class AddedEntry:
    """An added judgment with its place in a scenario.

    key: its id there. voice: the id of its voice. round: one more than that of the voice's last answer to the same.
    """

    key: str
    voice: str
    round: int
    added: AddedJudgment
    judgment: Judgment


@dataclass(frozen=True)
class WithAdded:
    """A scenario with judgments added, those that are in it as texts and as entries, and what is wrong with others."""

    scenario: Scenario
    taken: tuple[str, ...]
    entries: tuple[AddedEntry, ...]
    problems: tuple[Problem, ...] = ()


def add_texts(file: Scenario, texts: Sequence[str]) -> WithAdded:
    """The scenario with the judgments in some texts; those that do not go with it are left out and told."""
    try:
        return WithAdded(*_all(file, texts)) if texts else WithAdded(file, (), ())
    except SimError:
        made, problems = WithAdded(file, (), ()), list[Problem]()
    for text in texts:
        try:
            made = WithAdded(*_all(file, (*made.taken, text)))
        except SimError as error:
            problems += tell_wrong(text, error).problems
    return WithAdded(made.scenario, made.taken, made.entries, tuple(problems))


def add_judgments(file: Scenario, added: Sequence[AddedJudgment]) -> tuple[Scenario, tuple[AddedEntry, ...]]:
    """The scenario with judgments appended, new voices with the weight 1, and where each stands.

    Checked as a file is, but for voices that contradict themselves. Raises FormatError or ModelError.
    """
    entries, new = place_entries(file, added)
    judgments: Any = edit.value(file, "judgments")
    for entry in entries:
        said = {"round": entry.round} if entry.round > 1 else {}
        record = {"expert": entry.voice, **said, **entry.added.asked.fields, "says": dict(entry.added.says)}
        group = judgments.get(entry.added.asked.variable) or {}
        judgments[entry.added.asked.variable] = group | {entry.key: record}
    changes: dict[str, object] = {"judgments": judgments}
    if new:
        known: Any = edit.value(file, "experts")
        changes["experts"] = known | {key: {"name": name, "weight": 1} for key, name in new.items()}
    return edit.edit(file, changes), entries


def tell_said(scenario: Scenario, judgment: Judgment) -> str:
    """What was said, as short as it can be told."""
    if isinstance(judgment.says, Chips):
        total = sum(judgment.says.chips.values())
        return f"{total:g} chip{'' if total == 1 else 's'}"
    return quote(scenario, judgment)


def place_entries(
    file: Scenario, added: Sequence[AddedJudgment]
) -> tuple[tuple[AddedEntry, ...], dict[str, str]]:
    """Where some judgments go in a scenario, and the voices that it lacks, id -> name; raises ModelError."""
    new = name_voices(file.experts, [judgment.voice for judgment in added])
    voices = {name: key for key, name in new.items()} | {expert.name: key for key, expert in file.experts.items()}
    taken = {key for group in file.judgments.values() for key in group}
    rounds: dict[Hashable, int] = {}
    for known in file.resolved.values():
        rounds[known.answers] = max(known.record.round, rounds.get(known.answers, 0))
    entries = []
    for one in added:
        voice = one.voice if one.voice in file.experts else voices[one.voice]
        judgment = one.asked.judgment(voice, dict(one.says))
        answers = find_answers(file, one.asked.variable, judgment)
        number = rounds[answers] = rounds.get(answers, 0) + 1
        key = _free(f"{voice}_{one.asked.variable}"[:_ID_MAX], number, taken)
        taken.add(key)
        entries.append(AddedEntry(key, voice, number, one, judgment))
    return tuple(entries), new


def find_answers(file: Scenario, variable: str, judgment: Judgment) -> Answered:
    """What a judgment on a variable answers; raises ModelError for a name that the scenario does not have."""
    if variable not in file.variables:
        raise ModelError([Problem(f"no variable {variable[:60]!r}", "variable", WHERE)])
    try:
        return answered(file.variables[variable], judgment, box(file.variables, file.axes[variable], judgment))
    except ValueError as error:
        raise ModelError([Problem(str(error), "about", WHERE)]) from None


def _all(file: Scenario, texts: Sequence[str]) -> tuple[Scenario, tuple[str, ...], tuple[AddedEntry, ...]]:
    scenario, entries = add_judgments(file, [read_added(text) for text in texts])
    return scenario, tuple(texts), entries


def _free(wished: str, number: int, taken: Iterable[str]) -> str:
    """The first free id: the wished one, with its round, or with a number."""
    name = wished if number == 1 else f"{wished}_r{number}"
    counted = (f"{name}_{count}" for count in itertools.count(2))
    return next(one for one in itertools.chain([name], counted) if one not in taken)
