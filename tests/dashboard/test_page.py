"""The first page: every control does what it says, the address remembers it, a bad file stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.dashboard.sliders.ranges import list_nudges
from sim.errors import ModelError
from sim.priors import judgment_priors
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.show import words

Page = Callable[..., AppTest]


def headline(app: AppTest) -> str:
    """The sentence below the question."""
    texts = [element.value for element in app.markdown]
    return texts[next(place for place, text in enumerate(texts) if text.startswith("#### ")) + 1]


def asked(app: AppTest, key: str) -> list[str]:
    """What the address says of one key."""
    value = app.query_params[key]
    return [value] if isinstance(value, str) else list(value)


def ladder(app: AppTest) -> list[dict[str, Any]]:
    """The rows of the ladder as the page sends them."""
    (element,) = (block for block in app.get("vega_lite_chart") if "ladder" in block.proto.id)
    rows: list[dict[str, Any]] = pyarrow.ipc.open_stream(element.proto.data.data).read_all().to_pylist()
    return [row for row in rows if row["kind"] == "row"]


def texts(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.code) for element in kind)


def told(folder: Path, question: str, policy: str, changes: dict[str, object] | None = None) -> str:
    """What the library answers, without any page."""
    scenario = edit.edit(read.read(folder / "harbour.yaml"), changes or {})
    answer = forecast(scenario, draws=100, policies=[policy]).answers[policy, question]
    return words.sentence(answer, "**")


def test_the_page_says_what_the_library_says(page: Page, folder: Path) -> None:
    app = page()
    assert headline(app).startswith(told(folder, "Q1", "close") + "; rests on Bob, Ann ")
    assert headline(app).endswith("Past disputes (base rate) and The author (assumption).")


def test_markdown_in_a_scenario_is_shown_and_not_obeyed(page: Page) -> None:
    app = page()
    assert "#### Are shots \\*fired\\* by 21 January 2026?" in [element.value for element in app.markdown]
    assert "A \\*made-up\\* harbour \\[dispute\\](https://example.org) (as of 24 December 2025)" in texts(app)
    assert "Ann \\*Star\\*" in headline(app)


def test_a_policy_button_changes_the_forecast_and_the_address(page: Page, folder: Path) -> None:
    app = page()
    app.segmented_control(key="policy").set_value("talk").run()
    assert asked(app, "policy") == ["talk"]
    assert headline(app).startswith(told(folder, "Q1", "talk"))


def test_under_a_policy_only_those_are_named_whose_words_bear(page: Page) -> None:
    assert headline(page(policy="talk")).endswith("; rests on assumptions alone: The author.")


def test_the_page_says_whose_doubt_it_is(page: Page) -> None:
    assert "Whose doubt it is: Bob " in texts(page())
    alone = "Whose doubt it is: author's assumptions 100 %; no expert was asked about this."
    assert alone in texts(page(policy="talk"))
    assert alone not in texts(page())


def test_confidence_stands_apart_from_likelihood(page: Page) -> None:
    author = "Confidence low: 100 % the author's assumptions; no expert was asked about this."
    assert author in texts(page(policy="talk"))
    assert "Confidence moderate: " in texts(page())
    assert author not in texts(page())


def test_a_chosen_question_never_changes_the_policy_behind_it(page: Page, folder: Path) -> None:
    """Talk comes first here, but only under a closure the experts are heard about a clash; about the mood, always."""
    close, talk = "  close: {pressure: closure}\n", "  talk: {pressure: talks}\n"
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    (folder / "turned.yaml").write_text(text.replace(close + talk, talk + close), encoding="utf-8")
    app = page(scenario="turned")
    assert app.segmented_control(key="policy").value == "close"
    app.selectbox(key="question").set_value("Q2").run()
    assert app.segmented_control(key="policy").value == "close"


def test_a_question_can_be_chosen_from_the_list(page: Page, folder: Path) -> None:
    app = page()
    app.selectbox(key="question").set_value("Q2").run()
    assert asked(app, "question") == ["Q2"]
    assert headline(app).startswith(told(folder, "Q2", "close"))


def test_what_the_policy_sets_is_said_so(page: Page) -> None:
    assert headline(page(question="Q4")) == "**certain**, set by the policy."


def test_the_ladder_has_a_row_a_question_and_a_text(page: Page) -> None:
    app = page(question="Q2")
    rows = ladder(app)
    assert [row["question"] for row in rows] == ["Q1", "Q2", "Q3", "Q4"]
    assert [row["question"] for row in rows if row["chosen"]] == ["Q2"]
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt.startswith("4 answers under policy close, from ")


def test_a_nudge_moves_the_answer_and_leaves_a_ghost(page: Page, folder: Path) -> None:
    app = page()
    slider = app.select_slider(key="harbour:judgments.J1.nudge")
    assert slider.label == "Ann Star: 'unlikely' - Clash: shots or more, if Pressure: closure"
    slider.set_value(1.0).run()
    assert asked(app, "set") == ["judgments.J1.nudge=1"]
    assert headline(app).startswith(told(folder, "Q1", "close", {"judgments.J1.nudge": 1.0}))
    rows = {row["question"]: row for row in ladder(app)}
    assert rows["Q1"]["mean"] > rows["Q1"]["old_mean"]
    assert "1 value differs from the file" in texts(app)
    assert app.button(key="undo:harbour:judgments.J1.nudge").label == "Undo Ann Star 'unlikely'"
    assert "18 → 37\u00a0%" in texts(app)


def test_a_nudge_is_shown_as_the_median_it_gives(page: Page, folder: Path) -> None:
    shown = page(set=["judgments.J1.nudge=0.5"]).select_slider(key="harbour:judgments.J1.nudge")
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
    plain = page().select_slider(key="harbour:judgments.J1.nudge")
    other = page(set=["lexicon=icd203"]).select_slider(key="harbour:judgments.J1.nudge")
    assert "In the file: 18\u00a0% · unlikely" in plain.help
    assert "In the file: 18\u00a0% " not in other.help


def test_a_weight_moves_the_answer(page: Page, folder: Path) -> None:
    app = page()
    slider = app.select_slider(key="harbour:experts.bob.weight")
    assert slider.label == "Weight of Bob"
    slider.set_value(2.0).run()
    assert asked(app, "set") == ["experts.bob.weight=2"]
    assert headline(app).startswith(told(folder, "Q1", "close", {"experts.bob.weight": 2.0}))


def test_a_slider_back_at_the_files_value_is_no_difference(page: Page) -> None:
    app = page(set=["experts.bob.weight=2"])
    app.select_slider(key="harbour:experts.bob.weight").set_value(1.0).run()
    assert "set" not in app.query_params
    assert "All values are the file's." in texts(app)


def test_one_slider_goes_back_alone(page: Page) -> None:
    app = page(set=["experts.past.weight=2", "judgments.J1.nudge=0.5"])
    app.button(key="undo:harbour:experts.past.weight").click().run()
    assert asked(app, "set") == ["judgments.J1.nudge=0.5"]
    assert app.select_slider(key="harbour:judgments.J1.nudge").value == 0.5


def test_reset_all_keeps_the_view(page: Page, folder: Path) -> None:
    app = page(policy="talk", question="Q2", set=["experts.past.weight=2", "pool.rule=linear"])
    app.button(key="reset").click().run()
    assert "set" not in app.query_params
    assert asked(app, "policy") == ["talk"]
    assert headline(app).startswith(told(folder, "Q2", "talk"))
    assert app.button(key="reset").disabled


def test_the_address_restores_everything(page: Page, folder: Path) -> None:
    app = page(policy="talk", question="Q3", scale="plain", seed="1", set=["pool.rule=linear", "experts.past.weight=2"])
    assert app.segmented_control(key="policy").value == "talk"
    assert app.selectbox(key="question").value == "Q3"
    assert app.segmented_control(key="scale").value == "plain"
    changes = {"pool.rule": "linear", "experts.past.weight": 2.0}
    assert headline(app).startswith(told(folder, "Q3", "talk", changes))
    assert "2 values differ from the file" in texts(app)


def test_nonsense_in_the_address_is_left_out(page: Page) -> None:
    app = page(policy="war", question="Q99", draws="1e9", worlds="7", seed="-1", scale="sideways", set=["no-equals"])
    assert app.segmented_control(key="policy").value == "close"
    assert app.selectbox(key="question").value == "Q1"
    assert "All values are the file's." in texts(app)


def test_an_edit_that_makes_no_sense_is_told_and_the_files_forecast_shown(page: Page, folder: Path) -> None:
    app = page(set=["judgments.J1.says=unlikly"])
    assert app.error[0].value == "What does not fit is left out: 1 problem."
    assert "no lexicon knows the phrase 'unlikly'" in app.code[0].value
    assert headline(app).startswith(told(folder, "Q1", "close"))
    app.button(key="reset").click().run()
    assert not app.error


def test_all_weights_at_zero_is_an_error_and_not_the_end(page: Page) -> None:
    app = page(set=[f"experts.{voice}.weight=0" for voice in ("ann", "bob", "past", "author")])
    assert app.error
    app.select_slider(key="harbour:experts.ann.weight").set_value(1.0).run()
    assert not app.error


@pytest.mark.parametrize("value", ["-1e9", "1e9", ".inf", "[1]", "'", "5"])
def test_no_value_in_the_address_is_too_odd_for_its_slider(page: Page, value: str) -> None:
    app = page(set=[f"judgments.J1.nudge={value}", f"experts.past.weight={value}"])
    assert headline(app).startswith("**")


def test_a_slider_that_made_nonsense_can_be_moved_back(page: Page) -> None:
    app = page(set=["judgments.J1.nudge=0.7", "pool.rule=vote"])
    assert app.error
    assert app.select_slider(key="harbour:judgments.J1.nudge").value == 0.7


def test_a_bad_file_shows_what_check_shows_and_the_page_lives_on(page: Page, folder: Path) -> None:
    app = page(scenario="wrong")
    with pytest.raises(ModelError) as caught:
        read.read(folder / "wrong.yaml")
    assert app.error[0].value == "This scenario cannot be used: 2 problems."
    assert app.code[0].value == str(caught.value)
    app.selectbox(key="scenario").set_value("harbour").run()
    assert not app.error
    assert headline(app).startswith("**")


def test_a_bad_upload_shows_what_check_shows_and_the_page_lives_on(page: Page, folder: Path) -> None:
    app = page()
    content = (folder / "wrong.yaml").read_bytes()
    app.file_uploader(key="upload").set_value(("mine.yaml", content, "application/yaml")).run()
    assert asked(app, "scenario") == ["uploaded"]
    assert app.error[0].value == "This scenario cannot be used: 2 problems."
    lines = app.code[0].value.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("mine.yaml:") for line in lines)
    app.selectbox(key="scenario").set_value("harbour").run()
    assert not app.error
    assert headline(app).startswith("**")


def test_a_good_upload_is_run(page: Page, folder: Path) -> None:
    app = page(policy="talk")
    content = (folder / "harbour.yaml").read_bytes().replace(b"id: harbour", b"id: mine")
    app.file_uploader(key="upload").set_value(("mine.yaml", content, "application/yaml")).run()
    assert not app.error
    assert app.selectbox(key="scenario").value == "uploaded"
    assert headline(app).startswith("**")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"a: 1\na: 2\n"])
def test_whatever_is_uploaded_the_page_lives_on(page: Page, content: bytes) -> None:
    app = page()
    app.file_uploader(key="upload").set_value(("odd.yaml", content, "application/yaml")).run()
    assert not app.exception
    assert app.code[0].value.startswith("odd.yaml")


def test_an_upload_is_gone_after_a_reload_and_the_page_says_so(page: Page) -> None:
    app = page(scenario="uploaded")
    assert "upload it again" in app.warning[0].value
    assert headline(app).startswith("**")


def test_an_unknown_scenario_gets_the_nearest_name(page: Page) -> None:
    app = page(scenario="habour")
    assert "did you mean 'harbour'" in app.warning[0].value


def test_another_scenario_starts_afresh(page: Page, folder: Path) -> None:
    (folder / "second.yaml").write_bytes((folder / "harbour.yaml").read_bytes())
    app = page(policy="talk", set=["pool.rule=linear"])
    app.selectbox(key="scenario").set_value("second").run()
    assert "set" not in app.query_params
    assert "policy" not in app.query_params


def test_a_folder_without_scenarios_asks_for_one(page: Page, folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        file.unlink()
    assert "No scenario in" in page().info[0].value


def test_the_judgment_table_says_who_said_what_and_where(page: Page) -> None:
    app = page(at="why")
    app.session_state["fold-explained"], app.session_state["fold-judgments"] = False, True
    app.run()
    table = app.table[0].value
    row = table.iloc[0]
    assert row["Who"] == "Ann \\*Star\\* (J1)"
    assert row["Said"] == "unlikely"
    assert row["About"] == "shots or more, if Pressure: closure"
    assert row["Claim, paraphrased"] == "Shots are unlikely."
    assert row["Source"] == "[The \\*Gazette\\*](https://example.org/a), paragraph 2"
    assert row["5, 50, 95 %"].count("%") == 3
    app.toggle(key="all-judgments").set_value(True).run()
    assert len(app.table) == 3


@pytest.mark.parametrize("rule", ["linear", "average", "median"])
def test_every_pool_rule_is_shown_and_computed(page: Page, folder: Path, rule: str) -> None:
    app = page(at="settings", set=[f"pool.rule={rule}"])
    assert app.segmented_control(key="pool.rule").value == rule
    go_to(app, "").run()
    assert headline(app).startswith(told(folder, "Q1", "close", {"pool.rule": rule}))


def test_settings_edit_the_scenario_and_the_run(page: Page, folder: Path) -> None:
    app = page(at="settings")
    app.segmented_control(key="pool.rule").set_value("linear").run()
    app.selectbox(key="lexicon").set_value("icd203").run()
    app.selectbox(key="pool.concentration").set_value(2.0).run()
    assert asked(app, "set") == ["pool.rule=linear", "lexicon=icd203", "pool.concentration=2"]
    go_to(app, "").run()
    changes = {"pool.rule": "linear", "lexicon": "icd203", "pool.concentration": 2.0}
    assert headline(app).startswith(told(folder, "Q1", "close", changes))
    go_to(app, "settings").run()
    app.selectbox(key="draws").set_value(200).run()
    app.number_input(key="seed").set_value(7).run()
    assert (asked(app, "draws"), asked(app, "seed")) == (["200"], ["7"])
    assert "--draws 200 --worlds 64 --seed 7 --set pool.rule=linear" in app.code[-1].value


def test_the_axis_can_be_changed(page: Page) -> None:
    app = page()
    before = [row["mean"] for row in ladder(app)]
    app.segmented_control(key="scale").set_value("plain").run()
    assert asked(app, "scale") == ["plain"]
    assert [row["mean"] for row in ladder(app)] != before


def test_the_fan_and_the_assumptions_are_made_when_opened(page: Page) -> None:
    app = page()
    assert len(app.get("vega_lite_chart")) == 1
    app.session_state["fold-time"] = True
    app.run()
    assert len(app.get("vega_lite_chart")) == 2
    why = page(at="why")
    assert "the author" not in texts(why)
    why.session_state["fold-assumptions"] = True
    why.run()
    assert "the author" in texts(why)


OWN = "lexicons: {desk: words.csv}\nlexicon: desk\n"
WORDS = "phrase,concept,low,high\nunlikely,unlikely,{},{}\n"


def test_a_lexicon_beside_the_scenario_can_be_chosen_and_is_read_again_when_edited(page: Page, folder: Path) -> None:
    (folder / "words.csv").write_text(WORDS.format(1, 3))
    (folder / "harbour.yaml").write_text((folder / "harbour.yaml").read_text().replace("lexicon: capphrase\n", OWN))
    app = page()
    before = headline(app)
    assert before.startswith(told(folder, "Q1", "close"))
    go_to(app, "settings").run()
    assert app.selectbox(key="lexicon").value == "desk"
    app.selectbox(key="lexicon").set_value("icd203").run()
    assert asked(app, "set") == ["lexicon=icd203"]
    (folder / "words.csv").write_text(WORDS.format(60, 90))
    again = headline(page())
    assert again.startswith(told(folder, "Q1", "close"))
    assert again != before
    (folder / "words.csv").write_text(WORDS.format(90, 60))
    app = page()
    assert app.code[0].value.startswith(f"{folder / 'words.csv'}:2:22  high: 60 must lie above low (90)")


def test_an_upload_cannot_bring_a_lexicon_along(page: Page, folder: Path) -> None:
    app = page()
    content = (folder / "harbour.yaml").read_bytes().replace(b"lexicon: capphrase\n", OWN.encode())
    app.file_uploader(key="upload").set_value(("mine.yaml", content, "application/yaml")).run()
    (line,) = app.code[0].value.splitlines()
    assert line.endswith("'words.csv' would lie beside the scenario, but that came as a single file, without a folder")


def test_a_blend_in_the_address_is_shown_by_its_names_and_weights(page: Page) -> None:
    app = page(at="settings", set=["lexicon={capphrase: 2, icd203: 1}"])
    assert app.selectbox(key="lexicon").value == "capphrase 2, icd203 1"
    app.selectbox(key="lexicon").set_value("phia").run()
    assert asked(app, "set") == ["lexicon=phia"]


def test_an_unknown_phrase_in_the_address_offers_the_nearest_three(page: Page) -> None:
    app = page(set=["judgments.J1.says=unlikly"])
    assert "no lexicon knows the phrase 'unlikly': write 'unlikely' or 'likely' or 'very unlikely'" in app.code[0].value


def test_a_large_seed_is_shown_as_it_is_used(page: Page) -> None:
    app = page(at="settings", seed="9007199254740991")
    assert app.number_input(key="seed").value == 2**53 - 1
    assert "--seed 9007199254740991" in app.code[-1].value
    beyond = page(at="settings", seed="9007199254740992")
    assert beyond.number_input(key="seed").value == 1
    assert "--seed 1" in beyond.code[-1].value


def test_two_concentrations_of_nearly_one_value_are_two_choices(page: Page) -> None:
    app = page(at="settings", set=["pool.concentration=2.0000001"])
    box = app.selectbox(key="pool.concentration")
    assert len(set(box.options)) == len(box.options)
    box.set_value(2.0).run()
    assert asked(app, "set") == ["pool.concentration=2"]
