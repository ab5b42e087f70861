"""One voice against itself: closed forms, and brute force by scipy."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from math import log

import numpy as np
import pytest
from scipy import optimize, special

from sim.errors import ModelError
from sim.priors.consistency.check import check
from sim.priors.consistency.contradictions import contradictions
from sim.scenario.edit import edit
from sim.scenario.file.read import loads

Z95 = 1.6448536269514722
STATES = ["s0", "s1", "s2", "s3", "s4"]


def scenario(judgments: dict, **variable: object):
    data = {
        "schema_version": 1, "id": "t", "title": "T", "as_of": "2025-12-24",
        "timeline": {"steps": 4, "step": "1 week"},
        "experts": {"a": {"name": "A"}, "b": {"name": "B"}},
        "variables": {
            "us": {"label": "US", "states": ["low", "high"]},
            "x": {"label": "X", "states": STATES, "parents": ["us"], **variable},
        },
        "judgments": {"x": judgments},
    }  # fmt: skip
    return loads(json.dumps(data))


def word(about: str, p: float, f: float = 2.0, **more: object) -> dict:
    return {"expert": "a", "about": about, "says": {"probability": p, "odds_within": f}, **more}


def proposed(s) -> dict[str, float]:
    """Median of every judgment after its nudge, in log-odds, as said."""
    (found,) = contradictions(s)
    assert found.nudges is not None
    return {key: special.logit(j.says.probability) + found.nudges[key] for key, j in s.judgments["x"].items()}


def test_two_that_cross_meet_at_their_weighted_mean() -> None:
    """Weights 1 / sd^2, so 1 / ln(f)^2."""
    at = proposed(scenario({"W": word("s1 or more", 0.05, 2), "P": word("s3 or more", 0.2, 4)}))
    wide, narrow = 1 / log(2) ** 2, 1 / log(4) ** 2
    mean = (wide * special.logit(0.05) + narrow * special.logit(0.2)) / (wide + narrow)
    assert at["W"] == pytest.approx(mean, abs=1e-9)
    assert at["P"] == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_a_chain_is_isotonic_regression(seed: int) -> None:
    """The max-min formula of Barlow et al. (1972) over the four nested events."""
    rng = np.random.default_rng(seed)
    p, f = rng.uniform(0.05, 0.6, size=4), rng.uniform(1.5, 6.0, size=4)
    s = scenario({f"J{i}": word(f"s{i + 1} or more", p[i], f[i]) for i in range(4)})
    x, weight = special.logit(p), 1 / np.log(f) ** 2
    mean = {(i, j): np.average(x[i : j + 1], weights=weight[i : j + 1]) for i in range(4) for j in range(i, 4)}
    falling = [min(max(mean[i, j] for j in range(k, 4)) for i in range(k + 1)) for k in range(4)]
    if all(a >= b for a, b in pairwise(x)):
        assert contradictions(s) == ()
    else:
        assert list(proposed(s).values()) == pytest.approx(falling, abs=1e-9)


def nearest_by_scipy(x: np.ndarray, sd: np.ndarray, room) -> np.ndarray:
    start = np.minimum(x, special.logit(0.1))
    made = optimize.minimize(
        lambda y: (((y - x) / sd) ** 2).sum(), start, constraints=[{"type": "ineq", "fun": room}], tol=1e-14
    )
    return made.x


def test_disjoint_parts_above_everything_are_brought_down_to_it() -> None:
    p, f = np.array([0.6, 0.5, 0.1]), np.array([2.0, 4.0, 3.0])
    at = proposed(scenario({f"J{i}": word(f"s{i + 1}", p[i], f[i]) for i in range(3)}))
    other = nearest_by_scipy(special.logit(p), np.log(f) / Z95, lambda y: 1 - special.expit(y).sum())
    assert special.expit(list(at.values())).sum() == pytest.approx(1.0, abs=1e-9)
    assert list(at.values()) == pytest.approx(other, abs=1e-4)


def test_disjoint_parts_above_what_holds_them_meet_it() -> None:
    s = scenario({"W": word("s1 or more", 0.3, 2), "A": word("s1 or s2", 0.25, 3), "B": word("s3", 0.2, 3)})
    x, sd = special.logit([0.3, 0.25, 0.2]), np.log([2, 3, 3]) / Z95
    other = nearest_by_scipy(x, sd, lambda y: special.expit(y[0]) - special.expit(y[1]) - special.expit(y[2]))
    assert list(proposed(s).values()) == pytest.approx(other, abs=1e-4)


def test_parts_that_leave_nothing_open_add_up_exactly() -> None:
    at = proposed(scenario({"W": word("s3 or more", 0.5), "A": word("s3", 0.1), "B": word("s4", 0.1)}))
    assert special.expit(at["A"]) + special.expit(at["B"]) == pytest.approx(special.expit(at["W"]), abs=1e-9)
    assert special.expit(at["A"]) > 0.1


def test_words_about_the_complement_move_the_other_way() -> None:
    s = scenario({"N": word("s0", 0.9, 2), "P": word("s2 or more", 0.3, 2)})
    (found,) = contradictions(s)
    assert found.nudges is not None
    assert found.nudges["N"] == pytest.approx(found.nudges["P"])  # both probabilities fall alike
    assert found.nudges["N"] == pytest.approx((special.logit(0.1) - special.logit(0.3)) / 2)


def test_a_split_moves_as_a_whole() -> None:
    split = {"expert": "a", "says": {"split": dict(zip(STATES, [0.9, 0.04, 0.03, 0.02, 0.01], strict=True))}}
    s = scenario({"S": split, "P": word("s3 or more", 0.2, 4, given={"us": "high"})})
    (found,) = contradictions(s)
    assert found.nudges is not None
    half = (special.logit(0.2) - special.logit(0.06)) / 2  # both within 4: s2 or more of the split is 6 %
    assert found.nudges == pytest.approx({"S": half, "P": -half}, abs=1e-9)


def test_dates_are_compared_step_by_step() -> None:
    """20 % in one step is more than 30 % in four: the same chance a step has to come out."""
    s = scenario(
        {"W": word("s1 or more", 0.3, by="2026-01-21"), "P": word("s2 or more", 0.2, by="2025-12-31")},
        never_falls=True, start="s0",
    )  # fmt: skip
    at = proposed(s)
    whole, part = special.expit(at["W"]), special.expit(at["P"])
    assert 1 - (1 - whole) ** 0.25 == pytest.approx(part, abs=1e-9)
    x = special.logit([0.3, 0.2])
    other = nearest_by_scipy(x, np.ones(2), lambda y: 1 - (1 - special.expit(y[0])) ** 0.25 - special.expit(y[1]))
    assert [at["W"], at["P"]] == pytest.approx(other, abs=1e-4)


def test_what_agrees_is_left_alone() -> None:
    agreed = scenario({"W": word("s1 or more", 0.3), "P": word("s3 or more", 0.2), "Q": word("s1", 0.1)})
    assert contradictions(agreed) == ()


def test_two_voices_may_disagree() -> None:
    assert contradictions(scenario({"W": word("s1 or more", 0.05), "P": {**word("s3", 0.2), "expert": "b"}})) == ()


def test_what_is_certain_stays() -> None:
    none = {"expert": "a", "about": "s1 or more", "says": {"probability": 0, "certain": True}}
    (found,) = contradictions(scenario({"W": none, "P": word("s3", 0.2)}))
    assert found.nudges is None


def test_the_order_of_the_file_changes_nothing() -> None:
    words = {"W": word("s1 or more", 0.05), "P": word("s3", 0.2), "Q": word("s2", 0.4), "R": word("s4", 0.3)}
    one, *others = (
        contradictions(scenario(dict(order)))[0].nudges
        for order in (list(words.items()), list(words.items())[::-1], sorted(words.items()))
    )
    assert all(other == one for other in others)


def test_with_the_proposal_the_file_passes_and_the_error_names_it() -> None:
    s = scenario({"W": word("s1 or more", 0.05), "P": word("s3 or more", 0.2), "Q": word("s4", 0.3)})
    with pytest.raises(ModelError, match=r"judgments\.P\.nudge = -0\.\d\d"):
        check(s)
    (found,) = contradictions(s)
    assert found.nudges is not None
    mended = edit(s, {f"judgments.{key}.nudge": float(f"{x:.12g}") for key, x in found.nudges.items()})
    check(mended)
    assert contradictions(mended) == ()


@pytest.mark.parametrize("seed", range(6))
def test_no_pair_of_legal_medians_is_nearer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, f = rng.uniform(0.05, 0.7, size=3), rng.uniform(1.5, 6.0, size=3)
    s = scenario({"A": word("s1 or more", p[0], f[0]), "B": word("s1", p[1], f[1]), "C": word("s3", p[2], f[2])})
    if not contradictions(s):
        return
    x, sd = special.logit(p), np.log(f) / Z95
    best = (((np.array(list(proposed(s).values())) - x) / sd) ** 2).sum()
    tried = x + sd * rng.normal(size=(200_000, 3)) * np.sqrt(best)
    legal = special.expit(tried[:, 0]) >= special.expit(tried[:, 1]) + special.expit(tried[:, 2])
    assert (((tried[legal] - x) / sd) ** 2).sum(axis=1).min() >= best - 1e-9


def test_every_pair_of_a_broken_chain_is_told() -> None:
    s = scenario({f"J{i}": word(f"s{i} or more", 0.1 * i) for i in range(1, 4)})
    (found,) = contradictions(s)
    assert len(found.broken) == len(list(combinations(range(3), 2))) - 1  # neighbours; the third pair follows
