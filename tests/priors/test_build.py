"""Rows from judgments: closed forms on small scenarios, one property of DESIGN 3.1 and 3.2 a test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit
from small import small

from sim.errors import ModelError
from sim.priors.build import build
from sim.priors.model import Priors
from sim.scenario import edit

DRAWS = 501


def scenario(judgments: dict, *, extra: dict | None = None, **settings: object):
    """A lever `us` and a response `r` (three states) that depends on it; `extra` adds variables."""
    data = {
        "experts": {
            "a": {"name": "A"},
            "b": {"name": "B"},
            "base": {"name": "Base", "kind": "base_rate", "weight": 0.5},
            "author": {"name": "Author", "kind": "assumption", "weight": 0.25},
        },
        "variables": {
            "us": {"label": "US", "role": "lever", "states": ["low", "mid", "high"]},
            "r": {"label": "R", "states": ["none", "some", "war"], "parents": ["us"]},
            **(extra or {}),
        },
        "judgments": judgments,
        "policies": {"free": {}},
        "questions": {"Q": {"asks": "War?", "reaches": {"r": "war"}, "by": "2026-01-21"}},
        **settings,
    }
    return small(**data)


def tails(priors: Priors, variable: str, *cell: int, step: int = 1) -> np.ndarray:
    table = priors.tables[variable]
    return table.tails[table.row_of[(int(table.phase_of_step[step]), *cell)]]


HALF = {"probability": "50%", "odds_within": 3}
SPLIT = {
    "expert": "author",
    "about": "any",
    "says": {"split": {"none": "60%", "some": "30%", "war": "10%"}, "odds_within": 4},
}


def lone(says: object, **more: object) -> dict:
    return {"expert": "a", "about": "some or more", "says": says, **more}


def test_a_lone_number_is_its_family() -> None:
    p = tails(build(scenario({"r": {"J": lone({"probability": "20%", "odds_within": 3})}}), DRAWS), "r", 0)[:, 0]
    x = logit(np.sort(p))
    u = (np.arange(DRAWS) + 0.5) / DRAWS
    expected = logit(0.2) + np.log(3) / stats.norm.ppf(0.95) * stats.norm.ppf(u)
    assert np.abs(x - expected)[10:-10].max() < 0.05
    assert np.median(p) == pytest.approx(0.2, abs=2e-3)


def test_counts_are_a_beta_with_one_added_to_each_side() -> None:
    """Ten hypercubes of 500: their empirical distribution lies within a stratum of the true one."""
    p = tails(build(scenario({"r": {"J": lone({"happened": 5, "of": 26})}}), 5000), "r", 0)[:, 0]
    assert stats.kstest(p, stats.beta(6, 22).cdf).statistic < 1.5 / 500
    assert stats.kstest(p, stats.beta(5.5, 21.5).cdf).statistic > 1.5 / 500


def test_without_background_the_rest_of_a_row_is_even_and_said_to_be_so() -> None:
    priors = build(scenario({"r": {"J": lone(HALF)}}), DRAWS)
    t = tails(priors, "r", 0)
    assert t[:, 1] == pytest.approx(t[:, 0] / 2)
    assert any(a.kind == "uniform" and a.text.startswith("r:") for a in priors.assumptions)
    assert any(a.kind == "uniform" and a.text.startswith("us:") for a in priors.assumptions)


def test_the_background_completes_in_its_own_proportions() -> None:
    judged = scenario({"r": {"J": lone(HALF, given={"us": "high"}), "S": SPLIT}}, background=["author"], dependence=0)
    only = scenario({"r": {"S": SPLIT}}, background=["author"], dependence=0)
    both, split = build(judged, DRAWS), build(only, DRAWS)
    assert (tails(both, "r", 0) == tails(split, "r", 0)).all()
    row, back = tails(both, "r", 2), tails(split, "r", 2)
    assert row[:, 1] / row[:, 0] == pytest.approx(back[:, 1] / back[:, 0])


def test_a_split_of_the_background_votes_only_on_events_that_others_name() -> None:
    judged = scenario({"r": {"J": lone(HALF), "S": SPLIT}}, background=["author"])
    spoken = build(judged, DRAWS).rows
    assert {row.spoken for row in spoken if row.variable == "r"} == {(("some or more", ("J", "S")),)}


def test_a_split_of_another_voice_speaks_about_every_state_or_more() -> None:
    other = {**SPLIT, "expert": "b"}
    row = next(r for r in build(scenario({"r": {"S": other}}), DRAWS).rows if r.variable == "r")
    assert [event for event, _ in row.spoken] == ["some or more", "war"]
    assert row.completed_from == "nothing left open"


def test_a_split_moves_all_its_log_odds_by_one_number() -> None:
    t = logit(tails(build(scenario({"r": {"S": SPLIT}}, background=["author"]), DRAWS), "r", 0))
    gap = t - logit(np.array([0.4, 0.1]))
    assert gap[:, 0] == pytest.approx(gap[:, 1], abs=1e-9)
    assert np.quantile(gap[:, 0], 0.95) == pytest.approx(np.log(4), rel=0.02)


def test_a_split_worth_cases_is_a_dirichlet_with_the_stated_medians() -> None:
    says = {"split": {"none": "60%", "some": "30%", "war": "10%"}, "worth": 20}
    t = tails(build(scenario({"r": {"S": {**SPLIT, "says": says}}}, background=["author"]), 4001), "r", 0)
    assert np.median(t, axis=0) == pytest.approx([0.4, 0.1], abs=0.01)
    shares = np.stack([1 - t[:, 0], t[:, 0] - t[:, 1], t[:, 1]])
    mean = shares.mean(axis=1)
    # Dirichlet of total 22: Var = m (1 - m) / 23, and Cov of the two outer states = -m m' / 23
    assert shares.var(axis=1) == pytest.approx(mean * (1 - mean) / 23, rel=0.08)
    assert np.cov(shares)[0, 2] == pytest.approx(-mean[0] * mean[2] / 23, rel=0.2)


def test_the_narrower_condition_of_one_voice_wins() -> None:
    wide, narrow = lone({"probability": "10%", "odds_within": 2}), lone(HALF, given={"us": "high"})
    both = build(scenario({"r": {"W": wide, "N": narrow}}), DRAWS)
    assert np.median(tails(both, "r", 0)[:, 0]) == pytest.approx(0.1, abs=2e-3)
    assert np.median(tails(both, "r", 2)[:, 0]) == pytest.approx(0.5, abs=2e-3)


def test_a_complement_is_the_same_event() -> None:
    less = {"expert": "a", "about": "none", "says": {"probability": "80%", "odds_within": 3}}
    folded = build(scenario({"r": {"J": less}}), DRAWS)
    plain = build(scenario({"r": {"J": lone({"probability": "20%", "odds_within": 3})}}), DRAWS)
    assert tails(folded, "r", 0) == pytest.approx(tails(plain, "r", 0), abs=1e-12)


def test_a_nudge_adds_log_odds_to_the_stated_event() -> None:
    base = scenario({"r": {"J": lone(HALF), "S": SPLIT}}, background=["author"])
    moved = edit.edit(base, {"judgments.S.nudge": 0.7})
    x, y = (logit(tails(build(edit.edit(s, {"experts.a.weight": 0}), DRAWS), "r", 0)) for s in (base, moved))
    assert y - x == pytest.approx(0.7, abs=1e-9)


def test_a_weight_of_zero_is_silence() -> None:
    spoken = scenario({"r": {"J": lone(HALF), "K": {**lone({"happened": 0, "of": 26}), "expert": "b"}}})
    silent = build(edit.edit(spoken, {"experts.b.weight": 0}), DRAWS)
    alone = build(scenario({"r": {"J": lone(HALF)}}), DRAWS)
    assert (silent.tables["r"].tails == alone.tables["r"].tails).all()
    assert not (build(spoken, DRAWS).tables["r"].tails == alone.tables["r"].tails).all()


SHIFT = {"expert": "author", "about": "any", "says": {"shift": {"us": {"mid": 0.5, "high": 2}}, "sd": 0}}


def test_a_shift_adds_log_odds_to_every_state_or_more_of_voices_that_do_not_name_the_parent() -> None:
    judged = scenario({"r": {"J": lone(HALF), "S": SPLIT, "H": SHIFT}}, background=["author"])
    priors = build(edit.edit(judged, {"experts.author.weight": 0.5, "experts.a.weight": 1}), DRAWS)
    low, mid, high = (logit(tails(priors, "r", s)) for s in range(3))
    assert mid[:, 0] - low[:, 0] == pytest.approx(0.5, abs=1e-9)
    assert high[:, 0] - low[:, 0] == pytest.approx(2.0, abs=1e-9)


def test_a_voice_that_names_the_parent_is_not_shifted() -> None:
    named = lone(HALF, given={"us": "high"})
    shifted = build(scenario({"r": {"J": named, "H": SHIFT}}), DRAWS)
    plain = build(scenario({"r": {"J": named}}), DRAWS)
    assert (tails(shifted, "r", 2) == tails(plain, "r", 2)).all()


CLOCKED = {"own": {"label": "Own", "states": ["x", "y", "z"], "never_falls": True, "start": "x"}}


def reached(table_tails: list[np.ndarray], s: int) -> np.ndarray:
    """P(state >= s after these steps), from the hazards of each step."""
    return 1 - np.prod([1 - t[:, s - 1] for t in table_tails], axis=0)


def test_a_lone_voices_clocked_word_holds_exactly_at_its_date_and_it_is_silent_later() -> None:
    word = {"expert": "a", "about": "y or more", "by": "2026-01-14", "says": {"probability": "30%", "odds_within": 3}}
    priors = build(scenario({"own": {"J": word}}, extra=CLOCKED), DRAWS)
    by_date = reached([tails(priors, "own", 0, step=k) for k in (1, 2, 3)], 1)
    assert np.median(by_date) == pytest.approx(0.3, abs=2e-3)
    assert (tails(priors, "own", 0, step=4)[:, 0] == 0).all()
    assert (tails(priors, "own", 1, step=1)[:, 0] == 1).all()


def test_a_clocked_split_gives_hazards_from_every_state_below() -> None:
    word = {"expert": "author", "about": "any", "within": "4 steps",
            "says": {"split": {"x": "50%", "y": "30%", "z": "20%"}, "odds_within": 1.0001}}  # fmt: skip
    priors = build(scenario({"own": {"J": word}}, extra=CLOCKED, background=["author"]), DRAWS)
    for s, p in ((1, 0.5), (2, 0.2)):
        hazard = 1 - (1 - p) ** (1 / 4)
        assert np.median(tails(priors, "own", 0)[:, s - 1]) == pytest.approx(hazard, rel=1e-3)
    assert np.median(tails(priors, "own", 1)[:, 1]) == pytest.approx(1 - 0.8**0.25, rel=1e-3)


def test_where_the_background_gives_a_block_nothing_the_nearest_state_takes_it() -> None:
    word = {"expert": "a", "about": "y or more", "by": "2026-01-21", "says": HALF}
    priors = build(scenario({"own": {"J": word}}, extra=CLOCKED), DRAWS)
    assert (tails(priors, "own", 0)[:, 1] == 0).all()
    assert any(a.kind == "filled" and "'y'" in a.text for a in priors.assumptions)


def test_a_voice_that_contradicts_itself_is_an_error() -> None:
    whole, part = lone({"probability": "10%"}), {"expert": "a", "about": "war", "says": {"probability": "20%"}}
    with pytest.raises(ModelError, match="contradicts"):
        build(scenario({"r": {"J": whole, "K": part}}), DRAWS)
    build(scenario({"r": {"J": whole, "K": {**part, "expert": "b"}}}), DRAWS)


def test_voices_that_contradict_each_other_are_repaired_and_it_is_said() -> None:
    whole, part = lone({"probability": "10%"}), {"expert": "b", "about": "war", "says": {"probability": "20%"}}
    priors = build(scenario({"r": {"J": whole, "K": part}}), DRAWS)
    t = tails(priors, "r", 0)
    assert (t[:, 1] <= t[:, 0]).all()
    assert any("contradict each other" in w and "a, b" in w for w in priors.warnings)


def test_an_event_in_the_middle_has_a_column_of_its_own() -> None:
    middle = {"expert": "a", "about": "some", "says": {"probability": "30%", "odds_within": 3}}
    high = {"expert": "a", "about": "war", "says": {"probability": "10%", "odds_within": 3}}
    t = tails(build(scenario({"r": {"J": middle, "K": high}}), 4001), "r", 0)
    some, war = logit(t[:, 0] - t[:, 1]), logit(t[:, 1])
    assert abs(np.corrcoef(some, war)[0, 1]) < 5 / np.sqrt(4001)


def test_certain_is_exactly_so() -> None:
    sure = lone({"probability": 0, "certain": True})
    assert (tails(build(scenario({"r": {"J": sure}}), DRAWS), "r", 0) == 0).all()


def test_overall_statements_enter_no_prior() -> None:
    marginal = {**lone({"probability": "90%"}), "overall": True}
    with_it = build(scenario({"r": {"J": lone(HALF), "M": {**marginal, "expert": "b"}}}), DRAWS)
    assert (with_it.tables["r"].tails == build(scenario({"r": {"J": lone(HALF)}}), DRAWS).tables["r"].tails).all()


def test_a_lexicon_blend_draws_one_book_a_draw() -> None:
    both = scenario({"r": {"J": lone("unlikely")}}, lexicon={"capphrase": 1, "nato": 1})
    t = np.sort(tails(build(both, 4000), "r", 0)[:, 0])
    halves = [build(scenario({"r": {"J": lone("unlikely")}}, lexicon=name), 4000) for name in ("capphrase", "nato")]
    mixed = np.sort(np.concatenate([tails(h, "r", 0)[:, 0] for h in halves]))
    assert stats.ks_2samp(t, mixed).statistic < 0.03
    assert stats.ks_2samp(t, np.sort(tails(halves[0], "r", 0)[:, 0])).statistic > 0.05


def test_adding_a_voice_or_reordering_the_file_leaves_every_other_row_as_it_was() -> None:
    one = {"r": {"J": lone(HALF, given={"us": "high"}), "S": SPLIT}}
    more = {"r": {"S": SPLIT, "K": {**lone("unlikely", given={"us": "low"}), "expert": "b"}, "J": one["r"]["J"]}}
    a, b = (build(scenario(j, background=["author"]), DRAWS) for j in (one, more))
    assert (tails(a, "r", 1) == tails(b, "r", 1)).all()
    assert (tails(a, "r", 2) == tails(b, "r", 2)).all()
    assert not (tails(a, "r", 0) == tails(b, "r", 0)).all()


def test_unordered_states_take_splits_and_single_states_only() -> None:
    party = {"p": {"label": "Party", "states": ["red", "blue", "green"], "ordered": False}}
    says = {"split": {"red": "50%", "blue": "30%", "green": "20%"}, "odds_within": 2}
    priors = build(
        scenario({"p": {"S": {"expert": "author", "says": says}, "J": {"expert": "a", "about": "blue", "says": HALF}}},
                 extra=party, background=["author"]), DRAWS)  # fmt: skip
    t = tails(priors, "p")
    shares = np.stack([1 - t[:, 0], t[:, 0] - t[:, 1], t[:, 1]])
    assert (shares >= 0).all()
    assert np.median(shares[0] / shares[2]) == pytest.approx(2.5, rel=0.1)


def test_medians_survive_expit_at_both_ends() -> None:
    for p in ("0.01%", "99.99%"):
        t = tails(build(scenario({"r": {"J": lone({"probability": p, "odds_within": 2})}}), DRAWS), "r", 0)[:, 0]
        assert np.median(logit(t)) == pytest.approx(logit(float(p[:-1]) / 100), abs=0.01)
        assert np.isfinite(expit(logit(t))).all()


CHAIN = {"own": {"label": "Own", "states": ["x", "y", "z"], "parents": ["own@previous"], "start": "x"}}


def test_a_clocked_word_says_nothing_of_states_that_are_reached_already() -> None:
    word = {"expert": "a", "about": "y or more", "within": "4 steps", "says": HALF}
    split = {"expert": "author", "about": "any", "within": "4 steps",
             "says": {"split": {"x": "70%", "y": "20%", "z": "10%"}, "odds_within": 2}}  # fmt: skip
    priors = build(scenario({"own": {"J": word, "S": split}}, extra=CHAIN, background=["author"]), DRAWS)
    from_y, from_z = tails(priors, "own", 1), tails(priors, "own", 2)
    assert (from_y[:, 0] == 1).all()
    assert np.median(from_y[:, 1]) == pytest.approx(1 - 0.9**0.25, rel=0.02)
    assert (from_z == 1).all()


def test_per_step_given_the_own_previous_state_speaks_of_falls_too() -> None:
    row = {"expert": "author", "about": "any", "per": "step", "given": {"own@previous": "y"},
           "says": {"split": {"x": "30%", "y": "60%", "z": "10%"}, "odds_within": 1.0001}}  # fmt: skip
    falls = build(scenario({"own": {"S": row}}, extra=CHAIN, background=["author"]), DRAWS)
    assert np.median(tails(falls, "own", 1), axis=0) == pytest.approx([0.7, 0.1], abs=1e-3)
    never = build(scenario({"own": {"S": row}}, extra=CLOCKED, background=["author"]), DRAWS)
    assert (tails(never, "own", 1)[:, 0] == 1).all()
    assert np.median(tails(never, "own", 1)[:, 1]) == pytest.approx(0.1, abs=1e-3)


def test_an_unordered_variable_moves_from_its_previous_state_by_hazards() -> None:
    split = {"expert": "author", "about": "any", "within": "2 steps",
             "says": {"split": {"x": "60%", "y": "30%", "z": "10%"}, "odds_within": 1.0001}}  # fmt: skip
    unordered = {"own": {**CHAIN["own"], "ordered": False}}
    t = tails(build(scenario({"own": {"S": split}}, extra=unordered, background=["author"]), DRAWS), "own", 1)
    p = np.median(np.stack([1 - t[:, 0], t[:, 0] - t[:, 1], t[:, 1]]), axis=1)
    leaves = [1 - 0.4**0.5, 1 - 0.9**0.5]
    assert p == pytest.approx([leaves[0], 1 - sum(leaves), leaves[1]], abs=2e-3)
