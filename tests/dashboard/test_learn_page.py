"""The page "Learn" says what `sim replay` and `sim run --evidence` say, entry by entry and day by day."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from page_parts import asked, change, drawn, offered, part, plain, texts
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard.figures import MINUS, tell_apart
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import fine_percent, percent
from sim.show import words
from sim.show.over_time.indicators import pick_top
from sim.show.over_time.replay import say_moves

Page = Callable[..., AppTest]

ENTRIES = """
  O1: {date: 2025-12-28, variable: clash, is: shots or more, source: The *Gazette*, note: Shots were heard.}
  O2: {date: 2026-01-05, variable: rumour, likelihood: {none: 0.2, some: 1}}
  O3: {date: 2026-01-05, variable: clash, not_reached: battle, sensitivity: 0.9}
"""
QUIET = "quiet: {until: 2026-01-12, reported: 80%, variables: {clash: {reported: 97%, delay: 1 step}}}\n"
RUMOUR = "  X: {date: 2026-01-07, variable: mood, likelihood: {calm: 1, angry: 3}}\n"
HEAD = "schema_version: 1\nevidence:\n"


@pytest.fixture
def evidence(folder: Path) -> Path:
    """Evidence beside the harbour: three entries, and silence."""
    file = folder / "evidence.yaml"
    file.write_text(HEAD + ENTRIES + QUIET, encoding="utf-8")
    return file


def status(app: AppTest) -> str:
    told = part(app, "learn-answer").markdown[1].value
    assert 'role="status"' in told
    return html.unescape(re.sub(r"<[^>]*>", "", told)).replace("\u00a0", " ")


def shown(app: AppTest) -> tuple[str, str]:
    """The answer after and before, as the live region has them."""
    found = re.match(r"(.*?) as of .*; (.*?) before anything was seen", status(app))
    assert found, status(app)
    return found[1], found[2]


def number(answer: Answer) -> str:
    return answer.shown if answer.shown in ("certain", "excluded") else fine_percent(answer.probability)


def library(
    folder: Path, seen: Path | None = None, until: date | None = None, *, policy: str = "let_it_run",
    given: list[str] | None = None,
) -> dict[str, Answer]:  # fmt: skip
    """What `sim run --evidence --until --given` makes of the harbour."""
    scenario = sim.read(folder / "harbour.yaml")
    found = sim.evidence(scenario, seen, given=given or [], until=until)
    made = sim.forecast(scenario, draws=100, policies=[policy], observations=found)
    return {question: made.answers[policy, question] for question in made.questions}


@pytest.mark.parametrize("quiet", [True, False])
def test_every_day_is_that_of_the_replay(page: Page, folder: Path, evidence: Path, quiet: bool) -> None:
    if not quiet:
        whole, evidence = evidence, folder / "loud.txt"
        evidence.write_text(HEAD + ENTRIES, encoding="utf-8")
        assert whole.is_file()
    made = sim.replay(
        sim.read(folder / "harbour.yaml"), evidence, questions=["Q3"], policy="let_it_run", draws=100, moves=False,
        end=date(2026, 1, 12),
    )  # fmt: skip
    app = page(at="learn", policy="let_it_run", question="Q3")
    if not quiet:
        app.toggle(key="learn_quiet").set_value(False).run()
        assert asked(app, "learn_quiet") == ["off"]
    days = app.select_slider(key="learn_day")
    assert len(days.options) == len(made.days) > 3
    assert len({day.answers["Q3"].probability for day in made.days}) == (4 if quiet else 3)
    before = made.days[0].answers["Q3"]
    for day in made.days:
        app.select_slider(key="learn_day").set_value(day.day).run()
        assert shown(app) == (number(day.answers["Q3"]), number(before))
        row = drawn(app, "learn-dumbbells", "bar")[0]
        ends = sorted((day.answers["Q3"].probability, before.probability))
        assert [row["low"], row["high"]] == pytest.approx(ends, abs=1e-9)


def test_an_entry_that_is_switched_off_is_as_if_it_were_not_there(page: Page, folder: Path, evidence: Path) -> None:
    app = page(at="learn", policy="let_it_run", question="Q2")
    assert "The last change" not in texts(app)
    first = shown(app)[0]
    app.toggle(key="learn-entry:O1").set_value(False).run()
    assert status(app).endswith(f" The last change moved it from {first}.")
    assert asked(app, "learn_without") == ["O1"]
    assert "silence then says that nothing of the kind was reported" in texts(app)
    left = ENTRIES.replace("  O1:", "  # O1:")
    without = folder / "without.txt"
    without.write_text(HEAD + left + QUIET, encoding="utf-8")
    assert shown(app)[0] == number(library(folder, without)["Q2"]) != number(library(folder, evidence)["Q2"])
    app.run()
    assert status(app).endswith(f" The last change moved it from {first}.")
    app.toggle(key="learn-entry:O1").set_value(True).run()
    assert shown(app)[0] == number(library(folder, evidence)["Q2"])
    assert asked(app, "learn_without") == []


def test_a_reload_restores_what_was_chosen(page: Page, folder: Path, evidence: Path) -> None:
    view = {"learn_day": "2026-01-05", "learn_without": "O2", "learn_quiet": "off",
            "learn_given": "mood: angry @ 2026-01-07"}  # fmt: skip
    app = page(at="learn", policy="let_it_run", **view)
    assert app.select_slider(key="learn_day").value == date(2026, 1, 5)
    assert [app.toggle(key=f"learn-entry:O{number}").value for number in (1, 2, 3)] == [True, False, True]
    assert not app.toggle(key="learn_quiet").value
    assert "Given that Mood: angry, 7 January 2026" in status(app)


def test_all_answers_are_those_of_the_run(page: Page, folder: Path, evidence: Path) -> None:
    app = page(at="learn", policy="let_it_run", question="Q1")
    before, after = library(folder), library(folder, evidence)
    (table,) = part(app, "learn-answers").table
    rows = table.value.to_dict("records")
    for question, row in zip(before, rows, strict=True):
        now, was, change = tell_apart(after[question].probability, before[question].probability)
        assert [plain(row[column]) for column in ("Before", "After", "Change")] == [was, now, f"{change} points"]


@pytest.mark.parametrize(("times", "words"), [("1", "for certain"), ("3", "a rumour says so")])
def test_what_is_supposed_is_given(page: Page, folder: Path, evidence: Path, times: str, words: str) -> None:
    text = "mood: angry @ 2026-01-07"
    app = page(
        at="learn", policy="let_it_run", question="Q2", learn_given=text + ("" if times == "1" else f" *{times}")
    )
    if times == "1":
        wanted = library(folder, evidence, given=[text])
    else:
        seen = folder / "soft.txt"
        seen.write_text(HEAD + ENTRIES + RUMOUR + QUIET, encoding="utf-8")
        wanted = library(folder, seen)
        assert words in status(app)
    told = status(app)
    assert told.endswith(f": {number(wanted['Q2'])}.")
    assert shown(app)[0] == number(library(folder, evidence)["Q2"])
    app.pills(key="learn_given").set_value([]).run()
    assert "Given" not in status(app)
    assert asked(app, "learn_given") == []


def test_a_condition_is_put_together_from_words(page: Page, folder: Path) -> None:
    """Without any evidence file, too."""
    app = page(at="learn", policy="close", question="Q2", learn_box="")
    assert "with nothing counted as seen" in status(app)
    before = shown(app)[0]
    app.session_state["learn-box"] = True
    app.run()
    app.selectbox(key="learn-what").set_value("clash").run()
    app.selectbox(key="learn-event:clash").set_value("battle").run()
    app.button(key="learn-add").click().run()
    (text,) = asked(app, "learn_given")
    assert text == "clash: battle @ 2025-12-31"
    wanted = library(folder, policy="close", given=[text])["Q2"]
    assert status(app).endswith(f": {number(wanted)}. The last change moved it from {before}.")


def test_silence_counts_where_the_file_does_not_say_so(page: Page, folder: Path, evidence: Path) -> None:
    change(
        folder, "harbour",
        ("rumour: {label: Rumour, states: [none, some]}",
         "rumour: {label: Rumour, states: [none, some], never_falls: true, start: none}"),
        ("says: {probability: 30%, odds_within: 4}}", "by: 2026-01-21, says: {probability: 30%, odds_within: 4}}"),
        ("is: {mood: angry}, at: 2026-01-21", "reaches: {rumour: some}, by: 2026-01-21"),
    )  # fmt: skip
    seen = HEAD + "  O1: {date: 2026-01-05, variable: clash, is: none}\n"
    evidence.write_text(seen, encoding="utf-8")
    app = page(at="learn", policy="let_it_run", question="Q2")
    assert not app.toggle(key="learn_quiet").value
    assert shown(app)[0] == (loud := number(library(folder, evidence)["Q2"]))
    app.toggle(key="learn_quiet").set_value(True).run()
    assert asked(app, "learn_quiet") == ["0.95"]
    app.selectbox(key="learn_chance").set_value("0.7").run()
    assert asked(app, "learn_quiet") == ["0.7"]
    written = folder / "quiet.txt"
    written.write_text(seen + "quiet: {until: 2026-01-05, reported: 70%}\n", encoding="utf-8")
    assert shown(app)[0] == number(library(folder, written)["Q2"]) != loud


def test_the_days_are_drawn_step_by_step_when_asked_for(page: Page, folder: Path, evidence: Path) -> None:
    first, second, third = ENTRIES.strip("\n").splitlines()
    evidence.write_text("\n".join([HEAD.strip(), first, third, second, QUIET]), encoding="utf-8")
    app = page(at="learn", policy="let_it_run", question="Q2")
    app.button(key="learn-days-run").click().run()
    assert not offered(app, "learn-days-run")
    made = sim.replay(sim.read(folder / "harbour.yaml"), evidence, questions=["Q2"], policy="let_it_run", draws=100)
    means = [row["mean"] for row in drawn(app, "learn-line", "day")]
    assert means == pytest.approx([one.answers["Q2"].probability for one in made.days], abs=1e-9)
    (table,) = [one for one in app.table if "What came" in one.value.columns]
    rows = [{name: plain(cell) for name, cell in row.items()} for row in table.value.to_dict("records")]
    parts = [part for day in made.days[1:] for part in (day.moves["Q2"].parts or [None])]
    silent = [row["What came"].startswith("Silence since ") for row in rows[1:]]
    assert silent == [part is not None and part.id == "quiet" for part in parts]
    assert 1 < sum(silent) < len(silent)
    for row, piece in zip(rows[1:], parts, strict=True):
        told = row["Moved"].replace(MINUS, "-").removeprefix("about ")
        assert bool(told) == (piece is not None)
        assert piece is None or float(told) == pytest.approx(100 * piece.in_turn, abs=0.0501)
    assert plain(say_moves(made, "Q2")) in [plain(one.value).replace(MINUS, "-") for one in app.markdown]
    app.toggle(key="learn-entry:O1").set_value(False).run()
    assert offered(app, "learn-days-run")


def test_the_days_without_silence_have_no_step_of_it(page: Page, evidence: Path) -> None:
    app = page(at="learn", policy="let_it_run", question="Q1", learn_quiet="off")
    app.button(key="learn-days-run").click().run()
    (table,) = [one for one in app.table if "What came" in one.value.columns]
    assert "Silence" not in " ".join(table.value["What came"])
    assert "silence then says" not in texts(app)
    assert drawn(app, "learn-line", "silence") == []


def test_what_to_watch_is_that_of_the_indicators(page: Page, folder: Path, evidence: Path) -> None:
    """Next week, next month and until the question is decided: what first comes after the day up to which was seen."""
    once = "rumour: {label: Rumour, states: [none, some]"
    change(
        folder, "harbour", (once, f"{once}, chance: each_step"), ("about: some, says", "about: some, per: step, says")
    )
    app = page(at="learn", policy="let_it_run", question="Q2", learn_day="2026-01-05")
    app.button(key="learn-watch-run").click().run()
    scenario = sim.read(folder / "harbour.yaml")
    day = date(2026, 1, 5)
    seen = sim.evidence(scenario, evidence, until=day)
    days = []
    for name, within in (("week", "1 week"), ("month", "1 month"), ("end", "16 days")):
        app.segmented_control(key="learn_within").set_value(name).run()
        made = sim.indicators(
            scenario, "Q2", policy="let_it_run", observations=seen, within=within, since=day, draws=100
        )
        assert (made.after, made.settled) == (date(2026, 1, 7), "")
        labels = {row["label"] for row in drawn(app, "learn-events", "event")}
        assert labels == {f"{one.label}: {words.read_aloud(one.event)}" for one in pick_top(made, 5)}
        rows = next(one for one in app.table if "Chance" in one.value.columns).value.to_dict("records")
        figures = [one.figures for one in pick_top(made, 5)]
        undated = [", whenever" if one.at_once else "" for one in pick_top(made, 5)]
        assert any(undated)
        assert not all(undated)
        chances = [percent(one.probability) + mark for one, mark in zip(figures, undated, strict=True)]
        assert [plain(row["Chance"]) for row in rows] == chances
        assert "says whether it comes under what holds by" in texts(app)
        assert [plain(row["If not"]) for row in rows] == [fine_percent(one.unseen) for one in figures]
        days.append(made.by)
        assert f"by {words.day(made.by)}" in " ".join(one.value for one in part(app, "learn-watch").caption)
    assert days == [date(2026, 1, 14), date(2026, 1, 21), date(2026, 1, 21)]
    assert asked(app, "learn_within") == ["end"]


def test_what_to_watch_says_under_which_policy_it_is(page: Page, evidence: Path) -> None:
    evidence.write_text(HEAD + "  O1: {date: 2025-12-28, variable: pressure, is: closure}\n", encoding="utf-8")
    for chosen in ("close", "let_it_run"):
        watch = part(page(at="learn", policy=chosen, question="Q1"), "learn-watch")
        assert watch.markdown[0].value == "## What to watch, under “let it run”"
        reasons = [one.value for one in watch.caption]
        assert len(reasons) == (chosen == "close")
        assert all("sets Pressure beforehand" in one for one in reasons)


def test_what_has_moved_since_the_ledger(page: Page, folder: Path, evidence: Path) -> None:
    scenario = sim.read(folder / "harbour.yaml")
    assert "ledger" not in texts(page(at="learn"))
    made = sim.ledger(folder / "said").add(scenario, date=date(2025, 12, 24), draws=100)
    app = page(at="learn", policy="let_it_run", question="Q1")
    (table,) = part(app, "learn-since").table
    row = table.value.to_dict("records")[0]
    assert row["Then"].replace("\u00a0", " ") == fine_percent(made.entry.answers["let_it_run", "Q1"].probability)
    assert row["Now"].replace("\u00a0", " ") == shown(app)[0]


def test_edits_of_the_first_page_hold(page: Page, folder: Path, evidence: Path) -> None:
    app = page(at="learn", policy="let_it_run", question="Q3", set=["judgments.J1.nudge=2"])
    scenario = sim.edit(sim.read(folder / "harbour.yaml"), {"judgments.J1.nudge": 2})
    seen = sim.evidence(scenario, evidence)
    answers = [sim.forecast(scenario, draws=100, observations=one).answers["let_it_run", "Q3"] for one in (seen, ())]
    assert shown(app) == tuple(number(answer) for answer in answers)
    assert answers[0] != library(folder, evidence)["Q3"]


def test_all_answers_wait_to_be_asked_for_where_they_are_dear(
    page: Page, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("sim.dashboard.learn.size.AT_ONCE", 0.0)
    app = page(at="learn", policy="let_it_run", question="Q3")
    assert len(part(app, "learn-answers").table[0].value) == 1
    assert offered(app, "learn-colours-run")
    app.toggle(key="learn-all:harbour").set_value(True).run()
    app.button(key="learn-colours-run").click().run()
    assert len(part(app, "learn-answers").table[0].value) == 4
    assert not offered(app, "learn-colours-run")


def test_a_policy_that_sets_what_was_seen_gives_way(page: Page, folder: Path, evidence: Path) -> None:
    evidence.write_text(HEAD + "  O1: {date: 2025-12-28, variable: pressure, is: closure}\n", encoding="utf-8")
    app = page(at="learn", policy="close", question="Q1")
    assert "let it run" in app.info[0].value
    assert shown(app)[0] == number(library(folder, evidence)["Q1"])


def test_the_days_are_under_a_policy_that_what_is_seen_later_leaves_open(
    page: Page, folder: Path, evidence: Path
) -> None:  # fmt: skip
    """Nothing was seen on the headline's day, so it may stand under a policy that the replay cannot take."""
    evidence.write_text(HEAD + "  O1: {date: 2025-12-28, variable: pressure, is: closure}\n", encoding="utf-8")
    app = page(at="learn", policy="talk", question="Q1", learn_day="2025-12-24")
    assert shown(app)[0] == number(library(folder, policy="talk")["Q1"])
    assert " as of 24 December 2025, under policy talk, with nothing counted as seen;" in status(app)
    assert "One thing was seen later, on 28 December 2025: move the day to count it." in texts(app)
    app.button(key="learn-days-run").click().run()
    assert not app.error
    made = sim.replay(sim.read(folder / "harbour.yaml"), evidence, questions=["Q1"], draws=100, moves=False)
    means = [row["mean"] for row in drawn(app, "learn-line", "day")]
    assert means == pytest.approx([one.answers["Q1"].probability for one in made.days], abs=1e-9)
    (heading,) = [one.value for one in app.markdown if one.value.startswith("## Day by day")]
    assert heading.endswith(", under policy let it run")
    assert "sets Pressure beforehand" in texts(app)
    assert len(app.get("graphviz_chart")) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"learn_given": "<script>: x @ 2026-01-01"}, {"learn_given": "clash: battle @ 1999-01-01"},
        {"learn_given": "clash: battle @ 2026-01-01 *9999"},
        {"learn_given": "; ".join(["mood: angry @ 2026-01-07"] * 900)},
        {"learn_given": "; ".join(f"mood: angry @ 2026-01-{day:02}" for day in range(1, 20))},
        {"learn_day": "9999-99-99", "learn_without": "O9,<b>,,", "learn_quiet": "1e9"},
        {"learn_given": "clash: none @ 2026-01-14; clash: battle @ 2026-01-14"},
    ],
)  # fmt: skip
def test_what_an_address_makes_up_breaks_nothing(page: Page, evidence: Path, query: dict[str, str]) -> None:
    app = page(at="learn", policy="let_it_run", **query)
    assert "<script" not in "".join(element.value for element in (*app.markdown, *app.caption))
    assert len(app.pills) == 0 or len(app.pills(key="learn_given").value) <= 5


