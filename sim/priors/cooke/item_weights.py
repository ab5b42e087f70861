"""Weights of one event: calibration from the seeds, information from the priors at hand (Cooke's item weights).

On a target Cooke measures information against an even background on the range that the answers span. For
the probability of an event that background lies on log-odds: on [0, 1] "almost no chance" would outweigh
"likely" for being near an end, not for being better known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.priors.cooke.calibration import LEAST_WEIGHT, information, intrinsic_range, normalised

_NARROWEST = 1e-3  # of the range: what a bin is at least wide, so that a number without doubt stays a number


@dataclass(frozen=True)
class ItemWeights:
    """What is needed to weigh voices event by event.

    levels: of the seeds. log_calibration: of every voice that answered them.
    """

    levels: tuple[float, ...]
    log_calibration: Mapping[str, float]

    def of(self, voices: Sequence[str], said: Floats, weights: Mapping[str, float]) -> dict[str, float]:
        """The voices' weights on one event.

        said: log-odds, (voices, draws). weights: on all events. Voices with a calibration share out the sum of
        their weights by calibration x information here; the others keep theirs.

        >>> said = np.array([np.linspace(-1.0, 1.0, 99), np.linspace(-4.0, 4.0, 99)])
        >>> found = ItemWeights((0.1, 0.9), {"a": 0.0, "b": 0.0}).of(["a", "b"], said, {"a": 1.0, "b": 1.0})
        >>> found["a"] > found["b"]
        True
        """
        out = {voice: weights[voice] for voice in voices}
        scored = [i for i, voice in enumerate(voices) if voice in self.log_calibration]
        if len(scored) < 2 or not np.isfinite(said[scored]).all():
            return out  # who is certain decides, or is one voice among others: there is no range to measure on
        quantiles = np.quantile(said[scored], self.levels, axis=1).T
        lower, upper = intrinsic_range(quantiles[:, :1].min(axis=0), quantiles[:, -1:].max(axis=0))
        masses = np.diff(np.array([0.0, *self.levels, 1.0]))
        told = np.maximum(information(quantiles[:, None, :], lower, upper, masses, _NARROWEST)[:, 0], 1e-12)
        logs = np.array([self.log_calibration[voices[i]] for i in scored]) + np.log(told)
        total = sum(out[voices[i]] for i in scored)
        for i, share in zip(scored, normalised(logs).tolist(), strict=True):
            out[voices[i]] = max(total * share, LEAST_WEIGHT)
        return out
