"""Simpler forecasters to be measured against: some of the voices without the others, and the file's alternatives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sim.results.forecast.model import Answer
from sim.results.score.model import FORECAST
from sim.results.shares.model import AUTHOR, EXPERTS
from sim.scenario.edit import edit
from sim.scenario.resolve.scenario import Scenario

COUNTS = frozenset({"base_rate", "market"})


@dataclass(frozen=True)
class Forecaster:
    """One who is scored: a scenario, and the voices of whom one must have something to say; None for all of them.

    hindsight: whether it was written with knowledge of how the matter ended.
    """

    name: str
    scenario: Scenario
    voices: frozenset[str] | None = None
    hindsight: bool = False

    def speaks(self, answer: Answer) -> bool:
        """Whether it has something to say about a question. answer: of the whole forecast to it."""
        return self.voices is None or bool(self.voices & set(answer.rests_on))


def forecasters(scenario: Scenario) -> list[Forecaster]:
    """The forecast, groups of voices, each voice, and each alternative of the file.

    >>> from sim.scenario.file.read import read
    >>> [one.name for one in forecasters(read("scenarios/first-steps.yaml"))][:2]
    ['forecast', 'experts alone']
    """
    parts = [Forecaster(label, only(scenario, names), names) for label, names in groups(scenario).items()]
    views = [
        Forecaster(f"alternative {name}", edit(scenario, view.set), hindsight=view.hindsight)
        for name, view in scenario.alternatives.items()
    ]
    return [Forecaster(FORECAST, scenario), *parts, *views]


def groups(scenario: Scenario) -> dict[str, frozenset[str]]:
    """The voices of each baseline, by its name; one without voices is left out, as are voices of weight 0 alone."""
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
