"""The frontier pass against the whole joint distribution, whatever the order; and what an order costs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import static_network
from sim.engine.exact import frontier, ordering
from sim.engine.exact.ordering import Shape


def random_network(seed: int, nodes: int = 7, draws: int | None = None):
    """Sizes, parents and tables; parents come first."""
    rng = np.random.default_rng(seed)
    sizes = [int(k) for k in rng.integers(2, 4, size=nodes)]
    parents = [[int(p) for p in rng.permutation(node)[: rng.integers(0, min(node, 3) + 1)]] for node in range(nodes)]
    tables = []
    for node, near in enumerate(parents):
        shape = (*(sizes[p] for p in near), *(() if draws is None else (draws,)))
        table = rng.dirichlet(np.ones(sizes[node]), size=shape)
        tables.append(table if draws is None else np.moveaxis(table, -1, -2))
    return sizes, parents, tables


def joint(sizes, parents, tables) -> np.ndarray:
    """The whole joint distribution, one axis a node."""
    whole = np.ones(sizes)
    for node, (near, table) in enumerate(zip(parents, tables, strict=True)):
        axes = [*near, node]
        order = np.argsort(axes)
        spread = [sizes[axis] if axis in axes else 1 for axis in range(len(sizes))]
        whole = whole * table.transpose(order).reshape(spread)
    return whole


def of(whole: np.ndarray, node: int) -> np.ndarray:
    return whole.sum(axis=tuple(axis for axis in range(whole.ndim) if axis != node))


@pytest.mark.parametrize("seed", range(20))
def test_marginals_are_those_of_the_joint_distribution(seed):
    sizes, parents, tables = random_network(seed)
    whole, net = joint(sizes, parents, tables), static_network.network(sizes, parents, tables)
    for node, found in enumerate(static_network.marginals(net)):
        assert found == pytest.approx(of(whole, node), abs=1e-14)
        assert static_network.marginal(net, node) == pytest.approx(of(whole, node), abs=1e-14)


def test_with_draws_each_draw_is_its_own_network():
    sizes, parents, tables = random_network(3, draws=5)
    together = static_network.marginals(static_network.network(sizes, parents, tables))
    for draw in range(5):
        alone = static_network.marginals(static_network.network(sizes, parents, [table[..., draw] for table in tables]))
        for node, found in enumerate(alone):
            assert together[node][:, draw] == pytest.approx(found, abs=1e-14)


@given(seed=st.integers(0, 10_000), data=st.data())
def test_any_valid_order_gives_the_same_numbers(seed, data):
    sizes, parents, tables = random_network(seed)
    left, order = set(range(len(sizes))), []
    while left:
        order.append(data.draw(st.sampled_from(sorted(n for n in left if not left & set(parents[n])))))
        left.discard(order[-1])
    expected = static_network.marginals(static_network.network(sizes, parents, tables))
    shape = Shape(tuple(sizes), tuple(map(tuple, parents)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "best", lambda _: tuple(order))
        frontier.plan.cache_clear()
        made = frontier.plan(shape)
    frontier.plan.cache_clear()
    assert [step.node for step in made.steps] == order
    aligned = [frontier.align(step, tables[step.node][..., None]) for step in made.steps]
    found, _ = frontier.run(made, aligned, np.ones(1))
    for node, marginal in enumerate(expected):
        assert np.abs(found[node][..., 0] - marginal).max() < 1e-12


def test_parents_in_another_order_and_nodes_before_their_parents():
    rng = np.random.default_rng(1)
    table = rng.dirichlet(np.ones(2), size=(3, 2))
    roots = [rng.dirichlet(np.ones(k)) for k in (2, 3)]
    one = static_network.network([2, 3, 2], [[], [], [1, 0]], [roots[0], roots[1], table])
    other = static_network.network([2, 2, 3], [[1, 2], [], []], [table.transpose(1, 0, 2), roots[0], roots[1]])
    assert static_network.marginal(one, 2) == pytest.approx(static_network.marginal(other, 0), abs=1e-15)
    assert static_network.marginal(one, 2) == pytest.approx(np.einsum("a,b,bac->c", *roots, table), abs=1e-15)


def test_gates_weigh_look_and_keep():
    """A gate's table multiplies the frontier, its reading is the joint distribution of its axes, in its order."""
    rng = np.random.default_rng(2)
    start, child, weight = rng.random((2, 3)), rng.dirichlet(np.ones(2), size=3), rng.random((2, 2))
    shape = Shape((2, 3, 2, 1), ((), (), (1,), (2, 0)), start=(0, 1), keep=(2, 0))
    made = frontier.plan(shape, frozenset({3}))
    tables = {2: child[..., None], 3: weight[..., None]}
    aligned = [frontier.align(step, tables[step.node]) for step in made.steps]
    found, left = frontier.run(made, aligned, start[..., None])
    exact = np.einsum("ab,bc,ca->ca", start, child, weight)[..., None]
    assert left == pytest.approx(exact, abs=1e-15)
    assert found[3] == pytest.approx(exact, abs=1e-15)


