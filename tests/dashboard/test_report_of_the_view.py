"""The report that is taken away from the page: that of `sim report`, with edits, what was seen, and a ledger."""

from __future__ import annotations

import html
import re
import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_parcel import DAY, EDITS, HARBOUR

import sim
from sim.cli import cli
from sim.dashboard.learn.beside import read_beside
from sim.dashboard.learn.choice import gather_seen, settle_choice
from sim.dashboard.state import State
from sim.dashboard.takeaway.ledgers import find_last_entry
from sim.dashboard.takeaway.parcel import Parcel
from sim.dashboard.takeaway.seen import NOTHING_SEEN, SeenOfVisit, find_seen_of_visit
from sim.errors import FormatError
from sim.results.report.gather import find_seen
from sim.results.report.packed import unpack
from sim.results.report.recipe import Recipe
from sim.scenario.file.read import read
from sim.show.report.verify import verify

SEEN = "schema_version: 1\nevidence:\n  O1: {date: 2026-01-06, variable: rumour, is: some}\n"
BESIDE = """schema_version: 1
evidence:
  O1: {date: 2026-01-06, variable: rumour, is: some, note: "A *rumour*: heard"}
  O2: {date: 2026-01-13, variable: mood, is: angry}
quiet: {until: 2026-01-13, reported: 90%}
"""
VISITS = {
    "as beside": ({}, False),
    "by a day": ({"learn_day": "2026-01-06"}, False),
    "without an entry": ({"learn_without": "O1"}, True),
    "without silence": ({"learn_quiet": "off"}, True),
    "supposed": ({"learn_given": "clash: none @ 2026-01-06"}, False),
    "supposed later": ({"learn_day": "2026-01-06", "learn_given": "clash: none @ 2026-01-13"}, True),
    "supposed before all": ({"learn_day": "2025-12-24", "learn_given": "clash: none @ 2026-01-13"}, True),
    "supposed, unsure": ({"learn_given": "clash: shots or more @ 2026-01-06 *10"}, True),
}


def ran(*words: str) -> str:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    return done.output


def recipe_of(made: Parcel) -> Recipe:
    return unpack(made.report_html().decode(), "x")[0]


def entered(folder: Path, day: date) -> None:
    sim.ledger(folder).add(read(HARBOUR), date=day, draws=100)


def test_it_is_what_the_command_on_it_writes_and_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("harbour.yaml").write_bytes(HARBOUR.read_bytes())
    entered(Path("said"), date(2026, 1, 6))
    state = State(policy="talk", question="Q3", draws=100, seed=7, edits=EDITS)
    said = find_last_entry(tmp_path, read(HARBOUR))
    page = Parcel(HARBOUR.read_bytes(), read(HARBOUR), state, DAY, said=said, few=True).report_html()
    text = page.decode()
    assert "weight of Past disputes: 2, in the file 0.5" in text
    assert "What has moved since 6 January 2026" in text.replace("\u00a0", " ")
    found = re.search("<code>(sim report harbour.yaml --question Q3 --policy talk .*?)</code>", html.unescape(text))
    assert found is not None
    ran(*shlex.split(found[1].replace("\u00a0", " "))[1:])
    assert Path("report.html").read_bytes() == page
    monkeypatch.chdir(tmp_path.parent)  # what it was made from is in it
    assert "every figure and word agrees" in ran("report", "--verify", str(tmp_path / "report.html"))


def test_the_chosen_question_and_policy_come_first() -> None:
    state = State(policy="talk", question="Q3", draws=100)
    made = Parcel(HARBOUR.read_bytes(), read(HARBOUR), state, DAY)
    assert made._questions() == ("Q3", "Q1", "Q2", "Q4")
    recipe = recipe_of(replace(made, few=True))
    assert (recipe.questions, recipe.policies) == (("Q3",), ("talk", "close", "let_it_run"))
    opening = replace(made, state=State(policy="close", question="Q1", draws=100))
    assert opening._recipe().policies == ()


