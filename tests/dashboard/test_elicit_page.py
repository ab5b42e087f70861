"""The page Elicit: each form of judgment added, seen beside the others', taken back, and taken away as a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_parts import asked, change, drawn, part, spoken
from page_paths import go_to
from streamlit.testing.v1 import AppTest

import sim
from sim.cli import cli
from sim.dashboard.added import settle
from sim.dashboard.added.adding import add_judgments
from sim.dashboard.added.judgment import AddedJudgment, AskedEvent
from sim.dashboard.added.settle import elicited_name
from sim.dashboard.elicit.handover import write_scenario
from sim.dashboard.elicit.refusal import tell_refusal
from sim.dashboard.frame import PAGES
from sim.dashboard.sliders.live import tell_move
from sim.dashboard.takeaway.source import PageSource
from sim.priors.judgment_priors import judgments
from sim.results.coherence.report import coherence
from sim.results.forecast.percent import percent

Page = Callable[..., AppTest]
Fill = Callable[[AppTest], None]


def word(app: AppTest) -> None:
    app.selectbox(key="elicit-word").set_value("likely").run()


def span(app: AppTest) -> None:
    app.segmented_control(key="elicit-kind").set_value("range").run()
    app.number_input(key="elicit-low").set_value(5.0).run()
    app.number_input(key="elicit-high").set_value(30.0).run()
    app.selectbox(key="elicit-confidence").set_value(80).run()


def chips(app: AppTest) -> None:
    app.segmented_control(key="elicit-kind").set_value("chips").run()
    for bin_, times in ((1, 3), (2, 2), (4, 1)):
        for _ in range(times):
            app.button(key=f"elicit-more-{bin_}").click().run()
    app.button(key="elicit-less-4").click().run()


def bound(app: AppTest) -> None:
    app.segmented_control(key="elicit-kind").set_value("bound").run()
    app.segmented_control(key="elicit-side").set_value("at_least").run()
    app.selectbox(key="elicit-limit").set_value("a number").run()
    app.number_input(key="elicit-limit-number").set_value(20.0).run()


def number(app: AppTest) -> None:
    app.segmented_control(key="elicit-kind").set_value("number").run()
    app.number_input(key="elicit-number").set_value(12.5).run()
    app.selectbox(key="elicit-doubt").set_value("worth 20").run()


SAID: dict[str, tuple[Fill, str]] = {
    "word": (word, "{phrase: likely}"),
    "range": (span, "{low: 5%, high: 30%, confidence: 80%}"),
    "chips": (chips, "{chips: {10-20%: 3, 20-30%: 2}}"),
    "bound": (bound, "{at_least: 20%, up_to: 99.9%}"),
    "number": (number, "{probability: 12.5%, worth: 20}"),
}


def choose(app: AppTest, voice: str = "voice bob") -> None:
    app.selectbox(key="elicit-voice").set_value(voice).run()


def add(app: AppTest) -> None:
    app.button(key="elicit-add").click().run()
    assert not app.exception


def take(app: AppTest, folder: Path) -> Path:
    """The scenario file that the page gives."""
    raw = (folder / "harbour.yaml").read_bytes()
    edits = tuple(pair.split("=", 1) for pair in asked(app, "set"))
    made = write_scenario(PageSource(raw, "harbour.yaml", folder), tuple(asked(app, "say")), edits)
    out = folder / elicited_name(sim.read(folder / "harbour.yaml"))
    out.write_bytes(made)
    return out


def moved(app: AppTest) -> str:
    text = str(part(app, "elicit-moved").markdown[0].value)
    return re.sub("<[^>]*>", "", text).replace("\u00a0", " ").rpartition(": ")[2]


@pytest.mark.parametrize("form", SAID)
def test_each_form_is_added_and_its_file_passes_check_and_gives_the_pages_numbers(
    page: Page, folder: Path, form: str
) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    add(app)
    assert re.fullmatch("Not added yet: .* is still needed.", app.warning[0].value)
    assert asked(app, "say") == []
    fill, says = SAID[form]
    fill(app)
    assert drawn(app, "elicit-densities", "yours")
    add(app)
    (said,) = asked(app, "say")
    assert said == f"{{voice: bob, variable: clash, about: shots or more, given: {{pressure: closure}}, says: {says}}}"
    out = take(app, folder)
    checked = CliRunner().invoke(cli, ["check", str(out)], prog_name="sim")
    assert checked.exit_code == 0, checked.output
    files = (folder / "harbour.yaml", out)
    answers = [sim.forecast(sim.read(file), draws=100).answers["close", "Q1"] for file in files]
    assert moved(app) == tell_move(*(answer.probability for answer in answers))
    assert answers[0].probability != answers[1].probability
    again = page(at="elicit", policy="close", question="Q1", say=[said])
    assert again.button(key="elicit-add").label == "It is in the forecast"  # the form is as it was
    text = out.read_text(encoding="utf-8")
    assert "# For the page's tests: two experts" in text
    assert "round: 2" in text
    assert "J2: {expert: bob, about: shots or more" in text


def test_the_picture_and_the_table_have_the_numbers_of_the_check(page: Page, folder: Path) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    word(app)
    (table,) = app.get("arrow_table") or app.table
    rows = table.value
    add(app)
    made = judgments(sim.read(take(app, folder)))["bob_clash_r2"]
    assert rows["Middle"].iloc[0].replace("\u00a0", " ") == percent(made.median)
    whose = [name.replace("\u00a0", " ") for name in rows["Who"]]
    assert whose == [
        "Bob, “likely”", "Ann Star, “unlikely”", "The author, split", "Past disputes, 1 of 20",
        "All voices, without this", "All voices, with this",
    ]  # fmt: skip
    names = [row["label"].partition(":")[0] for row in drawn(app, "elicit-densities", "label")]
    assert names == whose


def test_a_new_voice_answers_a_question_put_together(page: Page, folder: Path) -> None:
    app = page(at="elicit", policy="close", question="Q3")
    choose(app, "new voice")
    app.text_input(key="elicit-name").set_value("  Eva  *Bold* ").run()
    app.selectbox(key="elicit-asked").set_value("another question").run()
    app.selectbox(key="elicit-variable").set_value("mood").run()
    app.selectbox(key="elicit-given-clash").set_value("shots or more").run()
    assert any("If “Clash” is “shots” or more, will “Mood” be “angry”?" in text.value for text in app.markdown)
    number(app)
    add(app)
    assert page(at="elicit", say=asked(app, "say")).button(key="elicit-add").label == "It is in the forecast"
    scenario = sim.read(take(app, folder))
    assert scenario.experts["Eva_Bold"].name == "Eva *Bold*"
    said = scenario.judgments["mood"]["Eva_Bold_mood"]
    assert (said.about, dict(said.given), said.says.probability) == ("angry", {"clash": "shots or more"}, 0.125)


def test_a_judgment_given_again_takes_the_place_of_the_first_and_can_be_taken_back(page: Page) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    word(app)
    add(app)
    assert app.button(key="elicit-add").label == "It is in the forecast"
    app.selectbox(key="elicit-word").set_value("unlikely").run()
    assert app.button(key="elicit-add").label == "Change it in the forecast"
    add(app)
    (said,) = asked(app, "say")
    assert "phrase: unlikely" in said
    app.segmented_control(key="elicit-kind").set_value("number").run()
    app.button(key="elicit-change-bob_clash_r2").click().run()
    assert app.selectbox(key="elicit-word").value == "unlikely"
    app.button(key="elicit-back-bob_clash_r2").click().run()
    assert asked(app, "say") == []
    assert app.button(key="elicit-add").label == "Add to the forecast"


def test_a_contradiction_is_told_in_words_and_is_not_added(page: Page, folder: Path) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app, "voice ann")
    app.selectbox(key="elicit-asked").set_value("another question").run()
    app.selectbox(key="elicit-event").set_value("battle").run()
    app.selectbox(key="elicit-given-pressure").set_value("closure").run()
    word(app)
    (told,) = (error.value.replace("\u00a0", " ") for error in app.error)
    assert told.startswith(
        "Ann \\*Star\\* contradicts what is said elsewhere. 74 % for “battle” is more than 18 % for “shots or more” "
        "(said before), which contains it. The nearest that agrees: about "
    )
    assert not re.search(r"J1|judgments\.|log.odds|nudge", told)
    before = asked(app, "say")
    add(app)
    assert (asked(app, "say"), app.warning[0].value) == (before, "Not added, since it cannot stand as it is.")
    app.selectbox(key="elicit-word").set_value("almost no chance").run()
    assert not app.error
    add(app)
    assert CliRunner().invoke(cli, ["check", str(take(app, folder))], prog_name="sim").exit_code == 0


def test_parts_that_are_more_than_the_whole_are_told_and_can_be_added(page: Page, folder: Path) -> None:
    said = "{voice: Eva, variable: clash, about: shots, given: {pressure: closure}, says: {probability: 60%}}"
    app = page(at="elicit", policy="close", question="Q1", say=[said])
    app.selectbox(key="elicit-event").set_value("battle").run()
    app.segmented_control(key="elicit-kind").set_value("number").run()
    app.number_input(key="elicit-number").set_value(70.0).run()
    (told,) = (warning.value.replace("\u00a0", " ") for warning in app.warning)
    assert told.startswith("Eva contradicts what is said elsewhere. ")
    assert "70 % for “battle”" in told
    assert "60 % for “shots” (said before)" in told
    assert "add up to 130 %: more than everything there is." in told
    assert told.endswith("It can be added; draws are mended.")
    add(app)
    assert len(asked(app, "say")) == 2
    assert CliRunner().invoke(cli, ["check", str(take(app, folder))], prog_name="sim").exit_code == 0


def test_what_is_said_as_a_whole_is_compared_on_demand(page: Page, folder: Path) -> None:
    line = "    J2: {expert: bob"
    change(folder, "whole", (line, f"    O1: {{expert: bob, about: battle, overall: true, says: 40%}}\n{line}"))
    app = page(at="elicit", scenario="whole", policy="close", question="Q1")
    choose(app)
    word(app)
    app.button(key="elicit-overall").click().run()
    told = "\n".join(text.value for text in app.markdown).replace("\u00a0", " ")
    scenario = sim.edit(sim.read(folder / "whole.yaml"), {"judgments.J2.says": "likely"})
    gaps = {
        bool(proposal.voice): gap
        for proposal in coherence(scenario, policy="close", draws=100).proposals
        for gap in proposal.gaps
    }
    assert gaps.keys() == {True, False}
    for alone, gap in gaps.items():
        whose = "its own words" if alone else "all words"
        assert f"Bob says 40 % of Clash: battle as a whole; from {whose} follows {percent(gap.implied)}" in told


def test_it_is_there_on_every_page_and_the_form_is_as_it_was_left(page: Page, folder: Path) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    word(app)
    add(app)
    go_to(app, "").run()
    answer = sim.forecast(sim.read(take(app, folder)), draws=100).answers["close", "Q1"]
    assert spoken(app).endswith(percent(answer.probability, 1))
    assert any("With 1 added judgment of this visit" in caption.value for caption in app.caption)
    app.button(key="take-away").click().run()
    assert not app.exception
    assert not app.error
    for entry in PAGES:
        go_to(app, entry.path).run()
        assert not app.exception, entry.path
        assert not app.error, entry.path
    go_to(app, "elicit").run()
    assert app.selectbox(key="elicit-word").value == "likely"
    assert app.selectbox(key="elicit-voice").value == "voice bob"
    assert len(asked(app, "say")) == 1


def test_two_tabs_are_two_experts_and_nothing_is_written(page: Page, folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    first, second = (page(at="elicit", policy="close", question="Q1") for _ in range(2))
    choose(first)
    word(first)
    add(first)
    second.run()
    assert second.selectbox(key="elicit-voice").value is None
    assert asked(second, "say") == []
    choose(second, "voice ann")
    chips(second)
    add(second)
    assert ["ann" in said for app in (first, second) for said in asked(app, "say")] == [False, True]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["said.csv", "said.yaml"])
def test_with_write_every_tab_adds_to_the_one_file(
    page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out" / name
    out.parent.mkdir()
    monkeypatch.setattr(sys, "argv", ["app.py", str(folder / "harbour.yaml"), f"--write={out}"])
    for voice in ("voice bob", "voice ann", "voice bob"):
        app = page(at="elicit", policy="close", question="Q1")
        choose(app, voice)
        number(app)
        assert len(app.success) == 0
        add(app)
        assert app.success[1].value.startswith(f"Written to {name}: {'Bob' if voice.endswith('bob') else 'Ann '}")
    if name.endswith(".csv"):
        into = ["--into", str(folder / "harbour.yaml"), "-o", str(tmp_path / "all.yaml")]
        done = CliRunner().invoke(cli, ["judgments", "import", str(out), *into], prog_name="sim")
        assert done.exit_code == 0, done.output
        out = tmp_path / "all.yaml"
    scenario = sim.read(out)
    rounds = [(one.expert, one.round) for one in scenario.judgments["clash"].values()][4:]
    assert rounds == [("bob", 2), ("ann", 2), ("bob", 3)]
    assert set(scenario.current["clash"]) == {"J3", "J4", "ann_clash_r2", "bob_clash_r3"}
    written = (tmp_path / "out" / name).read_bytes()
    next(button for button in app.button if str(button.key).startswith("elicit-back-")).click().run()
    assert [one.value for one in app.success][1:] == [f"Taken out of {name} as well."]
    assert (b"bob_clash_r3" in written, b"bob_clash_r3" in (tmp_path / "out" / name).read_bytes()) == (True, False)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("nonsense", "no judgment"),
        ("{voice: bob, variable: nothing, about: x, says: {phrase: likely}}", "no variable"),
        ("{voice: bob, variable: clash, about: shots or more, says: {split: {none: 1}}}", "says a word, a range"),
        ("{voice: bob, variable: clash, about: battle, given: {pressure: closure}, says: {phrase: likely}}",
         "bob contradicts J2"),
        ("{voice: '<script>', variable: clash, about: shots, says: {phrase: 'no such word'}}", "no lexicon knows"),
        ("{voice: bob, variable: clash, about: battle, says: {phrase: likely}, overall: true}", "no judgment"),
        ("{voice: bob, variable: clash, about: shots, says: {at_most: {judgment: J2}, down_to: 1%}}", "says words and"),
    ],
)  # fmt: skip
def test_an_address_that_adds_nonsense_is_told_and_changes_nothing(page: Page, said: str, why: str) -> None:
    app = page(at="elicit", say=[said])
    assert any(why in warning.value for warning in app.warning), [warning.value for warning in app.warning]
    assert not app.get("download_button")
    app = page(at="elicit", say=["x" * 5000, "y" * 5000] * 30)
    assert not app.exception


@pytest.mark.parametrize(
    ("says", "about", "box", "value"),
    [
        ("{probability: 1 in 8, odds_within: 5}", "shots or more", "doubt", "odds 5"),
        ("{phrase: probably not}", "shots or more", "word", "probably not"),
        ("{chips: {0-25%: 2.5, 25-50%: 1e6}}", "shots or more", "bins", "even"),
        ("{at_least: 0.9, up_to: 0.999}", "none or shots", "event", "none or shots"),
        ("{low: 0.1, high: 0.2, confidence: 70%}", "none", "confidence", 70),
    ],
)
def test_what_the_form_does_not_offer_is_shown_all_the_same(
    page: Page, says: str, about: str, box: str, value: object
) -> None:
    app = page(at="elicit", say=[f"{{voice: bob, variable: clash, about: {about}, says: {says}}}"])
    assert app.get("download_button")
    assert app.selectbox(key=f"elicit-{box}").value == value


def test_judgments_from_an_address_buy_no_more_work_than_the_budget(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "{voice: bob, variable: clash, about: battle, given: {pressure: closure}, says: {phrase: almost no chance}}"
    monkeypatch.setattr(settle, "_MOST_ROWS", -10)
    monkeypatch.setattr(settle, "_MOST_TIMES", 0.0)
    monkeypatch.setattr(settle, "BUDGET", 0.0)
    settle.find_added.clear()
    app = page(at="elicit", say=[said])
    settle.find_added.clear()
    assert any("s of work" in warning.value for warning in app.warning)
    assert not app.get("download_button")


def test_a_press_while_the_form_is_on_its_way_adds_what_was_typed_last(page: Page) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    number(app)
    app.number_input(key="elicit-number").set_value(9.0)
    app.button(key="elicit-add").click().run()
    (said,) = asked(app, "say")
    assert "probability: 9%" in said
    app.number_input(key="elicit-number").set_value(8.0)
    app.button(key="elicit-add").click().run()
    (said,) = asked(app, "say")
    assert "probability: 8%" in said


def test_the_page_speaks_in_words_and_so_does_a_refusal(page: Page) -> None:
    app = page(at="elicit", policy="close", question="Q1")
    choose(app)
    word(app)
    add(app)
    bound(app)
    app.number_input(key="elicit-end-up_to").set_value(10.0).run()
    (refused,) = (warning.value.replace("\u00a0", " ") for warning in app.warning)
    assert refused == "This cannot be said so: must be above the bound: 10 % is not above 20 %."
    before = asked(app, "say")
    add(app)
    assert asked(app, "say") == before
    shown = [element.value for kind in (app.markdown, app.caption, app.warning, app.success) for element in kind]
    shown += [element.label for kind in (app.button, app.selectbox, app.number_input) for element in kind]
    shown += [option for box in app.selectbox for option in box.options]
    assert len(shown) > 25
    code = re.compile(r"\bJ\d\b|_r2|judgments\.|\bround\b|log.odds|nudge|\bQ\d\b|up_to|at_least|[{}]")
    assert [text for text in shown if code.search(re.sub("<[^>]*>", "", text))] == []


def test_what_overlaps_is_refused_in_words(folder: Path) -> None:
    file = sim.read(folder / "harbour.yaml")
    said = [
        AddedJudgment("Eva", AskedEvent("mood", "angry", {"clash": event}), {"probability": "5%"})
        for event in ("none or shots", "shots or more")
    ]
    with pytest.raises(sim.SimError) as told:
        add_judgments(file, said)
    assert [tell_refusal(problem) for problem in told.value.problems] == [
        "this voice has spoken of it already, on a condition that overlaps this one or by another date."
    ]


def test_a_hostile_name_is_only_a_name(page: Page) -> None:
    name = "[x](javascript:alert(1)) <b>*y*</b> :red[z] $a$"
    said = f'{{voice: "{name}", variable: mood, about: angry, says: {{phrase: likely}}}}'
    app = page(at="elicit", say=[said])
    for kind in (app.markdown, app.caption, app.button):
        for element in kind:
            text = element.label if hasattr(element, "label") and element.label else element.value
            assert not re.search(r"(?<!\\)\[x\]|<b>|(?<!\\):red\[", str(text)), text
