"""The events that may be watched: every other variable's, by a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.results.ancestry import ancestry, hangs_on
from sim.results.indicators.model import Relation
from sim.results.indicators.window import WatchWindow
from sim.scenario.resolve.questions import Clause, Compound, Event, Target
from sim.scenario.resolve.scenario import Scenario


def list_events(scenario: Scenario, target: Target, policy: str, step: int) -> list[Event]:
    """Every event by the end of a step of the variables that neither the question names nor the policy sets.

    Of an ordered variable each state or more above the lowest, of another each state; in the file's order.
    """
    paths = scenario.paths[policy]
    found: list[Event] = []
    for name, variable in scenario.variables.items():
        is_set = name in paths and any(state is not None for state in paths[name].fixed[1 : step + 1])
        if name in target.variables or is_set:
            continue
        last = len(variable.states) - 1
        for place in range(1 if variable.ordered else 0, last + 1):
            states = range(place, last + 1) if variable.ordered else (place,)
            text = variable.states[place] + (" or more" if variable.ordered and place < last else "")
            found.append(Event(name, frozenset(states), "reaches", step, text))
    return found


def past_events(scenario: Scenario, events: Sequence[Event], window: WatchWindow) -> dict[Event, Event]:
    """Event -> the same by the window's beginning, whose worlds do not count; only for those that know a time.

    What answers at once knows none: whether it has come may come to light at any time.
    """
    if not window.first:
        return {}
    return {event: replace(event, step=window.first) for event in events if not answers_at_once(scenario, event)}


def answers_at_once(scenario: Scenario, event: Event) -> bool:
    """Whether an event's variable is drawn once, and knows no time of its own."""
    return scenario.variables[event.variable].chance == "once"


def pair(target: Target, event: Event, number: int) -> Target:
    """The question, asked only where an event has come: its share of worlds and its answer give the joint distribution.

    number: makes the name unique.
    """
    asked = target.compound
    if asked is None:
        asked = Compound(Clause("event", Event(target.variable, target.states, target.kind, target.step, target.event)))
    asked = replace(asked, given=(*asked.given, event))
    return replace(target, question=f"{target.question} {number}", kind="compound", compound=asked)


def alone_target(target: Target, event: Event, number: int) -> Target:
    """The event as a question of its own. number: as of `pair`."""
    return replace(
        target, question=f"{target.question} {number}", variable=event.variable, states=event.states,
        event=event.text, kind=event.kind, step=event.step, compound=None,
    )  # fmt: skip


def find_relation(scenario: Scenario, target: Target, policy: str, variable: str) -> Relation:
    """Where a variable stands to a question in the graph that the policy leaves; its conditions are no answer."""
    compound = target.compound
    decided = {target.variable} if compound is None else {event.variable for event in compound.clause.events()}
    driver = variable in hangs_on(scenario, target.question, policy)[0]
    consequence = not decided.isdisjoint(ancestry(scenario, variable, policy))
    if driver and consequence:
        return "both"
    return "driver" if driver else "consequence" if consequence else "sign"


def find_name(scenario: Scenario, event: Event) -> str:
    """What the one question about the same event is called in short.

    Empty where there is none, where several differ in their dates, and where it only repeats the event's own words.
    """
    same = [
        scenario.questions[key].short
        for key, target in scenario.targets.items()
        if target.compound is None and (target.variable, target.states) == (event.variable, event.states)
    ]
    name, label = same[0] if len(same) == 1 else None, scenario.variables[event.variable].label
    told = (label, f"{label} {event.text}".replace("_", " "))
    return "" if name is None or name.lower() in map(str.lower, told) else name
