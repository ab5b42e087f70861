"""Plain worlds: a static network with fixed tables, sampled forwards, fast and with nothing solved.

For a look at whole histories, for networks that are too dense to be solved, and as an oracle that
shares no line with the exact engine. Inverse transform sampling, one uniform a variable (Devroye
1986, "Non-uniform random variate generation", III.2), compared as integers: first the 16 (or 32)
highest bits, and only where these tie with a threshold the bits up to the 48th, from a second
stream. A probability is thus off by at most 2**-49, at the price of 16 bits a draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.randomness import Reader

Row = NDArray[np.unsignedinteger[Any]] | NDArray[np.intp]

BITS = 48  # resolution of a threshold
BLOCK = 32768  # worlds a block: a block's arrays stay in the second-level cache

_TOLERANCE = 1e-6
_LANES = 16  # a block is a multiple of this: whole groups of four words, four draws of 16 bits each
_MOST_STATES = 255


@dataclass(frozen=True)
class Node:
    """A variable of a static network: its parents by name, and its table of shape (*states of the parents, states)."""

    name: str
    parents: tuple[str, ...]
    table: NDArray[np.float64]


@dataclass(frozen=True)
class _Step:
    """How one variable is drawn; `high[s]` and `low[s]` are the two parts of the threshold of state s + 1 a row."""

    name: str
    parents: tuple[str, ...]
    radix: tuple[np.unsignedinteger[Any], ...]
    high: tuple[NDArray[np.unsignedinteger[Any]], ...]
    low: tuple[NDArray[np.int64], ...]
    last_use_of: tuple[str, ...]


class PlainWorlds:
    """A network made ready for sampling; `nodes` in an order in which parents come first.

    bits: bits of a draw that are always made, 16 or 32; the answer's distribution is the same.
    block: worlds at a time, a multiple of 16; the worlds do not depend on it.

    Raises ValueError for a table that does not fit its parents, holds numbers outside [0, 1] or a
    row whose sum is further than 1e-6 from 1 (nearer ones are normalised).

    >>> coin = Node("coin", (), np.array([0.25, 0.75]))
    >>> PlainWorlds([coin]).tally(1600, seed=1)["coin"].tolist()
    [401, 1199]
    """

    def __init__(self, nodes: Sequence[Node], *, bits: Literal[16, 32] = 16, block: int = BLOCK) -> None:
        if bits not in (16, 32):
            raise ValueError(f"bits must be 16 or 32, not {bits}")
        if block < _LANES or block % _LANES:
            raise ValueError(f"block must be a positive multiple of {_LANES}, not {block}")
        self._block = block
        self._dtype: np.dtype[np.unsignedinteger[Any]] = np.dtype(f"uint{bits}")
        states = _checked(nodes)
        last_use = {parent: node.name for node in nodes for parent in node.parents}
        self._steps = [_step(node, states, last_use, bits) for node in nodes]

    def tally(self, worlds: int, seed: int) -> dict[str, NDArray[np.int64]]:
        """How many of `worlds` worlds end in each state, by variable; no world is kept."""
        blocks = _blocks(worlds, self._block)
        drawing = _Drawing(self._steps, self._dtype, blocks[0][1], seed)
        above = {step.name: np.zeros(len(step.high), np.int64) for step in self._steps}
        for first, count in blocks:
            drawing.draw(first, count, above=above)
        return {name: -np.diff(counts, prepend=worlds, append=0) for name, counts in above.items()}

    def keep(self, worlds: int, seed: int) -> dict[str, NDArray[np.uint8]]:
        """The whole worlds: each variable's state in each world, (worlds,) a variable."""
        blocks = _blocks(worlds, self._block)
        drawing = _Drawing(self._steps, self._dtype, blocks[0][1], seed)
        whole = {step.name: np.empty(worlds, np.uint8) for step in self._steps}
        for first, count in blocks:
            drawing.draw(first, count, whole=whole)
        return whole


