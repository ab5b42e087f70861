"""How far words deserve trust, as a slider: one number for every draw, in place of the record's doubt."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sim.priors.recalibration.fit import draw_lines
from sim.priors.recalibration.trust import WORDS
from sim.scenario.resolve.scenario import Scenario

STEP = 0.05
_SEED, _DRAWS = 1, 1000


def find_mark(scenario: Scenario) -> float | None:
    """Where the slider stands by itself, to two digits; None where words are taken at face value.

    The file's own number; where it has none, the median of those that the record leaves open.
    """
    if scenario.track_record is None:
        return None
    if scenario.pool.gamma is not None:
        return scenario.pool.gamma
    return round(float(np.median(draw_lines(scenario.track_record, _SEED, _DRAWS)[1])), 2)


def list_trust(mark: float) -> tuple[float, ...]:
    """The places of the slider: from 0, the outside view alone, to 1, words at face value, or to the mark beyond.

    >>> list_trust(0.38)[:3], list_trust(0.38)[-1], list_trust(1.5)[-1]
    ((0.0, 0.05, 0.1), 1.0, 1.5)
    """
    return tuple(sorted({round(STEP * step, 2) for step in range(21)} | {mark}))


def is_in_words(scenario: Scenario, voices: Collection[str]) -> bool:
    """Whether one of the voices is of a kind whose words are recalibrated."""
    return any(scenario.experts[voice].kind in WORDS and scenario.experts[voice].weight > 0 for voice in voices)