def test_what_the_visit_has_seen_is_counted_and_a_policy_that_sets_it_is_left_out() -> None:
    seen = SeenOfVisit(("seen.yaml", SEEN), ("pressure: closure @ 2026-01-07",), date(2026, 1, 8))
    state = State(policy="let_it_run", question="Q1", draws=100)
    made = Parcel(HARBOUR.read_bytes(), read(HARBOUR), state, DAY, seen, few=True)
    text = made.report_html().decode()
    assert unpack(text, "x")[0].policies == ("let_it_run",)
    assert "What was seen by 8 January 2026" in text.replace("\u00a0", " ")
    assert verify(text, "x")


def test_the_last_entry_of_any_ledger_beside_the_file_counts(tmp_path: Path) -> None:
    scenario = read(HARBOUR)
    assert find_last_entry(tmp_path, scenario) is None
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.json").write_text("{}", encoding="utf-8")
    for name, day in (("b said", date(2026, 1, 13)), ("said", date(2026, 1, 6)), (".", date(2026, 1, 1))):
        entered(tmp_path / name, day)
    last = find_last_entry(tmp_path, scenario)
    assert last is not None
    assert re.fullmatch(r"b said/2026-01-13-[0-9a-f]{32}\.json", last[0])
    before = find_last_entry(tmp_path, scenario, date(2026, 1, 6))
    assert before is not None
    assert before[0].startswith("2026-01-01-")
    (tmp_path / last[0]).write_text("{}", encoding="utf-8")
    with pytest.raises(FormatError, match="was changed after it was entered"):
        find_last_entry(tmp_path, scenario)


@pytest.mark.parametrize(("fields", "written"), VISITS.values(), ids=VISITS)
def test_what_the_page_learn_counts_as_seen_is_what_the_report_counts(
    tmp_path: Path, fields: dict[str, str], written: bool
) -> None:
    (tmp_path / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
    (tmp_path / "evidence.yaml").write_text(BESIDE, encoding="utf-8")
    scenario = read(tmp_path / "harbour.yaml")
    state = State(policy="close", question="Q1", draws=100, **fields)  # type: ignore[arg-type]
    seen = find_seen_of_visit(state, scenario, "mine.yaml")
    assert seen.is_written == written
    recipe = Parcel(HARBOUR.read_bytes(), scenario, state, DAY, seen)._recipe()
    known = read_beside(scenario)
    wanted = gather_seen(scenario, known, settle_choice(state, scenario, known)[0])
    counted = find_seen(recipe, scenario)
    assert len(counted) == len(wanted) > 0
    forecasts = [sim.forecast(scenario, draws=100, policies=["close"], observations=one) for one in (counted, wanted)]
    assert forecasts[0].rows() == forecasts[1].rows()


def test_where_the_page_learn_counts_nothing_there_is_nothing_seen(tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
    scenario = read(tmp_path / "harbour.yaml")
    assert find_seen_of_visit(State(), scenario, "mine.yaml") == NOTHING_SEEN


def test_silence_alone_is_written_down(tmp_path: Path) -> None:
    raw = (HARBOUR.parents[2] / "scenarios" / "nord-stream-2.yaml").read_bytes()
    (tmp_path / "pipe.yaml").write_bytes(raw)
    scenario = read(tmp_path / "pipe.yaml")
    known = read_beside(scenario)
    state = State(policy=next(iter(scenario.policies)), question=next(iter(scenario.questions)), learn_quiet="0.9")
    state = replace(state, learn_day=known.days[-3].isoformat())
    seen = find_seen_of_visit(state, scenario, "mine.yaml")
    assert seen.evidence is not None
    recipe = Parcel(raw, scenario, state, DAY, seen)._recipe()
    wanted = gather_seen(scenario, known, settle_choice(state, scenario, known)[0])
    assert tuple(find_seen(recipe, scenario)) == tuple(wanted) != ()


def test_where_evidence_makes_it_dear_the_report_takes_fewer_draws() -> None:
    flagship = HARBOUR.parents[2] / "scenarios" / "venezuela-2025" / "scenario.yaml"
    scenario, state = read(flagship), State(policy="strikes", question="Q6", draws=1000)
    seen = find_seen_of_visit(state, scenario, "mine.yaml")
    recipe = Parcel(flagship.read_bytes(), scenario, state, DAY, seen)._recipe()
    assert (recipe.draws, recipe.questions, recipe.policies) == (200, ("Q6",), ("let_it_run",))
