"""Simpler forecasters to be measured against: some of the voices, without the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.results.shares.model import AUTHOR, EXPERTS
from sim.scenario.resolve.scenario import Scenario

COUNTS = frozenset({"base_rate", "market"})


def groups(scenario: Scenario) -> dict[str, frozenset[str]]:
    """The voices of each baseline, by its name; one without voices is left out, as are voices of weight 0 alone.

    >>> from sim.scenario.file.read import read
    >>> [*groups(read("scenarios/first-steps.yaml"))][:1]
    ['experts alone']
    """
    kinds: Mapping[str, Collection[str]] = {
        "base rates and markets alone": COUNTS, "experts alone": EXPERTS, "author alone": {AUTHOR},
    }  # fmt: skip
    voices = {name: voice for name, voice in scenario.experts.items() if voice.weight > 0}
    found = {
        label: frozenset(name for name, voice in voices.items() if voice.kind in wanted)
        for label, wanted in kinds.items()
    }
    alone = {f"voice {name}": frozenset({name}) for name in voices}
    return {label: names for label, names in (found | alone).items() if names}


def only(scenario: Scenario, names: Collection[str]) -> Scenario:
    """The scenario in which the voices that are not named have no vote; what serves as background stays."""
    changed = {
        name: voice if name in names else voice.model_copy(update={"weight": 0.0})
        for name, voice in scenario.experts.items()
    }
    return scenario.with_voices(changed)
