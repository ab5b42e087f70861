"""Bounds in the priors: what they move, what they hang on, and what a voice may say beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from small import small

from sim.errors import ModelError
from sim.log_odds import expit, log_odds_of, logit, probability_of
from sim.priors import latin_hypercube
from sim.priors.build import build
from sim.priors.consistency.contradictions import contradictions
from sim.priors.consistency.doubt import doubt
from sim.priors.consistency.doubt import stated as stated_alone
from sim.priors.families.families import Z95
from sim.priors.judgment_draws import said
from sim.priors.latent_draws import drawn
from sim.priors.model import Priors
from sim.priors.rows.weights import weigh
from sim.priors.what_if import again, hold
from sim.scenario.edit import edit
from sim.scenario.excerpt import excerpt, fingerprint
from sim.scenario.resolve.scenario import Scenario

DRAWS = 1000
LADDER = {"label": "X", "states": ["no", "some", "much"]}
YES = {"label": "Y", "states": ["no", "yes"]}
PLACE = {"label": "P", "ordered": False, "states": ["north", "south", "east"]}
CLOCKED = {**YES, "never_falls": True, "start": "no"}


def scenario(judgments: Mapping[str, Any], **parts: Any) -> Scenario:
    voices = {name: {"name": name.title()} for name in ("ann", "bob")}
    return small(
        experts=voices,
        variables={"x": LADDER, "y": YES, "z": CLOCKED, "p": PLACE},
        judgments=judgments,
        **parts,
    )


def one(says: Any, expert: str = "ann", about: str = "yes", **more: Any) -> dict[str, Any]:
    return {"expert": expert, "about": about, "says": says, **more}


def stated(where: Scenario, key: str) -> np.ndarray:
    """Draws of what a judgment says, in log-odds."""
    return logit(next(found.draws for found in said(weigh(where), DRAWS, 1) if found.judgment == key))


def column(priors: Priors, variable: str, row: int = 0, state: int = 0) -> np.ndarray:
    return np.asarray(priors.tables[variable].tails[row, :, state])


BOUND = {"at_most": "20%", "down_to": "0.1%"}


POINT = {"probability": "20%", "family": "point"}
OTHER = {"probability": "1%", "family": "point"}


def _answer(says: Any) -> np.ndarray:
    """The pooled probability beside a voice at 1 %, draw by draw."""
    pool = {"rule": "log", "concentration": "inf", "weights": "equal"}
    return column(build(scenario({"y": {"J": one(says), "K": one(OTHER, "bob")}}, pool=pool), DRAWS, 1), "y")


def test_beside_a_voice_at_one_per_cent_a_bound_moves_the_answer_little() -> None:
    """0.14 of what the number itself does in log-odds, 0.17 in probability: by quadrature, and in the draws."""
    low, high, other = log_odds_of(0.001), log_odds_of(0.2), log_odds_of(0.01)
    bound, point = _answer(BOUND), _answer(POINT)

    def mean_of(moved: Callable[[float], float]) -> float:
        return float(quad(lambda x: moved((x + other) / 2.0) / (high - low), low, high, epsabs=1e-13)[0])

    in_log_odds = (mean_of(lambda x: x) - other) / ((high + other) / 2.0 - other)
    assert in_log_odds == pytest.approx(0.14, abs=0.001)
    assert (logit(bound).mean() - other) / (logit(point).mean() - other) == pytest.approx(in_log_odds, abs=1e-3)
    in_probability = (mean_of(probability_of) - 0.01) / (probability_of((high + other) / 2.0) - 0.01)
    assert in_probability == pytest.approx(0.175, abs=0.001)
    assert (bound.mean() - 0.01) / (point.mean() - 0.01) == pytest.approx(in_probability, abs=1e-3)
    assert max(in_log_odds, in_probability) < 0.25


@pytest.mark.parametrize("rule", ["log", "linear", "average", "median"])
def test_every_rule_pools_a_bound(rule: str) -> None:
    both = scenario({"y": {"J": one(BOUND), "K": one("1%", "bob")}}, pool={"rule": rule})
    alone, other = stated(both, "J"), stated(both, "K")
    pooled = logit(column(build(both, DRAWS, 1), "y"))
    assert (pooled >= np.minimum(alone, other) - 1e-9).all()
    assert (pooled <= np.maximum(alone, other) + 1e-9).all()
    assert pooled.std() > 0.1


def test_a_bound_alone_is_a_voice_s_own_column_read_by_its_quantiles() -> None:
    """So that voices' errors move together as ever; a complement is read from the other end."""
    where = scenario({"y": {"J": one({"at_most": "unlikely", "down_to": "0.1%"}), "K": one("likely", "bob")}})
    u = latin_hypercube.voice(1, DRAWS, 0.6, "ann", "y")
    x = stated(where, "J")
    assert (np.diff(x[np.argsort(u)]) >= 0).all()
    other = stated(where, "K")
    assert np.corrcoef(x, other)[0, 1] > 0.45
    folded = scenario({"y": {"J": one({"at_least": "likely", "up_to": "99.9%"}, about="no")}})
    assert (np.diff(stated(folded, "J")[np.argsort(u)]) <= 0).all()


