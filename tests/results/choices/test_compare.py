"""The table of choices: what is tried, that every row is the forecast of that edit, and what moved how far."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from sim.errors import ModelError, SimError
from sim.results.choices import compare as comparison
from sim.results.choices import export
from sim.results.choices.compare import Choice, ChoiceCell, ChoiceRow, Choices, choices, offered, widest
from sim.results.forecast.run import forecast
from sim.results.settings import RunSettings
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.choices import as_text

ROOT = Path(__file__).parents[3]
SMALL = """schema_version: 1
id: small
title: Two rungs
as_of: 2026-03-02
timeline: {steps: 2, step: 1 week}
experts: {ann: {name: Ann}, ben: {name: Ben}}
variables:
  strike: {label: Strike, states: [none, strike]}
  march: {label: March, states: [none, march]}
  lever: {label: Lever, states: [open, shut], role: lever}
judgments:
  strike:
    J1: {expert: ann, about: strike, says: unlikely}
    J2: {expert: ben, about: strike, says: highly likely}
  march:
    J3: {expert: ann, about: march, says: {probability: 30%, odds_within: 3}}
  lever:
    J4: {expert: ann, about: shut, says: {probability: 50%, odds_within: 3}}
policies: {shut: {lever: shut}, free: {}}
questions:
  Q1: {asks: "Strike by 16 March 2026?", is: {strike: strike}, at: 2026-03-16}
  Q2: {asks: "March by 16 March 2026?", is: {march: march}, at: 2026-03-16}
  Q3: {asks: "Shut on 16 March 2026?", is: {lever: shut}, at: 2026-03-16}
