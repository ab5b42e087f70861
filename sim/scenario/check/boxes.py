"""Judgments side by side: who speaks in the same rows must not speak twice, nor across each other.

Pairs are compared once a variable. A judgment's rows form a box (one set of parent states an axis), so two
judgments share a row exactly where their boxes meet on every axis.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Shift
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import Axis, Box
from sim.scenario.resolve.rounds import latest

_Event = frozenset[int]


@dataclass(frozen=True)
class _Spoken:
    """One judgment as the comparison needs it: its rows, the events it votes on, its clock.

    Events lack state 0 (complements folded). A split counts for every `STATE or more`; a shift has no
    events, but parents.
    """

    steps: Steps
    judgment: Judgment
    box: Box
    events: frozenset[_Event]
    shifted: frozenset[str]
    heard: bool
    completes: bool

    @property
    def name(self) -> str:
        return self.steps[2]

    @property
    def answers(self) -> Hashable:
        return (self.judgment.expert, self.events, self.shifted, self.box)

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
            if not all(a & b for a, b in zip(first.box, second.box, strict=True)):
                continue
            if message := _one_voice(first, second, conditions):
                findings.add(second.steps, message, at_key=True)
            elif message := _crossing(findings, first, second, conditions):
                findings.add((*second.steps, "about"), message)
        _check_shifted(findings, variable, spoken, conditions)


def _spoken(findings: Findings, variable: str) -> Iterator[_Spoken]:
    """The sound judgments of a variable that enter a prior."""
    scenario = findings.scenario
    for name, judgment in scenario.judgments[variable].items():
        steps = ("judgments", variable, name)
        voice = ("experts", judgment.expert)
        if not (findings.sound(*steps) and findings.sound(*voice)) or judgment.overall:
            continue
        says = judgment.says
        completes = says.whole_row and judgment.expert in scenario.background
        heard = scenario.experts[judgment.expert].weight > 0
        if heard or completes:
            rows = findings.words.box(variable, judgment)
            said = findings.words.events(variable, judgment)
            yield _Spoken(steps, judgment, rows, said, says.shifted, heard, completes)


def _one_voice(first: _Spoken, second: _Spoken, conditions: tuple[Axis, ...]) -> str | None:
    """What is wrong where one voice speaks on one event in two judgments that share a row."""
    spoken = [first.judgment.says.subject, second.judgment.says.subject]
    alike = first.judgment.expert == second.judgment.expert
    if alike and Subject.EVERY_ROW in spoken and Subject.SHIFT not in spoken:
        table = first if spoken[0] is Subject.EVERY_ROW else second
        return f"{first.judgment.expert} has given every row already, in {table.name}: change the row there"
    same = first.events & second.events or first.shifted & second.shifted
    if not alike or not same:
        return None
    who = f"{first.judgment.expert} has spoken on this already, in {first.name}"
    if first.clock != second.clock:
        return f"{who}, with another date: one voice gives an event one date"
    if first.box == second.box:
        return f"{who}, {_for_the_same_rows(first, second)}"
    if _inside(first.box, second.box) or _inside(second.box, first.box):
        return None
    row = _shared_row(first.box, second.box, conditions)
    return f"{who}; both hold at {row} and neither condition lies inside the other"


def _for_the_same_rows(first: _Spoken, second: _Spoken) -> str:
    before, after = sorted((first.judgment.round, second.judgment.round))
    if before != after:
        return f"in round {before}, on more events or fewer: round {after} must answer what round {before} answered"
    again = f", or give the later one round: {after + 1}" if first.answers == second.answers else ""
    return f"for the same rows: merge the two, with claims: [{first.name}, {second.name}]{again}"


def _crossing(findings: Findings, first: _Spoken, second: _Spoken, conditions: tuple[Axis, ...]) -> str | None:
    """What is wrong where two events of one row are neither nested nor disjoint."""
    if not (first.heard and second.heard) or first.completes or second.completes:
        return None
    for event in first.events:
        for other in second.events:
            if event & other and not event <= other and not other <= event:
                names = findings.scenario.variables[first.steps[1]].states
                row = _shared_row(first.box, second.box, conditions)
                return (
                    f"{_listed(other, names)} crosses {_listed(event, names)} of {first.name} "
                    f"({first.judgment.expert}) at {row}: in one row events must be nested or disjoint"
                )
    return None


def _check_shifted(
    findings: Findings, variable: str, spoken: list[_Spoken], conditions: tuple[Axis, ...]
) -> None:
    """A shift moves `STATE or more`: other events in its rows must name the shifted parent."""
    size = len(findings.scenario.variables[variable].states)
    tails = {frozenset(range(s, size)) for s in range(1, size)}
    for shift in spoken:
        for other in spoken:
            if other.events <= tails or not (shift.heard and other.heard and findings.sound(*other.steps)):
                continue
            for parent, moved in _moved_boxes(shift, conditions):
                meets = all(a & b for a, b in zip(moved, other.box, strict=True))
                if meets and parent not in other.judgment.given:
                    row = _shared_row(moved, other.box, conditions)
                    message = (
                        f"{other.judgment.about!r} is no STATE or more, and {shift.name} shifts it along {parent} "
                        f"at {row}: name {parent} in `given`"
                    )
                    findings.add((*other.steps, "about"), message)
                    break


def _moved_boxes(shift: _Spoken, conditions: tuple[Axis, ...]) -> Iterator[tuple[str, Box]]:
    """For every parent a shift names, the rows that it moves."""
    if not isinstance(shift.judgment.says, Shift):
        return
    for parent, effects in shift.judgment.says.shift.items():
        moving = {state for state, effect in effects.items() if effect != 0}
        yield parent, tuple(
            rows & {s for s, state in enumerate(axis.states) if state in moving} if axis.name == parent else rows
            for rows, axis in zip(shift.box, conditions, strict=True)
        )


def _inside(inner: Box, outer: Box) -> bool:
    return all(a <= b for a, b in zip(inner, outer, strict=True))


def _shared_row(first: Box, second: Box, conditions: tuple[Axis, ...]) -> str:
    """The lowest row that two boxes share."""
    shared = (axis.states[min(a & b)] for a, b, axis in zip(first, second, conditions, strict=True))
    row = ", ".join(f"{axis.name} = {state}" for axis, state in zip(conditions, shared, strict=True))
    return row or "its only row"


def _listed(event: _Event, names: tuple[str, ...]) -> str:
    return "'" + " or ".join(names[state] for state in sorted(event)) + "'"
