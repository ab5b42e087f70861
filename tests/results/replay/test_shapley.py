"""Shapley's value: by its definition over all orders, over drawn orders, and what it costs."""

from __future__ import annotations

import math
from itertools import permutations

import pytest

from sim.results.replay.shapley import MOST_EXACT, Coalition, in_turn, take_averages


def worth(company: Coalition) -> float:
    """What some players are worth together: no sum of what each is worth alone."""
    return math.sin(sum(3**player for player in company)) + len(company) ** 2 / 7


def summed(factors: dict[Coalition, float]) -> float:
    return math.fsum(factor * worth(one) for one, factor in factors.items())


@pytest.mark.parametrize("players", [1, 2, 3, 4])
def test_it_is_the_mean_over_all_orders(players: int) -> None:
    for player, factors in enumerate(take_averages(players).factors):
        added = []
        for order in permutations(range(players)):
            before = frozenset(order[: order.index(player)])
            added.append(worth(before | {player}) - worth(before))
        assert summed(dict(factors)) == pytest.approx(sum(added) / len(added), abs=1e-12)


@pytest.mark.parametrize("players", [3, MOST_EXACT, MOST_EXACT + 1, 12])
def test_values_add_up_to_the_whole(players: int) -> None:
    whole = worth(frozenset(range(players))) - worth(frozenset())
    for factors in (take_averages(players).factors, in_turn(players)):
        assert sum(summed(dict(one)) for one in factors) == pytest.approx(whole, abs=1e-12)


def test_orders_are_drawn_where_there_are_too_many_to_count() -> None:
    exact, drawn = take_averages(MOST_EXACT), take_averages(9, orders=6)
    assert (exact.orders, len(exact.coalitions)) == ((), 2**MOST_EXACT)
    assert len(drawn.orders) == 6
    assert drawn.orders[1] == drawn.orders[0][::-1]
    assert len(drawn.coalitions) <= 6 * 8 + 2
    assert take_averages(9, orders=6) == drawn != take_averages(9, orders=6, seed=2)


def test_drawn_orders_say_how_far_they_err() -> None:
    drawn = take_averages(7, orders=400)
    numbers = {one: worth(one) for one in drawn.coalitions}
    from sim.results.replay.shapley import _exact

    for player in range(7):
        apart = summed(dict(drawn.factors[player])) - summed(_exact(player, 7))
        error = drawn.order_error([player], numbers)
        assert 0 < error < 0.1
        assert abs(apart) < 4 * error
    exact = take_averages(3)
    assert exact.order_error([0], {one: worth(one) for one in exact.coalitions}) == 0.0
