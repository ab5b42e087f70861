"""Camps: ten voices with one argument weigh what one voice weighs, and their errors move together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from sim.errors import FormatError, ModelError
from sim.priors.build import build
from sim.priors.camps import Camps
from sim.priors.latin_hypercube import voice
from sim.priors.rows.pool import Pool
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

DRAWS = 400


def _scenario(
    doves: int, *, camp: str = "{weight: 1, dependence: 1}", dependence: float = 1.0, rule: str = "log",
    concentration: str = "1", says: str = "unlikely", off: str = "",
) -> Scenario:  # fmt: skip
    """Doves d0, d1, ... of one camp who say the same, and a hawk who says 'likely'."""
    experts = {f"d{i}": f"{{name: D, weight: {1 + i}, camp: doves{off}}}" for i in range(doves)} | {"hawk": "{name: H}"}
    judgments = {f"J{i}": f"{{expert: d{i}, about: yes, says: {says}}}" for i in range(doves)}
    judgments["H"] = "{expert: hawk, about: yes, says: likely}"
    return read.loads(f"""
schema_version: 1
id: camps
title: Camps
as_of: 2026-01-01
timeline: {{steps: 1, step: 1 week}}
dependence: {dependence}
pool: {{rule: {rule}, concentration: {concentration}}}
camps: {{doves: {camp}}}
experts: {{{", ".join(f"{name}: {text}" for name, text in experts.items())}}}
variables: {{x: {{label: X, states: [no, yes]}}}}
judgments: {{x: {{{", ".join(f"{k}: {v}" for k, v in judgments.items())}}}}}
policies: {{none: {{}}}}
questions: {{Q: {{asks: "X?", is: {{x: yes}}, at: 2026-01-08}}}}
""")


def _tails(scenario: Scenario) -> np.ndarray:
    return build(scenario, DRAWS, 1).tables["x"].tails[0, :, 0]


@pytest.mark.parametrize("rule", ["log", "average", "median"])
@pytest.mark.parametrize("concentration", ["1", "0.3", "inf"])
def test_ten_voices_of_one_camp_that_say_the_same_are_one_voice(rule: str, concentration: str) -> None:
    one, ten = (_tails(_scenario(n, rule=rule, concentration=concentration)) for n in (1, 10))
    np.testing.assert_allclose(ten, one, atol=1e-9)


def test_under_linear_a_camp_is_followed_as_often_as_one_voice() -> None:
    """The draws differ, how often does not: 1 in 2, four standard errors are 7 points at 800 draws."""
    pool = build(_scenario(10, rule="linear"), 800, 1).weighing.pool(800, 1)
    voices = [*(f"d{i}" for i in range(10)), "hawk"]
    assert abs(pool.shares(voices)[-1].mean() - 0.5) < 0.07
    alone = Pool("linear", 1.0, pool.weights, 1, 800)  # the negative control: eleven voices for themselves
    assert alone.shares(voices)[-1].mean() < 0.1


@pytest.mark.parametrize("dependence", [0.0, 0.6, 1.0])
def test_a_camp_of_one_is_that_voice(dependence: float) -> None:
    scenario = _scenario(1, dependence=dependence, off=", odds_within: 2")
    alone = edit.edit(scenario, {"experts.d0.camp": None})
    assert (_tails(scenario) == _tails(alone)).all()


def test_without_camps_ten_voices_are_ten_votes() -> None:
    """The negative control."""
    scenario = _scenario(10)
    apart = edit.edit(scenario, {f"experts.d{i}.camp": None for i in range(10)})
    assert np.median(_tails(apart)) < np.median(_tails(scenario)) - 0.05


def test_shares_are_dirichlet_with_the_camp_as_one_voice() -> None:
    """The camp's share is Beta(1, 1), a voice's share of the camp Beta of its part: Kolmogorov's test at 1 in 1,000."""
    scenario = _scenario(3)
    pool = build(scenario, 2000, 1).weighing.pool(2000, 1)
    shares = pool.shares(["d0", "d1", "d2", "hawk"])
    np.testing.assert_allclose(shares.sum(axis=0), 1.0, atol=1e-12)
    camp = shares[:3].sum(axis=0)
    assert stats.kstest(camp, stats.beta(1, 1).cdf).pvalue > 1e-3
    assert stats.kstest(shares[0] / camp, stats.beta(1 / 6, 5 / 6).cdf).pvalue > 1e-3
    assert abs(stats.spearmanr(camp, shares[0] / camp).statistic) < 4 / np.sqrt(2000)


