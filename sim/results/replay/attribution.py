"""What each of several players did to the answers: in their own order, averaged over orders, and how far that errs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.results.compare.differences import TIE, sampled_answer
from sim.results.forecast.model import UNDEFINED, Forecast
from sim.results.replay.shapley import Averages, Coalition, in_turn
from sim.results.statistics.common_draws import Sampled, combination_error


@dataclass(frozen=True)
class PlayerShare:
    """What one player did to one answer. in_turn, average, error, order_error: as in `Contribution`."""

    in_turn: float
    average: float
    error: float
    order_error: float


@dataclass(frozen=True, eq=False)
class Worth:
    """One answer in the company of some players. sampled: its draws, None where it is undefined."""

    probability: float
    sampled: Sampled | None


def worth_of(made: Forecast, policy: str, question: str) -> Worth:
    """One answer of a forecast."""
    answer = made.answers[policy, question]
    if answer.method == UNDEFINED:
        return Worth(math.nan, None)
    return Worth(answer.probability, sampled_answer(made, answer))


def take_shares(
    averages: Averages, worth: Mapping[Coalition, Worth], teams: Sequence[Sequence[int]] = ()
) -> tuple[PlayerShare, ...]:
    """What each player did, or each team of players.

    worth: of all coalitions that `averages` and the players' own order ask for. teams: players whose shares are added
    up, with the error of the sum; by default each plays alone.
    """
    numbers = {one: told.probability for one, told in worth.items()}
    turns = in_turn(len(averages.factors))
    shares = []
    for team in teams or [[player] for player in range(len(averages.factors))]:
        factors = _added([averages.factors[player] for player in team])
        own_turn = _added([turns[player] for player in team])
        shares.append(
            PlayerShare(
                _sum(own_turn, numbers), _sum(factors, numbers), _error(factors, worth),
                averages.order_error(team, numbers),
            )
        )  # fmt: skip
    return tuple(shares)


def _added(factors: Sequence[Mapping[Coalition, float]]) -> dict[Coalition, float]:
    """The sum of several sums, coalition by coalition; what cancels is left out."""
    total: dict[Coalition, float] = {}
    for one in factors:
        for coalition, factor in one.items():
            total[coalition] = total.get(coalition, 0.0) + factor
    return {coalition: factor for coalition, factor in total.items() if abs(factor) > 1e-12}


def difference_of(one: Worth, other: Worth) -> tuple[float, float]:
    """The first less the second, and its standard error."""
    factors = {frozenset({1}): 1.0, frozenset[int](): -1.0}
    worth = {frozenset({1}): one, frozenset[int](): other}
    return _sum(factors, {key: told.probability for key, told in worth.items()}), _error(factors, worth)


def _sum(factors: Mapping[Coalition, float], worth: Mapping[Coalition, float]) -> float:
    """0 where nothing but rounding is left."""
    total = math.fsum(factor * worth[one] for one, factor in factors.items())
    return 0.0 if abs(total) <= TIE else total


def _error(factors: Mapping[Coalition, float], worth: Mapping[Coalition, Worth]) -> float:
    terms = [(factor, worth[one].sampled) for one, factor in factors.items()]
    known = [(factor, sampled) for factor, sampled in terms if sampled is not None]
    if len(known) < len(terms):
        return math.nan
    return combination_error(known) if known else 0.0
