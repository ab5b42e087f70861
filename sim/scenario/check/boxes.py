"""Judgments side by side: who speaks in the same rows must not speak twice, nor across each other.

Pairs are compared once a variable. A judgment's rows form a box (one set of parent states an axis), so two
judgments share a row exactly where their boxes meet on every axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Shift
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import Axis, Box, row_in_words
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.rounds import Answered, latest


@dataclass(frozen=True)
class _Spoken:
    """One judgment as the comparison needs it. heard: it votes. completes: it only fills in what nobody says."""

    steps: Steps
    judgment: Judgment
    answers: Answered
    heard: bool
    completes: bool

    @property
    def name(self) -> str:
        return self.steps[2]

    @property
    def box(self) -> Box:
        return self.answers.box

    @property
    def clock(self) -> tuple[object, ...]:
        return (self.judgment.by, self.judgment.within, self.judgment.per)


def check_boxes(findings: Findings) -> None:
    """One voice twice in a row, crossing events in a row, and events that a shift cannot move."""
    for variable in findings.scenario.judgments:
        if not (findings.sound("judgments", variable) and findings.rows_known(variable)):
            continue
        spoken = latest((spoken, spoken.answers, spoken.judgment.round) for spoken in _spoken(findings, variable))
        conditions = findings.words.axes(variable)
        for first, second in combinations(spoken, 2):
            if (shared := _shared(first.box, second.box)) is None:
                continue
            if message := _one_voice(first, second, shared, conditions):
                findings.add(second.steps, message, at_key=True)
            elif message := _crossing(first, second, shared, conditions, findings.scenario.variables[variable].states):
                findings.add((*second.steps, "about"), message)
        _check_shifted(findings, variable, spoken, conditions)


def _spoken(findings: Findings, variable: str) -> Iterator[_Spoken]:
    """The sound judgments of a variable that enter a prior."""
    scenario = findings.scenario
    for name, judgment in scenario.judgments[variable].items():
        steps, expert = ("judgments", variable, name), judgment.expert
        if not (findings.sound(*steps) and findings.sound("experts", expert)) or judgment.overall:
            continue
        completes = judgment.says.whole_row and expert in scenario.background
        heard = scenario.experts[expert].weight > 0
        if heard or completes:
            yield _Spoken(steps, judgment, findings.words.answered(variable, judgment), heard, completes)


def _one_voice(first: _Spoken, second: _Spoken, shared: Box, conditions: tuple[Axis, ...]) -> str | None:
    """What is wrong where one voice speaks on one event in two judgments that share a row."""
    voice = first.answers.voice
    if voice != second.answers.voice:
        return None
    subjects = [first.judgment.says.subject, second.judgment.says.subject]
    if Subject.EVERY_ROW in subjects and Subject.SHIFT not in subjects:
        table = first if subjects[0] is Subject.EVERY_ROW else second
        return f"{voice} has given every row already, in {table.name}: change the row there"
    if not (first.answers.events & second.answers.events or first.answers.shifted & second.answers.shifted):
        return None
    who = f"{voice} has spoken on this already, in {first.name}"
    if first.clock != second.clock:
        return f"{who}, with another date: one voice gives an event one date"
    if first.box == second.box:
        return f"{who}, {_for_the_same_rows(first, second)}"
    if shared in (first.box, second.box):
        return None
    return f"{who}; both hold at {_lowest_row(shared, conditions)} and neither condition lies inside the other"


def _for_the_same_rows(first: _Spoken, second: _Spoken) -> str:
    before, after = sorted((first.judgment.round, second.judgment.round))
    if before != after:
        return f"in round {before}, on more events or fewer: round {after} must answer what round {before} answered"
    again = f", or give the later one round: {after + 1}" if first.answers == second.answers else ""
    return f"for the same rows: merge the two, with claims: [{first.name}, {second.name}]{again}"


def _crossing(
    first: _Spoken, second: _Spoken, shared: Box, conditions: tuple[Axis, ...], states: tuple[str, ...]
) -> str | None:
    """What is wrong where two events of one row are neither nested nor disjoint."""
    if not (first.heard and second.heard) or first.completes or second.completes:
        return None
    for event, other in product(first.answers.events, second.answers.events):
        if event & other and not event <= other and not other <= event:
            mine, before = (in_words(said, states, ordered=False) for said in (other, event))
            return (
                f"'{mine}' crosses '{before}' of {first.name} ({first.judgment.expert}) "
                f"at {_lowest_row(shared, conditions)}: in one row events must be nested or disjoint"
            )
    return None


def _check_shifted(findings: Findings, variable: str, spoken: list[_Spoken], conditions: tuple[Axis, ...]) -> None:
    """A shift moves `STATE or more`: other events in its rows must name the shifted parent."""
    size = len(findings.scenario.variables[variable].states)
    tails = {frozenset(range(s, size)) for s in range(1, size)}
    for shift, other in product(spoken, repeat=2):
        says = shift.judgment.says
        if not isinstance(says, Shift) or other.answers.events <= tails:
            continue
        if not (shift.heard and other.heard and findings.sound(*other.steps)):
            continue
        for parent, effects in says.shift.items():
            moved = tuple(
                rows & {s for s, state in enumerate(axis.states) if effects.get(state)} if axis.name == parent else rows
                for rows, axis in zip(shift.box, conditions, strict=True)
            )
            shared = _shared(moved, other.box)
            if shared is not None and parent not in other.judgment.given:
                message = (
                    f"{other.judgment.about!r} is no STATE or more, and {shift.name} shifts it along {parent} "
                    f"at {_lowest_row(shared, conditions)}: name {parent} in `given`"
                )
                findings.add((*other.steps, "about"), message)
                break


def _shared(first: Box, second: Box) -> Box | None:
    """The rows that lie in both boxes; None where there is none."""
    both = tuple(a & b for a, b in zip(first, second, strict=True))
    return both if all(both) else None


def _lowest_row(box: Box, conditions: tuple[Axis, ...]) -> str:
    return row_in_words(conditions, map(min, box)) or "its only row"
