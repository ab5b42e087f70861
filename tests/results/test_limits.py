"""Draws, worlds and seeds out of range are told all at once, with the rule."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import FormatError
from sim.results.limits import require


@pytest.mark.parametrize(
    "options",
    [{"draws": 0}, {"draws": -1}, {"draws": 10**12}, {"draws": 1.5}, {"worlds": True}, {"worlds": 0}, {"seed": -1}],
)
def test_out_of_range_is_refused_with_the_rule(options: dict[str, Any]) -> None:
    with pytest.raises(FormatError, match="must be a whole number from"):
        require(**options)


def test_all_problems_at_once() -> None:
    with pytest.raises(FormatError) as caught:
        require(draws=0, worlds=0, seed=-1)
    assert [problem.path for problem in caught.value.problems] == ["draws", "seed", "worlds"]


def test_the_edges_are_allowed() -> None:
    assert require(draws=2, worlds=1, seed=0) is None
    assert require(draws=20_000, worlds=1_000_000, seed=2**63 - 1) is None
