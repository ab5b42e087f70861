"""Variable elimination: sums over products of tables, in an order that keeps the tables small.

A factor's table has one axis a variable of its scope and the draws last, all draws at once; where all draws are
alike the last axis has length 1.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats

Scope = tuple[int, ...]
_TRIES = 6
_TINY = 1e-100  # below this a table is scaled up, so that long products do not end as 0


@dataclass(frozen=True, eq=False)
class Factor:
    """A table over some variables: (*their states, draws or 1)."""

    scope: Scope
    table: Floats


@dataclass(frozen=True)
class Order:
    """Variables in the order in which they are summed out; cells of the largest table on the way, draws apart."""

    variables: Scope
    largest: int
    cells: int


def eliminate(factors: Iterable[Factor], order: Scope, keep: Scope) -> tuple[Floats, Floats]:
    """The product of the factors, summed over `order`: (*states of keep, draws or 1), and the log of its scale.

    The sum is the table times e^scale; scale: (draws or 1,). Every variable of every factor stands in `order` or
    in `keep`.

    >>> coin, same = Factor((0,), np.array([[0.3], [0.7]])), Factor((0, 1), np.eye(2)[..., None])
    >>> table, scale = eliminate([coin, same], (0,), (1,))
    >>> table.ravel().tolist(), scale.tolist()
    ([0.3, 0.7], [0.0])
    """
    left = list(factors)
    scale: Floats = np.zeros(1)
    for variable in order:
        touched = [factor for factor in left if variable in factor.scope]
        left = [factor for factor in left if variable not in factor.scope]
        if touched:
            product, moved = _product(touched)
            axis = product.scope.index(variable)
            rest = product.scope[:axis] + product.scope[axis + 1 :]
            left.append(Factor(rest, product.table.sum(axis=axis)))
            scale = scale + moved
    whole, moved = _product([Factor((), np.ones(1)), *left])
    return _aligned(whole, keep), scale + moved


def _product(factors: Sequence[Factor]) -> tuple[Factor, Floats]:
    """The product of tables, the smallest first, and the log of its scale."""
    first, *others = sorted(factors, key=lambda factor: factor.table.size)
    scale: Floats = np.zeros(1)
    for other in others:
        scope = tuple(dict.fromkeys((*other.scope, *first.scope)))
        table, moved = _scaled(_aligned(first, scope) * _aligned(other, scope))
        first, scale = Factor(scope, table), scale + moved
    return first, scale


def _aligned(factor: Factor, scope: Scope) -> Floats:
    """A factor's table with its axes where `scope` has them, and length 1 where it has none."""
    axes = [factor.scope.index(variable) for variable in scope if variable in factor.scope]
    table = factor.table.transpose(*axes, -1)
    sizes = iter(table.shape)
    return table.reshape(*(next(sizes) if variable in factor.scope else 1 for variable in scope), table.shape[-1])


def _scaled(table: Floats) -> tuple[Floats, Floats]:
    """A table whose largest cell is not tiny, and the log of what it was divided by: (draws or 1,)."""
    peak = table.max(axis=tuple(range(table.ndim - 1)))
    small = (peak > 0) & (peak < _TINY)
    if not small.any():
        return table, np.zeros(1)
    divisor = np.where(small, peak, 1.0)
    return table / divisor, np.log(divisor)


@functools.lru_cache(maxsize=256)
def best_order(scopes: tuple[Scope, ...], sizes: tuple[int, ...], keep: Scope) -> Order:
    """The cheapest of several greedy orders in which everything but `keep` is summed out.

    Ties are broken first by name, then at random with fixed seeds; the next variable is the one that adds fewest
    edges (min-fill) or whose table is smallest (min-weight; Kjaerulff 1990).
    """
    tries = [_greedy(scopes, sizes, keep, rule, seed) for rule in (_fill, _weight) for seed in range(_TRIES // 2)]
    return min(tries, key=lambda order: (order.cells, order.variables))


Rule = Callable[[int, Mapping[int, set[int]], Sequence[int]], float]


def _fill(variable: int, near: Mapping[int, set[int]], sizes: Sequence[int]) -> float:
    mine = near[variable]
    return sum(len(mine) - 1 - len(mine & near[other]) for other in mine) / 2


def _weight(variable: int, near: Mapping[int, set[int]], sizes: Sequence[int]) -> float:
    return math.prod(sizes[other] for other in near[variable]) * sizes[variable]


def _greedy(scopes: tuple[Scope, ...], sizes: tuple[int, ...], keep: Scope, rule: Rule, seed: int) -> Order:
    chance = random.Random(seed)
    near: dict[int, set[int]] = {variable: set() for scope in scopes for variable in scope}
    for scope in scopes:
        for variable in scope:
            near[variable] |= set(scope) - {variable}
    tie = {variable: chance.random() if seed else 0.0 for variable in near}
    cost = {variable: rule(variable, near, sizes) for variable in near if variable not in keep}
    order, largest, cells = [], 1, 0
    while cost:
        variable = min(cost, key=lambda v: (cost[v], tie[v], v))
        table = math.prod(sizes[other] for other in near[variable]) * sizes[variable]
        largest, cells = max(largest, table), cells + table
        order.append(variable)
        del cost[variable]
        for other in _removed(variable, near):
            if other in cost:
                cost[other] = rule(other, near, sizes)
    last = math.prod(sizes[variable] for variable in near if variable in keep)
    return Order(tuple(order), max(largest, last), cells + last)


def _removed(variable: int, near: dict[int, set[int]]) -> set[int]:
    """Take a variable out, its neighbours now being each other's; returns those whose cost may have changed."""
    mine = near.pop(variable)
    for other in mine:
        near[other] |= mine - {other}
        near[other].discard(variable)
    return mine.union(*(near[other] for other in mine)) if mine else set()
