"""Answers that are the same in every draw: the worlds of all draws are worlds of one.

Where no number that a question hangs on is in doubt, draws are replicates and nothing else. Their scatter is noise
of finitely many worlds, to be averaged away and stated as sampling error, and never shown as anybody's doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.engine.exact.stage import Stage
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import ancestors


def same_in_every_draw(stage: Stage, observed: Sequence[int] = ()) -> tuple[int, ...]:
    """The places of the questions whose true answer is the same in every draw.

    observed: places of the variables of which something was seen; what shares an ancestor with a question, directly or
    through other observations, tells of it.
    """
    free = stage.plan.free
    above = [ancestors(stage.program, free, place) | {place} for place in range(len(free))]
    found = []
    for place, question in enumerate(stage.program.questions):
        asked = set(stage.program.about(question))
        reached = set().union(*(above[one] for one in asked))
        left = set(observed)
        while linked := {one for one in left if not reached.isdisjoint(above[one])}:
            asked, left, reached = asked | linked, left - linked, reached.union(*(above[one] for one in linked))
        if stage.alike.issuperset(asked):
            found.append(place)
    return tuple(found)


def pool(outcomes: Outcomes, places: Iterable[int]) -> None:
    """Make the sampled answers at `places` those of all worlds together, the same in every draw.

    `noise` becomes what every draw would have by itself, so that the variance of the answer stays the sum over draws of
    squared weight times noise.
    """
    for place in places:
        answers, noise = outcomes.probability[:, place], outcomes.noise[:, place]
        weights = np.repeat(outcomes.weights[:, None], answers.shape[1], axis=1)
        if outcomes.asked is not None and outcomes.squares is not None:
            asked, squares = outcomes.asked[:, place], outcomes.squares[:, place]
            weights = weights * asked
            asked[:] = weights.sum(axis=0)
            squares[:] = (weights * squares).sum(axis=0) / np.where(asked > 0, asked, 1.0)
        total = weights.sum(axis=0)
        weights = weights / np.where(total > 0, total, 1.0)
        answer = (weights * answers).sum(axis=0)
        if (weights == weights[0]).all():
            noise[:] = noise.mean(axis=0)
        else:
            # Weights are chance too, and draws independent replicates of a ratio (Owen 2013, chapter 9).
            left = 1.0 - (weights**2).sum(axis=0)
            ratio = np.square(weights * (answers - answer)).sum(axis=0) / np.where(left > 1e-12, left, 1.0)
            noise[:] = ratio / max(float((outcomes.weights**2).sum()), 1e-300)
        answers[:] = np.clip(answer, 0.0, 1.0)