@pytest.mark.parametrize(("rho", "within"), [(0.0, 0.8), (0.6, 0.8), (0.3, 1.0), (0.6, 0.6)])
def test_errors_of_a_camp_move_together_as_far_as_it_says(rho: float, within: float) -> None:
    """Correlations of normal scores within a camp and across; four standard errors at 4,000 draws are under .065."""
    camp = ("doves", within) if within > rho else ("", rho)
    z = [special.ndtri(voice(1, 4000, rho, name, "x", *camp)) for name in ("d0", "d1")]
    hawk = special.ndtri(voice(1, 4000, rho, "hawk", "x"))
    assert abs(np.corrcoef(z[0], z[1])[0, 1] - within) < 0.065
    assert abs(np.corrcoef(z[0], hawk)[0, 1] - rho) < 0.065
    if within == 1.0:
        assert (z[0] == z[1]).all()


def test_correlations_are_those_of_the_latents() -> None:
    camps = Camps({"a": "c", "b": "c"}, {"c": ("a", "b")}, {"c": 1.0}, {"c": 0.8}, 0.6)
    np.testing.assert_allclose(camps.correlation(["a", "b", "x"]), [[1, 0.8, 0.6], [0.8, 1, 0.6], [0.6, 0.6, 1]])


def test_a_camp_without_weight_is_not_heard() -> None:
    scenario = edit.edit(_scenario(3), {"camps.doves.weight": 0})
    only = edit.edit(_scenario(3), {f"experts.d{i}.weight": 0 for i in range(3)})
    assert (_tails(scenario) == _tails(only)).all()


@pytest.mark.parametrize("rule", ["log", "linear", "average", "median"])
@pytest.mark.parametrize("doves", [2, 3])
def test_a_camp_member_whose_weight_goes_to_0_falls_silent_without_a_jump(rule: str, doves: int) -> None:
    """The first by name as well, whose column the camp is drawn from, and where one voice of the camp is left."""
    scenario = _scenario(doves, camp="{weight: 1, dependence: 0.8}", dependence=0.3, rule=rule, off=", odds_within: 2")
    nearly, silent = (_tails(edit.edit(scenario, {"experts.d0.weight": weight})) for weight in (1e-12, 0))
    np.testing.assert_allclose(nearly, silent, atol=1e-9)


def test_what_rests_on_a_weak_source_is_told_of_heard_voices_alone() -> None:
    sources = {"s": {"title": "S", "reliability": "D"}}
    scenario = edit.edit(_scenario(2), {"sources": sources, "judgments.J0.source": "s"})
    silent = edit.edit(scenario, {"experts.d0.weight": 0})
    told = [[a.path for a in build(s, 4, 1).assumptions if "weak source" in a.text] for s in (scenario, silent)]
    assert told == [["judgments.J0.source"], []]


def test_a_voice_that_may_be_off_has_the_doubt_of_words_and_speaker_together() -> None:
    """A point said by one voice, odds within 3: logit-normal with sd ln 3 / 1.645, its quantiles to .05."""
    scenario = edit.edit(
        _scenario(1, says="{probability: 20%, family: point}"),
        {"experts.d0.odds_within": 3, "experts.hawk.weight": 0},
    )
    found = np.quantile(special.logit(_tails(scenario)), [0.05, 0.5, 0.95])
    np.testing.assert_allclose(found, special.logit(0.2) + np.array([-1, 0, 1]) * np.log(3), atol=0.05)