def test_an_axis_that_nobody_reads_is_summed_out():
    made = frontier.plan(Shape((2, 3), ((), ()), start=(0, 1), keep=(1,)))
    _, left = frontier.run(made, [], np.arange(6.0).reshape(2, 3, 1))
    assert left.tolist() == [[3.0], [5.0], [7.0]]


def test_a_chain_costs_what_its_links_cost():
    """Fifty in a row, three states each: never more than nine cells, whatever the place of the nodes."""
    sizes = [3] * 50
    assert static_network.cells(sizes, [[], *([n] for n in range(49))])[1] == 9
    assert static_network.cells(sizes, [*([n + 1] for n in range(49)), []])[1] == 9
    assert static_network.cells(sizes, [[], *([n] for n in range(49))], target=1) == (3 + 9, 9)


def test_orders_are_searched_for():
    """Twelve pairs that the file tears apart: all first ones, then all second ones."""
    sizes, parents = [2] * 24, [*([] for _ in range(12)), *([n] for n in range(12))]
    shape = Shape(tuple(sizes), tuple(map(tuple, parents)))
    assert ordering.cells(shape, range(24))[1] == 2**12
    assert static_network.cells(sizes, parents)[1] == 4


@pytest.mark.parametrize("seed", range(10))
def test_the_order_is_valid_and_no_dearer_than_the_given_one(seed):
    sizes, parents, _ = random_network(seed, nodes=14)
    shape = Shape(tuple(sizes), tuple(map(tuple, parents)))
    order = ordering.best(shape)
    assert sorted(order) == list(range(14))
    assert all(order.index(p) < order.index(n) for n in range(14) for p in parents[n])
    assert ordering.cells(shape, order) <= ordering.cells(shape, range(14))
    assert ordering.best(shape) == order


@pytest.mark.parametrize("seed", range(10))
def test_no_two_neighbours_are_better_off_swapped(seed):
    sizes, parents, _ = random_network(seed, nodes=14)
    shape = Shape(tuple(sizes), tuple(map(tuple, parents)))
    order = ordering.best(shape)
    for place, (one, other) in enumerate(pairwise(order)):
        if one not in parents[other]:
            swapped = (*order[:place], other, one, *order[place + 2 :])
            assert ordering.cells(shape, swapped)[0] >= ordering.cells(shape, order)[0]


def test_a_loop_is_refused():
    with pytest.raises(ValueError, match="loop"):
        static_network.cells([2, 2], [[1], [0]])


def test_a_table_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"node 1: a table of shape \(3, 2\), not \(2, 2\)"):
        static_network.network([2, 2], [[], [0]], [np.ones(2), np.ones((3, 2))])


def test_a_leaf_counts_with_the_table_that_it_is_read_from():
    assert ordering.cells(Shape((2, 3, 100), ((), (0,), (1,))), (0, 1, 2)) == (2 + 6 + 300, 300)
