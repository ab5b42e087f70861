"""What axes are called in sentences: `Kosevich's nudge (S14)` in place of `judgments.S14.nudge`."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scenario.resolve.scenario import Scenario
from sim.show.words import read_aloud


def title_axes(names: Sequence[str], scenario: Scenario) -> dict[str, str]:
    """Axis -> what it is called, for axes that are the path of a voice or of a judgment; others keep their name.

    names: of the axes. scenario: one that they move, for the names of its voices.
    """
    return {name: title for name in names if (title := _title(name, scenario))}


def _title(name: str, scenario: Scenario) -> str:
    section, _, rest = name.partition(".")
    key, _, part = rest.partition(".")
    if section == "experts" and key in scenario.experts and part:
        return f"{_owner(scenario, key)} {read_aloud(part)}"
    if section == "judgments" and part:
        for group in scenario.judgments.values():
            if key in group:
                owner = _owner(scenario, group[key].expert)
                return f"what {owner[:-2]} says ({key})" if part == "says" else f"{owner} {read_aloud(part)} ({key})"
    return ""


def _owner(scenario: Scenario, voice: str) -> str:
    """The voice's surname, as the owner of something."""
    name = scenario.experts[voice].name if voice in scenario.experts else voice
    return f"{name.split()[-1]}'s"
