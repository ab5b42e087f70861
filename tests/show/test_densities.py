"""Curves of beliefs: from where one begins to where it ends nothing of it is missing, however near to 0 it comes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.show.charts.elicited.densities import DensitiesChart, DensityCurve
from tests.show.pictured import Spec, check, rows


def drawn(*values: float) -> Spec:
    return DensitiesChart([DensityCurve("yours", "You", np.array(values), np.ones(len(values)))]).spec()


def test_a_curve_between_two_beliefs_goes_on_and_has_an_outline_where_it_is_flat() -> None:
    spec = drawn(*np.linspace(0.2, 0.22, 20), *np.linspace(0.6, 0.62, 20))
    check(spec)
    places = [row["x"] for row in rows(spec, "yours")]
    assert np.diff(places) == pytest.approx(1 / 120)
    flat = [row for row in rows(spec, "yours") if row["base"] - row["y"] < 0.1]
    assert len(flat) > 20
    (area,) = [one["mark"] for one in spec["layer"] if "'yours'" in one["transform"][0]["filter"]]
    assert (area["stroke"], area["strokeWidth"]) == (area["color"], 1)


def test_it_does_not_run_on_where_there_is_nothing() -> None:
    spec = drawn(*np.linspace(0.05, 0.1, 99), 0.9, 0.9)
    first, *_, last = [row["base"] - row["y"] for row in rows(spec, "yours")]
    assert min(first, last) >= 0.3


def test_a_belief_at_the_very_end_is_no_failure() -> None:
    check(drawn(0.0, 0.0))
