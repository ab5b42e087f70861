"""`average` and `median`, extremizing, and the bars of pooling on whole rows, against closed forms."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from sim.priors.build import build
from sim.priors.rows.hazard import hazard
from sim.priors.rows.pool import Pool, extremized, mean_probability, weighted_medians
from sim.results.forecast.export import as_json
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

WEIGHTS = (("a", 1.0), ("b", 1.0), ("c", 0.5))
DRAWS = 400
RULES = ("log", "linear", "average", "median")
EVERY_PART = Path(__file__).parents[2] / "scenarios" / "valid" / "every-part.yaml"


def _pool(rule: str, weights: tuple[tuple[str, float], ...] = WEIGHTS, extremize: float = 1.0) -> Pool:
    return Pool(rule, 1.0, weights, 1, DRAWS, extremize)


def _said(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(3, DRAWS)) * 3


def _scenario(*says: str, pool: str = "{}", weights: tuple[float, ...] = (), dependence: float = 1.0) -> Scenario:
    """Voices a, b, c, ... about one event, in log-odds that move together (`dependence: 1`)."""
    voices = "abcdef"[: len(says)]
    weight = dict(zip(voices, weights or [1.0] * len(says), strict=True))
    experts = ", ".join(f"{v}: {{name: {v}, weight: {weight[v]}}}" for v in voices)
    judgments = ", ".join(
        f"J{v}: {{expert: {v}, about: yes or more, says: {said}}}" for v, said in zip(voices, says, strict=True)
    )
    return read.loads(f"""
