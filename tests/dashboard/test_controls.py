"""Which sliders a question gets: voices first, then judgments, and none that could not matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.dashboard.sliders import controls
from sim.dashboard.sliders.trust import TRUST
from sim.results import ancestry
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

HARBOUR = Path(__file__).with_name("harbour.yaml")
FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "venezuela-2025"
FLAGSHIP_11 = Path(__file__).parents[1] / "scenarios" / "valid" / "flagship-11.yaml"


def sliders(scenario: Scenario, question: str, policy: str, **changes: float) -> list[controls.Control]:
    """The sliders with some values edited; `__` stands for a point in a path."""
    present = edit.edit(scenario, {path.replace("__", "."): value for path, value in changes.items()})
    return controls.find_controls(scenario, present, question, policy)


def paths(scenario: Scenario, question: str, policy: str) -> list[str]:
    return [control.path for control in sliders(scenario, question, policy)]


@pytest.fixture(scope="module")
def harbour() -> Scenario:
    return read.read(HARBOUR)


def test_weights_come_first_and_assumptions_last_among_them(harbour: Scenario) -> None:
    assert paths(harbour, "Q1", "close") == [
        "experts.ann.weight", "experts.bob.weight", "experts.past.weight", "experts.author.weight",
        "judgments.J1.nudge", "judgments.J2.nudge",
    ]  # fmt: skip


def test_weights_that_are_not_the_given_ones_have_no_sliders(harbour: Scenario) -> None:
    present = edit.edit(harbour, {"pool.weights": "equal"})
    found = controls.find_controls(harbour, present, "Q1", "close")
    assert all(control.path.endswith(".nudge") for control in found)
    assert any(control.path.endswith(".weight") for control in sliders(harbour, "Q1", "close"))


def test_many_voices_leave_room_for_judgments() -> None:
    text = HARBOUR.read_text(encoding="utf-8")
    text = text.replace("  bob: {name: Bob}", "  bob: {name: Bob}\n  cat: {name: Cat}\n  dan: {name: Dan}")
    text = text.replace("  mood:\n    J5", "".join(
        f"    {name}: {{expert: {voice}, about: shots or more, given: {{pressure: closure}}, says: unlikely}}\n"
        for name, voice in (("J8", "cat"), ("J9", "dan"))
    ) + "  mood:\n    J5")  # fmt: skip
    found = paths(read.loads(text), "Q1", "close")
    assert [path.split(".")[0] for path in found] == ["experts"] * 4 + ["judgments"] * 2


def test_a_judgment_that_cannot_bear_under_the_policy_is_not_offered(harbour: Scenario) -> None:
    assert paths(harbour, "Q1", "talk") == ["judgments.J4.nudge"]


def test_a_variables_own_judgments_come_before_its_ancestors(harbour: Scenario) -> None:
    found = paths(harbour, "Q2", "close")
    assert found[2:] == ["judgments.J5.nudge", "judgments.J1.nudge", "judgments.J2.nudge", "judgments.J3.nudge"]
    assert found[:2] == ["experts.ann.weight", "experts.author.weight"]


def test_nobody_speaks_about_a_bare_lever(harbour: Scenario) -> None:
    assert paths(harbour, "Q4", "close") == []


def test_a_free_lever_is_an_ancestor_and_a_held_one_is_not(harbour: Scenario) -> None:
    assert list(ancestry.ancestry(harbour, "mood", "let_it_run")) == ["mood", "clash", "pressure"]
    assert list(ancestry.ancestry(harbour, "mood", "close")) == ["mood", "clash"]


def test_a_split_is_shown_by_the_questions_own_event(harbour: Scenario) -> None:
    (shots,) = sliders(harbour, "Q1", "talk")
    (battle,) = sliders(harbour, "Q3", "talk")
    assert (shots.said, shots.median) == ("split: shots or more", pytest.approx(0.10))
    assert (battle.said, battle.median) == ("split: battle", pytest.approx(0.02))


@pytest.mark.parametrize(
    ("question", "policy", "name", "median"), [("Q1", "talk", "J4", 0.10), ("Q2", "close", "J5", 0.742)]
)
def test_a_slider_keeps_its_scale_wherever_it_stands(
    harbour: Scenario, question: str, policy: str, name: str, median: float
) -> None:
    path = f"judgments.{name}.nudge"
    (slider,) = (c for c in sliders(harbour, question, policy, **{path: 0.7}) if c.path == path)
    assert (slider.base, slider.value) == (0.0, 0.7)
    assert slider.median == pytest.approx(median, abs=0.001)


def test_shares_add_up_over_those_who_speak(harbour: Scenario) -> None:
    found = sliders(harbour, "Q1", "close", experts__past__weight=2.75)
    shares = [control.share for control in found if control.share is not None]
    assert shares == pytest.approx([0.2, 0.2, 0.55, 0.05])


def test_voices_of_a_camp_share_its_weight() -> None:
    """Ann and Bob weigh 1 together, as past disputes and the author weigh 0.5 and 0.25 by themselves."""
    text = HARBOUR.read_text(encoding="utf-8").replace("experts:", "camps: {guild: {weight: 1}}\nexperts:")
    text = text.replace("{name: Bob}", "{name: Bob, camp: guild}")
    camp = read.loads(text.replace("Harbour Institute}", "Harbour Institute, camp: guild, weight: 3}"))

    def shares(**changes: float) -> list[float]:
        return [control.share for control in sliders(camp, "Q1", "close", **changes) if control.share is not None]

    assert shares() == pytest.approx([0.75 / 1.75, 0.25 / 1.75, 0.5 / 1.75, 0.25 / 1.75])
    assert shares(experts__ann__weight=0) == pytest.approx([0, 1 / 1.75, 0.5 / 1.75, 0.25 / 1.75])
    assert shares(experts__ann__weight=0, experts__bob__weight=0) == pytest.approx([0, 0, 2 / 3, 1 / 3])


def test_speakers_without_weight_are_not_named_unless_they_are_the_background(harbour: Scenario) -> None:
    silent = edit.edit(harbour, {"experts.bob.weight": 0, "experts.author.weight": 0})
    assert ancestry.speakers(silent, "clash", "close") == ("ann", "past", "author")
    assert ancestry.speakers(silent, "rumour", "close") == ()


def test_the_page_opens_where_most_experts_are_heard() -> None:
    """Not at the file's first policy and question: seven speak of arms once Caracas is raided, two of words now."""
    file = read.read(FLAGSHIP)
    assert ancestry.opening(file) == ("raid", "Q8")
    assert len(ancestry.speakers(file, "hardware", "raid")) == 8
    assert len(ancestry.speakers(file, "rhetoric", "blockade")) == 3


