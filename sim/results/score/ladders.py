"""Whole ladders of states: asked rung by rung, and scored where it is known which state came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.results.forecast.model import Forecast
from sim.results.score.model import EVEN, ScoredLadder
from sim.results.score.said import ladder_losses
from sim.scenario.model.file import Question
from sim.scenario.resolutions import Resolution, StateLadder, ladder_of
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class KnownLadder:
    """A ladder of which it is known which state came. questions: on it, the one that names the state first."""

    ladder: StateLadder
    questions: tuple[str, ...]
    resolution: Resolution

    def rung(self, state: int) -> str:
        """The id of the question whether a state or more holds; no id of a file has a blank in it."""
        return f"{self.questions[0]} {state}"


def known_ladders(scenario: Scenario, resolutions: Mapping[str, Resolution]) -> tuple[KnownLadder, ...]:
    """Every ladder with a state, once, in the file's order of questions."""
    asked = {name: ladder_of(scenario, name) for name in scenario.questions if name in resolutions}
    named = {name: ladder for name, ladder in asked.items() if ladder and resolutions[name].state is not None}
    first = {ladder: name for name, ladder in reversed(named.items())}
    return tuple(
        KnownLadder(ladder, (name, *(n for n, own in asked.items() if own == ladder and n != name)), resolutions[name])
        for name, ladder in named.items()
        if first[ladder] == name
    )


def with_rungs(scenario: Scenario, ladders: Sequence[KnownLadder]) -> Scenario:
    """The scenario that also asks for every rung of the ladders, under the ids of `KnownLadder.rung`."""
    more = dict(scenario.questions)
    for known in ladders:
        own, name = scenario.questions[known.questions[0]], known.ladder.variable
        for place, state in enumerate(scenario.variables[name].states[1:], start=1):
            more[known.rung(place)] = _asked(own, known.ladder, {name: f"{state} or more"})
    return scenario.asking(more, scenario.policies)


def _asked(question: Question, ladder: StateLadder, event: Mapping[str, str]) -> Question:
    return question.model_copy(update={"reaches" if ladder.kind == "reaches" else "is_": event})


def rungs(scenario: Scenario, ladders: Sequence[KnownLadder]) -> list[str]:
    """The ids of all rungs."""
    return [known.rung(k) for known in ladders for k in range(1, len(scenario.variables[known.ladder.variable].states))]


def score_ladder(
    scenario: Scenario, known: KnownLadder, said: Mapping[str, Forecast], policy: str
) -> ScoredLadder:  # fmt: skip
    """One ladder. said: who has something to say about it -> a forecast of its rungs; `EVEN` is added after the first.

    `EVEN` gives every state the same probability.
    """
    ladder, state = known.ladder, known.resolution.state or {}
    states = tuple(scenario.variables[ladder.variable].states)
    told = {who: _shares(known, made, policy, len(states)) for who, made in said.items()}
    first = next(iter(told))
    told = {first: told.pop(first), EVEN: [1 / len(states)] * len(states), **told}
    truth = tuple(state.get(name, 0.0) for name in states)
    return ScoredLadder(
        known.questions, ladder.variable, ladder.kind, scenario.targets[known.questions[0]].deadline, states, truth,
        known.resolution.cluster or known.questions[0], ladder_losses(told, truth),
    )  # fmt: skip


def _shares(known: KnownLadder, made: Forecast, policy: str, size: int) -> list[float]:
    """The probability of each state: what is reached of one rung and not of the next."""
    tails = [1.0, *(made.answers[policy, known.rung(place)].probability for place in range(1, size)), 0.0]
    return [max(here - above, 0.0) for here, above in pairwise(tails)]
