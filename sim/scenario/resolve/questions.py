"""Questions made exact: the event, the step it is read at, and the note where a deadline lies inside a step."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.scenario.model.file import Question, QuestionPart, Variable
from sim.scenario.resolve.calendar import Calendar
from sim.scenario.resolve.events import states


@dataclass(frozen=True)
class Event:
    """Some states (positions) of a variable: `reaches` them at a step 1..`step`, or `is` in them at `step`."""

    variable: str
    states: frozenset[int]
    kind: str
    step: int
    text: str

    def __str__(self) -> str:
        return f"{self.variable} {self.text}"


@dataclass(frozen=True)
class Clause:
    """What a question asks, as a tree. op: `event`, and then `event` is there; or `all`, `any`, `not` of `parts`."""

    op: str
    event: Event | None = None
    parts: tuple[Clause, ...] = ()

    def events(self) -> Iterator[Event]:
        """Every event in the tree."""
        if self.event is not None:
            yield self.event
        for part in self.parts:
            yield from part.events()

    def __str__(self) -> str:
        if self.event is not None:
            return str(self.event)
        if self.op == "not":
            return f"not ({self.parts[0]})"
        if self.op == "any":
            return ", or ".join(map(str, self.parts))
        return " and ".join(f"({part})" if part.op == "any" else str(part) for part in self.parts)


@dataclass(frozen=True)
class Compound:
    """A question of more than one event.

    of, within: the clause is one `reaches`, and counts from the first step at which `of` holds up to
        `within` steps later. Worlds in which it never holds are not asked.
    given: worlds in which one of these events holds at no step are not asked.
    """

    clause: Clause
    of: Event | None = None
    within: int = 0
    given: tuple[Event, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether there are worlds that are not asked."""
        return self.of is not None or bool(self.given)

    def events(self) -> Iterator[Event]:
        """Every event in the question."""
        yield from self.clause.events()
        yield from self.given
        if self.of is not None:
            yield self.of

    def __str__(self) -> str:
        text = self.clause.event.text if self.clause.event else str(self.clause)
        if self.of is not None:
            text += f" within {self.within} step{'' if self.within == 1 else 's'} of {self.of}"
        return text + (f", given {' and '.join(map(str, self.given))}" if self.given else "")


@dataclass(frozen=True)
class Target:
    """What a question asks: `reaches` by the end of `step`, or `is` at it; `states` are positions.

    A question of several events has the kind `compound`; `variable` and `states` are then those of its
    first event, and `event` says all of it.
    """

    question: str
    asks: str
    variable: str
    states: frozenset[int]
    event: str
    kind: str
    step: int
    deadline: datetime.date
    note: str
    compound: Compound | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Every variable that the question names."""
        if self.compound is None:
            return (self.variable,)
        return tuple(dict.fromkeys(event.variable for event in self.compound.events()))


def target(variables: Mapping[str, Variable], calendar: Calendar, name: str, question: Question) -> Target:
    """The target of a question.

    variables: those of the file. calendar: of its timeline. name: the question's id.
    """
    clause = _clause(variables, calendar, question)
    events = tuple(clause.events())
    first, step = events[0], max(event.step for event in events)
    compound = _compound(variables, question, clause, step)
    kind, text = ("compound", str(compound)) if compound else (first.kind, first.text)
    date, deadline = question.by or question.at, calendar.ends[step]
    inside = date is not None and date != deadline
    note = f"{date} lies inside a step: the answer is for {deadline}, the last step's end" if inside else ""
    return Target(name, question.asks, first.variable, first.states, text, kind, step, deadline, note, compound)


def _clause(variables: Mapping[str, Variable], calendar: Calendar, part: QuestionPart) -> Clause:
    if part.not_ is not None:
        return Clause("not", parts=(_clause(variables, calendar, part.not_),))
    for op, parts in (("all", part.all), ("any", part.any)):
        if parts is not None:
            return Clause(op, parts=tuple(_clause(variables, calendar, inner) for inner in parts))
    date = part.by or part.at  # without either a clock alone ends the question
    step = calendar.last_step_by(date) if date else len(calendar.ends) - 1
    ((variable, event),) = (part.reaches or part.is_ or {}).items()
    return Clause("event", _event(variables, variable, event, "reaches" if part.reaches else "is", step))


def _event(variables: Mapping[str, Variable], name: str, event: str, kind: str, step: int) -> Event:
    variable = variables[name]
    return Event(name, states(event, variable.states, variable.ordered, name), kind, step, event)


def _compound(variables: Mapping[str, Variable], question: Question, clause: Clause, last: int) -> Compound | None:
    """What goes beyond one event; None where nothing does."""

    def reached(condition: Mapping[str, str] | None) -> tuple[Event, ...]:
        return tuple(_event(variables, name, event, "reaches", last) for name, event in (condition or {}).items())

    of, given = reached(question.of), reached(question.given)
    if clause.op == "event" and not of and not given:
        return None
    return Compound(clause, of[0] if of else None, question.within or 0, given)
