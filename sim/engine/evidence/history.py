"""What must be remembered of the cells that were met, so that what was seen can be weighed: pasts, the same in every draw.

Of observed variables drawn once, given the cells met, one group says nothing of another. So a chain need not hold the
pieces of their uniforms, only which of their situations were met when something was seen; the likelihood of that is
summed over the pieces, draw by draw, and weighs the past at the step that saw the last of the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.evidence.groups import Group, Letters, Seen, letters_of
from sim.engine.evidence.observed import ObservedVariable
from sim.engine.exact.response_types import Situations, lettered, situations
from sim.engine.exact.stage import Axis, Stage

MOST_PAIRS = 50_000  # of cells and pasts that are looked at, all steps together
MOST_BITS = 8  # of a letter

Places = NDArray[np.intp]
Key = tuple[tuple[tuple[bytes | None, ...], int | None], frozenset[int], int]
"""Something seen: what, the situations met so far where they matter, and the situation."""
Met = tuple[frozenset[int], frozenset[int]]
"""Of a group: the situations met so far where they matter, and all that has been seen, by number."""
NOTHING: Met = (frozenset(), frozenset())


@dataclass(frozen=True, eq=False)
class GroupPast:
    """How a group is remembered. met: its situations. letters: of its pieces. keys: all that may be seen, numbered.
    ends: what may have been seen in the end, numbered."""

    group: Group
    met: Situations
    letters: Letters
    keys: dict[Key, int] = field(default_factory=dict)
    ends: dict[frozenset[int], int] = field(default_factory=dict)

    def after(self, before: Met, step: int, situation: int) -> Met:
        """What is remembered after one more step."""
        visited, keys = before
        watches = self.group.watches.values()
        if any(watched.pasts > 1 and step <= watched.last for watched in watches):
            visited = visited | {situation}
        factors = [watched.factors.get(step) for watched in watches]
        if any(factor is not None for factor in factors):
            content = tuple(None if factor is None else factor.tobytes() for factor in factors)
            sure = all(factor is None or np.isin(factor, (0.0, 1.0)).all() for factor in factors)
            key = (content, None if sure else step), visited, situation
            keys = keys | {self.keys.setdefault(key, len(self.keys))}
        return visited, keys

    def likelihood(self, stage: Stage, draws: Places) -> Floats:
        """(ends, draws): of all that may have been seen in the end. Raises TooManyPieces."""
        made, letters = lettered(stage, self.met, draws, self.letters.events)
        starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
        parts = [self._factor(key, letters) for key in self.keys]
        found = np.empty((len(self.ends), len(draws)))
        for keys, place in self.ends.items():
            weight = made.weight
            for key in sorted(keys):
                weight = weight * parts[key]
            found[place] = np.add.reduceat(weight, starts)
        return found

    def _factor(self, key: Key, letters: NDArray[np.uint8]) -> Floats:
        """(pieces,): the likelihood of one thing seen."""
        (content, _), visited, situation = key
        total = np.ones(letters.shape[1])
        for told, (place, watched) in zip(content, self.group.watches.items(), strict=True):
            if told is not None:
                factor = np.frombuffer(told).reshape(watched.moves.shape)
                past = np.zeros(letters.shape[1], dtype=np.intp)
                for met in sorted(visited) if watched.pasts > 1 else ():
                    past = watched.after(past, self.letters.state(place, letters[met]))
                total = total * factor[past, self.letters.state(place, letters[situation])]
        return total


@dataclass(frozen=True, eq=False)
class PastTurn:
    """One step. before, after: how many pasts are told apart.

    pairs: flat (cell, past before) that can be and is not excluded, in the order of `target`, flat (cell, past after).
    starts: where a new target begins. weight: (pairs,). ends: (group, (pairs,) which end) of groups seen for the last
    time.
    """

    before: int
    after: int
    cells: int
    pairs: Places
    target: Places
    starts: Places
    weight: Floats
    ends: tuple[tuple[int, Places], ...]

    @property
    def idle(self) -> bool:
        """Whether nothing is weighed nor remembered."""
        plain = self.before == self.after == 1 and not self.ends
        return plain and len(self.pairs) == self.cells and bool((self.weight == 1.0).all())

    def weights(self, likelihoods: Sequence[Floats]) -> Floats:
        """(pairs, draws); likelihoods: of each group, (ends, draws)."""
        total = self.weight[:, None]
        for group, place in self.ends:
            total = total * likelihoods[group][place]
        return total


@dataclass(frozen=True, eq=False)
class History:
    """axes: what is looked at in every step's cell. groups: those that are remembered. turns: of the steps 1..last."""

    axes: tuple[Axis, ...]
    groups: tuple[GroupPast, ...]
    turns: tuple[PastTurn, ...]


def group_past(seen: Seen, group: Group) -> GroupPast | None:
    """How a group is remembered; None where its letters are too long."""
    letters = letters_of(group.watches)
    if len(letters.events) > MOST_BITS:
        return None
    return GroupPast(group, situations(seen.stage, group.shown.axes, group.shown.followers), letters)


def history(seen: Seen, groups: Sequence[GroupPast]) -> History | None:
    """The pasts of some groups and of what the cell shows itself; None where there are too many."""
    direct = {place: watched for place, watched in seen.direct.items() if place not in seen.layout.constant}
    axes = {(place, 0) for place in direct}.union(*(one.group.shown.axes for one in groups))
    fresh = tuple(GroupPast(one.group, one.met, one.letters) for one in groups)
    laid = _Laying(seen, tuple(sorted(axes)), fresh)
    turns = []
    reached: dict[tuple[object, ...], Flags | None] = {laid.start: None}
    for step in range(1, seen.last + 1):
        made = laid.turn(reached, step)
        if made is None:
            return None
        reached, turn = made
        turns.append(turn)
    return History(laid.axes, fresh, tuple(turns))