"""


def small(**settings: object) -> Scenario:
    return edit.edit(read.loads(SMALL), settings) if settings else read.loads(SMALL)


def made(scenario: Scenario, **options: object) -> Choices:
    return choices(scenario, policy="shut", **{"draws": 100, **options})  # type: ignore[arg-type]


def row(table: Choices, path: str, text: str) -> ChoiceRow:
    return next(row for row in table.rows if row.choice == Choice(path, text))


def test_every_book_one_blend_and_the_pool_are_offered() -> None:
    told: dict[str, list[str]] = {}
    for choice in offered(small()):
        told.setdefault(choice.path, []).append(choice.text)
    assert told["lexicon"] == [
        "icd203", "phia", "nato", "zonination", "mauboussin", "wadefagen", "ipcc", "efsa", "kent",
        "{capphrase: 2, icd203: 1}",
    ]  # fmt: skip
    assert told["pool.rule"][0] == "linear"
    assert told["pool.concentration"] == ["inf", "0.3", "3"]
    assert told["dependence"] == ["0", "1"]


def test_what_the_file_has_is_not_offered_again(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("phrase,concept,low,high\nunlikely,unlikely,1,2\n")
    own = read.loads(SMALL + "lexicons: {desk: words.csv}\nlexicon: icd203\npool: {rule: linear}\n", base=tmp_path)
    texts = [choice.text for choice in offered(own)]
    assert "icd203" not in texts
    assert "{icd203: 2, capphrase: 1}" in texts
    assert "desk" in texts
    assert "log" in texts
    assert "linear" not in texts
    blend = [choice.text for choice in offered(small(lexicon={"capphrase": 1, "nato": 1}, dependence=1))]
    assert {"capphrase", "nato"} <= {*blend}
    assert not any("{" in text for text in blend)
    assert "1" not in blend


def test_every_row_is_the_forecast_of_that_edit() -> None:
    scenario = small()
    table = made(scenario)
    assert table.rows[0].choice is None
    file = forecast(scenario, draws=100, policies=["shut"])
    for path, text in [("lexicon", "phia"), ("lexicon", "{capphrase: 2, icd203: 1}"), ("pool.rule", "linear")]:
        other = forecast(edit.edit(scenario, {path: edit.parse(text)}), draws=100, policies=["shut"])
        before, after = (one.answers["shut", "Q1"] for one in (file, other))
        cell = row(table, path, text).cells["Q1"]
        assert (cell.median, cell.low90, cell.high90) == (
            after.median, after.interval90.low, after.interval90.high,
        )  # fmt: skip
        assert cell.points == pytest.approx(100 * (after.median - before.median), abs=1e-12)
        odds = [one.median / (1 - one.median) for one in (after, before)]
        assert cell.odds_ratio == pytest.approx(odds[0] / odds[1], rel=1e-12)
        assert cell.moved


def test_of_questions_that_are_asked_these_alone_are_worked_out() -> None:
    whole, some = made(small()), made(small(), questions=["Q2"])
    assert [choice.choice for choice in some.rows] == [choice.choice for choice in whole.rows]
    for one, all_of_them in zip(some.rows, whole.rows, strict=True):
        assert one.cells.keys() == {"Q2"}
        cell, same = one.cells["Q2"], all_of_them.cells["Q2"]
        assert (cell.median, cell.low90, cell.high90) == pytest.approx((same.median, same.low90, same.high90))
    assert "no effect on any question" not in as_text([some])


def test_what_cannot_move_does_not() -> None:
    """A lone stated number knows neither word list nor pool, but can be trusted less; the policy sets the lever.

    Another dependence orders the voice's draws anew, which a lone voice shows as sampling error and no more.
    """
    table = made(small())
    for one in table.rows:
        path = "" if one.choice is None else one.choice.path
        anew = path == "dependence"
        assert one.cells["Q2"].moved == (anew or path == "pool.recalibrate")
        if path != "pool.recalibrate":
            assert abs(one.cells["Q2"].points) <= (100 * 5 * (one.cells["Q2"].error or 0) if anew else 0)
        assert one.cells["Q3"].settled == "set by policy"
        assert not one.cells["Q3"].moved
    assert all(row(table, "lexicon", text).moved for text in ("icd203", "phia", "nato"))
    assert not table.rows[0].moved


def test_a_scenario_without_phrases_says_that_books_have_no_effect() -> None:
    number = {"probability": "20%", "odds_within": 3}
    table = made(small(**{"judgments.J1.says": number, "judgments.J2.says": number}))
    assert not any(one.moved for one in table.rows if one.choice is not None and one.choice.path == "lexicon")
    assert row(table, "pool.rule", "linear").moved


def test_choices_that_the_scenario_does_not_allow_are_told(tmp_path: Path) -> None:
    """Under `desk` one voice would hold the part likelier than the whole."""
    (tmp_path / "words.csv").write_text(
        "phrase,concept,low,high\nlikely,likely,5,10\nunlikely,unlikely,80,90\n", encoding="utf-8"
    )
    text = SMALL.replace("states: [none, strike]", "states: [none, strike, war]").replace(
        "    J2: {expert: ben, about: strike, says: highly likely}",
        "    J2: {expert: ann, about: war, says: unlikely}",
    ).replace("about: strike, says: unlikely", "about: strike or more, says: likely")  # fmt: skip
    table = made(read.loads(text + "lexicons: {desk: words.csv}\n", base=tmp_path), also=["pool.rule=loud"])
    told = {choice.text: why for choice, why in table.refused}
    assert told["desk"].startswith("ann contradicts J1")
    assert told["loud"].startswith("unknown value 'loud'")
    assert {*told} & {one.choice.text for one in table.rows if one.choice} == set()


def test_pool_rules_appear_as_soon_as_the_pool_has_them() -> None:
    table = made(small())
    for rule in ("linear", "average", "median"):
        try:
            allowed = bool(edit.edit(small(), {"pool.rule": rule}))
        except SimError:
            allowed = False
        assert any(one.choice == Choice("pool.rule", rule) for one in table.rows) == allowed
        assert not any(choice.text == rule for choice, _ in table.refused)


def test_the_headlines_are_the_opening_one_and_those_that_move_most() -> None:
    """Q2 moves most in points, Q5 in odds; the policy sets Q4, which would move most of all."""
    cells = [ChoiceCell(0.5, 0.4, 0.6, 0.5, 0.0, 1.0, settled="set by policy" if n == 4 else "") for n in range(1, 7)]
    file = {f"Q{n}": cell for n, cell in enumerate(cells, start=1)}
    moves = {"Q1": (0.0, 1.0), "Q2": (-30.0, 0.2), "Q3": (10.0, 1.5), "Q4": (90.0, 99.0), "Q5": (2.0, 9.0)}
    moves["Q6"] = (9.0, 2.0)
    after = {name: ChoiceCell(0.5, 0.4, 0.6, 0.5, points, ratio) for name, (points, ratio) in moves.items()}
    rows = [ChoiceRow(None, file), ChoiceRow(Choice("lexicon", "phia"), after)]
    assert comparison._headlines(rows, "Q6") == ("Q6", "Q2", "Q5", "Q3")
    assert comparison._headlines(rows, "Q2") == ("Q2", "Q5", "Q3", "Q6")
    assert made(small()).questions == ("Q1", "Q2")


def test_questions_asked_for_are_shown_and_no_others() -> None:
    assert made(small(), questions=["Q3", "Q1"]).questions == ("Q3", "Q1")
    with pytest.raises(ModelError, match=r"unknown question 'Q7' \(Q1, Q2, Q3\)") as caught:
        made(small(), questions=["Q7", "Q1", "Q8"])
    assert len(caught.value.problems) == 2
    with pytest.raises(ModelError, match="unknown policy 'shud' - did you mean 'shut'"):
        choices(small(), policy="shud", draws=10)


def test_a_choice_is_tried_once() -> None:
    table = made(small(), also=["lexicon=phia", "lexicon=capphrase"])
    texts = [one.choice.text for one in table.rows if one.choice]
    assert texts.count("phia") == 1
    assert not row(table, "lexicon", "capphrase").moved


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    made(small(), progress=told.append)
    assert told == sorted(told)
    assert 0 <= told[0] < 0.1
    assert told[-1] == pytest.approx(1.0)


def cell(points: float, ratio: float | None) -> ChoiceCell:
    return ChoiceCell(0.5, 0.4, 0.6, 0.5, points, ratio, moved=points != 0)


def by_hand() -> Choices:
    rows = (
        ChoiceRow(None, {"Q1": cell(0, 1), "Q2": cell(0, 1)}),
        ChoiceRow(Choice("lexicon", "phia"), {"Q1": cell(5, 1.2), "Q2": cell(-9, 0.9)}),
        ChoiceRow(Choice("pool.rule", "linear"), {"Q1": cell(-0.5, 0.1), "Q2": cell(99, None)}),
        ChoiceRow(Choice("dependence", "0"), {"Q1": cell(0, 1), "Q2": cell(0, 1)}),
    )
    asks = {"Q1": "One?", "Q2": "Two?"}
    return Choices("s", "S", "s.yaml", "0f", date(2026, 3, 2), RunSettings(100, 64, 1), "stay", ("Q1",), asks, rows)


def test_the_widest_is_among_what_is_shown() -> None:
    table = by_hand()
    assert widest(table) == (Choice("lexicon", "phia"), "Q1")
    assert widest(table, in_odds=True) == (Choice("pool.rule", "linear"), "Q1")
    assert widest(table, "pool.rule") == (Choice("pool.rule", "linear"), "Q1")
    assert widest(table, "dependence") is None


def test_json_and_csv_hold_the_same_numbers() -> None:
    table = made(small(), questions=["Q1", "Q3"])
    data = json.loads(export.as_json([table]))
    (one,) = data["tables"]
    rows = list(csv.DictReader(io.StringIO(export.as_csv([table]))))
    assert len(rows) == 2 * len(table.rows) == 2 * len(one["rows"])
    flat = [(line["choice"], answer) for line in one["rows"] for answer in line["answers"]]
    for (choice, answer), cells in zip(flat, rows, strict=True):
        assert (cells["path"], cells["value"]) == (("", "") if choice is None else (choice["path"], choice["value"]))
        assert cells["question"] == answer["question"]
        for key in ("median", "low90", "high90", "probability", "points"):
            assert float(cells[key]) == answer[key]
        assert cells["odds_ratio"] == ("" if answer["odds_ratio"] is None else json.dumps(answer["odds_ratio"]))
        assert cells["moved"] == json.dumps(answer["moved"])
    assert export.as_json([table]) == export.as_json([made(small(), questions=["Q1", "Q3"])])


def test_every_column_and_key_of_the_table_is_documented() -> None:
    page = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    (one,) = json.loads(export.as_json([by_hand()]))["tables"]
    keys = {*export.COLUMNS, *one, *one["rows"][0], *one["rows"][0]["answers"][0], "path", "value", "why"}
    assert {key for key in keys if f"`{key}`" not in page} == set()
