"""What was seen, and what is supposed, in words: no code of the file is in them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sim.results.forecast.percent import percent
from sim.scenario.model import values
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming import names


def say_entry(scenario: Scenario, record: Mapping[str, Any]) -> str:
    """What a record of an evidence file says, without its day. record: one that has been checked.

    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> say_entry(file, {"variable": "us_action", "is": "blockade or more", "date": "2025-12-29"})
    'US action: blockade or more'
    """
    name = scenario.variables[record["variable"]].label
    if "likelihood" in record:
        found = {state: values.likelihood(value) for state, value in record["likelihood"].items()}
        return f"{name}: {_say_signs(found)}"
    if "not_reached" in record:
        return f"{name}: {_say_not_reached(names.quote_states(record['not_reached']), record.get('sensitivity'))}"
    if "reached" in record:
        return f"{name}: {_read(record['reached'])} at some time so far"
    return f"{name}: {_read(record['is'])}"


def say_event(scenario: Scenario, variable: str, event: str, day: datetime.date) -> str:
    """What is supposed of a variable on a day.

    >>> from sim.scenario.file.read import read
    >>> say_event(read("scenarios/first-steps.yaml"), "us_action", "blockade or more", datetime.date(2026, 1, 6))
    'US action: blockade or more, 6 January 2026'
    """
    return f"{scenario.variables[variable].label}: {words.read_aloud(event)}, {words.day(day)}"


def say_states(states: tuple[str, ...], shares: tuple[float, ...]) -> str:
    """The states with their shares, the largest first; those below one in a hundred are left out.

    >>> say_states(("none", "some_fire"), (0.125, 0.875))
    'some fire 88 %, none 12 %'
    """
    pairs = sorted(zip(states, shares, strict=True), key=lambda pair: -pair[1])
    return ", ".join(f"{words.read_aloud(state)} {percent(share)}" for state, share in pairs if share >= 0.01)


def _say_not_reached(event: str, heard: Any) -> str:
    """That an event has not come so far. heard: the chance to know of it if it had; None for certain."""
    if heard is None:
        return f"{event} has not come so far"
    return f"no report of {event} so far; had it come, one was to be expected with {percent(values.probability(heard))}"


def _say_signs(found: Mapping[str, float]) -> str:
    """To which states a sign points, and how much less to the others. found: the likelihood by state."""
    most = max(found.values())
    best = " or ".join(_read(state) for state, value in found.items() if value == most)
    rest = sorted(((state, value) for state, value in found.items() if value < most), key=lambda pair: -pair[1])
    less = [f"{most / value:.2g} times more than to {_read(state)}" if value else f"not at all to {_read(state)}"
            for state, value in rest]  # fmt: skip
    return f"points to {best} ({', '.join(less)})"


def _read(event: object) -> str:
    return words.read_aloud(str(event))
