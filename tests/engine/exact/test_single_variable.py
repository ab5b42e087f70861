"""One variable by elimination agrees with every history, whatever it starts from, and with the pass that takes all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answer_all import answer_all
from random_models import random_model
from test_slices import POLICIES, SEEDS, gap, histories, solved
from tiny_models import Asked, table

from sim.engine.exact import slices
from sim.engine.exact.chain import Chain
from sim.engine.exact.single_variable import Single
from sim.engine.program.compiler import assemble


def one_by_one(monkeypatch) -> None:
    """No piece may be solved in one pass."""
    right = slices.affordable
    passes = lambda work: isinstance(work, Chain) and work.given is not None  # noqa: E731
    monkeypatch.setattr(slices, "affordable", lambda work, draws: not passes(work) and right(work, draws))


@pytest.mark.parametrize("seed", SEEDS)
def test_single_variables_are_exact(seed, monkeypatch):
    one_by_one(monkeypatch)
    model = random_model(seed)
    for policy in POLICIES:
        made, found = solved(model, policy)
        for place, one in enumerate(model.tables):
            if place in made.solved:
                assert gap(found[one.variable], histories(seed, policy), one, model.steps) < 1e-12, one.variable


def test_they_start_from_what_a_core_reads(monkeypatch):
    """What the test above covers; variables that hang on no core are those of the test below."""
    one_by_one(monkeypatch)
    parts = [part for seed in SEEDS for _, some in solved(random_model(seed), "free")[0].chains for part in some]
    assert sum(isinstance(part.way, Single) and part.gate is not None for part in parts) > 5


def dense(size: int, *, draws: int, doubted: int | None = None):
    """Variables drawn once that read the four before them; `doubted` alone differs between draws."""
    rng, tables = np.random.default_rng(4), []
    for place in range(size):
        axes = [(f"v{other}", 2, 0) for other in range(max(0, place - 4), place)]
        one = table(rng, f"v{place}", 2, axes, draws=1, steps=1, once=True)
        powers = np.linspace(1.0, 2.0, draws) if place == doubted else np.ones(draws)
        tables.append(replace(one, tails=one.tails ** powers[:, None]))
    asked = [Asked(name, name, frozenset({1}), "is") for name in ("v3", f"v{size - 1}")]
    return assemble(tables, asked, 1)


@pytest.mark.parametrize("doubted", [None, 0, 5, 8])
def test_the_draw_that_stands_for_all_gives_what_each_would(doubted, monkeypatch):
    """In one pass and one by one, with no doubt, and with doubt above, between and below what is asked."""
    program = dense(9, draws=5, doubted=doubted)
    whole = answer_all(program, {"free": {}}, 64, 1)["free"]
    one_by_one(monkeypatch)
    singly = answer_all(program, {"free": {}}, 64, 1)["free"]
    for draw in range(5):
        alone = answer_all(drawn(program, draw), {"free": {}}, 64, 1)["free"]
        for found in (whole, singly):
            assert set(found.methods) == {"solved"}
            assert np.abs(found.probability[draw] - alone.probability[0]).max() < 1e-14
    moves = np.ptp(whole.probability, axis=0).ravel() > 1e-9
    assert moves.tolist() == [doubted == 0, doubted is not None]


def drawn(program, draw: int):
    """One draw of a program by itself."""
    variables = tuple(replace(v, thresholds=v.thresholds[:, draw : draw + 1]) for v in program.variables)
    return replace(program, draws=1, variables=variables)
