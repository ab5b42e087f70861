"""What evidence teaches: which draws it favours, and so which judgments and which voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.priors.judgment_draws import Said, said, shares
from sim.priors.model import Priors
from sim.results.forecast.model import Gained, Learned, Posterior, Three
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.weighted_sum import weighted_sum
from sim.scenario.resolve.observations import Observation, listed, silences
from sim.scenario.resolve.policy_path import PolicyPath

LEVELS = (0.05, 0.5, 0.95)


def posterior(
    priors: Priors, outcomes: Outcomes, observations: Sequence[Observation], path: Mapping[str, PolicyPath]
) -> Posterior:
    """What the observations teach about every judgment and every voice, from the draws' weights. path: the policy's."""
    assert outcomes.likelihood is not None
    weights = outcomes.weights
    asked = (priors.weighing, priors.draws, priors.seed)
    return Posterior(
        policy=outcomes.policy,
        observations=tuple(str(one) for one in listed(observations)),
        probability=float(outcomes.likelihood[:, 0].mean()),
        effective_draws=outcomes.effective_draws,
        effective_worlds=outcomes.effective_worlds,
        judgments=tuple(_learned(one, weights) for one in said(*asked)),
        voices=tuple(
            Gained(voice, float(share.mean()), float(weighted_sum(weights, share)))
            for voice, share in shares(*asked).items()
        ),
        silences=silences(observations, path),
    )


def _learned(one: Said, weights: Floats) -> Learned:
    before, after = (quantiles(one.draws, w, LEVELS) for w in (np.ones_like(weights), weights))
    return Learned(one.judgment, one.variable, one.voice, one.event, _three(before), _three(after), one.log_odds)


def _three(values: Floats) -> Three:
    low, middle, high = (float(value) for value in values)
    return low, middle, high