def test_an_evidence_file_that_does_not_fit_is_told(page: Page, evidence: Path) -> None:
    evidence.write_text(HEAD + "  O1: {date: 2025-12-28, variable: clesh, is: battle}\n", encoding="utf-8")
    app = page(at="learn")
    assert "cannot be used" in app.error[0].value
    assert "nothing counted as seen" in status(app)


def test_what_evidence_says_does_not_act(page: Page, folder: Path, evidence: Path) -> None:
    bad = "<script>x</script> [a](https://evil.example) **b**"
    change(folder, "harbour", ("label: Clash", f"label: '{bad}'"))
    evidence.write_text(
        HEAD + f"  O1: {{date: 2025-12-28, variable: clash, is: battle, source: '{bad}', note: '{bad}'}}\n",
        encoding="utf-8",
    )
    app = page(at="learn", policy="let_it_run", learn_given="clash: battle @ 2026-01-07 *3")
    told = [app.toggle(key="learn-entry:O1").label, *(option.content for option in app.pills[0].proto.options)]
    told += [one.value for one in (*app.caption, *app.markdown) if "role=" not in one.value]
    assert sum("script" in text for text in told) >= 3
    assert [text for text in told if re.search(r"(?<!\\)<script|(?<!\\)\]\(|https://", text)] == []
    assert "<script" not in part(app, "learn-answer").markdown[1].value
