"""How variables that are drawn once answer to what they read: pieces of their uniforms, not worlds.

A variable drawn once has one uniform for all steps. Cut at the thresholds of all its rows, the uniform
falls into pieces within which the state is a fixed function of the row ("response types": Balke and
Pearl 1994). Pieces that answer alike in every situation that can occur count as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.exact.stage import Axis, Stage
from sim.engine.program.program import Runs, inside

States = NDArray[np.uint8]
MOST_BYTES = 100_000_000  # of one table of pieces
ANSWERS = -1  # stands among the followers for what has been answered so far


class TooManyPieces(Exception):
    """The pieces would not fit into memory."""


@dataclass(frozen=True, eq=False)
class Follower:
    """A variable drawn once, in every situation.

    base: (situations,) its combination as far as it is set by the situation. inner: other followers that
    it reads, by place in the program, with their strides. phase, floor, fixed: (situations,) the phase in force,
    the lowest state admitted, and the state that the policy sets, -1 where it sets none.
    """

    variable: int
    base: NDArray[np.intp]
    inner: tuple[tuple[int, int], ...]
    phase: NDArray[np.intp]
    floor: States
    fixed: NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Situations:
    """What the followers can meet: cells of the axes they read, apart where any of them answers differently.

    followers: parents first. number: how many situations there are.
    cells: by step 1..N, (*visitable states of each wide axis) the situation.
    """

    axes: tuple[Axis, ...]
    followers: tuple[Follower, ...]
    number: int
    cells: tuple[NDArray[np.intp], ...]

    def read_later(self, place: int) -> set[int]:
        """The followers that those after a place read."""
        return {variable for other in self.followers[place + 1 :] for variable, _ in other.inner}


def situations(stage: Stage, axes: tuple[Axis, ...], followers: Sequence[int]) -> Situations:
    """All situations of some followers; `axes` are what they read that is no follower."""
    steps = range(1, stage.program.steps + 1)
    seen = [_meet(stage, axes, followers, step) for step in steps]
    columns = np.concatenate([columns for columns, _ in seen], axis=1)
    kinds = np.concatenate([kinds for _, kinds in seen], axis=1)
    _, first, number = np.unique(kinds, axis=1, return_index=True, return_inverse=True)
    bounds = np.cumsum([0, *(columns.shape[1] for columns, _ in seen)])
    cells = [
        number.reshape(-1)[low:high].reshape([stage.size(axis, step) for axis in stage.wide(axes, step)])
        for step, low, high in zip(steps, bounds, bounds[1:], strict=False)
    ]
    made = []
    for place, variable in enumerate(followers):
        base, phase, floor, fixed = columns[4 * place : 4 * place + 4, first]
        inner = tuple((x.axis[0], x.stride) for x in stage.links[variable] if x.axis[0] in followers)
        made.append(Follower(variable, base, inner, phase, floor.astype(np.uint8), fixed.astype(np.int16)))
    return Situations(axes, tuple(made), len(first), tuple(cells))


def _meet(
    stage: Stage, axes: tuple[Axis, ...], followers: Sequence[int], step: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """One step's cells in C order: what each follower meets (base, phase, floor, fixed), and all its rows there."""
    sizes = [stage.size(axis, step) for axis in axes]
    index = np.indices(sizes).reshape(len(axes), -1) if axes else np.zeros((0, 1), dtype=np.intp)
    number = index.shape[1]
    states = {axis: np.array(stage.visitable[axis[0]][step - axis[1]])[index[i]] for i, axis in enumerate(axes)}
    columns, kinds = [], []
    for variable in followers:
        base, inner = np.zeros(number, dtype=np.intp), np.zeros(1, dtype=np.intp)
        for link in stage.links[variable]:
            place, lag = link.axis
            if place in followers:
                spread = link.stride * np.arange(stage.program.variables[place].states)
                inner = np.add.outer(inner, spread).ravel()
            elif link.axis in states:
                base = base + link.stride * states[link.axis]
            else:
                base = base + link.stride * stage.visitable[place][step - lag][0]
        setting, laid = stage.plan.settings[variable], stage.program.variables[variable]
        given = setting.fixed[step]
        fixed = -1 if given is None else given
        phase = int(laid.phase_of_step[step])
        columns += [base, *(np.full(number, n, dtype=np.intp) for n in (phase, setting.floor[step], fixed))]
        rows = laid.row_of[phase][np.add.outer(inner, base)]
        kinds += [rows if fixed < 0 else np.full_like(rows, -1), *(column[None] for column in columns[-2:])]
    return np.array(columns), np.concatenate(kinds)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of the uniforms in several draws: (pieces,) the draw, by place, and the probability; and the state
    of each follower that is still to be read in every situation, (situations, pieces)."""

    draw: NDArray[np.intp]
    weight: Floats
    states: dict[int, States]


def pieces(stage: Stage, met: Situations, draws: NDArray[np.intp]) -> Pieces:
    """The pieces of all followers, with the last one's states; pieces that answer alike may still be apart.

    draws: in ascending order. Raises TooManyPieces.
    """
    now = Pieces(np.arange(len(draws)), np.ones(len(draws)), {})
    for place, follower in enumerate(met.followers[:-1]):
        now = _merged(_cut(stage, follower, now, draws, later := met.read_later(place)), later)
    return _cut(stage, met.followers[-1], now, draws, set())


def answering(met: Situations, now: Pieces, event: Runs) -> tuple[Pieces, Flags]:
    """Pieces that answer alike made one, and (situations, pieces) where the last follower lies in the event."""
    hit = inside(now.states[met.followers[-1].variable], event)
    now = _merged(replace(now, states={ANSWERS: hit.view(np.uint8)}), {ANSWERS})
    return now, now.states[ANSWERS].astype(bool)


def lettered(
    stage: Stage, met: Situations, draws: NDArray[np.intp], events: Sequence[tuple[int, Runs]]
) -> tuple[Pieces, States]:
    """The pieces of all followers, and (situations, pieces) what they answer: bit n is 1 where event n holds.

    draws: in ascending order. events: of which follower, and its states; up to 8. All followers share
    their pieces, so that events that hang on one uniform are told apart by one cut.
    Raises TooManyPieces.
    """
    now = Pieces(np.arange(len(draws)), np.ones(len(draws)), {})
    for place, follower in enumerate(met.followers):
        kept = met.read_later(place) | {ANSWERS}
        now = _cut(stage, follower, now, draws, kept)
        for bit, (variable, event) in enumerate(events):
            if variable == follower.variable:
                hit = inside(now.states[variable], event).view(np.uint8) << np.uint8(bit)
                now.states[ANSWERS] = now.states[ANSWERS] | hit if ANSWERS in now.states else hit
        now = _merged(now, kept)
    return now, now.states[ANSWERS]


def _cut(stage: Stage, follower: Follower, now: Pieces, draws: NDArray[np.intp], later: set[int]) -> Pieces:
    """Every piece cut at the thresholds of one more follower; of the others, those read later are kept."""
    number = len(follower.base)
    laid = stage.program.variables[follower.variable]
    combination = follower.base[:, None]
    for variable, stride in follower.inner:
        combination = combination + now.states[variable].astype(np.intp) * stride
    rows = laid.row_of[follower.phase[:, None], combination]  # one for all pieces where no follower is read
    seen = np.zeros(laid.thresholds.shape[2], dtype=bool)
    seen[rows] = True
    used = np.flatnonzero(seen)
    thresholds = laid.thresholds[:, draws][:, :, used]  # (states - 1, draws, rows)
    cuts = np.sort(thresholds.transpose(1, 0, 2).reshape(len(draws), -1), axis=1)
    ends = np.concatenate([np.zeros((len(draws), 1)), cuts, np.ones((len(draws), 1))], axis=1)
    length = np.diff(ends)[now.draw]
    if length.size * number > MOST_BYTES:
        raise TooManyPieces
    table = np.zeros((len(draws), len(used), length.shape[1]), dtype=np.uint8)  # the state, by draw, row and piece
    for threshold in thresholds:  # a uniform lies below it where its piece begins below it
        table += ends[:, None, :-1] < threshold[:, :, None]
    row, first = (np.cumsum(seen) - 1)[rows], now.draw * len(used)
    state = np.empty((number, *length.shape), dtype=np.uint8)
    for situation, (floor, fixed) in enumerate(zip(follower.floor, follower.fixed, strict=True)):
        if fixed >= 0:
            state[situation] = fixed
        else:
            table.reshape(-1, length.shape[1]).take(first + row[situation], axis=0, out=state[situation], mode="clip")
            np.maximum(state[situation], floor, out=state[situation])
    times = length.shape[1]
    held = {variable: states.repeat(times, axis=1) for variable, states in now.states.items() if variable in later}
    weight = (now.weight[:, None] * length).ravel()  # pieces of no length fall away when equal ones are merged
    return Pieces(now.draw.repeat(times), weight, held | {follower.variable: state.reshape(number, -1)})


def _merged(now: Pieces, keys: set[int]) -> Pieces:
    """Pieces of one draw with equal states under all of the keys made one; by draw, in ascending order."""
    states = {key: now.states[key] for key in sorted(keys) if key in now.states}
    order, new = _ranked(_packed(now.draw, np.concatenate(list(states.values()))))
    first = np.flatnonzero(new)
    weight = np.add.reduceat(now.weight[order], first)
    kept, weight = order[first][weight > 0], weight[weight > 0]
    return Pieces(now.draw[kept], weight, {key: table.take(kept, axis=1) for key, table in states.items()})


def _ranked(words: Sequence[NDArray[Any]]) -> tuple[NDArray[np.intp], Flags]:
    """The order by words, equal ones as they come, and where in it a new one begins."""
    order = np.argsort(words[0], kind="stable") if len(words) == 1 else np.lexsort(words[::-1])
    new = np.zeros(len(order), dtype=bool)
    new[0] = True
    for word in words:
        ranked = word[order]
        new[1:] |= ranked[1:] != ranked[:-1]
    return order, new


def distinct(draw: NDArray[np.intp], answers: States) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of the pieces of one draw with equal answers the first, by draw; and of every piece which of these it equals.

    draw: in ascending order. answers: (situations, pieces).
    """
    order, new = _ranked(_packed(draw, answers))
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.cumsum(new) - 1
    return order[new], place


def _packed(draw: NDArray[np.intp], answers: States) -> list[NDArray[np.unsignedinteger[Any]]]:
    """Words that are equal where the draw and the answers in all situations are, and ascend with the draw."""
    bits, drawn = int(answers.max(initial=0)).bit_length(), int(draw.max(initial=0)).bit_length()
    kind = np.uint16 if drawn + bits * len(answers) <= 16 else np.uint64  # words of two bytes are sorted by counting
    words: list[NDArray[np.unsignedinteger[Any]]] = [draw.astype(kind)]
    room = 64 - drawn
    for answer in answers:
        if bits > room:
            words.append(np.zeros(len(draw), dtype=np.uint64))
            room = 64
        words[-1] <<= kind(bits)
        words[-1] |= answer
        room -= bits
    return words
