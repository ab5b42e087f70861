"""Weights by performance in a scenario's pool: who is weighed, who keeps the given weight, who falls silent."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from sim.errors import ModelError
from sim.priors.build import build
from sim.priors.consistency.check import check
from sim.priors.cooke.item_weights import ItemWeights
from sim.priors.cooke.performance import performance
from sim.priors.judgment_draws import said, shares
from sim.priors.rows.weights import weigh
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

SEEDS = Path(__file__).parents[2] / "scenarios" / "valid" / "seeds.yaml"
DRAWS = 400


@pytest.fixture
def scenario() -> Scenario:
    return read.read(SEEDS)


def _with_author(scenario: Scenario) -> Scenario:
    return edit.edit(scenario, {"experts": {
        "author": {"name": "The author", "kind": "assumption", "weight": 0.25},
        "A": {"name": "A", "weight": 1}, "B": {"name": "B", "weight": 2}, "C": {"name": "C", "weight": 3},
    }})  # fmt: skip


def test_those_who_answered_share_out_their_given_weights_by_performance(scenario: Scenario) -> None:
    """Shares of the published example times 1 + 2 + 3; the author answered none and keeps 0.25."""
    weights = performance(_with_author(scenario)).weights
    assert weights["author"] == 0.25
    assert sum(weights.values()) == pytest.approx(6.25)
    assert [weights[v] / 6 for v in "ABC"] == pytest.approx([6.5605e-5, 0.43389, 0.56604], rel=1e-4)


def test_the_pool_has_these_weights_and_says_so(scenario: Scenario) -> None:
    """`concentration: inf` is the closed form: log-odds weighted by calibration x information."""
    at_inf = edit.edit(scenario, {"pool.concentration": "inf", "dependence": 1})
    weights = performance(scenario).weights
    voices = [
        special.logit(build(edit.edit(at_inf, {f"experts.{o}.weight": 0 for o in "ABC" if o != v}), DRAWS, 1)
                      .tables["port"].tails[0, :, 0])
        for v in "ABC"
    ]  # fmt: skip
    pooled = special.logit(build(at_inf, DRAWS, 1).tables["port"].tails[0, :, 0])
    assert pooled == pytest.approx(np.average(voices, axis=0, weights=[weights[v] for v in "ABC"]), abs=1e-9)
    texts = [a.text for a in build(scenario, 50, 1).assumptions]
    assert any("5 seed questions (Cooke 1991; global weights, no cut-off)" in text for text in texts)
    made = forecast(scenario, draws=50)
    assert made.weights == "performance (global, no cut-off)"
    assert made.voices == dict(weights)


def test_a_voice_below_the_cut_off_is_as_if_it_had_not_spoken(scenario: Scenario) -> None:
    """The optimised cut-off leaves B: rows, speakers and what evidence re-weights are those without A and C."""
    optimised = edit.edit(scenario, {"pool.cut_off": "optimised"})
    alone = edit.edit(scenario, {"pool.weights": "given", "experts.A.weight": 0, "experts.C.weight": 0})
    one, other = build(optimised, DRAWS, 1), build(alone, DRAWS, 1)
    assert (one.tables["port"].tails == other.tables["port"].tails).all()
    assert one.rows == other.rows
    assert [x.voice for x in said(weigh(optimised), 50, 1)] == ["B"]
    assert list(shares(weigh(optimised), 50, 1)) == ["B"]
    assert forecast(optimised, draws=50).answers["as_it_is", "Q"].rests_on == ("B",)
    assert any("below the cut-off: A (3.62e-05), C (0.327)" in a.text for a in one.assumptions)


def test_a_number_as_cut_off_is_a_calibration(scenario: Scenario) -> None:
    kept = {
        cut_off: [v for v, w in performance(edit.edit(scenario, {"pool.cut_off": cut_off})).weights.items() if w > 0]
        for cut_off in (0, 3.6e-5, "0.5%", 0.5)
    }
    assert list(kept.values()) == [["A", "B", "C"], ["A", "B", "C"], ["B", "C"], ["B"]]
    with pytest.raises(ModelError, match=r"pool\.cut_off: no voice's calibration reaches 0\.7: the best has 0\.608"):
        check(edit.edit(scenario, {"pool.cut_off": 0.7}))


def test_a_voice_without_weight_takes_no_part_in_the_study(scenario: Scenario) -> None:
    without = performance(edit.edit(scenario, {"experts.A.weight": 0}))
    assert without.study.voices == ("B", "C")
    lower, upper = without.study.bounds
    assert lower[0] == pytest.approx(20 - 0.1 * 14)
    assert upper[0] == pytest.approx(34 + 0.1 * 14)


def test_given_weights_are_the_default_and_equal_ones_leave_silence_alone(scenario: Scenario) -> None:
    given = edit.edit(scenario, {"pool.weights": "given"})
    assert weigh(given).heard is given
    equal = edit.edit(scenario, {"pool.weights": "equal", "experts.A.weight": 0, "experts.B.weight": 7})
    assert {v: e.weight for v, e in weigh(equal).heard.experts.items()} == {"A": 0, "B": 1, "C": 1}
    assert len({equal.digest, weigh(equal).heard.digest, weigh(weigh(equal).heard).heard.digest}) == 2


def test_logarithms_missing_answers_and_ties_of_a_file_reach_the_scores(scenario: Scenario) -> None:
    """The varied case of test_decision_maker, as a scenario; figures of Anduryl 1.2.2."""
    varied = edit.edit(
        scenario, {"seeds.T3.scale": "log", "seeds.T5.realisation": 35, "seeds.T4.answers.B": None, "pool.kind": "item"}
    )
    told = [(0.0003336022191, 1.44899628), (0.8391845754, 0.5725494543), (0.6905434282, 1.33453877)]
    found = [(math.exp(s.log_calibration), s.information) for s in performance(varied).scores.voices]
    assert np.array(found) == pytest.approx(np.array(told), rel=1e-9)
    assert performance(varied).chosen.score.information == pytest.approx(0.8604963455, rel=1e-9)


def test_few_seeds_and_uneven_answers_are_warned_of(scenario: Scenario) -> None:
    (few,) = check(scenario)
    assert "calibration rests on 5 seed questions" in few
    uneven = edit.edit(scenario, {"seeds.T4.answers.B": None})
    assert check(uneven)[1].endswith("computed as for 4 seed questions, all that B answered of 5")
    assert check(edit.edit(scenario, {"pool.weights": "given"})) == ()


def test_hopeless_calibration_is_no_silence(scenario: Scenario) -> None:
    """200 misses of 99.9 % intervals: e^-1500 or so. The voice keeps a weight: where it speaks alone it is heard."""
    seeds = {
        f"T{i}": {"asks": "x", "realisation": 50, "answers": {"A": {"0.1%": 1, "50%": 2, "99.9%": 3},
                                                              "B": {"0.1%": 40, "50%": 45 + 10 * (i % 2), "99.9%": 60}}}
        for i in range(200)
    }  # fmt: skip
    only = {"port": {"J1": scenario.file._data["judgments"]["port"]["J1"]}}
    hopeless = edit.edit(scenario, {"seeds": seeds, "judgments": only})
    assert performance(hopeless).scores.voices[0].log_calibration < -1000
    assert performance(hopeless).weights["A"] > 0
    alone = edit.edit(hopeless, {"pool.weights": "given"})
    assert (build(hopeless, DRAWS, 1).tables["port"].tails == build(alone, DRAWS, 1).tables["port"].tails).all()
    both = edit.edit(hopeless, {"judgments": scenario.file._data["judgments"], "experts.C.weight": 0})
    for rule in ("log", "linear", "average", "median"):
        rows = build(edit.edit(both, {"pool.rule": rule}), DRAWS, 1).tables["port"].tails
        lone = build(edit.edit(both, {"experts.A.weight": 0, "pool.rule": rule}), DRAWS, 1).tables["port"].tails
        assert rows == pytest.approx(lone, abs=1e-12)


def test_item_weights_favour_the_narrower_prior_and_keep_the_sum() -> None:
    """At equal calibration a voice twice as sure in log-odds weighs more, wherever on the scale it speaks."""
    z = special.ndtri((np.arange(999) + 0.5) / 999)
    items = ItemWeights((0.05, 0.5, 0.95), {"a": 0.0, "b": 0.0})
    weights = {"a": 1.0, "b": 3.0, "author": 0.25}
    for centre in (0.0, -5.0):
        found = items.of(["a", "author", "b"], np.stack([centre + z, 0 * z, centre + 2 * z]), weights)
        assert found["author"] == 0.25
        assert found["a"] + found["b"] == pytest.approx(4.0)
        assert found["a"] > 2 * found["b"]


def test_item_weights_are_cookes_formula_on_log_odds() -> None:
    z = special.ndtri((np.arange(999) + 0.5) / 999)
    said_by = np.stack([z, 1.0 + 2 * z])
    q = np.quantile(said_by, [0.05, 0.5, 0.95], axis=1).T
    lower, upper = q.min() - 0.1 * (q.max() - q.min()), q.max() + 0.1 * (q.max() - q.min())
    p = np.array([0.05, 0.45, 0.45, 0.05])
    told = [float(np.sum(p * np.log(p / np.diff([lower, *row, upper]) * (upper - lower)))) for row in q]
    found = ItemWeights((0.05, 0.5, 0.95), {"a": math.log(0.4), "b": math.log(0.8)}).of(
        ["a", "b"], said_by, {"a": 1.0, "b": 1.0}
    )
    assert found["a"] / found["b"] == pytest.approx(0.4 * told[0] / (0.8 * told[1]), rel=0.01)


def test_item_weights_hold_where_nothing_or_no_doubt_is_left() -> None:
    items, weights = ItemWeights((0.5,), {"a": 0.0, "b": 0.0}), {"a": 1.0, "b": 2.0}
    sure = np.array([[np.inf] * 9, [0.0] * 9])
    assert items.of(["a", "b"], sure, weights) == weights
    assert items.of(["a"], sure[1:], weights) == {"a": 1.0}
    exact = items.of(["a", "b"], np.array([[0.0] * 9, [0.0] * 9]), weights)
    assert list(exact.values()) == pytest.approx([1.5, 1.5])
    lone = items.of(["a", "b"], np.array([[0.0] * 9, [1.0] * 9]), weights)
    assert all(math.isfinite(w) and w > 0 for w in lone.values())


def test_item_kind_reaches_the_rows(scenario: Scenario) -> None:
    """`concentration: inf`, closed form: B says 20 % within 3 in odds, C 60 % within 2, both logit-normal."""
    item = edit.edit(scenario, {"pool.kind": "item", "experts.A.weight": 0, "pool.concentration": "inf"})
    without = [edit.edit(item, {f"experts.{voice}.weight": 0}) for voice in "CB"]
    *alone, pooled = (special.logit(build(x, 4000, 1).tables["port"].tails[0, :, 0]) for x in (*without, item))
    centre, reach = special.logit([0.2, 0.6]), np.log([3, 2])
    q = np.stack([centre - reach, centre, centre + reach], axis=1)
    over = 0.1 * (q.max() - q.min())
    p = np.array([0.05, 0.45, 0.45, 0.05])
    told = [np.sum(p * np.log(p * (q.max() - q.min() + 2 * over) / np.diff([q.min() - over, *row, q.max() + over])))
            for row in q]  # fmt: skip
    calibration = np.exp([score.log_calibration for score in performance(item).scores.voices])
    assert pooled == pytest.approx(np.average(alone, axis=0, weights=calibration * told), abs=0.01)
    weights = dict(weigh(item).pool(DRAWS, 1).weights)
    assert weights["B"] + weights["C"] == pytest.approx(2.0)
    before = build(edit.edit(item, {"pool.kind": "global"}), DRAWS, 1)
    after = build(item, DRAWS, 1, {part.key: part for part in before.parts.values()})
    assert (after.tables["port"].tails == build(item, DRAWS, 1).tables["port"].tails).all()
    assert any("item weights take a prior's width" in a.text for a in build(item, 50, 1).assumptions)


def test_the_order_of_seeds_and_answers_changes_no_byte(scenario: Scenario) -> None:
    data, rng = scenario.file._data, random.Random(3)

    def turned() -> Scenario:
        seeds = {
            name: {**seed, "answers": _shuffled(rng, {v: _shuffled(rng, a) for v, a in seed["answers"].items()})}
            for name, seed in _shuffled(rng, data["seeds"]).items()
        }
        return edit.edit(scenario, {"seeds": seeds, "experts": _shuffled(rng, data["experts"])})

    for kind in ("global", "item"):
        each = [edit.edit(other, {"pool.kind": kind}) for other in (scenario, *(turned() for _ in range(20)))]
        found, rows = set(), set()
        for one in each:
            performance.cache_clear()  # which holds scenarios that are equal, whatever their order
            found.add(tuple(sorted(performance(one).weights.items())))
            rows.add(build(one, 50, 1).tables["port"].tails.tobytes())
        assert (len(found), len(rows)) == (1, 1)


def _shuffled(rng: random.Random, mapping: dict[str, object]) -> dict[str, object]:
    keys = list(mapping)
    rng.shuffle(keys)
    return {key: mapping[key] for key in keys}
