"""The worlds' random numbers: blocks of 64, four replicates of sixteen strata, named by variable and step.

Within a replicate of one draw each sixteenth of [0, 1) is hit exactly once, by a permutation of its
own for every (variable, step); replicates are independent, so their scatter measures our noise
(stratified sampling with independent randomisations; Owen 2013, "Monte Carlo theory, methods and
examples", chapters 8 and 17).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import ProgramVariable
from sim.randomness import words

REPLICATES = 4
STRATA = 16
KEPT_DRAWS = 256  # at most, for the uniforms of the first block to be kept
BLOCK = REPLICATES * STRATA

_BLOCK_WORDS = 1 << 40  # distance of two blocks on a stream: room for 2**34 draws, whatever their number
_JITTER_BITS = 28
_LANE = np.arange(STRATA, dtype=np.uint64)
_LANE_MASK = np.uint64(STRATA - 1)
_JITTER_MASK = np.uint64((1 << _JITTER_BITS) - 1)


def round_worlds(worlds: int) -> int:
    """The number of worlds a draw that is run: `worlds` rounded up to whole blocks of 64.

    Raises ValueError below 1.

    >>> round_worlds(100)
    128
    """
    if worlds < 1:
        raise ValueError(f"at least one world a draw is needed, not {worlds}")
    return -(-worlds // BLOCK) * BLOCK


def uniforms(seed: int, variable: str, step: int, *, block: int, first: int, draws: int) -> Floats:
    """The uniforms of one variable at one step: (draws, 64), strictly inside (0, 1).

    The words sit at a place fixed by (draw, block): more worlds, other chunks of draws or another
    order of variables read the same words. `step` is 0 for a variable drawn once.

    >>> whole = uniforms(1, "x", 3, block=0, first=0, draws=5)
    >>> bool((uniforms(1, "x", 3, block=0, first=2, draws=3) == whole[2:]).all())
    True
    """
    made = _kept if block == 0 and draws <= KEPT_DRAWS else _made
    return made(seed, variable, step, block, first, draws)


def _made(seed: int, variable: str, step: int, block: int, first: int, draws: int) -> Floats:
    raw = words(seed, "world", variable, step, start=block * _BLOCK_WORDS + first * BLOCK, count=draws * BLOCK)
    # The place of a word among its sixteen (set by its high bits) is the permutation; the lane, written
    # over the lowest bits, rides along and breaks ties. The bits between are the jitter.
    ranked = np.sort(((raw & ~_LANE_MASK).reshape(-1, STRATA)) | _LANE, axis=-1)
    stratum = (ranked & _LANE_MASK) << np.uint64(_JITTER_BITS)
    jitter = (ranked >> np.uint64(4)) & _JITTER_MASK
    fine: Floats = (stratum | jitter).astype(np.float64)
    fine += 0.5
    fine *= 2.0 ** -(_JITTER_BITS + 4)
    fine.flags.writeable = False
    return fine.reshape(draws, BLOCK)


_kept = lru_cache(maxsize=192)(_made)  # a moved slider plays the same worlds again; 25 MB at most


class Uniforms:
    """The uniforms of one block of one chunk of draws, made when first asked for, shared by all policies."""

    def __init__(self, seed: int, *, block: int, first: int, draws: int) -> None:
        self._seed, self._where = seed, {"block": block, "first": first, "draws": draws}
        self._once: dict[str, Floats] = {}
        self._now: dict[str, Floats] = {}
        self._step = 0

    def of(self, variable: ProgramVariable, step: int) -> Floats:
        """The uniforms of a variable at a step: one and the same at all of them where it is drawn once.

        Of those drawn anew each step only the current step is held.
        """
        if not variable.once and step != self._step:
            self._now, self._step = {}, step
        held = self._once if variable.once else self._now
        if variable.name not in held:
            held[variable.name] = uniforms(self._seed, variable.name, 0 if variable.once else step, **self._where)
        return held[variable.name]
