"""What evidence teaches, printed; and answers without a number, drawn as nothing."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from sim.results.forecast.model import UNDEFINED, Curve, Gained, Interval, Learned, Posterior
from sim.show import printout, words
from sim.show.charts import fan, ladder
from sim.show.posterior import learned, moved

NAN = math.nan
SHIFT = Learned("A3", "war", "author", "shift by asset ship", (0.1, 0.8, 1.4), (0.2, 0.9, 1.6), log_odds=True)
STAYS = Learned("S1", "war", "ann", "war", (0.1, 0.2, 0.3), (0.1, 0.2, 0.3))
MOVES = Learned("S2", "war", "bob", "war", (0.1, 0.2, 0.3), (0.2, 0.4, 0.6))
SEEN = Posterior(
    "stay", ("E1 (war is war, 2026-01-06)",), 0.000213, 41.3, 1234.5, (STAYS, SHIFT, MOVES), (Gained("ann", 0.5, 0.25),)
)


def test_all_that_is_learned_is_told():
    (seen, about), (_, voices), (_, judgments) = learned(SEEN, 100, 64)
    assert seen == "Seen, under policy stay"
    assert about == [
        "E1 (war is war, 2026-01-06)",
        "All of it together had a probability of 1 in 4,700 before it was seen. It leaves 41 effective draws of 100 "
        "and 1,234 effective worlds of 6,400.",
    ]
    assert voices == ["ann: 50.0 % -> 25.0 %"]
    assert judgments == [
        "S2 (bob), war: 20.0 % (10.0 to 30.0 %) -> 40.0 % (20.0 to 60.0 %)",
        "A3 (author), shift by asset ship: +0.80 (+0.10 to +1.40) -> +0.90 (+0.20 to +1.60)",
        "S1 (ann), war: 20.0 % (10.0 to 30.0 %) -> 20.0 % (10.0 to 30.0 %)",
    ]


def test_how_far_a_judgment_has_moved_is_told_in_log_odds():
    assert moved(STAYS) == 0
    assert moved(MOVES) == pytest.approx(math.log(0.4 / 0.6) - math.log(0.2 / 0.8))
    assert moved(SHIFT) == pytest.approx(0.1)


def test_what_is_learned_stands_below_the_tables(small_forecast):
    text = printout.as_text([replace(small_forecast, seen={"stay": SEEN})])
    order = "Policy let_it_run", "Seen, under policy stay:", " in all: --all-assumptions"
    places = [text.index(part) for part in order]
    assert places == sorted(places)


@pytest.fixture
def undefined(small_forecast):
    """The small forecast with one question asked of no world, and one asked only from the second step on."""
    curve = small_forecast.answers["stay", "Q1"].curve
    late = Curve(curve.dates, *[(NAN, values[1]) for values in (
        curve.probability, curve.median, curve.low50, curve.high50, curve.low90, curve.high90)])  # fmt: skip
    never = Curve(curve.dates, *[(NAN, NAN)] * 6)
    answers = dict(small_forecast.answers)
    answers["stay", "Q1"] = replace(answers["stay", "Q1"], curve=late, asked=0.182)
    answers["let_it_run", "Q1"] = replace(
        answers["let_it_run", "Q1"], probability=NAN, median=NAN, interval50=Interval(0.5, NAN, NAN),
        interval90=Interval(0.9, NAN, NAN), sampling_error=NAN, noise_share=NAN, worlds_needed=None, method=UNDEFINED,
        word=UNDEFINED, shown=UNDEFINED, curve=never, asked=0.0,
    )  # fmt: skip
    return replace(small_forecast, answers=answers)


def test_an_undefined_answer_is_printed_without_numbers(undefined):
    text = printout.as_text([undefined])
    (line,) = [line for line in text.splitlines() if "undefined" in line]
    assert line.split() == ["undefined", "-", "-", "-", "undefined"]
    assert "asked of 18 % of the worlds" in text
    assert "nan" not in text


def test_an_undefined_answer_is_drawn_as_nothing(undefined):
    spec = ladder.Ladder(undefined, "let_it_run").spec()
    json.dumps(spec, allow_nan=False)
    (row,) = [row for row in spec["data"]["values"] if row.get("question") == "Q1" and "told" in row]
    assert row["told"].startswith("undefined, since")
    assert row["mean"] is row["low90"] is None
    spoken = ladder.Ladder(undefined, "let_it_run", "Q1").text()
    assert "undefined, since what it is asked of never comes to pass" in spoken


def test_a_curve_begins_where_the_question_is_asked(undefined):
    late, never = undefined.answers["stay", "Q1"], undefined.answers["let_it_run", "Q1"]
    assert [row["date"] for row in fan.fan(late).data.values] == ["2026-01-07"]
    assert fan.fan(never).data.values == []
    assert fan.fan_text(late).count("7 January 2026") == 3  # asked, first and last
    assert fan.fan_text(never).endswith("Undefined throughout: it is asked of no world.")


def test_the_headline_of_an_undefined_answer_is_a_sentence(undefined):
    answer = undefined.answers["let_it_run", "Q1"]
    assert words.headline(answer, {}) == "undefined, since what it is asked of never comes to pass."
    assert words.method_line(answer, undefined) == "Undefined; no sampling error; 1,000 draws x 64 worlds, seed 1."
