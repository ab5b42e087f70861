"""The page of a sweep: what a store holds, in words; its picture, what moves an answer, and what leads to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from harbour_store import NUDGE, RULE, add_part, make_store, make_sweep
from page_parts import asked, part, plain, texts
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.batch.store.store import Store
from sim.batch.summary.stored import find_answers, open_table, read_names
from sim.batch.summary.summarise import summarise_sweep
from sim.dashboard.frame import PAGES
from sim.dashboard.state import from_query

Page = Callable[..., AppTest]


@pytest.fixture
def store(folder: Path) -> Store:
    """A whole store beside the harbour."""
    return make_store(folder / "runs" / "whole")


def words(app: AppTest) -> str:
    """What stands on the page, as it is read."""
    return plain(texts(app)).replace("*", "")


def alt(app: AppTest) -> str:
    """What the picture says where it is not seen."""
    (chart,) = app.get("vega_lite_chart")
    return str(chart.proto.alt)


def links(app: AppTest) -> list[str]:
    return [link.proto.page for link in part(app, "pages").get("page_link")]


def test_the_page_is_there_only_where_a_store_is(page: Page, folder: Path) -> None:
    before = [entry.path for entry in PAGES]
    assert links(page()) == before
    make_store(folder / "whole")
    assert links(page()) == [*before, "sweep"]


def test_where_no_store_is_its_address_says_so(page: Page) -> None:
    app = page(at="sweep")
    assert [note.value for note in app.info] == ["There is no sweep beside these scenarios: `sim batch` makes one."]
    assert links(app) == [entry.path for entry in PAGES]


def test_a_store_alone_opens_on_its_page(page: Page, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", str(store.folder)])
    app = page(at="sweep")
    assert "How far does the harbour hang on Ann?" in words(app)
    assert links(app) == [""]
    assert not app.error


def test_a_sweep_is_told_in_words(page: Page, store: Store) -> None:
    told = words(page(at="sweep"))
    assert "16 settings of “A made-up harbour dispute" in told.replace("[", "").replace("]", "")
    assert "every combination of Star's nudge (J1) from -2 to 5 and pool rule (log / linear)" in told
    assert "1 was refused." in told
    assert "1 refused: weights sum to 0" in told
    for code in (NUDGE, RULE, "Q1", "let_it_run"):
        assert code not in told


def test_the_answer_that_moves_most_is_drawn_first(page: Page, store: Store) -> None:
    app = page(at="sweep")
    assert (app.segmented_control(key="policy").value, app.selectbox(key="question").value) == ("close", "Q1")
    assert "from 20.0 % with" in words(app)
    assert "to 70.0 % with" in words(app)
    assert plain(alt(app)) in words(app)
    assert "by pool rule: log from 28.0 % at -2 to 70.0 % at 5" in alt(app)


def test_the_address_restores_everything(page: Page, store: Store) -> None:
    app = page(
        at="sweep", store="runs/whole", policy="talk", question="Q2", picture="surface", x=RULE, y=NUDGE, leads="<25.5",
    )  # fmt: skip
    chosen = {key: app.selectbox(key=key).value for key in ("question", "x", "y")}
    assert chosen == {"question": "Q2", "x": RULE, "y": NUDGE}
    assert app.segmented_control(key="picture").value == "surface"
    assert (app.segmented_control(key="leads-side").value, app.number_input(key="leads-bound").value) == ("<", 25.5)
    assert "over pool rule and" in alt(app)
    assert "below 25.5 %: in all 15 settings" in words(app)


def test_what_makes_no_sense_in_the_address_is_left_out(page: Page, store: Store) -> None:
    app = page(at="sweep", policy="war", question="Q99", picture="pie", x="no", y="no", leads="<101")
    assert not app.warning
    assert (app.selectbox(key="x").value, app.selectbox(key="y").value) == (NUDGE, RULE)
    assert app.number_input(key="leads-bound").value == 38.0  # the upper quartile


def test_every_choice_goes_to_the_address_and_from_page_to_page(page: Page, store: Store) -> None:
    app = page(at="sweep", set=["pool.rule=linear"])
    app.segmented_control(key="policy").set_value("talk").run()
    app.selectbox(key="question").set_value("Q2").run()
    app.selectbox(key="y").set_value("policies").run()
    app.number_input(key="leads-bound").set_value(30.0).run()
    app.segmented_control(key="leads-side").set_value("<").run()
    before = dict(app.query_params)
    assert (asked(app, "policy"), asked(app, "question"), asked(app, "y")) == (["talk"], ["Q2"], ["policies"])
    assert asked(app, "leads") == ["<30"]
    for path in ("", "why", "settings", "sweep"):
        go_to(app, path).run()
        assert not app.exception
        assert dict(app.query_params) == before
        assert app.segmented_control(key="policy").value == "talk"
        view = from_query({key: [value] if isinstance(value, str) else value for key, value in before.items()})
        for link in app.get("page_link"):
            led = from_query(parse_qs(link.proto.query_string))
            assert replace(led, learn_day="") == view  # the way from Why to Learn carries the day
    assert "close from" in alt(app)
    assert "talk from" in alt(app)


def test_shares_are_those_of_the_summary(page: Page, store: Store) -> None:
    made = summarise_sweep(open_table(store), policy="close", questions=["Q1"]).answers[0].shares
    assert made is not None
    app = page(at="sweep")
    (table,) = (table.value for table in app.table if "Moved by" in table.value)
    for share in made.axes:
        (row,) = (row for _, row in table.iterrows() if plain(row["Moved by"]) == plain(_called(store, share.axis)))
        assert row["Alone"].startswith(f"{100 * share.first:.0f}\u00a0%")


def _called(store: Store, axis: str) -> str:
    return read_names(store.plan).get(axis, axis.replace(".", " ")).replace("*", "\\*")


def test_what_leads_to_an_answer_is_a_box_in_words(page: Page, store: Store) -> None:
    told = words(page(at="sweep", leads=">40"))
    assert "above 40 %: in 3 of 15 settings" in told
    assert "First box: " in told
    assert "nudge (J1) above 3.5" in told


def test_a_question_that_is_asked_of_no_world_is_told(page: Page, store: Store) -> None:
    app = page(at="sweep", question="Q4")
    assert "asked of no world" in app.info[0].value


def test_an_answer_that_nothing_moves_and_one_policy_lacks_is_told(page: Page, store: Store) -> None:
    answers = find_answers(store)
    assert (answers["close", "Q3"], answers["close", "Q4"]) == (0, 0)
    app = page(at="sweep", policy="talk", question="Q3")
    assert app.segmented_control(key="policy").value == "close"
    assert "20.0 % in every one of 11 settings" in words(app)
    assert "Nothing moves this answer" in words(app)


def test_the_numbers_stand_behind_the_picture(page: Page, store: Store) -> None:
    app = page(at="sweep")
    app.session_state["fold-numbers"] = True
    app.run()
    table = app.table[0].value
    assert len(table) == 16
    names = [plain(name).replace("*", "") for name in table.columns]
    assert names == ["pool rule", "Star's nudge (J1)", "Probability, %", "50 %", "90 %"]
    assert [button.proto.label for button in app.get("download_button")] == [
        "Picture (SVG)", "Picture (PNG)", "Its numbers (CSV)",
    ]  # fmt: skip


def test_a_store_is_shown_as_far_as_it_is(page: Page, folder: Path) -> None:
    store = make_store(folder / "part", parts=1)
    app = page(at="sweep")
    assert "So far 8 of them are worked out" in words(app)
    assert "log" not in alt(app)
    add_part(store, make_sweep(), 1)
    app.button(key="look-again").click().run()
    assert "So far" not in words(app)
    assert "by pool rule: log from" in alt(app)


def test_a_store_without_any_answer_says_so(page: Page, folder: Path) -> None:
    make_store(folder / "new", parts=0)
    app = page(at="sweep")
    assert app.info[0].value == "The store holds no answer yet."


def test_a_damaged_store_is_told_as_in_a_terminal_and_the_page_lives(page: Page, folder: Path, store: Store) -> None:
    bad = make_store(folder / "bad")
    part = next((bad.folder / "answers").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    app = page(at="sweep", store="bad")
    assert app.error[0].value == "This store cannot be read: 1 problem."
    assert app.code[0].value == f"{part}  cut off or damaged: remove it, and its chunk is worked out again"
    app.selectbox(key="store").set_value("runs/whole").run()
    assert not app.error
    assert "16 settings" in words(app)


def test_a_plan_of_another_kind_is_told(page: Page, folder: Path) -> None:
    (folder / "odd").mkdir()
    (folder / "odd" / "batch.json").write_text("{}", encoding="utf-8")
    app = page(at="sweep")
    assert app.code[0].value.endswith("batch.json  this is not the plan of a batch")
    assert links(app)[-1] == "sweep"


OUTSIDE = ["../{name}", "{path}", "runs/../../{name}", "runs/whole/../../../{name}", "..", ""]


@pytest.mark.parametrize("asked_for", OUTSIDE)
def test_an_address_opens_no_other_store(page: Page, folder: Path, store: Store, asked_for: str) -> None:
    outside = make_store(folder.parent / f"{folder.name}-outside").folder
    plan = (outside / "batch.json").read_text(encoding="utf-8")
    (outside / "batch.json").write_text(plan.replace("How far does", "Secret"), encoding="utf-8")
    assert (folder / f"../{outside.name}" / "batch.json").exists()
    app = page(at="sweep", store=asked_for.format(name=outside.name, path=outside))
    assert bool(app.warning) == bool(asked_for)
    assert "Secret" not in words(app)
    assert "How far does the harbour" in words(app)
