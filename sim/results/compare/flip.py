"""The smallest change of any one judgment, weight or reading that takes an answer to another word of ICD 203."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.errors import SimError
from sim.progress import Progress, untold
from sim.results.ancestry import bearing, hangs_on, opening
from sim.results.compare.flip_model import Flip, FlipKind, Flips
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Answer
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.limits import MEMORY, require_known
from sim.scenario.edit import edit
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.scenario import Scenario

NUDGE_MOST = 4.0
"""The largest nudge that is tried, in log-odds: a factor of 55 in the odds."""

FACTOR_MOST = 8.0
"""The largest factor on a weight that is tried; downwards the voice is silenced."""

_BOOKS = ("capphrase", "icd203", "phia", "nato")
_STEPS = {"judgment": 400, "weight": 100}
_SCANNED = (0.125, 0.25, 0.5, 0.75, 1.0)
"""Shares of a way at which the answer is looked at, so that one that turns back before the end is seen."""



@dataclass(frozen=True)
class Way:
    """One value that can be moved in one direction. at: place, from 1 to `steps` -> the value and how far that is."""

    kind: FlipKind
    path: str
    says: str
    steps: int
    at: Callable[[int], tuple[float | str, float]]


def flip(
    scenario: Scenario,
    question: str,
    *,
    policy: str | None = None,
    draws: int = 200,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Flips:
    """What it takes, one value at a time, to move an answer's probability across a word of ICD 203.

    Every judgment behind the answer is nudged up and down, every voice's weight is raised and lowered, and every phrase
    is read by other books, all on the same draws; the smallest change is found by bisection to 0.01 log-odds (nudge)
    or a hundredth of the way (weight). policy: by default that at which the dashboard opens. The rest: as in
    `sim.forecast`. An answer is looked at in five places of each way, the nearest first, and the search goes on where
    it first has another word: what crosses and turns back between two places is missed.

    Raises ModelError for an unknown question or policy, and what `sim.forecast` raises.
    """
    require_known(scenario, questions=[question], policies=() if policy is None else [policy])
    policy = opening(scenario, policy, question)[0]
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(), shares=False,
        curves=False, policies=[policy], questions=[question],
    )  # fmt: skip
    own = run(scenario)
    start, search = own.answers[policy, question], _Search(scenario, run)
    ways = [] if start.settled else list(_ways(scenario, question, policy))
    found: list[Flip] = []
    for number, way in enumerate(ways, start=1):
        found += search.smallest(way, start.word)
        progress(number / len(ways))
    kinds = ("judgment", "weight", "reading")
    return Flips(
        **head_of(scenario, own.settings), policy=policy, question=question, asks=start.asks,
        probability=start.probability, word=start.word, tried=len(ways), settled=start.method if start.settled else "",
        flips=tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.amount, one.path))),
    )  # fmt: skip


@dataclass(frozen=True)
class _Search:
    scenario: Scenario
    run: Callable[..., Any]

    def smallest(self, way: Way, word: str) -> Iterator[Flip]:
        """The nearest place of a way at which the answer has another word, as far as the scan shows one."""
        low, high, reached = self._scan(way, word)
        if reached is None:
            return
        while high - low > 1:
            middle = (low + high) // 2
            answer = self._answer(way, middle)
            if answer is None or answer.word == word:
                low = middle
            else:
                high, reached = middle, answer
        value, amount = way.at(high)
        yield Flip(way.kind, way.path, value, amount, way.says, reached.probability, reached.word)

    def _scan(self, way: Way, word: str) -> tuple[int, int, Answer | None]:
        """Two places, the answer having the same word at the first and another at the second; that answer, or None."""
        low = 0
        for place in dict.fromkeys(max(1, round(share * way.steps)) for share in _SCANNED):
            reached = self._answer(way, place)
            if reached is None:
                break
            if reached.word != word:
                return low, place, reached
            low = place
        return low, low, None

    def _answer(self, way: Way, place: int) -> Answer | None:
        """The answer there; None where the scenario does not allow the value."""
        try:
            made = self.run(edit(self.scenario, {way.path: way.at(place)[0]}))
        except SimError:
            return None
        answer: Answer = next(iter(made.answers.values()))
        return answer


def _ways(scenario: Scenario, question: str, policy: str) -> Iterator[Way]:
    """Every judgment up and down, every weight up and down, every phrase by every other book."""
    names, _ = hangs_on(scenario, question, policy)
    heard = {key: judgment for name in names for key, judgment in bearing(scenario, name, policy).items()}
    for key, judgment in heard.items():
        for sign in (1, -1):
            at = partial(_nudged, judgment.nudge, sign)
            yield Way("judgment", f"judgments.{key}.nudge", _said(scenario, judgment), _STEPS["judgment"], at)
    for voice in dict.fromkeys(judgment.expert for judgment in heard.values()):
        weight, name = scenario.experts[voice].weight, scenario.experts[voice].name
        for scaled in (_raised, _lowered) if weight > 0 else ():
            yield Way("weight", f"experts.{voice}.weight", name, _STEPS["weight"], partial(scaled, weight))
    for key, judgment in heard.items():
        if judgment.says.form == "phrase":
            for book in (book for book in _BOOKS if scenario.lexicon != {book: 1.0}):
                says = _said(scenario, judgment)
                yield Way("reading", f"judgments.{key}.says.lexicon", says, 1, partial(_read_by, book))


def _said(scenario: Scenario, judgment: Judgment) -> str:
    return f"{scenario.experts[judgment.expert].name}: {judgment.claim or judgment.about}"


def _nudged(nudge: float, sign: int, place: int) -> tuple[float, float]:
    far = NUDGE_MOST * place / _STEPS["judgment"]
    return round(nudge + sign * far, 6), far


def _raised(weight: float, place: int) -> tuple[float, float]:
    factor = FACTOR_MOST ** (place / _STEPS["weight"])
    return float(f"{weight * factor:.4g}"), math.log(factor)


def _lowered(weight: float, place: int) -> tuple[float, float]:
    left = 1 - place / _STEPS["weight"]
    return round(weight * left, 6), -math.log(left) if left > 0 else math.inf


def _read_by(book: str, _: int) -> tuple[str, float]:
    return book, 0.0