def test_a_clock_and_a_nudge_come_after_the_bound() -> None:
    bound = {"at_most": "20%", "down_to": "1%"}
    clocked = scenario({"z": {"J": one(bound, within="4 steps")}})
    nudged = scenario({"z": {"J": one(bound, within="4 steps", nudge=0.5)}})
    assert stated(nudged, "J") == pytest.approx(stated(clocked, "J") + 0.5, abs=1e-12)
    priors = build(clocked, DRAWS, 1)
    chance = 1.0 - (1.0 - column(priors, "z", int(priors.tables["z"].row_of[0, 0]))) ** 4
    assert chance.min() == pytest.approx(0.01, rel=1e-2)
    assert chance.max() == pytest.approx(0.2, rel=1e-2)
    assert logit(np.sort(chance)).mean() == pytest.approx((log_odds_of(0.01) + log_odds_of(0.2)) / 2, abs=1e-3)


LIMIT = {"at_most": {"judgment": "J"}, "down_to": "0.5%"}


def bounded(limit: Any = "likely", **more: Any) -> Scenario:
    return scenario({"y": {"J": one(limit, **more)}, "x": {"K": one(LIMIT, about="much")}})


@pytest.mark.parametrize("about", ["yes", "no"])
def test_a_bound_that_is_a_judgment_lies_below_that_judgment_s_own_draws(about: str) -> None:
    where = bounded(about=about, nudge=0.3)
    limit, x = stated(where, "J"), stated(where, "K")
    share = (x - log_odds_of(0.005)) / (limit - log_odds_of(0.005))
    assert ((share > 0) & (share < 1)).all()
    assert np.sort(share) == pytest.approx((np.arange(DRAWS) + 0.5) / DRAWS, abs=1.5 / 100)  # ten hypercubes
    assert abs(np.corrcoef(share, limit)[0, 1]) < 0.1


def test_where_between_is_turned_round_with_the_event() -> None:
    """'At most J' of an event is 'at least not J' of its complement, in every draw."""
    limited = {"at_most": {"judgment": "J"}, "down_to": "1%"}
    plain, turned = (
        scenario({"x": {"J": one("likely", about="much")}, "y": {"K": one(limited, about=about)}})
        for about in ("yes", "no")
    )
    x, y = stated(plain, "K"), stated(turned, "K")
    end, limit = log_odds_of(0.01), stated(plain, "J")
    assert (x - end) / (limit - end) == pytest.approx(1.0 - (y - end) / (limit - end), abs=1e-9)


def test_the_reading_of_a_judgment_as_a_bound_has_the_quantiles_of_its_draws() -> None:
    where = bounded(nudge=0.3)
    prior = build(where, DRAWS, 1).judgments["K"]
    drawn_at = expit(np.quantile(stated(where, "K"), [0.05, 0.5, 0.95]))
    assert [prior.low, prior.median, prior.high] == pytest.approx(list(drawn_at), rel=0.08)
    assert prior.phrase == "at most what J says (likely), down to 0.5 %"


RANGE = {"low": "5%", "best": "10%", "high": "20%", "confidence": "80%"}


@pytest.mark.parametrize("limit", [RANGE, {"happened": 1, "of": 9}], ids=["range", "counts"])
def test_any_judgment_on_one_event_can_be_a_bound(limit: Any) -> None:
    where = bounded(limit)
    assert (stated(where, "K") <= np.maximum(stated(where, "J"), log_odds_of(0.005)) + 1e-12).all()


def test_the_excerpt_of_a_variable_holds_its_bounds() -> None:
    """So that nothing is taken over from before where the judgment behind a bound has changed."""
    before = bounded()
    chain = scenario({
        "y": {"J": one("likely")}, "z": {"I": one(LIMIT, per="step")},
        "x": {"K": one({"at_most": {"judgment": "I"}, "down_to": "0.1%"}, about="much")},
    })  # fmt: skip
    assert set(excerpt(before, "x").resolved) == {"J", "K"}
    assert set(excerpt(chain, "x").resolved) == {"I", "J", "K"}
    assert set(excerpt(before, "y").resolved) == {"J"}
    for where in (before, chain):
        after = edit(where, {"judgments.J.says": "unlikely"})
        assert fingerprint(excerpt(after, "x")) != fingerprint(excerpt(where, "x"))
        first = build(where, DRAWS, 1)
        kept = {part.key: part for part in first.parts.values()}
        new, fresh = build(after, DRAWS, 1, kept), build(after, DRAWS, 1)
        assert (column(new, "x", state=1) == column(fresh, "x", state=1)).all()
        assert (column(new, "x", state=1) != column(first, "x", state=1)).any()
    assert list(build(before, DRAWS, 1).judgments) == ["J", "K"]


