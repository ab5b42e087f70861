"""A judgment in words: what it is about, what was said, and where it stands."""

from __future__ import annotations

from math import exp

from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Shift
from sim.scenario.model.voices import Source
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming import names
from sim.show.naming.plain_words import say_plainly


def name_topic(scenario: Scenario, key: str) -> str:
    """What a judgment is about: an event, else the variable. key: of the judgment."""
    known = scenario.resolved[key]
    if known.record.about == "any" or known.record.says.subject is Subject.SHIFT:
        return scenario.variables[known.variable].label
    return names.name_event(scenario, known.variable, known.record.about)


def tell_quote(scenario: Scenario, key: str, phrase: str) -> str:
    """The quoted words, or the numbers; of a shift by what it multiplies the odds. phrase: as the program tells it."""
    says = scenario.resolved[key].record.says
    if isinstance(says, Shift):
        moved = ((parent, state, by) for parent, group in says.shift.items() for state, by in group.items())
        told = (f"{exp(by):.2g} times where {names.name_state(scenario, *place)}" for *place, by in moved)
        return f"the odds {', '.join(told)}"
    if says.subject is Subject.EVENT:
        return names.quote(scenario, scenario.resolved[key].record)
    return say_plainly(scenario, phrase).removeprefix("split ")


def find_source(scenario: Scenario, key: str) -> Source | None:
    """Where a judgment stands; None where it names no source."""
    return scenario.sources.get(scenario.resolved[key].record.source or "")


def name_outlet(scenario: Scenario, key: str) -> str:
    """Who published the source of a judgment, in short; empty without one."""
    source = find_source(scenario, key)
    return "" if source is None else source.publisher or source.author or source.title


def tell_date(scenario: Scenario, key: str) -> str:
    """The day of a judgment, else of its source; empty where neither has one."""
    source = find_source(scenario, key)
    when = scenario.resolved[key].record.date or (source.date if source is not None else None)
    return words.day(when) if when is not None else ""


def say_moved(file: Scenario, scenario: Scenario, key: str) -> str:
    """What tells a judgment that a reader has moved from its speaker's: `, moved by you`; empty where it is as it was.

    file, scenario: before and after what the reader changed.
    """
    before = file.resolved.get(key)
    same = before is None or before.record == scenario.resolved[key].record
    return "" if same else ", moved by you"
