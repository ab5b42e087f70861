"""Plain worlds: a static network with fixed tables, sampled forwards, fast and with nothing solved.

For a look at whole histories, for networks that are too dense to be solved, and as an oracle that
shares no line with the exact engine. Inverse transform sampling, one uniform a variable (Devroye
1986, "Non-uniform random variate generation", III.2), as integers. The uniform's highest bits and the row
of the parents' states are looked up together in a guide table (Chen and Asau 1974; Devroye, III.2.4), which
tells the state wherever no threshold lies between its neighbouring entries. Only elsewhere, once in some
hundred draws, all 16 (or 32) bits are compared, made up to 48 from a second stream. A probability is thus
off by at most 2**-49, at the price of 16 bits a draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.word_reader import WordReader

Unsigned = NDArray[np.unsignedinteger[Any]]

BITS = 48  # resolution of a threshold
BLOCK = 196_608  # worlds a block: many a call, and what is touched in turn stays in the second-level cache

_TOLERANCE = 1e-6
_LANES = 32  # a block is a multiple of this: whole groups of four words, eight draws of 8 bits each
_MOST_STATES = 255
_AHEAD = 256  # words of the second stream made at a time, in fours
_OPEN = 255  # the guide's entry where a threshold lies inside
_GUIDE = 15, 4, 12  # bits of a whole guide, 32 KiB as a first-level cache has; at least and at most of the uniform's


@dataclass(frozen=True)
class Node:
    """A variable of a static network: its parents by name, and its table of shape (*states of the parents, states)."""

    name: str
    parents: tuple[str, ...]
    table: NDArray[np.float64]


@dataclass(frozen=True)
class _Step:
    """How one variable is drawn.

    thresholds: (states - 1, rows), P(state <= s) in whole numbers of 2**-48; a uniform at or above goes beyond s.
    guide: the state by row and the first `bits` bits of the uniform, flat; _OPEN where these do not tell.
    number: the type of an index into it.
    """

    name: str
    parents: tuple[str, ...]
    widths: tuple[np.unsignedinteger[Any], ...]
    guide: NDArray[np.uint8]
    bits: int
    number: type[np.unsignedinteger[Any]]
    thresholds: NDArray[np.int64]
    done_with: tuple[str, ...]


class PlainWorlds:
    """A network made ready for sampling; `nodes` in an order in which parents come first.

    bits: bits of a draw that are always made, 8, 16 or 32; the answer's distribution is the same.
    block: worlds at a time, a multiple of 32; the worlds do not depend on it.

    Raises ValueError for a table that does not fit its parents, holds numbers outside [0, 1] or a
    row whose sum is further than 1e-6 from 1 (nearer ones are normalised).

    >>> coin = Node("coin", (), np.array([0.25, 0.75]))
    >>> PlainWorlds([coin]).tally(1600, seed=1)["coin"].tolist()
    [415, 1185]
    """

    def __init__(self, nodes: Sequence[Node], *, bits: Literal[8, 16, 32] = 8, block: int = BLOCK) -> None:
        if bits not in (8, 16, 32):
            raise ValueError(f"bits must be 8, 16 or 32, not {bits}")
        if block < _LANES or block % _LANES:
            raise ValueError(f"block must be a positive multiple of {_LANES}, not {block}")
        self._block = block
        self._dtype: np.dtype[np.unsignedinteger[Any]] = np.dtype(f"uint{bits}")
        states = _checked(nodes)
        last_use = {node.name: node.name for node in nodes}
        last_use |= {parent: node.name for node in nodes for parent in node.parents}
        self._steps = [_step(node, states, last_use, bits) for node in nodes]

    def tally(self, worlds: int, seed: int) -> dict[str, NDArray[np.int64]]:
        """How many of `worlds` worlds end in each state, by variable; no world is kept."""
        blocks = _blocks(worlds, self._block)
        drawing = _Drawing(self._steps, self._dtype, blocks[0][1], seed)
        above = {step.name: np.zeros(len(step.thresholds), np.int64) for step in self._steps}
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
        self._open, self._index = np.empty(most, bool), {n: np.empty(most, n) for n in {step.number for step in steps}}
        self._spare: list[NDArray[np.uint8]] = []
        self._first = {step.name: WordReader(seed, "plain", step.name) for step in steps}
        self._second = {step.name: _Queue(WordReader(seed, "plain", step.name, "more")) for step in steps}

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
            state = self._state(count) if whole is None else whole[step.name][first : first + count]
            self._look_up(step, states, first, state)
            if above is not None:
                for s in range(len(above[step.name])):
                    above[step.name][s] += np.count_nonzero(np.greater(state, s, out=self._open[:count]))
            states[step.name] = state
            done = [states.pop(name) for name in step.done_with]
            if whole is None:
                self._spare += done

    def _state(self, count: int) -> NDArray[np.uint8]:
        """Room for one variable's states: what is still in the cache, where there is any."""
        while self._spare and len(self._spare[-1]) < count:
            self._spare.pop()
        return self._spare.pop()[:count] if self._spare else np.empty(count, np.uint8)

    def _look_up(
        self, step: _Step, states: Mapping[str, NDArray[np.uint8]], first: int, state: NDArray[np.uint8]
    ) -> None:
        """Fill in one variable's states, from its parents' states and its uniforms."""
        draw = self._draws(step.name, first, len(state))
        unseen = 8 * draw.itemsize - step.bits
        index = np.right_shift(draw, draw.dtype.type(unseen)) if unseen else draw
        if step.parents:
            begin = self._index[step.number][: len(state)]
            np.multiply(self._row(step, states), step.number(1 << step.bits), out=begin)
            index = np.add(begin, index, out=begin)
        step.guide.take(index, out=state, mode="wrap")  # no index is out of range; "wrap" is the quickest to find so
        places = np.flatnonzero(np.equal(state, _OPEN, out=self._open[: len(state)]))
        if len(places):
            uniform = draw[places].astype(np.int64) << BITS - 8 * draw.itemsize
            uniform |= self._second[step.name].take(len(places), BITS - 8 * draw.itemsize)
            row = index[places] >> step.number(step.bits)
            found = np.zeros(len(places), np.uint8)
            for threshold in step.thresholds:
                found += uniform >= threshold.take(row)
            state[places] = found

    def _row(self, step: _Step, states: Mapping[str, NDArray[np.uint8]]) -> Unsigned:
        """The number of each world's row, first parent slowest, in the smallest type that holds it."""
        row: Unsigned = states[step.parents[0]]
        for parent, width in zip(step.parents[1:], step.widths, strict=True):
            row = np.multiply(row, width)
            np.add(row, states[parent], out=row)
        return row

    def _draws(self, name: str, first: int, count: int) -> Unsigned:
        a_word = 8 // self._dtype.itemsize
        words = -(-count // (4 * a_word)) * 4
        return self._first[name].read(first // a_word, words).view(self._dtype)[:count]


class _Queue:
    """A stream's words one after the other, for draws whose first bits do not tell the state."""

    def __init__(self, stream: WordReader) -> None:
        self._stream, self._read, self._left = stream, 0, np.empty(0, np.uint64)

    def take(self, count: int, bits: int) -> NDArray[np.int64]:
        """The highest `bits` bits of the next `count` words."""
        if len(self._left) < count:
            more = 4 * max(count, _AHEAD)
            self._left = np.concatenate([self._left, self._stream.read(self._read, more)])
            self._read += more
        taken, self._left = self._left[:count], self._left[count:]
        return (taken >> np.uint64(64 - bits)).view(np.int64)


def _blocks(worlds: int, block: int) -> list[tuple[int, int]]:
    if worlds < 1:
        raise ValueError(f"at least one world is needed, not {worlds}")
    return [(first, min(block, worlds - first)) for first in range(0, worlds, block)]


def _step(node: Node, states: Mapping[str, int], last_use: Mapping[str, str], bits: int) -> _Step:
    rows = node.table.reshape(-1, states[node.name])
    below = np.cumsum(rows, axis=1)[:, :-1] / rows.sum(axis=1, keepdims=True)
    thresholds = np.ascontiguousarray(np.rint(below * 2.0**BITS).T.astype(np.int64))
    whole, least, most = _GUIDE
    looked_at = min(max(whole - (len(rows) - 1).bit_length(), least), most, bits)
    number = np.min_scalar_type((len(rows) << looked_at) - 1).type
    row = np.min_scalar_type(max(len(rows) - 1, 1)).type
    return _Step(
        name=node.name,
        parents=node.parents,
        widths=tuple(row(states[parent]) for parent in node.parents[1:]),
        thresholds=thresholds,
        guide=_guide(thresholds, looked_at),
        bits=looked_at,
        number=number,
        done_with=tuple(name for name in dict.fromkeys((*node.parents, node.name)) if last_use[name] == node.name),
    )


def _guide(thresholds: NDArray[np.int64], bits: int) -> NDArray[np.uint8]:
    """The state by row and first bits of the uniform, flat; _OPEN where a threshold lies inside."""
    begin = np.arange(1 << bits, dtype=np.int64) << BITS - bits
    end = begin + (1 << BITS - bits)
    guide = np.zeros((thresholds.shape[1], len(begin)), np.uint8)
    inside = np.zeros(guide.shape, bool)
    for threshold in thresholds[:, :, None]:
        guide += threshold <= begin
        inside |= (threshold > begin) & (threshold < end)
    guide[inside] = _OPEN
    return guide.ravel()


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