class _Laying:
    """Laying out pasts step by step, from the pairs of cells and pasts that can be."""

    def __init__(self, seen: Seen, axes: tuple[Axis, ...], groups: tuple[GroupPast, ...]) -> None:
        self.seen, self.axes, self.groups = seen, axes, groups
        self.start = (*(0 for _ in seen.direct), *(NOTHING for _ in groups))
        self._left = MOST_PAIRS
        self._cells: Mapping[Axis, Places] = {}

    def turn(
        self, reached: Mapping[tuple[object, ...], Flags | None], step: int
    ) -> tuple[dict[tuple[object, ...], Flags | None], PastTurn] | None:
        stage = self.seen.stage
        wide = stage.wide(self.axes, step)
        sizes = [stage.size(axis, step) for axis in wide]
        count = int(np.prod(sizes, dtype=np.intp))
        index = np.indices(sizes).reshape(len(sizes), -1) if sizes else np.zeros((0, 1), dtype=np.intp)
        cells = {axis: np.full(count, stage.visitable[axis[0]][step - axis[1]][0]) for axis in self.axes}
        cells |= {axis: np.array(stage.visitable[axis[0]][step - axis[1]])[at] for axis, at in zip(wide, index, strict=True)}
        follows, self._cells = self._follows(cells, count), cells
        letters = list(zip(*self._letters(step, cells, wide, index), strict=True)) or [()] * count
        found: dict[tuple[object, ...], dict[int, None]] = {}
        pairs: list[tuple[int, int, int, float, tuple[int, ...]]] = []
        number: dict[tuple[object, ...], int] = {}
        known: dict[object, tuple[tuple[object, ...], float, tuple[int, ...]]] = {}
        for past, (memory, where) in enumerate(reached.items()):
            open_ = np.ones(count, dtype=bool) if where is None or follows is None else follows[where].any(axis=0)
            self._left -= int(open_.sum())
            if self._left < 0:
                return None
            for place in np.flatnonzero(open_).tolist():
                key = past, letters[place]
                if key not in known:
                    known[key] = self._after(memory, step, letters[place])
                after, weight, ends = known[key]
                if weight:
                    pairs.append((place, past, number.setdefault(after, len(number)), weight, ends))
                    found.setdefault(after, {})[place] = None
        flags = {after: np.isin(np.arange(count), list(there)) for after, there in found.items()}
        return dict(flags), self._made(pairs, len(reached), max(1, len(number)), count, step)

    def _made(self, pairs: Sequence[tuple[int, int, int, float, tuple[int, ...]]], before: int, after: int, count: int,
        step: int) -> PastTurn:  # fmt: skip
        last = [group for group, one in enumerate(self.groups) if one.group.last == step]
        told = sorted(pairs, key=lambda pair: (pair[0], pair[2], pair[1]))
        cell, past, then = (np.array([pair[n] for pair in told], dtype=np.intp) for n in range(3))
        target = cell * after + then
        ends = tuple((group, np.array([pair[4][n] for pair in told], dtype=np.intp)) for n, group in enumerate(last))
        starts = np.flatnonzero(np.diff(target, prepend=-1))
        return PastTurn(
            before, after, count, cell * before + past, target, starts, np.array([pair[3] for pair in told]), ends
        )

    def _follows(self, cells: Mapping[Axis, Places], count: int) -> Flags | None:
        """(cells before, cells): what may follow what, as far as single variables tell; None at the first step."""
        before, program = self._cells, self.seen.stage.program
        if not before:
            return None if self.axes else np.ones((1, count), dtype=bool)
        able = np.ones((len(next(iter(before.values()))), count), dtype=bool)
        for (place, lag), now in cells.items():
            if (place, 0) not in before:
                continue
            earlier = before[place, 0][:, None]
            if lag or place in self.seen.layout.lasting:
                able &= earlier == now
            elif program.variables[place].never_falls:
                able &= earlier <= now
        return able

    def _letters(
        self, step: int, cells: Mapping[Axis, Places], wide: Sequence[Axis], index: Places
    ) -> Iterator[list[int]]:
        """Of each variable that the cell shows its state, and of each group its situation, cell by cell."""
        stage, count = self.seen.stage, index.shape[1]
        for place in self.seen.direct:
            alone = stage.visitable[place][step][0]
            yield cells[place, 0].tolist() if (place, 0) in cells else [alone] * count
        for one in self.groups:
            mine = stage.wide(one.met.axes, step)
            met = one.met.cells[step - 1][tuple(index[wide.index(axis)] for axis in mine)]
            yield np.broadcast_to(met, count).tolist()

    def _after(
        self, memory: tuple[object, ...], step: int, letter: tuple[int, ...]
    ) -> tuple[tuple[object, ...], float, tuple[int, ...]]:
        after: list[object] = []
        weight, ends = 1.0, []
        watches: list[ObservedVariable] = list(self.seen.direct.values())
        for watched, before, state in zip(watches, memory, letter, strict=False):
            past = int(watched.after(before, state)) if step <= watched.last else 0  # type: ignore[arg-type]
            if step in watched.factors:
                weight *= float(watched.factors[step][past, state])
            after.append(past if step < watched.last else 0)
        for one, before, met in zip(self.groups, memory[len(watches) :], letter[len(watches) :], strict=True):
            then = one.after(before, step, met) if step <= one.group.last else NOTHING  # type: ignore[arg-type]
            if step == one.group.last and weight:
                ends.append(one.ends.setdefault(then[1], len(one.ends)))
                then = NOTHING
            after.append(then)
        return tuple(after), weight, tuple(ends)
