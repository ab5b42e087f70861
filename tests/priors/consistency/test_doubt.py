"""Doubt about a judgment against closed forms."""

from __future__ import annotations

import json
from math import log, sqrt

import pytest
from scipy import special, stats

from sim.priors.consistency.doubt import doubt, stated
from sim.scenario.file.read import loads

Z95 = stats.norm.ppf(0.95)


def spoken(says: object, **more: object):
    data = {
        "schema_version": 1, "id": "t", "title": "T", "as_of": "2025-12-24",
        "timeline": {"steps": 1, "step": "1 week"},
        "experts": {"a": {"name": "A"}},
        "variables": {"x": {"label": "X", "states": ["none", "some", "all"]}},
        "judgments": {"x": {"J": {"expert": "a", "says": says, **more}}},
    }  # fmt: skip
    return loads(json.dumps(data))


def test_odds_within_is_ln_f_over_z() -> None:
    event = spoken({"probability": "5%", "odds_within": 3}, about="all")
    assert doubt(event, "x", "J") == pytest.approx(log(3) / Z95, rel=1e-9)
    split = {"none": 0.9, "some": 0.08, "all": 0.02}
    assert doubt(spoken({"split": split, "odds_within": 5}), "x", "J") == pytest.approx(log(5) / Z95, rel=1e-9)
    assert doubt(spoken({"split": split}), "x", "J") == pytest.approx(log(4) / Z95, rel=1e-9)


def test_a_beta_counts_by_its_90_per_cent_range() -> None:
    low, high = special.logit(stats.beta.ppf([0.05, 0.95], 3 + 1, 17 + 1))
    found = doubt(spoken({"happened": 3, "of": 20}, about="all"), "x", "J")
    assert found == pytest.approx((high - low) / (2 * Z95), rel=1e-6)


def test_a_split_worth_cases_is_about_as_wide_as_its_betas() -> None:
    """Two cumulative shares with the medians 0.6 and 0.5 and a + b = 42: nearly normal in log-odds."""
    found = doubt(spoken({"split": {"none": 0.4, "some": 0.1, "all": 0.5}, "worth": 40}), "x", "J")
    wanted = sum(sqrt(special.polygamma(1, 42 * p) + special.polygamma(1, 42 * (1 - p))) for p in (0.6, 0.5)) / 2
    assert found == pytest.approx(wanted, rel=0.02)


def test_a_tables_doubt_is_that_of_its_betas() -> None:
    found = doubt(spoken({"table": [0.4, 0.1, 0.5], "worth": 40}), "x", "J")
    wanted = sum(sqrt(special.polygamma(1, 40 * p) + special.polygamma(1, 40 * (1 - p))) for p in (0.6, 0.5)) / 2
    assert found == pytest.approx(wanted, rel=1e-9)


def test_what_leaves_no_doubt_has_none() -> None:
    assert doubt(spoken({"probability": 0, "certain": True}, about="all"), "x", "J") == 0.0
    assert doubt(spoken({"table": [0.4, 0.1, 0.5]}), "x", "J") == 0.0


def test_overall_words_are_drawn_as_others_are() -> None:
    says = {"probability": "20%", "odds_within": 2}
    one, other = (spoken(says, about="none", overall=overall) for overall in (True, False))
    ((event, p),) = stated(one, "x", "J", 50, 1)
    assert event == "none"
    assert p.tolist() == stated(other, "x", "J", 50, 1)[0][1].tolist()
    assert p.mean() == pytest.approx(0.2, abs=0.02)
