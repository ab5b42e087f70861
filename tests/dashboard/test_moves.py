"""What a move does and says: the answer, the address, the list of edits with a way back, and the live region."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from page_parts import agree, asked, drawn, library, offered, part, spoken
from streamlit.testing.v1 import AppTest

from sim.dashboard.sliders.ranges import list_nudges
from sim.priors import judgment_priors
from sim.results.forecast.percent import percent
from sim.scenario import edit
from sim.scenario.file import read

Page = Callable[..., AppTest]
ANN, BOB = "harbour:judgments.J1.nudge", "harbour:experts.bob.weight"


def told_edits(app: AppTest) -> list[tuple[str, str]]:
    """The edits as they are listed: the button's name, and the change beside it."""
    listed = part(app, "edits")
    changes = [note.value.replace("\u00a0", " ") for note in listed.markdown]
    return list(zip([button.label for button in listed.button], changes, strict=True))


def test_a_nudge_moves_the_answer_and_leaves_the_file_s_behind_it(page: Page, folder: Path) -> None:
    app = page()
    slider = app.select_slider(key=ANN)
    assert slider.label == "Ann Star: “unlikely” - Clash: shots or more, if “Pressure” is “closure”"
    slider.set_value(1.0).run()
    assert asked(app, "set") == ["judgments.J1.nudge=1"]
    agree(app, library(folder / "harbour.yaml", {"judgments.J1.nudge": 1.0}).answers["close", "Q1"])
    (row,) = (row for row in drawn(app, "ladder", "row") if row["question"] == "Q1")
    assert row["mean"] > row["old_mean"]
    assert told_edits(app) == [("Undo Ann Star “unlikely”", "18 → 37 %")]


def test_a_nudge_is_shown_as_the_median_it_gives(page: Page, folder: Path) -> None:
    shown = page(set=["judgments.J1.nudge=0.5"]).select_slider(key=ANN)
    scenario = read.read(folder / "harbour.yaml")
    before, after = (
        judgment_priors.judgments(edit.edit(scenario, {"judgments.J1.nudge": nudge}))["J1"].median
        for nudge in (0.0, 0.5)
    )
    assert before is not None
    assert after is not None
    place = list_nudges(0.0, [before]).index(0.5)
    assert shown.value == 0.5
    assert shown.options[place] == f"{100 * after:.0f} % · unlikely"
    assert f"In the file: {100 * before:.0f}\u00a0% · unlikely" in shown.help


def test_another_lexicon_moves_the_sliders_own_scale(page: Page) -> None:
    plain = page().select_slider(key=ANN)
    other = page(set=["lexicon=icd203"]).select_slider(key=ANN)
    assert "In the file: 18\u00a0% · unlikely" in plain.help
    assert "In the file: 18\u00a0% " not in other.help


def test_a_weight_moves_the_answer(page: Page, folder: Path) -> None:
    app = page()
    slider = app.select_slider(key=BOB)
    assert slider.label == "Weight of Bob"
    slider.set_value(2.0).run()
    assert asked(app, "set") == ["experts.bob.weight=2"]
    agree(app, library(folder / "harbour.yaml", {"experts.bob.weight": 2.0}).answers["close", "Q1"])


def test_a_slider_back_at_the_files_value_is_no_difference(page: Page, folder: Path) -> None:
    app = page(set=["experts.bob.weight=2"])
    app.select_slider(key=BOB).set_value(1.0).run()
    assert asked(app, "set") == []
    assert told_edits(app) == []
    assert not offered(app, "keep")
    agree(app, library(folder / "harbour.yaml").answers["close", "Q1"])


def test_one_slider_goes_back_alone(page: Page) -> None:
    app = page(set=["experts.past.weight=2", "judgments.J1.nudge=0.5"])
    app.button(key="undo:harbour:experts.past.weight").click().run()
    assert asked(app, "set") == ["judgments.J1.nudge=0.5"]
    assert app.select_slider(key=ANN).value == 0.5
    assert told_edits(app) == [("Undo Ann Star “unlikely”", "18 → 27 %")]


def test_undo_all_brings_the_file_back_and_keeps_the_view(page: Page, folder: Path) -> None:
    app = page(policy="talk", question="Q2", sort="change", set=["experts.past.weight=2", "pool.rule=linear"])
    app.button(key="undo-all").click().run()
    assert asked(app, "set") == []
    assert (asked(app, "policy"), asked(app, "question"), asked(app, "sort")) == (["talk"], ["Q2"], ["change"])
    agree(app, library(folder / "harbour.yaml").answers["talk", "Q2"])
    assert not offered(app, "undo-all")


def test_undo_all_is_there_for_more_than_one_edit_alone(page: Page) -> None:
    assert not offered(page(set=["pool.rule=linear"]), "undo-all")
    assert offered(page(set=["pool.rule=linear", "lexicon=icd203"]), "undo-all")


def test_every_move_is_spoken_with_what_the_answer_was(page: Page, folder: Path) -> None:
    about = "Are shots fired by 21 January 2026? under policy close"
    file = folder / "harbour.yaml"
    plain = percent(library(file).answers["close", "Q1"].probability, 1)
    moved = percent(library(file, {"judgments.J1.nudge": 1.0}).answers["close", "Q1"].probability, 1)
    app = page()
    assert spoken(app) == f"{about}: {plain}"
    app.select_slider(key=ANN).set_value(1.0).run()
    assert spoken(app) == f"{about}: {moved}, was {plain}"
    app.button(key=f"undo:{ANN}").click().run()
    assert spoken(app) == f"{about}: {plain}, was {moved}"


def test_a_policy_is_spoken_with_what_it_was_under_the_other(page: Page, folder: Path) -> None:
    answers = library(folder / "harbour.yaml").answers
    close, freely = (percent(answers[policy, "Q1"].probability, 1) for policy in ("close", "let_it_run"))
    app = page()
    app.segmented_control(key="policy").set_value("let_it_run").run()
    was = f", was {close}" if close != freely else ""
    assert spoken(app) == f"Are shots fired by 21 January 2026? under policy let it run: {freely}{was}"


def test_another_question_is_spoken_alone(page: Page, folder: Path) -> None:
    app = page()
    app.select_slider(key=ANN).set_value(1.0).run()
    app.selectbox(key="question").set_value("Q2").run()
    answer = library(folder / "harbour.yaml", {"judgments.J1.nudge": 1.0}).answers["close", "Q2"]
    told = f"Is the public angry on 21 January 2026? under policy close: {percent(answer.probability, 1)}"
    assert spoken(app) == told


def test_a_variant_kept_and_swapped_is_spoken(page: Page) -> None:
    app = page(set=["judgments.J1.nudge=1"], b=["judgments.J1.nudge=-1"])
    before = spoken(app).rpartition(": ")[2]
    app.button(key="swap").click().run()
    assert spoken(app).endswith(f", was {before}")


def test_what_is_not_a_move_says_the_same_again(page: Page) -> None:
    app = page()
    app.select_slider(key=ANN).set_value(1.0).run()
    told = spoken(app)
    app.selectbox(key="sort").set_value("probability").run()
    assert spoken(app) == told
    app.button(key="keep").click().run()
    assert spoken(app) == told