def test_every_question_of_the_flagship_has_at_most_six_beside_trust_in_words_no_two_of_one_name() -> None:
    scenario = read.read(FLAGSHIP)
    for policy in scenario.policies:
        for question in scenario.questions:
            offered = sliders(scenario, question, policy)
            found = [control.path for control in offered]
            assert len([path for path in found if path != TRUST]) <= controls.MOST, (policy, question)
            assert len(set(found)) == len(found), (policy, question)
            names = [(control.share is None, control.speaker, control.said) for control in offered]
            assert len(set(names)) == len(names), (policy, question)


def test_sliders_of_one_name_are_told_apart_by_their_condition_else_by_their_judgment() -> None:
    said = [control.said for control in sliders(read.read(FLAGSHIP_11), "Q9", "strikes") if "split" in control.said]
    assert said == [
        "split: naval escort, given asset untouched",
        "split: naval escort, given asset cargo",
        "split: naval escort, given asset flagged ship or more",
    ]
    text = HARBOUR.read_text(encoding="utf-8").replace("{name: Bob}", '{name: "Ann *Star*"}')
    found = sliders(read.loads(text.replace("says: highly unlikely", "says: unlikely")), "Q1", "close")
    assert [control.said for control in found if control.speaker == "Ann *Star*"] == [
        " (ann)", " (bob)",
        "'unlikely': shots or more, given pressure closure (J1)",
        "'unlikely': shots or more, given pressure closure (J2)",
    ]  # fmt: skip


def test_an_answer_of_an_earlier_round_has_no_slider(harbour: Scenario) -> None:
    data = {variable: dict(group) for variable, group in harbour.file._data["judgments"].items()}
    variable, group = next((name, group) for name, group in data.items() if "J1" in group)
    before = set(controls.bearing(harbour, variable, "close"))
    group["J9"] = group["J1"] | {"round": 2}
    after = set(controls.bearing(edit.edit(harbour, {"judgments": data}), variable, "close"))
    assert after == before - {"J1"} | {"J9"}
