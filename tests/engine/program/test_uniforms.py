"""The worlds' uniforms: stratified, permuted fairly, and fixed by name and place alone."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc

from sim.engine.program.uniforms import BLOCK, REPLICATES, STRATA, Uniforms, round_worlds, uniforms

DRAWS = 4000  # 16,000 replicates: an expected 1,000 a cell in a table of 16 lanes by 16 strata
PINNED = [0.6347753620939329, 0.7167068553389981, 0.21665552945341915, 0.8099562096176669]
FAIR = 1e-6  # a fair stream falls below this once in a million


def stratum(uniform: np.ndarray) -> np.ndarray:
    """(replicates, 16): the sixteenth of [0, 1) that each world hits."""
    return np.floor(uniform * STRATA).astype(int).reshape(-1, STRATA)


def p_value(counts: np.ndarray, expected: float, freedom: int) -> float:
    """Chi-square goodness of fit."""
    return float(chdtrc(freedom, np.sum((counts - expected) ** 2) / expected))


def table(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Counts of pairs of strata."""
    return np.bincount(STRATA * rows.ravel() + columns.ravel(), minlength=STRATA**2)


def lanes_are_fair(strata: np.ndarray) -> bool:
    """Every world of a replicate hits every stratum equally often."""
    lanes = np.broadcast_to(np.arange(STRATA), strata.shape)
    return p_value(table(lanes, strata), len(strata) / STRATA, (STRATA - 1) ** 2) > FAIR


def neighbours_are_fair(strata: np.ndarray) -> bool:
    """Worlds 0 and 1 of a replicate hit every ordered pair of different strata equally often."""
    counts = table(strata[:, 0], strata[:, 1]).reshape(STRATA, STRATA)
    assert not counts.diagonal().any()
    pairs = counts[~np.eye(STRATA, dtype=bool)]
    return p_value(pairs, len(strata) / pairs.size, pairs.size - 1) > FAIR


def unrelated(one: np.ndarray, other: np.ndarray) -> bool:
    """The strata of the same world in two streams fall together no more often than chance has it."""
    return p_value(table(one, other), one.size / STRATA**2, STRATA**2 - 1) > FAIR


@given(draws=st.integers(1, 40), first=st.integers(0, 10_000), block=st.integers(0, 500), step=st.integers(0, 99))
def test_each_replicate_hits_each_stratum_once_strictly_inside(draws, first, block, step):
    drawn = uniforms(3, "x", step, block=block, first=first, draws=draws)
    assert drawn.shape == (draws, BLOCK)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    assert (np.sort(stratum(drawn), axis=-1) == np.arange(STRATA)).all()


def test_permutations_are_uniform():
    strata = stratum(uniforms(1, "x", 1, block=0, first=0, draws=DRAWS))
    assert lanes_are_fair(strata)
    assert neighbours_are_fair(strata)


def test_permutations_that_are_not_uniform_are_caught():
    strata = stratum(uniforms(1, "x", 1, block=0, first=0, draws=DRAWS))
    rotated = (strata[:, :1] + np.arange(STRATA)) % STRATA
    assert lanes_are_fair(rotated)  # every world alone is fair ...
    assert not neighbours_are_fair(rotated)  # ... but neighbours go together
    half_sorted = np.where(np.arange(len(strata))[:, None] % 4 == 0, np.arange(STRATA), strata)
    assert not lanes_are_fair(half_sorted)


def test_uniforms_are_uniform_inside_their_stratum_whatever_the_stratum_and_the_world():
    drawn = uniforms(1, "x", 1, block=0, first=0, draws=DRAWS)
    inside = np.floor((drawn * STRATA % 1.0) * STRATA).astype(int).reshape(-1, STRATA)
    worlds = np.broadcast_to(np.arange(STRATA), inside.shape)
    assert unrelated(stratum(drawn), inside)
    assert unrelated(worlds, inside)
    assert not unrelated(stratum(drawn), stratum(drawn))


@pytest.mark.parametrize(
    ("name", "step", "block"),
    [("y", 1, 0), ("x", 2, 0), ("x", 0, 0), ("x", 1, 1)],
    ids=["name", "step", "once", "block"],
)
def test_other_names_steps_and_blocks_are_unrelated(name, step, block):
    one = stratum(uniforms(1, "x", 1, block=0, first=0, draws=DRAWS))
    other = stratum(uniforms(1, name, step, block=block, first=0, draws=DRAWS))
    assert unrelated(one, other)


def test_replicates_of_a_draw_are_unrelated():
    strata = stratum(uniforms(1, "x", 1, block=0, first=0, draws=DRAWS)).reshape(DRAWS, REPLICATES, STRATA)
    assert unrelated(strata[:, 0], strata[:, 1])
    assert unrelated(strata[:, 1], strata[:, 3])
    assert unrelated(strata[:-1, 0], strata[1:, 0])  # and so are neighbouring draws


@given(first=st.integers(0, 300), draws=st.integers(1, 30), block=st.integers(0, 3))
def test_any_window_of_draws_reads_the_same_numbers(first, draws, block):
    whole = uniforms(9, "x", 4, block=block, first=0, draws=330)
    window = uniforms(9, "x", 4, block=block, first=first, draws=draws)
    assert window.tobytes() == whole[first : first + draws].tobytes()


def test_the_numbers_are_those_of_the_first_release():
    """A change here changes every forecast: say so in the changelog."""
    drawn = uniforms(1, "x", 3, block=2, first=5, draws=1)[0, :4]
    assert drawn.tolist() == PINNED


def test_uniforms_are_made_once_and_shared():
    shared = Uniforms(1, block=0, first=0, draws=3)
    anew, lasting = (SimpleNamespace(name="x", once=once) for once in (False, True))
    assert shared.of(anew, 2) is shared.of(anew, 2)
    assert shared.of(lasting, 2) is shared.of(lasting, 3)
    assert (shared.of(anew, 3) != shared.of(anew, 4)).any()
    assert (shared.of(lasting, 2) == uniforms(1, "x", 0, block=0, first=0, draws=3)).all()


@pytest.mark.parametrize(("asked", "run"), [(1, 64), (64, 64), (65, 128), (1000, 1024)])
def test_worlds_are_rounded_up_to_whole_blocks(asked, run):
    assert round_worlds(asked) == run


def test_no_worlds_are_refused():
    with pytest.raises(ValueError, match="at least one world"):
        round_worlds(0)
