"""Who moved a number by how much, where it hangs on the company that each keeps: Shapley's value (1953).

A value is a sum over coalitions of their worth times a factor that hangs on nothing else. Factors come out here, so
that the one who asks can also work out how far such a sum errs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sim.randomness import words

MOST_EXACT = 6
"""Players up to whose number every coalition is worked out; above it, orders are drawn."""
ORDERS = 8
"""Orders that are drawn, each second one the reverse of the first."""

Coalition = frozenset[int]
"""Players, counted from 0."""


@dataclass(frozen=True)
class Averages:
    """How values are summed up.

    factors: for each player, coalition -> the factor of its worth. orders: those that were drawn, an order and its
    reverse after one another; empty where all orders count.
    """

    factors: tuple[Mapping[Coalition, float], ...]
    orders: tuple[tuple[int, ...], ...] = ()

    @property
    def coalitions(self) -> list[Coalition]:
        """All whose worth is asked for, the smallest first."""
        asked = {one for factors in self.factors for one in factors}
        return sorted(asked, key=lambda one: (len(one), sorted(one)))

    def order_error(self, team: Sequence[int], worth: Mapping[Coalition, float]) -> float:
        """The standard error that comes from drawing orders: 0 where all count.

        team: players, of whose sum it is. worth: of every coalition.
        """
        if not self.orders:
            return 0.0
        added = [sum(_added(order, player, worth) for player in team) for order in self.orders]
        pairs = np.array(added).reshape(-1, 2).mean(axis=1)
        return float(pairs.std(ddof=1) / math.sqrt(len(pairs)))


def take_averages(players: int, *, orders: int = ORDERS, seed: int = 1) -> Averages:
    """Shapley's factors: exact up to `MOST_EXACT` players, above them the mean over drawn orders.

    players: how many, 1 or more. orders: how many are drawn, an even number of 4 or more. seed: of the orders. Either
    way the values of all players add up to the worth of all together less that of none, but for rounding.

    >>> [sorted(factors.values()) for factors in take_averages(2).factors]
    [[-0.5, -0.5, 0.5, 0.5], [-0.5, -0.5, 0.5, 0.5]]
    """
    if players <= MOST_EXACT:
        return Averages(tuple(_exact(player, players) for player in range(players)))
    drawn: list[tuple[int, ...]] = []
    for number in range(orders // 2):
        order = tuple(np.argsort(words(seed, "order of players", number, count=players), kind="stable").tolist())
        drawn += [order, order[::-1]]
    return Averages(tuple(_drawn(player, drawn) for player in range(players)), tuple(drawn))


def in_turn(players: int) -> tuple[Mapping[Coalition, float], ...]:
    """The factors of what each player adds to those before it, in their own order."""
    return tuple(_drawn(player, [tuple(range(players))]) for player in range(players))


def _exact(player: int, players: int) -> dict[Coalition, float]:
    others = [one for one in range(players) if one != player]
    factors: dict[Coalition, float] = {}
    for size in range(players):
        share = 1 / (players * math.comb(players - 1, size))
        for company in map(frozenset, combinations(others, size)):
            factors[company], factors[company | {player}] = -share, share
    return factors


def _drawn(player: int, orders: Sequence[Sequence[int]]) -> dict[Coalition, float]:
    factors: dict[Coalition, float] = {}
    for order in orders:
        before = frozenset(order[: order.index(player)])
        for company, sign in ((before, -1), (before | {player}, 1)):
            factors[company] = factors.get(company, 0.0) + sign / len(orders)
    return factors


def _added(order: Sequence[int], player: int, worth: Mapping[Coalition, float]) -> float:
    before = frozenset(order[: order.index(player)])
    return worth[before | {player}] - worth[before]
