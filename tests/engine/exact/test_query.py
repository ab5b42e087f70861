"""Exact answers under evidence: closed forms, every history of small networks, and what must be refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from seen_histories import seen
from tiny_models import table

from sim.engine.exact import elimination, query
from sim.engine.exact.elimination import Factor, best_order, eliminate
from sim.engine.exact.query import posterior
from sim.engine.program.compiler import assemble
from sim.engine.program.program import Program
from sim.errors import ImpossibleError, ModelError
from sim.priors.model import RowTable
from sim.scenario.resolve.axes import Axis


def fixed(name: str, reach: list[list[float]], *axes: str, start: int | None = None) -> RowTable:
    """A variable of two states: P(state 1), a list of rows a draw."""
    lagged = [axis.endswith("@previous") for axis in axes]
    return RowTable(
        variable=name, states=("no", "yes"), once=not any(lagged), never_falls=False, start=start,
        axes=tuple(Axis(a, a.removesuffix("@previous"), int("@" in a), ("no", "yes")) for a in axes),
        row_of=np.arange(2 ** len(axes), dtype=np.int32).reshape(1, *([2] * len(axes))),
        phase_of_step=np.zeros(2, int), tails=np.array(reach, dtype=float).T[..., None],
    )  # fmt: skip


def two_draws() -> Program:
    """theta = .2 in one draw and .8 in the other; P(B) = theta and P(A given B) = theta."""
    return assemble([fixed("b", [[0.2], [0.8]]), fixed("a", [[0, 0.2], [0, 0.8]], "b")], [], 1)


def test_predictive_is_the_ratio_of_means_and_never_the_mean_of_ratios() -> None:
    found = posterior(two_draws(), "a", {"b": seen(two_draws(), "b", [1])})
    assert found.probability[1] == pytest.approx(0.68, abs=1e-15)
    assert found.given[:, 1] == pytest.approx([0.2, 0.8])
    assert found.weights == pytest.approx([0.2, 0.8])
    assert found.evidence == pytest.approx(0.5)
    assert found.given[:, 1].mean() == pytest.approx(0.5)  # the wrong answer, which the first line would show


def test_nothing_seen_leaves_the_prior_and_even_weights() -> None:
    found = posterior(two_draws(), "a", {})
    assert found.probability[1] == pytest.approx((0.04 + 0.64) / 2)
    assert found.weights.tolist() == [0.5, 0.5]


def test_a_draw_in_which_the_evidence_cannot_be_has_no_weight() -> None:
    program = assemble([fixed("b", [[0.0], [0.5]]), fixed("a", [[0.1, 0.2], [0.3, 0.4]], "b")], [], 1)
    found = posterior(program, "a", {"b": seen(program, "b", [1])})
    assert found.weights.tolist() == [0, 1]
    assert found.given[:, 1] == pytest.approx([0.4, 0.4])


def test_impossible_evidence_is_named_and_so_is_what_rules_it_out() -> None:
    program = assemble([fixed("b", [[0.3]]), fixed("a", [[0, 1]], "b"), fixed("c", [[0.5]])], [], 1)
    evidence = {"c": seen(program, "c", [1]), "b": seen(program, "b", [1]), "a": seen(program, "a", [0])}
    with pytest.raises(ImpossibleError, match=r"impossible evidence: a: no has probability 0 together with c, b: yes"):
        posterior(program, "c", evidence, words={"a": "a: no", "b": "b: yes"})
    never = assemble([fixed("b", [[0.0]]), fixed("a", [[0.5, 0.5]], "b")], [], 1)
    with pytest.raises(ImpossibleError, match=r"impossible evidence: b has probability 0$"):
        posterior(never, "a", {"b": seen(never, "b", [1]), "a": seen(never, "a", [1])})


def small() -> tuple[list[RowTable], Program]:
    """Seven variables, two draws, up to three parents, rows shared, one barren."""
    rng = np.random.default_rng(3)
    tables = [
        table(rng, "a", 3, steps=1, once=True),
        table(rng, "b", 2, [("a", 3, 0)], steps=1, once=True, merge=True),
        table(rng, "c", 2, [("a", 3, 0)], steps=1, once=True),
        table(rng, "d", 3, [("b", 2, 0), ("c", 2, 0)], steps=1, once=True),
        table(rng, "e", 2, [("d", 3, 0), ("a", 3, 0), ("b", 2, 0)], steps=1, once=True, merge=True),
        table(rng, "f", 2, [("e", 2, 0)], steps=1, once=True),
        table(rng, "barren", 4, [("f", 2, 0)], steps=1, once=True),
    ]
    return tables, assemble(tables, [], 1)


def worlds(tables: list[RowTable], draw: int):
    """Every combination of states with its probability, written to be obviously right."""
    for states in product(*(range(len(t.states)) for t in tables)):
        world = dict(zip((t.variable for t in tables), states, strict=True))
        probability = 1.0
        for t in tables:
            reach = t.tails[t.row_of[(0, *(world[axis.variable] for axis in t.axes))], draw]
            full = [1.0, *reach, 0.0]
            probability *= full[world[t.variable]] - full[world[t.variable] + 1]
        yield world, probability


SOFT = np.array([0.3, 1.0, 0.0])
CASES = [
    ("a", {}), ("f", {}), ("a", {"f": np.array([0.0, 1.0])}), ("d", {"a": SOFT, "f": np.array([1.0, 0.0])}),
    ("a", {"a": np.array([0.0, 1.0, 0.0]), "f": np.array([0.0, 1.0])}),
    ("a", {"a": SOFT, "e": np.array([0.0, 1.0])}), ("barren", {"b": np.array([0.0, 1.0]), "c": np.array([1.0, 0.0])}),
    ("c", {"d": np.array([0.0, 0.0, 1.0]), "barren": np.array([0.1, 0.9, 0.5, 0.0])}),
]  # fmt: skip


@pytest.mark.parametrize(("target", "evidence"), CASES)
def test_small_networks_are_their_worlds(target: str, evidence: dict[str, np.ndarray]) -> None:
    tables, program = small()
    joint = np.zeros((2, program.variables[program.index(target)].states))
    for draw in range(2):
        for world, probability in worlds(tables, draw):
            weight = np.prod([likelihood[world[name]] for name, likelihood in evidence.items()])
            joint[draw, world[target]] += probability * weight
    found = posterior(program, target, evidence)
    assert np.abs(found.given - joint / joint.sum(axis=1, keepdims=True)).max() < 1e-13
    assert np.abs(found.probability - joint.sum(axis=0) / joint.sum()).max() < 1e-13
    assert found.evidence == pytest.approx(joint.sum() / 2, abs=1e-13)


def test_draws_in_portions_are_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    tables, _ = small()
    eight = [np.concatenate([t.tails] * 3 + [t.tails[:, ::-1]], axis=1) for t in tables]
    many = [RowTable(**{**vars(t), "tails": tails}) for t, tails in zip(tables, eight, strict=True)]
    program = assemble(many, [], 1)
    whole = posterior(program, "a", {"f": seen(program, "f", [1])})
    for portion in (8 * 4 * 40, 8 * 4 * 40 * 3):  # one draw and three draws of the largest table at a time
        monkeypatch.setattr(query, "PORTION", portion)
        part = posterior(program, "a", {"f": seen(program, "f", [1])})
        assert (part.given == whole.given).all()
        assert (part.weights == whole.weights).all()


def test_tables_above_the_ceiling_are_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "CEILING", 100)
    _, program = small()
    with pytest.raises(ModelError, match="too entangled to be solved: a table of"):
        posterior(program, "a", {"f": seen(program, "f", [1])})


@pytest.mark.parametrize("likelihood", [[0.5], [0.5, 1.5], [-0.1, 0.5], [np.nan, 0.5]])
def test_what_is_no_likelihood_is_refused(likelihood: list[float]) -> None:
    with pytest.raises(ValueError, match=r"b: a likelihood in 0\.\.1 is needed for each of its 2 states"):
        posterior(two_draws(), "a", {"b": np.array(likelihood)})
    with pytest.raises(KeyError):
        posterior(two_draws(), "a", {"z": np.array([0.0, 1.0])})


def test_very_many_findings_do_not_end_as_impossible() -> None:
    """400 findings of probability 0.001 each: their product, 1e-1200, is below every double."""
    tables = [fixed("b", [[0.5], [0.25]])]
    tables += [fixed(f"x{i}", [[0.001, 0.002], [0.000999, 0.001998]], "b") for i in range(400)]
    program = assemble(tables, [], 1)
    few = {f"x{i}": seen(program, f"x{i}", [1]) for i in range(2)}
    assert posterior(program, "b", few).given[:, 1] == pytest.approx([4 / 5, 4 / 7])
    many = {f"x{i}": seen(program, f"x{i}", [1]) for i in range(400)}
    found = posterior(program, "b", many)
    assert found.given[:, 1] == pytest.approx([1, 1])
    ratio = 0.5 * 0.999**400
    assert found.weights == pytest.approx([1 / (1 + ratio), ratio / (1 + ratio)])


def test_nor_do_those_along_a_chain() -> None:
    """Findings that tell nothing of the chain they hang on, but draw by draw something of the draw."""
    tables = []
    for i in range(300):
        tables.append(fixed(f"b{i}", [[0.2, 0.7]] * 2, f"b{i - 1}") if i else fixed("b0", [[0.5]] * 2))
        tables.append(fixed(f"x{i}", [[1e-3, 1e-3], [0.999e-3, 0.999e-3]], f"b{i}"))
    program = assemble(tables, [], 1)
    found = posterior(program, "b299", {f"x{i}": seen(program, f"x{i}", [1]) for i in range(300)})
    assert found.given == pytest.approx(np.full((2, 2), [0.6, 0.4]))
    assert found.weights[1] / found.weights[0] == pytest.approx(0.999**300)


def test_orders_of_a_chain_and_a_grid_keep_tables_small() -> None:
    chain = tuple((i, i + 1) for i in range(30))
    assert best_order(chain, (3,) * 31, (30,)).largest == 9
    grid = tuple((6 * r + c, 6 * r + c + 1) for r in range(6) for c in range(5))
    grid += tuple((6 * r + c, 6 * r + c + 6) for r in range(5) for c in range(6))
    order = best_order(grid, (2,) * 36, (0,))
    assert sorted(order.variables) == list(range(1, 36))
    assert order.largest <= 2**8  # a grid of six has width six; row by row would need 2^7, a bad order 2^12


@pytest.mark.parametrize("rule", [elimination._fill, elimination._weight])
def test_both_rules_take_the_tips_of_a_star_before_its_heart(rule: elimination.Rule) -> None:
    star = tuple((0, i) for i in range(1, 10))
    assert elimination._greedy(star, (2,) * 10, (9,), rule, 0).largest == 4


def test_the_largest_table_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    scopes = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5), (1, 4))
    factors = [Factor(scope, rng.random((*[3] * len(scope), 1))) for scope in scopes]
    order = best_order(scopes, (3,) * 6, (5,))
    sizes: list[int] = []
    product_ = elimination._product
    monkeypatch.setattr(elimination, "_product", lambda f: (sizes.append((p := product_(f))[0].table.size), p)[1])
    table_, _ = eliminate(factors, order.variables, (5,))
    assert max(sizes) == order.largest
    everything = np.einsum("abx,bcx,cdx,dex,efx,afx,bex->fx", *(factor.table for factor in factors))
    assert table_ == pytest.approx(everything)