def test_what_if_reaches_the_variables_that_a_judgment_bounds() -> None:
    where = bounded()
    priors = build(where, DRAWS, 1)
    nudged = edit(where, {"judgments.J.nudge": -2.0})
    assert (column(again(nudged, priors, "J"), "x", state=1) == column(build(nudged, DRAWS, 1), "x", state=1)).all()
    held = logit(column(hold(priors, "J", 0.1), "x", state=1))
    limit = build(where, DRAWS, 1).judgments["J"]
    assert limit.low is not None
    assert held.max() < log_odds_of(limit.median or 0.0)
    at_half = hold(priors, "K", 0.5)
    assert np.ptp(column(at_half, "x", state=1)) < 1e-12
    assert (column(at_half, "y") == column(priors, "y")).all()


def test_a_bound_that_is_a_judgment_has_a_column_of_its_own_in_explanations() -> None:
    words = {"K": one(LIMIT, about="much"), "S": one("likely", about="some or more"), "T": one("5%", "bob", "much")}
    where = scenario({"y": {"J": one("likely")}, "x": words}, lexicon={"capphrase": 1, "icd203": 1})
    met = {"x": np.array([True]), "y": np.array([True])}
    found = {spoke.judgment: spoke for spoke in drawn(build(where, DRAWS, 1), met, 4).spoke}
    assert [found[key].lockstep for key in "KSJ"] == ["x ann between K", "x ann", "y ann"]
    assert [found[key].by_lexicon for key in "KSJT"] == [True, True, True, False]
    assert found["K"].log_odds.shape == (1, DRAWS)
    plain = scenario({"y": {"J": one(BOUND)}})
    (alone,) = drawn(build(plain, DRAWS, 1), {"y": np.array([True])}, 4).spoke
    assert alone.lockstep == "y ann"


def test_a_bound_is_in_doubt_as_far_as_it_leaves_room() -> None:
    where = scenario({"y": {"J": one({"at_most": "20%", "down_to": "1%"})}})
    room = 0.9 * (log_odds_of(0.2) - log_odds_of(0.01))
    assert doubt(where, "y", "J") == pytest.approx(room / (2.0 * Z95), abs=1e-9)
    assert doubt(bounded(), "x", "K") > 0.5


def test_a_judgment_alone_still_finds_the_one_that_bounds_it() -> None:
    """As `sim coherence` draws what is said of the result as a whole."""
    where = scenario({"y": {"J": one("likely")}, "x": {"K": one(LIMIT, about="much", overall=True)}})
    ((event, draws),) = stated_alone(where, "x", "K", DRAWS, 1)
    assert event == "much"
    assert logit(draws) == pytest.approx(stated(bounded(), "K"), abs=1e-9)


def test_the_stated_end_is_an_assumption() -> None:
    told = [assumption.text for assumption in build(bounded(), 100, 1).assumptions]
    assert any("K (x)" in text and "the floor of 0.5 % is the file's" in text for text in told)


def test_a_voice_may_say_less_of_the_whole_than_a_bound_s_middle() -> None:
    """A bound allows all down to its end: only what lies beyond the bound itself is contradicted."""
    whole = {"W": one({"at_most": "20%", "down_to": "0.1%"}, about="some or more")}
    fits = scenario({"x": {**whole, "P": one({"probability": "15%", "odds_within": 2}, about="much")}})
    assert not contradictions(fits)
    build(fits, 100, 1)
    beyond = scenario({"x": {**whole, "P": one({"probability": "25%", "odds_within": 2}, about="much")}})
    with pytest.raises(ModelError, match=r"'much' has the median 25 % here, but 'some or more', .* at most 20 %"):
        build(beyond, 100, 1)
    (told,) = contradictions(beyond)
    assert told.nudges is not None
    moved = edit(beyond, {f"judgments.{key}.nudge": by for key, by in told.nudges.items()})
    assert not contradictions(moved)


def test_bounds_that_leave_nothing_open_need_not_add_up() -> None:
    """Two events that are all there is: a number must be what the other leaves; a bound may be."""
    numbers = {"N": one("30%", about="north"), "S": one("60%", about="south"), "E": one("30%", about="east")}
    bounds = numbers | {"S": one({"at_most": "60%", "down_to": "10%"}, about="south")}
    assert contradictions(scenario({"p": numbers}))
    assert not contradictions(scenario({"p": bounds}))
    too_much = bounds | {"E": one({"at_least": "65%", "up_to": "90%"}, about="east")}
    assert contradictions(scenario({"p": too_much}))


def test_a_bound_that_was_answered_again_still_bounds_and_is_noted() -> None:
    again_ = {"J": one("likely"), "J2": one("unlikely", round=2)}
    where = scenario({"y": again_, "x": {"K": one(LIMIT, about="much")}})
    assert where.notes == ("judgments.K: its bound J was answered again in a later round; what J said still bounds it",)
    assert (stated(where, "K") == stated(bounded(), "K")).all()