def test_how_far_a_voice_is_off_is_one_number_a_variable() -> None:
    """Two events of one voice move by the same log-odds; a split as well."""
    text = """
schema_version: 1
id: off
title: Off
as_of: 2026-01-01
timeline: {steps: 1, step: 1 week}
experts: {a: {name: A, odds_within: 3}}
variables: {x: {label: X, states: [no, some, much]}, y: {label: Y, states: [no, yes]}}
judgments:
  x: {S: {expert: a, about: any, says: {split: {no: 50%, some: 30%, much: 20%}, odds_within: 1.0001}}}
  y: {J: {expert: a, about: yes, says: {probability: 20%, family: point}}}
policies: {none: {}}
questions: {Q: {asks: "X?", is: {x: much}, at: 2026-01-08}}
"""
    tables = build(read.loads(text), DRAWS, 1).tables
    moved = special.logit(tables["x"].tails[0]) - special.logit([0.5, 0.2])
    np.testing.assert_allclose(moved[:, 0], moved[:, 1], atol=1e-9)
    other = special.logit(tables["y"].tails[0, :, 0]) - special.logit(0.2)
    assert moved[:, 0].std() == pytest.approx(np.log(3) / 1.645, rel=0.02)
    assert abs(np.corrcoef(moved[:, 0], other)[0, 1]) < 0.25  # another variable, another number


@pytest.mark.parametrize("worth", ["", ", worth: 20"])
def test_a_table_moves_with_its_voice_too(worth: str) -> None:
    """Every entry by the one number that the voice is off by; what is certain stays."""
    text = f"""
schema_version: 1
id: off
title: Off
as_of: 2026-01-01
timeline: {{steps: 1, step: 1 week}}
experts: {{a: {{name: A}}}}
variables: {{x: {{label: X, states: [no, some, much]}}, y: {{label: Y, states: [no, yes, never], parents: [x]}}}}
judgments:
  x: {{T: {{expert: a, says: {{table: [0.5, 0.3, 0.2]{worth}}}}}}}
  y: {{U: {{expert: a, says: {{table: [[0.5, 0.5, 0], [0.4, 0.6, 0], [0.1, 0.9, 0]]{worth}}}}}}}
"""
    sure = read.loads(text)
    exact, off = (build(s, DRAWS, 1).tables for s in (sure, edit.edit(sure, {"experts.a.odds_within": 3})))
    for name, column in (("x", slice(None)), ("y", 0)):
        moved = special.logit(off[name].tails[..., column]) - special.logit(exact[name].tails[..., column])
        by_draw = np.moveaxis(moved, 1, 0).reshape(DRAWS, -1)
        np.testing.assert_allclose(by_draw, by_draw[:, :1].repeat(by_draw.shape[1], axis=1), atol=1e-9)
        assert by_draw[:, 0].std() == pytest.approx(np.log(3) / 1.645, rel=0.02)
    assert (off["y"].tails[..., 1] == 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"camps.doves.dependence": 0.5}, "below the file's dependence"),
        ({"experts.d0.camp": "dovs"}, "did you mean 'doves'"),
        ({"pool.weights": "equal"}, "camps have weights of their own"),
        ({"experts.d0.odds_within": 1}, "odds_within"),
    ],
)
def test_what_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises((FormatError, ModelError), match=message):
        edit.edit(_scenario(2), change)


@pytest.mark.parametrize("rule", ["log", "linear", "average"])
@pytest.mark.parametrize("concentration", ["1", "inf"])
def test_words_at_face_value_in_a_camp_with_other_kinds_are_the_plain_pool(rule: str, concentration: str) -> None:
    """gamma 1 moves nothing, though the camp of the words is shared with a voice that is no words."""
    plain = edit.edit(
        _scenario(2, camp="{weight: 1}", dependence=0.3, rule=rule, concentration=concentration, says="10%"),
        {"experts.d1.kind": "model", "judgments.J1.says": "50%"},
    )
    trusted = edit.edit(plain, {"pool.recalibrate": "record", "pool.gamma": 1})
    np.testing.assert_allclose(_tails(trusted), _tails(plain), atol=1e-9)
