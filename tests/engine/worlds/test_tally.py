"""Sums over worlds against NumPy's own mean and variance."""

from __future__ import annotations

import numpy as np
import pytest
import tiny_models
from tiny_models import Asked

from sim.engine.program.compiler import assemble
from sim.engine.worlds.estimates import Visit
from sim.engine.worlds.rows import CONSTANT, Rows, Thresholds
from sim.engine.worlds.tally import Tally

DRAWS, BLOCKS, STEPS = 3, 5, 3


def one_question():
    return assemble(tiny_models.wide().tables[:1], [Asked("q", "weather", frozenset({1}), "is")], STEPS)


def test_means_and_noise_over_blocks():
    worlds = np.random.default_rng(1).random((BLOCKS, STEPS, DRAWS, 64))
    tally = Tally(one_question(), DRAWS)
    for block in worlds:
        for step, estimate in enumerate(block, start=1):
            tally.answer(0, step, estimate)
        tally.close_block()
    mean, noise = np.empty((2, DRAWS, 1, STEPS))
    tally.write(mean, noise)
    replicates = worlds.reshape(BLOCKS, STEPS, DRAWS, 4, 16).mean(axis=-1)
    replicates = replicates.transpose(2, 1, 0, 3).reshape(DRAWS, STEPS, -1)
    assert mean[:, 0] == pytest.approx(worlds.mean(axis=(0, 3)).T, abs=1e-14)
    assert noise[:, 0] == pytest.approx(replicates.var(axis=-1, ddof=1) / (4 * BLOCKS), rel=1e-12)


def test_what_does_not_differ_between_worlds_has_no_noise():
    tally = Tally(one_question(), DRAWS)
    for _ in range(BLOCKS):
        for step in range(1, STEPS + 1):
            tally.answer(0, step, np.array([[0.1], [0.2], [0.3]]))
        tally.close_block()
    mean, noise = np.empty((2, DRAWS, 1, STEPS))
    tally.write(mean, noise)
    assert (mean[:, 0] == np.array([[0.1], [0.2], [0.3]])).all()
    assert (noise == 0.0).all()


def test_slices_are_means_of_the_rows():
    """Half of the worlds in row 0, half in row 1 at the first step; all in row 1 from then on."""
    program = assemble([tiny_models.table(np.random.default_rng(2), "x", 3, [("x", 3, 1)], start=0)], [], STEPS)
    thresholds = Thresholds(program.variables[0], 0, 2)
    half = np.arange(64, dtype=np.uint8)[None] % 2
    visits = [Visit(rows, rows.tails(), None) for rows in (Rows(thresholds, 0, c, 0, 2) for c in (half, CONSTANT[1]))]
    tally = Tally(program, 2)
    for _ in range(BLOCKS):
        for step, visit in enumerate((visits[0], visits[1], visits[1]), start=1):
            tally.slice(0, step, visit)
        tally.close_block()
    states = np.empty((2, STEPS, 3))
    tally.write_slice(0, states)
    laid = program.variables[0].thresholds
    row = [np.stack([1 - laid[0, :, r], laid[0, :, r] - laid[1, :, r], laid[1, :, r]], axis=-1) for r in (0, 1)]
    assert states[:, 0] == pytest.approx((row[0] + row[1]) / 2, abs=1e-14)
    assert states[:, 1] == pytest.approx(row[1], abs=1e-14)
    assert states[:, 2] == pytest.approx(row[1], abs=1e-14)
