"""`certain` and `excluded` only where somebody was certain: what digits have rounded away is a bound."""

from __future__ import annotations

import numpy as np
import pytest

from sim.log_odds import LEAST, MOST, expit, logit
from sim.priors.families.families import Beta, Histogram, Pert, Widened
from sim.results.forecast.model import Answer
from sim.results.forecast.run import forecast
from sim.scenario.file.read import loads

HEAD = """schema_version: 1
id: t
title: T
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
experts: {ann: {name: Ann}, ben: {name: Ben}}
"""


def answer(says: str, states: str = "[a, b]", **options: str) -> Answer:
    clock = ", within: 4 steps" if "start" in states else ""
    text = (
        HEAD
        + f"""variables: {{v: {{label: V, states: {states}}}}}
judgments: {{v: {{J1: {{expert: ann, about: b, says: {says}{clock}}}{options.get("more", "")}}}}}
pool: {{rule: {options.get("rule", "log")}}}
questions: {{q: {{asks: "B?", is: {{v: b}}, at: 2026-01-29}}}}
"""
    )
    return forecast(loads(text), draws=200, worlds=64).answers["let_it_run", "q"]


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("{chips: {0-10%: 1, 90-100%: 1000000}}", "> 99.9 %"),
        ("5e-324", "< 0.1 %"),
        ("1e-300", "< 0.1 %"),
        ("0.999999999999", "> 99.9 %"),
        ("0.9999999999999999", "> 99.9 %"),
        ("{probability: 5e-324, worth: 1000000}", "< 0.1 %"),
        ("{probability: 0.9999999999999999, family: point}", "> 99.9 %"),
        ("{probability: 1e-200, odds_within: 1000000}", "< 0.1 %"),
        ("{happened: 1e9, of: 1e9}", "> 99.9 %"),
        ("{happened: 0, of: 1e9, prior: {a: 1e-6, b: 1e6}}", "< 0.1 %"),
        ("{phrase: almost certain, widen: 100}", None),
        ("{probability: 0, certain: true}", "excluded"),
        ("{probability: 1, certain: true}", "certain"),
    ],
)
@pytest.mark.parametrize("states", ["[a, b]", "[a, b], start: a, never_falls: true"])
def test_a_single_voice(says: str, shown: str | None, states: str) -> None:
    found = answer(says, states)
    assert found.shown == (shown or found.shown)
    assert (found.word in ("certain", "excluded")) == (shown in ("certain", "excluded"))


def test_only_a_voice_that_is_certain_outweighs_all_others() -> None:
    """Under `log`, where 1e-320 once counted as infinite log-odds."""
    ben = ", J2: {expert: ben, about: b, says: {probability: 50%, family: point}}"
    near = answer("{probability: 0.9999999999999999, family: point}", more=ben)
    assert 0.5 < near.interval90.low < near.interval90.high < 1
    assert answer("{probability: 1, certain: true}", more=ben).shown == "certain"


def test_log_odds_are_certain_at_infinity_alone() -> None:
    x = np.array([-np.inf, -1e308, -800.0, -30.0, 0.0, 30.0, 800.0, 1e308, np.inf])
    assert expit(x).tolist() == [0.0, LEAST, LEAST, expit(x)[3], 0.5, MOST, MOST, MOST, 1.0]
    assert expit(np.array([20.0]))[0] == pytest.approx(1 / (1 + np.exp(-20.0)), rel=1e-15)


@pytest.mark.parametrize(
    "family",
    [Beta(1e-3, 1e6), Beta(1e6, 1e-3), Pert(0.0, 1.0, 1.0), Histogram((0.0, 1.0), (0.0, 1.0)),
     Widened(Beta(1.0, 9.0), 100.0)],
    ids=lambda family: type(family).__name__,
)  # fmt: skip
def test_no_family_reaches_the_ends(family: Beta | Pert | Histogram | Widened) -> None:
    p = expit(family.log_odds(np.array([1e-300, 1e-9, 0.5, 1 - 1e-9, 1 - 2**-53])))
    assert ((p > 0) & (p < 1)).all()
    assert np.isfinite(logit(p)).all()


TWO = """experts: {ann: {name: Ann}}
variables: {v: {label: V, states: [a, b]}, w: {label: W, states: [a, b]%s}}
judgments: {v: {J1: {expert: ann, about: b, says: 1e-12}}, w: {J2: {expert: ann, about: b, says: %s}}}
questions:
  q: {asks: "Both?", all: [{is: {v: b}, at: 2026-01-29}, {is: {w: b}, at: 2026-01-29}]}
  n: {asks: "Not both?", not: {all: [{is: {v: b}, at: 2026-01-29}, {is: {w: b}, at: 2026-01-29}]}}
"""


@pytest.mark.parametrize(
    ("says", "shown"),
    [("1e-12", ["< 0.1 %", "> 99.9 %"]), ("{probability: 0, certain: true}", ["excluded", "certain"])],
)
def test_the_rounding_of_several_events_is_no_certainty(says: str, shown: list[str]) -> None:
    head = HEAD.replace("experts: {ann: {name: Ann}, ben: {name: Ben}}\n", "")
    found = forecast(loads(head + TWO % ("", says)), draws=200, worlds=64).answers
    assert [found["let_it_run", name].shown for name in ("q", "n")] == shown
    assert found["let_it_run", "n"].probability == 1.0


def test_where_a_variable_starts_is_certain() -> None:
    text = (
        HEAD
        + """variables: {v: {label: V, states: [a, b, c], start: b, never_falls: true}}
judgments: {v: {J1: {expert: ann, about: c, within: 4 steps, says: 20%}}}
questions: {q: {asks: "B?", reaches: {v: b or more}, by: 2026-01-29}}
"""
    )
    assert forecast(loads(text), draws=200, worlds=64).answers["let_it_run", "q"].shown == "certain"