class _Drawing:
    """The streams of one run and the scratch arrays of one block."""

    def __init__(self, steps: Sequence[_Step], dtype: np.dtype[np.unsignedinteger[Any]], most: int, seed: int) -> None:
        self._steps, self._dtype = steps, dtype
        self._threshold, self._reached, self._tied = np.empty(most, dtype), np.empty(most, bool), np.empty(most, bool)
        self._row = np.empty(most, np.intp)
        self._first = {step.name: Reader(seed, "plain", step.name) for step in steps}
        self._second: dict[str, Reader] = {}
        self._seed = seed

    def draw(
        self,
        first: int,
        count: int,
        *,
        above: Mapping[str, NDArray[np.int64]] | None = None,
        whole: Mapping[str, NDArray[np.uint8]] | None = None,
    ) -> None:
        """Worlds `first` to `first + count`: adds to the counts of worlds above each threshold, or fills `whole`."""
        states: dict[str, NDArray[np.uint8]] = {}
        for step in self._steps:
            state = np.empty(count, np.uint8) if whole is None else whole[step.name][first : first + count]
            state[:] = 0
            for s, reached in enumerate(self._beyond(step, self._rows(step, states, count), first, count)):
                state += reached.view(np.uint8)
                if above is not None:
                    above[step.name][s] += np.count_nonzero(reached)
            states[step.name] = state
            for parent in step.last_use_of:
                del states[parent]

    def _rows(self, step: _Step, states: Mapping[str, NDArray[np.uint8]], count: int) -> Row | None:
        """The number of each world's row, first parent slowest; None for a variable without parents."""
        if not step.parents:
            return None
        row: NDArray[np.unsignedinteger[Any]] = states[step.parents[0]]
        for parent, radix in zip(step.parents[1:], step.radix, strict=True):
            row = np.multiply(row, radix)
            np.add(row, states[parent], out=row)
        if len(step.high) < 2:
            return row
        # Looking up turns indices into intp at each call: where there are several thresholds, once is enough.
        self._row[:count] = row
        return self._row[:count]

    def _beyond(self, step: _Step, row: Row | None, first: int, count: int) -> Iterator[NDArray[np.bool_]]:
        """For each threshold in turn, which of the worlds reach it. The array is overwritten by the next."""
        draw = self._draws(step.name, first, count)
        threshold, reached, tied = self._threshold[:count], self._reached[:count], self._tied[:count]
        for high, low in zip(step.high, step.low, strict=True):
            limit = high[0] if row is None else high.take(row, out=threshold, mode="clip")
            np.greater(draw, limit, out=reached)
            np.equal(draw, limit, out=tied)
            while tied[place := int(tied.argmax())]:  # once in 65,536 draws a threshold
                tied[place] = False
                reached[place] = self._more_bits(step.name, first + place) >= low[0 if row is None else row[place]]
            yield reached

    def _draws(self, name: str, first: int, count: int) -> NDArray[np.unsignedinteger[Any]]:
        a_word = 8 // self._dtype.itemsize
        words = -(-count // (4 * a_word)) * 4
        return self._first[name].read(first // a_word, words).view(self._dtype)[:count]

    def _more_bits(self, name: str, world: int) -> int:
        """The bits of a world's draw that were not made at first: every world has a word of the second stream."""
        if name not in self._second:
            self._second[name] = Reader(self._seed, "plain", name, "tie")
        word = int(self._second[name].read(world & ~3, 4)[world & 3])
        return word >> (64 - BITS + 8 * self._dtype.itemsize)


def _blocks(worlds: int, block: int) -> list[tuple[int, int]]:
    if worlds < 1:
        raise ValueError(f"at least one world is needed, not {worlds}")
    return [(first, min(block, worlds - first)) for first in range(0, worlds, block)]


def _step(node: Node, states: Mapping[str, int], last_use: Mapping[str, str], bits: int) -> _Step:
    rows = node.table.reshape(-1, states[node.name])
    number = np.min_scalar_type(max(len(rows) - 1, 1)).type
    low_bits = BITS - bits
    # Row by row P(state <= s), s = 0..K-2, as a whole number of 2**-48; a uniform at or above it goes beyond s.
    exact = np.rint(np.cumsum(rows, axis=1)[:, :-1] / rows.sum(axis=1, keepdims=True) * 2.0**BITS).astype(np.int64)
    high = np.minimum(exact >> low_bits, (1 << bits) - 1)  # a threshold of 1 is reached by no uniform, tie or not
    low = exact - (high << low_bits)
    dtype = np.dtype(f"uint{bits}")
    return _Step(
        name=node.name,
        parents=node.parents,
        radix=tuple(number(states[parent]) for parent in node.parents[1:]),
        high=tuple(np.ascontiguousarray(column, dtype) for column in high.T),
        low=tuple(np.ascontiguousarray(column) for column in low.T),
        last_use_of=tuple(dict.fromkeys(parent for parent in node.parents if last_use[parent] == node.name)),
    )


def _checked(nodes: Sequence[Node]) -> dict[str, int]:
    """The number of states of each variable."""
    states: dict[str, int] = {}
    for node in nodes:
        if node.name in states:
            raise ValueError(f"{node.name} stands twice in the network")
        unknown = [parent for parent in node.parents if parent not in states]
        if unknown:
            raise ValueError(f"{node.name}: parent {unknown[0]} does not stand before it")
        states[node.name] = _checked_table(node, tuple(states[parent] for parent in node.parents))
    return states


def _checked_table(node: Node, parents: tuple[int, ...]) -> int:
    shape = node.table.shape
    if shape[:-1] != parents or not 1 <= shape[-1] <= _MOST_STATES:
        raise ValueError(f"{node.name}: a table of shape {shape} does not fit parents with {parents} states")
    outside = node.table[~((node.table >= 0) & (node.table <= 1))]
    if outside.size:
        raise ValueError(f"{node.name}: {outside[0]} is not a probability")
    worst = float(np.abs(node.table.sum(axis=-1) - 1).max())
    if worst > _TOLERANCE:
        raise ValueError(f"{node.name}: a row misses the sum 1 by {worst:.2g}")
    return int(shape[-1])
