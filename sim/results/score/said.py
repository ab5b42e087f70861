"""Probabilities, wherever they are from, scored by what came: of questions, and of whole ladders of states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from sim.results.score.bootstrap import interval
from sim.results.score.model import FORECAST, BaselineComparison, LadderLoss, Loss, MeanScore, ScoredLadder
from sim.results.score.model import ScoredQuestion as Scored
from sim.results.score.rules import brier, logarithmic, ranked_probability
from sim.scenario.resolutions import Resolution


def score_said(
    said: Mapping[str, Mapping[str, float]], resolutions: Mapping[str, Resolution], *, bound: float = 0.0,
    asks: Mapping[str, str] | None = None,
) -> tuple[Scored, ...]:  # fmt: skip
    """Every question that has an answer, scored for everyone who has a probability for it.

    said: who says so -> question -> probability; the questions are those of the first, in its order. resolutions: by
    question; one that is void or missing drops out. bound: what 0 is read as in the log score. asks: the questions in
    words.

    >>> answer = Resolution(resolved=True and "yes")
    >>> made = score_said({"forecast": {"Q": 0.8, "other": 0.1}, "market": {"Q": 0.5}}, {"Q": answer})
    >>> [(one.question, who, round(loss.brier, 2)) for one in made for who, loss in one.scores.items()]
    [('Q', 'forecast', 0.04), ('Q', 'market', 0.25)]
    """
    names = [name for name in next(iter(said.values()), {}) if name in resolutions]
    scored = []
    for name in names:
        answer = resolutions[name]
        if answer.resolved is None:
            continue
        truth = answer.expected
        scores = {
            who: Loss(own[name], brier(own[name], truth), logarithmic(own[name], truth, bound))
            for who, own in said.items()
            if name in own
        }
        scored.append(Scored(name, (asks or {}).get(name, ""), truth, answer.cluster or name, scores))
    return tuple(scored)


def ladder_losses(
    said: Mapping[str, Sequence[float]], truth: Sequence[float]
) -> dict[str, LadderLoss]:  # fmt: skip
    """The ranked probability score of everyone who says something about a ladder.

    said: who says so -> the probability of every state, lowest first. truth: the chance of each state that it came.
    """
    return {who: LadderLoss(tuple(own), ranked_probability(own, truth)) for who, own in said.items()}


def compared(
    questions: Sequence[Scored], seed: int = 1, ladders: Sequence[ScoredLadder] = ()
) -> list[BaselineComparison]:
    """Everyone who is scored beside the forecast, which stands first; empty without questions."""
    names = dict.fromkeys(name for question in questions for name in question.scores)
    return [_comparison(name, questions, ladders, seed) for name in names]


def _comparison(
    name: str, questions: Sequence[Scored], ladders: Sequence[ScoredLadder], seed: int
) -> BaselineComparison:  # fmt: skip
    heard = [one for one in questions if name in one.scores]
    climbed = [one for one in ladders if name in one.scores]
    clusters = [one.cluster for one in heard]
    of_brier = [(one.scores[FORECAST].brier, one.scores[name].brier) for one in heard]
    of_log = [(one.scores[FORECAST].log, one.scores[name].log) for one in heard]
    ranked = [(one.scores[FORECAST].ranked, one.scores[name].ranked) for one in climbed]
    return BaselineComparison(
        name, len(set(clusters)), _mean(of_brier, clusters, seed), _mean(of_log, clusters, seed),
        _mean(ranked, [one.cluster for one in climbed], seed) if ranked else None,
    )  # fmt: skip


def _mean(pairs: Sequence[tuple[float, float]], clusters: Sequence[str], seed: int) -> MeanScore:
    """The mean of the second of each pair, and of the first less the second."""
    apart = [first - second for first, second in pairs]
    return MeanScore(len(pairs), fmean(own for _, own in pairs), fmean(apart), interval(apart, clusters, seed))
