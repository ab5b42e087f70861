"""Automata with weights: statuses and letters that nothing tells apart are one, and no answer changes by that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from sim.engine.evidence.asking import Told
from sim.engine.evidence.groups import Letters, letters_of
from sim.engine.evidence.observed import ObservedVariable
from sim.engine.evidence.watcher import WeighedTurn, _laid, watcher
from sim.engine.exact.multi_event import read_alike
from sim.engine.program.automaton import NO, YES, Turn

STEPS = 3
RUNGS = np.array([[0, 1, 2], [1, 1, 2], [2, 2, 2]])  # the highest rung so far, by that before and the state
QUESTION = Turn(np.array([[0, 1], [1, 1]]), (NO, YES), (0, 1)), Turn(np.array([[0, 1], [1, 1]]), (NO, YES), ())


def climbing(step: int, weights: Sequence[float]) -> dict[int, ObservedVariable]:
    """A variable whose highest rung so far is looked at, at one step."""
    return {0: ObservedVariable({step: np.array(weights)[:, None] * np.ones((3, 3))}, RUNGS, step)}


def spoken(turns: Sequence[WeighedTurn], word: Sequence[int]) -> tuple[float, int] | None:
    """The weight and the answer of a word of letters; None where it cannot come."""
    status, weight = 0, 1.0
    for turn, letter in zip(turns, word, strict=False):
        weight *= float(turn.weights[status, letter])
        after = int(turn.moves[status, letter])
        if weight == 0 or after < 0:
            return None
        if after not in turn.going:
            return weight, turn.answers[after]
        status = turn.going.index(after)
    return weight, turn.answers[after]


def both(weights: Sequence[float], *, without_yes: bool) -> tuple[Sequence[WeighedTurn], Sequence[WeighedTurn]]:
    """The automaton as it is laid, and as it is used."""
    near = climbing(2, weights)
    letters = letters_of(near, 1)
    told = QUESTION, near, letters, (1, 1 + len(letters.events)), 2
    return _laid(*told, without_yes), watcher(*told, without_yes=without_yes)


@pytest.mark.parametrize("without_yes", [False, True])
@pytest.mark.parametrize("weights", [(1, 0.5, 0.5), (1, 1, 0.2), (1, 0.5, 0.2), (0, 1, 1)])
def test_no_word_means_anything_else_where_statuses_are_one(weights: Sequence[float], without_yes: bool) -> None:
    laid, used = both(weights, without_yes=without_yes)
    for word in product(range(laid[0].moves.shape[1]), repeat=len(laid)):
        assert spoken(laid, word) == spoken(used, word)


def test_statuses_that_nothing_tells_apart_later_are_one() -> None:
    """A rung that is as likely to be heard of as the next one is no status of its own."""
    laid, used = both((1, 0.5, 0.5), without_yes=False)
    assert (laid[0].after, used[0].after) == (6, 4)
    assert both((1, 0.5, 0.2), without_yes=False)[1][0].after == 6


def test_letters_that_no_step_tells_apart_are_one() -> None:
    near = climbing(2, (1, 0.5, 0.5))
    letters: Letters = letters_of(near)
    turns = watcher((), near, letters, (0, len(letters.events)), 2)
    read = read_alike([turn.leads for turn in turns], [[(0, 0)], [(0, 1)]], 2)
    assert [len(set(row)) for row in read.tolist()] == [2, 2]
    for first, second in product(range(4), repeat=2):
        assert spoken(turns, (first, second)) == spoken(turns, (int(read[0, first]), int(read[1, second])))


def test_situations_that_are_never_met_tell_nothing() -> None:
    """What was seen may leave no cell in which some situation is met; pieces still have a letter there."""
    near = climbing(2, (1, 0.5, 0.2))
    letters = letters_of(near)
    turns = watcher((), near, letters, (0, len(letters.events)), 2)
    told = Told(turns, 0, [np.array([0]), np.array([0])], 2)
    first, read, place = told.columns(np.zeros(2, np.intp), np.array([[1, 1], [0, 1]], np.uint8))
    assert (first.tolist(), read.tolist(), place.tolist()) == ([0], [[1], [0]], [0, 0])
