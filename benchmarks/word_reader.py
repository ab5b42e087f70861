"""A named stream of random words, read piece by piece."""

from __future__ import annotations

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

from sim.randomness import key

_PERIOD = 1 << 256  # Philox counts its blocks in 256 bits: a step back is a long step forward


class WordReader:
    """One named stream: the same words as `sim.randomness.words`, without setting the generator up anew.

    What it keeps is only the place it stands at: a word depends on (seed, name, position) alone, in
    whatever order pieces are read. Not for use by two threads at once.

    >>> from sim.randomness import words
    >>> reader = WordReader(7, "x")
    >>> bool((reader.read(8, 4) == words(7, "x", start=8, count=4)).all())
    True
    """

    def __init__(self, seed: int, *name: str | int) -> None:
        self._bits = Philox(key=key(seed, *name))
        self._at = 0

    def read(self, start: int, count: int) -> NDArray[np.uint64]:
        """`count` words from position `start` on; both multiples of 4, else ValueError."""
        if start % 4 or count % 4:
            raise ValueError(f"start and count must be multiples of 4, not {start} and {count}")
        if start != self._at:
            self._bits.advance((start - self._at) // 4 % _PERIOD)
        self._at = start + count
        out: NDArray[np.uint64] = self._bits.random_raw(count)
        return out
