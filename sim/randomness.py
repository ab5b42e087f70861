"""Named randomness: every random word is a function of (seed, name, position) and of nothing else.

Nothing here keeps state. Adding a voice or a variable, or changing the order of a file, leaves
all other names' words as they were (common random numbers that survive an edit).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray


def key(seed: int, *name: str | int) -> int:
    """The 128-bit Philox key of a name: BLAKE2b over the seed and the parts of the name.

    The parts are joined with a separator that no name may hold, so ("a", "bc") and ("ab", "c") differ.
    Source of the generator: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy
    as 1, 2, 3".

    >>> key(1, "latent", "a", "bc") == key(1, "latent", "ab", "c")
    False
    """
    text = "\x1f".join([str(int(seed)), *(str(part) for part in name)])
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest(), "little")


def words(seed: int, *name: str | int, start: int = 0, count: int) -> NDArray[np.uint64]:
    """`count` random 64-bit words of a named stream, from position `start` on (a multiple of 4).

    >>> whole = words(7, "x", count=12)
    >>> bool((words(7, "x", start=8, count=4) == whole[8:]).all())
    True
    """
    if start % 4:
        raise ValueError(f"start must be a multiple of 4 (Philox counts blocks of four words), not {start}")
    bits = Philox(key=key(seed, *name))
    if start:
        bits.advance(start // 4)
    out: NDArray[np.uint64] = bits.random_raw(count)
    return out