schema_version: 1
id: pool
title: Pooling
as_of: 2026-01-01
timeline: {{steps: 1, step: 1 week}}
dependence: {dependence}
pool: {pool}
experts: {{{experts}}}
variables: {{x: {{label: X, states: [no, yes, very]}}}}
judgments: {{x: {{{judgments}}}}}
policies: {{none: {{}}}}
questions: {{Q: {{asks: "X?", is: {{x: yes or more}}, at: 2026-01-08}}}}
""")


def _tails(scenario: Scenario, draws: int = DRAWS) -> np.ndarray:
    return build(scenario, draws, 1).tables["x"].tails


LOW, HIGH = "{probability: 12%, odds_within: 3}", "{probability: 88%, odds_within: 3}"


@pytest.mark.parametrize("rule", RULES)
def test_identical_voices_pooled_give_the_voice(rule: str) -> None:
    alone = _tails(_scenario(LOW))
    pooled = _tails(_scenario(LOW, LOW, LOW, pool=f"{{rule: {rule}}}", weights=(1, 2, 0.3)))
    assert pooled == pytest.approx(alone, abs=1e-10)


@pytest.mark.parametrize("rule", RULES)
def test_weights_times_ten_with_concentration_over_ten_change_nothing(rule: str) -> None:
    once = _scenario(LOW, HIGH, "1 in 3", pool=f"{{rule: {rule}}}", weights=(1, 0.5, 2))
    tenfold = _scenario(LOW, HIGH, "1 in 3", pool=f"{{rule: {rule}, concentration: 0.1}}", weights=(10, 5, 20))
    assert _tails(tenfold) == pytest.approx(_tails(once), abs=1e-10)


def test_concentration_leads_from_the_linear_pool_to_the_log_pool_with_fixed_weights_draw_by_draw() -> None:
    """Both in their own limit on whole rows; `inf` is the closed form: the weighted mean of log-odds."""
    rows = {
        text: _tails(_scenario(LOW, HIGH, "1 in 3", pool=text, weights=(1, 0.5, 2)))[0, :, 0]
        for text in ("{concentration: 1e9}", "{concentration: inf}", "{concentration: 1e-9}", "{rule: linear}")
    }
    assert rows["{concentration: 1e9}"] == pytest.approx(rows["{concentration: inf}"], abs=1e-3)
    assert rows["{concentration: 1e-9}"] == pytest.approx(rows["{rule: linear}"], abs=1e-3)
    voices = [special.logit(_tails(_scenario(said))[0, :, 0]) for said in (LOW, HIGH, "1 in 3")]
    expected = special.expit(np.average(voices, axis=0, weights=(1, 0.5, 2)))
    assert rows["{concentration: inf}"] == pytest.approx(expected, abs=1e-10)


def test_average_and_median_are_their_closed_forms_on_whole_rows() -> None:
    """At `dependence: 1` all voices have the same latent, so each row is known draw by draw."""
    voices = [_tails(_scenario(said))[0, :, 0] for said in (LOW, HIGH, "1 in 3")]
    average = _tails(_scenario(LOW, HIGH, "1 in 3", pool="{rule: average}", weights=(1, 0.5, 2)))[0, :, 0]
    median = _tails(_scenario(LOW, HIGH, "1 in 3", pool="{rule: median}"))[0, :, 0]
    halves = _tails(_scenario(LOW, HIGH, pool="{rule: median}"))[0, :, 0]
    assert average == pytest.approx(np.average(voices, axis=0, weights=(1, 0.5, 2)), abs=1e-10)
    assert median == pytest.approx(np.median(voices, axis=0), abs=1e-10)
    assert halves == pytest.approx(np.mean(voices[:2], axis=0), abs=1e-10)


def test_the_default_widens_when_two_voices_move_apart() -> None:
    """Four log-odds apart around 50 %: e^2 = 7.389 to 1 either way. `average` and `median` do not."""

    def width(pool: str, gap: bool) -> float:
        says = ("{probability: 0.119203, odds_within: 2}", "{probability: 0.880797, odds_within: 2}")
        near = ("{probability: 0.5, odds_within: 2}",) * 2
        x = special.logit(_tails(_scenario(*(says if gap else near), pool=pool), 2000)[0, :, 0])
        return float(np.quantile(x, 0.95) - np.quantile(x, 0.05))

    assert width("{}", True) > 2 * width("{}", False)
    assert width("{concentration: inf}", True) == pytest.approx(width("{concentration: inf}", False), rel=1e-3)
    assert width("{rule: linear}", True) > 2 * width("{rule: linear}", False)
    for rule in ("average", "median"):
        assert width(f"{{rule: {rule}}}", True) < width(f"{{rule: {rule}}}", False) * 1.01


@pytest.mark.parametrize("pool", ["{}", "{rule: linear}", "{rule: average}", "{rule: median, extremize: 1.5}"])
def test_the_order_of_voices_and_of_keys_changes_no_byte(pool: str) -> None:
    scenario = edit.edit(read.read(EVERY_PART), {"pool": read.yaml_text.parse(pool, "x").data})
    data = json.loads(json.dumps(scenario.file._data, default=str))
    turned = read.build(_turned(data), scenario.file._places)
    assert list(turned.experts) != list(scenario.experts)
    one, other = (build(x, 300, 1) for x in (scenario, turned))
    for name, table in one.tables.items():
        assert table.tails.tobytes() == other.tables[name].tails.tobytes()


def _turned(data: object) -> object:
    """Every mapping back to front, but not the states of variables nor other lists."""
    if isinstance(data, dict):
        return {key: _turned(value) for key, value in reversed(data.items())}
    return data


SHARES = st.lists(st.floats(0.01, 10.0), min_size=2, max_size=6)


@given(SHARES, st.integers(0, 10_000))
def test_average_is_a_mean_and_median_splits_the_weight(weights: list[float], seed: int) -> None:
    names = "abcdef"[: len(weights)]
    said = np.random.default_rng(seed).normal(size=(len(weights), DRAWS)) * 4
    pooled = tuple(zip(names, weights, strict=True))
    p, w = special.expit(said), np.array(weights) / sum(weights)
    average = special.expit(_pool("average", pooled).log_odds(names, said))
    assert average == pytest.approx(w @ p, abs=1e-12)
    median = special.expit(_pool("median", pooled).log_odds(names, said))
    assert (w @ (p < median - 1e-12)).max() <= 0.5 + 1e-9
    assert (w @ (p > median + 1e-12)).max() <= 0.5 + 1e-9
    flipped = special.expit(_pool("median", pooled).log_odds(names, -said))
    assert flipped == pytest.approx(1 - median, abs=1e-12)


def test_a_half_reached_by_rounding_is_a_half() -> None:
    """0.1 + 0.2 + 0.2 and 0.5 of the weight: the median lies between, whatever the last bit says."""
    share = np.array([[0.1], [0.2], [0.2], [0.5]]) / np.sum([0.1, 0.2, 0.2, 0.5])
    lower, upper = weighted_medians(share, np.array([[1.0], [2.0], [3.0], [9.0]]))
    assert (lower[0], upper[0]) == (3.0, 9.0)


def test_the_mean_of_tiny_probabilities_keeps_its_digits_and_of_certainties_its_meaning() -> None:
    share = np.array([[0.25], [0.75]])
    assert mean_probability(share, np.array([[-700.0], [-750.0]]))[0] == pytest.approx(-700 + np.log(0.25), rel=1e-12)
    assert mean_probability(share, np.array([[700.0], [750.0]]))[0] == pytest.approx(700 - np.log(0.25), rel=1e-12)
    sure = np.array([[-np.inf], [np.inf]])
    assert special.expit(mean_probability(share, sure)) == pytest.approx(0.75)
    assert np.isneginf(mean_probability(share, np.full((2, 1), -np.inf))).all()


@pytest.mark.parametrize("rule", RULES)
def test_shifts_are_pooled_as_numbers(rule: str) -> None:
    """Two voices shift by 1 and 3: their mean, one of them, or what lies between; never a mean of probabilities."""
    effects = np.repeat(np.array([[1.0], [3.0]]), DRAWS, axis=1)
    found = _pool(rule, WEIGHTS[:2]).effects(["a", "b"], effects)
    if rule in ("average", "median"):
        assert found.tolist() == [2.0] * DRAWS
    else:
        assert found == pytest.approx(_pool(rule, WEIGHTS[:2]).log_odds(["a", "b"], effects), abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_extremizing_multiplies_pooled_log_odds(rule: str) -> None:
    usual, sharper = (
        special.logit(_tails(_scenario(LOW, "30%", pool=f"{{rule: {rule}, extremize: {a}}}"))[0, :, 0])
        for a in (1.0, 1.5)
    )
    assert sharper == pytest.approx(1.5 * usual, rel=1e-9)


def test_one_voice_alone_is_not_extremized() -> None:
    assert (_tails(_scenario(LOW, pool="{extremize: 2}")) == _tails(_scenario(LOW))).all()


@pytest.mark.parametrize("steps", [2, 10, 300])
def test_extremizing_a_hazard_acts_on_the_chance_within_the_clock(steps: int) -> None:
    """80 % within n steps, times 2 in log-odds: 94.1 %; a hazard times 2 itself would shrink it."""
    whole = special.logit(np.array([0.8, 0.2]))
    found = extremized(hazard(whole, steps), 2.0, steps)
    chance = 1 - (1 - special.expit(found)) ** steps
    assert chance == pytest.approx(special.expit(2 * whole), rel=1e-9)
    assert found[0] > hazard(whole, steps)[0]


def test_two_clocked_voices_are_extremized_over_the_longer_clock() -> None:
    """Both say the same hazard: 80 % in ten steps and 96 % in twenty. P over twenty is what is extremized."""
    text = """
