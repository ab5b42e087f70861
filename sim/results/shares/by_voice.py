"""Shares by voice of every answer of a policy: one set of columns, and one set of their products, for all questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.engine.program.outcomes import Outcomes
from sim.priors.latent_draws import Drawn, Spoke, drawn
from sim.priors.latin_hypercube import replicates
from sim.priors.model import Priors
from sim.results.ancestry import hangs_on, rows_until
from sim.results.memory.estimate import MOST_DRAWS
from sim.results.shares.columns import ColumnBlock, blocks
from sim.results.shares.log_odds_draws import OnOdds, on_odds
from sim.results.shares.model import BOOK, DIGITS, TOGETHER, TRUST, WHO, WORLDS, AnswerShares
from sim.results.shares.moments import blas
from sim.results.shares.variance_shares import Parts
from sim.scenario.resolve.scenario import Scenario

Key = TypeVar("Key")
MOST = 100
"""Columns that enter one answer's regression."""
LOOKED = 1
"""Groups of randomisations on which the penalty is chosen."""
LEFT_OUT_TOGETHER = 2
"""Randomisations that are left out together."""


def take_shares(
    scenario: Scenario, priors: Priors, outcomes: Outcomes, questions: Collection[str]
) -> dict[str, AnswerShares]:
    """Question -> the shares of its answer's variance by voice; none for an answer that is the same in every draw.

    outcomes: of one policy, with their draws. questions: those that are wanted. Answers that a policy sets, and those
    to questions that are asked of no world, have none.
    """
    places = [
        place
        for place, question in enumerate(outcomes.questions)
        if question in questions and outcomes.methods[place] in ("solved", "sampled")
    ]
    numbers = {
        outcomes.questions[place]: on_odds(outcomes, scenario.targets[outcomes.questions[place]].step - 1, place)
        for place in places
    }
    numbers = {question: odds for question, odds in numbers.items() if odds.varies}
    if not numbers or len(outcomes.weights) < 2:
        return {}
    with blas().limit(limits=1):
        return _PolicyColumns(scenario, priors, outcomes.policy, numbers).shares()


class _PolicyColumns:
    """Everything that the answers of one policy are taken apart into."""

    def __init__(self, scenario: Scenario, priors: Priors, policy: str, numbers: Mapping[str, OnOdds]) -> None:
        self._scenario, self._numbers = scenario, numbers
        above = {question: hangs_on(scenario, question, policy) for question in scenario.questions}
        self._met = {
            question: {name: rows_until(scenario, name, policy, last) for name in names}
            for question, (names, last) in above.items()
            if question in numbers
        }
        wanted = sorted({name for met in self._met.values() for name in met})  # the file's order must change no digit
        # A variable's rows of all questions, whichever are wanted: an answer has the same shares whatever stands beside
        # it. What is possible until a later step holds what is until an earlier one.
        until = {name: max(last for names, last in above.values() if name in names) for name in wanted}
        rows = {name: rows_until(scenario, name, policy, last) for name, last in until.items()}
        self._places = _looked_at(priors.draws)
        self._behind = drawn(priors, rows, max(last for _, last in above.values()), self._places)
        self._blocks = blocks(self._behind)

    def shares(self) -> dict[str, AnswerShares]:
        """The shares of every question; those that weigh the draws alike are taken together."""
        alike: dict[bytes, list[str]] = {}
        for question, odds in self._numbers.items():
            if odds.weights[self._places].any():
                alike.setdefault(odds.weights.tobytes(), []).append(question)
        made = {question: told for questions in alike.values() for question, told in self._taken(questions)}
        return {question: made[question] for question in self._numbers if question in made}

    def _taken(self, questions: list[str]) -> Iterator[tuple[str, AnswerShares]]:
        among = [
            [place for place, block in enumerate(self._blocks) if block.bears_on(self._met[question])]
            for question in questions
        ]
        odds = [self._numbers[question] for question in questions]
        used = sorted({place for places in among for place in places})
        weights = odds[0].weights[self._places]
        parts = Parts([self._blocks[place].columns for place in used], weights / weights.sum(), LEFT_OUT_TOGETHER)
        numbers = np.stack([one.log_odds[self._places] for one in odds])
        found = parts.shares(numbers, [[used.index(place) for place in places] for places in among], MOST, LOOKED)
        for question, places, one, shares in zip(questions, among, odds, found, strict=True):
            pairs = [(self._blocks[place], float(shares[used.index(place)])) for place in places]
            made = _told(self._scenario, self._behind, pairs, one)
            met = self._met[question]
            yield question, replace(made, met=met, towards={name: self._behind.towards[name] for name in met})


def _looked_at(draws: int) -> NDArray[np.intp]:
    """The places of the draws that are looked at: the first ones of each randomisation."""
    if draws <= MOST_DRAWS:
        return np.arange(draws)
    parts = replicates(draws)
    return np.concatenate([np.arange(part.start, part.start + MOST_DRAWS // len(parts)) for part in parts])


def _told(scenario: Scenario, behind: Drawn, shares: list[tuple[ColumnBlock, float]], odds: OnOdds) -> AnswerShares:
    """The shares by voice, by kind, and the rest; what "together" takes up brings the sum to 1."""
    spoken: dict[tuple[str, str], float] = {}
    rest = {WHO: 0.0, BOOK: 0.0, TRUST: 0.0}
    for block, share in shares:
        if not block.spoke:
            rest[block.owner] += share
        for place, part in _by_voice(block.spoke).items():
            spoken[place] = spoken.get(place, 0.0) + share * part
    voices = _summed({place: place[1] for place in spoken}, spoken)
    kinds = _summed({voice: scenario.experts[voice].kind for voice in voices}, voices)
    if len(behind.lexicons) < 2:
        del rest[BOOK]
    if behind.trust is None:
        del rest[TRUST]
    left = 1.0 - sum(share for _, share in shares)
    if odds.sampled:
        rest[WORLDS] = min(max(odds.noise, 0.0), max(left, 0.0))
    rest = {name: round(share, DIGITS) for name, share in rest.items()}
    rest[TOGETHER] = round(1.0 - sum(voices.values()) - sum(rest.values()), DIGITS)
    return AnswerShares(voices, kinds, rest, {place: round(share, DIGITS) for place, share in spoken.items()})


def _by_voice(spoke: tuple[Spoke, ...]) -> dict[tuple[str, str], float]:
    """(variable, voice) -> its part of what moves in lockstep: 1 where one voice speaks.

    Voices whose errors are wholly shared rest on one column. Each has the part that its word moves the pooled
    log-odds by: its mean vote times the spread of what it says.
    """
    moved: dict[tuple[str, str], float] = {}
    for one in spoke:
        size = float(one.votes.mean() * one.log_odds.std(axis=1).sum()) if len(one.log_odds) else 0.0
        moved[one.variable, one.voice] = moved.get((one.variable, one.voice), 0.0) + size
    total = sum(moved.values())
    return {place: size / total if total > 0 else 1.0 / len(moved) for place, size in moved.items()}


def _summed(names: Mapping[Key, str], shares: Mapping[Key, float]) -> dict[str, float]:
    """The shares of one name added up, largest first, ties by name."""
    total: dict[str, float] = {}
    for key, share in sorted(shares.items()):
        total[names[key]] = total.get(names[key], 0.0) + share
    return {name: round(total[name], DIGITS) for name in sorted(total, key=lambda name: (-total[name], name))}