schema_version: 1
id: clocked
title: Clocks
as_of: 2026-01-01
timeline: {steps: 20, step: 1 week}
dependence: 1
pool: {concentration: inf, extremize: 1.0}
experts: {a: {name: A}, b: {name: B}}
variables: {x: {label: X, states: [no, yes], never_falls: true, start: no}}
judgments: {x: {Ja: {expert: a, about: yes, within: 10 steps, says: {probability: 80%, odds_within: 1.001}},
                Jb: {expert: b, about: yes, within: 20 steps, says: {probability: 96%, odds_within: 1.001}}}}
policies: {none: {}}
questions: {Q: {asks: "X?", reaches: {x: yes}, by: 2026-05-21}}
"""
    for factor, expected in ((1.0, 0.96), (2.0, special.expit(2 * special.logit(0.96)))):
        table = build(read.loads(text.replace("extremize: 1.0", f"extremize: {factor}")), DRAWS, 1).tables["x"]
        step = table.tails[table.row_of[0, 0], :, 0]
        assert 1 - (1 - np.median(step)) ** 20 == pytest.approx(expected, abs=1e-4)


def test_shifts_of_two_voices_are_pooled_as_numbers_on_whole_rows() -> None:
    """Log-odds shifts of 1 and 3 without doubt: 2 under `average` and `median`, whatever is shifted."""
    text = """
schema_version: 1
id: shifted
title: Shifts
as_of: 2026-01-01
timeline: {steps: 1, step: 1 week}
pool: {rule: RULE}
experts: {a: {name: A}, b: {name: B}, c: {name: C}}
variables: {p: {label: P, states: [off, on]}, x: {label: X, states: [no, yes], parents: [p]}}
judgments: {p: {J: {expert: c, about: on, says: 50%}}, x: {Jc: {expert: c, about: yes, says: 10%},
  Ja: {expert: a, says: {shift: {p: {on: 1}}}}, Jb: {expert: b, says: {shift: {p: {on: 3}}}}}}
policies: {none: {}}
questions: {Q: {asks: "X?", is: {x: yes}, at: 2026-01-08}}
"""
    for rule in ("average", "median"):
        table = build(read.loads(text.replace("RULE", rule)), DRAWS, 1).tables["x"]
        off, on = (special.logit(table.tails[table.row_of[0, state], :, 0]) for state in (0, 1))
        assert on - off == pytest.approx(2.0, abs=1e-9)


def test_extremizing_is_an_assumption_and_changes_nothing_at_one() -> None:
    scenario = _scenario(LOW, HIGH, pool="{extremize: 1.5}")
    assert any("multiplied by 1.5" in a.text for a in build(scenario, 50, 1).assumptions)
    plain = _scenario(LOW, HIGH)
    assert not any("multiplied" in a.text for a in build(plain, 50, 1).assumptions)
    assert _scenario(LOW, HIGH, pool="{extremize: 1.0, weights: given}").digest == plain.digest
    assert scenario.digest != plain.digest


def test_json_names_rule_weights_and_factor() -> None:
    scenario = _scenario(LOW, HIGH, pool="{rule: average, weights: equal, extremize: 2}", weights=(1, 0.5))
    pool = json.loads(as_json([forecast(scenario, draws=50)]))["forecasts"][0]["pool"]
    assert pool == {
        "rule": "average", "concentration": 1.0, "weights": "equal", "extremize": 2.0, "voices": {"a": 1.0, "b": 1.0},
        "recalibrate": "none",
    }  # fmt: skip
