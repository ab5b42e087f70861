"""Which sliders a question gets: those that carry most of the doubt first, and none that could not matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.dashboard.sliders import controls
from sim.dashboard.sliders.doubt import DoubtShares, find_shares, read_shares
from sim.results import ancestry
from sim.results.explain.case import case
from sim.results.explain.shares import explain
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import TRUST

HARBOUR = Path(__file__).with_name("harbour.yaml")
FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "venezuela-2025"
EVEN = DoubtShares({f"J{number}": 0.1 for number in range(1, 8)}, who=0.3, trust=0.02)


def sliders(
    scenario: Scenario, question: str, policy: str, shares: DoubtShares = EVEN, **changes: float
) -> list[controls.Control]:
    """The sliders with some values edited; `__` stands for a point in a path."""
    present = edit.edit(scenario, {path.replace("__", "."): value for path, value in changes.items()})
    return controls.find_controls(scenario, present, question, policy, shares)


def paths(scenario: Scenario, question: str, policy: str, shares: DoubtShares = EVEN) -> list[str]:
    return [control.path for control in sliders(scenario, question, policy, shares)]


@pytest.fixture(scope="module")
def harbour() -> Scenario:
    return read.read(HARBOUR)


def test_the_largest_share_of_the_file_s_answer_comes_first_whatever_is_edited(harbour: Scenario) -> None:
    shares = read_shares(explain(case(harbour, "Q1", "close")))
    found = sliders(harbour, "Q1", "close", shares)
    assert [control.path for control in found] == [
        "judgments.J2.nudge", "judgments.J1.nudge", "judgments.J3.nudge",
        "experts.ann.weight", "judgments.J4.nudge", "experts.bob.weight",
    ]  # fmt: skip
    assert [control.rank for control in found] == sorted((control.rank for control in found), reverse=True)
    assert found[0].doubt == shares.judgments["J2"]
    assert found[3].doubt == shares.who
    moved = sliders(harbour, "Q1", "close", shares, judgments__J3__nudge=2, experts__ann__weight=0)
    assert [control.path for control in moved] == [control.path for control in found]
    assert find_shares(harbour, "Q1", "close", 1000, 64, 1) == shares


def test_the_voices_divide_the_doubt_about_who_is_right_by_how_far_they_pull(harbour: Scenario) -> None:
    found = sliders(harbour, "Q1", "close", DoubtShares({"J1": 0.001}, who=0.9))
    ranks = {control.path: control.rank for control in found if control.kind == "weight"}
    assert sum(ranks.values()) == pytest.approx(0.9, abs=0.01)
    assert max(ranks, key=lambda path: ranks[path]) == "experts.ann.weight"


def test_what_carries_less_than_one_per_cent_only_fills_up_to_two(harbour: Scenario) -> None:
    one = DoubtShares({"J1": 0.9, "J2": 0.009, "J3": 0.008}, who=0.001)
    assert paths(harbour, "Q1", "close", one) == ["judgments.J1.nudge", "judgments.J2.nudge"]
    three = DoubtShares({"J1": 0.9, "J2": 0.011, "J3": 0.012})
    assert paths(harbour, "Q1", "close", three) == ["judgments.J1.nudge", "judgments.J3.nudge", "judgments.J2.nudge"]


def test_without_shares_a_variable_s_own_judgments_come_first_then_weights(harbour: Scenario) -> None:
    found = sliders(harbour, "Q1", "close", DoubtShares())
    assert [control.path.split(".")[0] for control in found] == ["judgments"] * 4 + ["experts"] * 2
    assert {control.doubt for control in found} == {None}
    assert [control.path.split(".")[1] for control in sliders(harbour, "Q2", "close", DoubtShares())] == [
        "J5", "J1", "J2", "J3", "J4", "ann"
    ]  # fmt: skip


def test_weights_that_are_not_the_given_ones_have_no_sliders(harbour: Scenario) -> None:
    present = edit.edit(harbour, {"pool.weights": "equal"})
    found = controls.find_controls(harbour, present, "Q1", "close", EVEN)
    assert all(control.kind == "nudge" for control in found)
    assert any(control.kind == "weight" for control in sliders(harbour, "Q1", "close"))


def test_a_judgment_that_cannot_bear_under_the_policy_is_not_offered(harbour: Scenario) -> None:
    assert paths(harbour, "Q1", "talk") == ["judgments.J4.nudge"]


def test_nobody_speaks_about_a_bare_lever(harbour: Scenario) -> None:
    assert paths(harbour, "Q4", "close") == []


def test_a_free_lever_is_an_ancestor_and_a_held_one_is_not(harbour: Scenario) -> None:
    assert list(ancestry.ancestry(harbour, "mood", "let_it_run")) == ["mood", "clash", "pressure"]
    assert list(ancestry.ancestry(harbour, "mood", "close")) == ["mood", "clash"]


def test_a_split_is_shown_by_the_questions_own_event(harbour: Scenario) -> None:
    (shots,) = sliders(harbour, "Q1", "talk")
    (battle,) = sliders(harbour, "Q3", "talk")
    assert (shots.name, shots.median) == ("The author: 10\u00a0% - Clash: shots or more", pytest.approx(0.10))
    assert (battle.name, battle.median) == ("The author: 2\u00a0% - Clash: battle", pytest.approx(0.02))


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


WHO = DoubtShares({"J1": 0.001}, who=100.0)


def says(found: list[controls.Control]) -> dict[str, float]:
    """What share of the say each voice has at its present weight."""
    return {one.path.split(".")[1]: one.say(one.value) for one in found if one.say is not None}


def test_the_say_of_a_voice_is_its_weight_among_those_who_speak(harbour: Scenario) -> None:
    found = sliders(harbour, "Q1", "close", WHO, experts__past__weight=2.75)
    assert says(found).items() <= {"ann": 0.2, "bob": 0.2, "past": 0.55, "author": 0.05}.items()
    ann = next(one for one in found if one.path == "experts.ann.weight")
    assert ann.say is not None
    assert [ann.say(weight) for weight in (0.0, 1.0, 4.0)] == pytest.approx([0.0, 0.2, 0.5])


def test_voices_of_a_camp_share_its_weight() -> None:
    """Ann and Bob weigh 1 together, as past disputes and the author weigh 0.5 and 0.25 by themselves."""
    text = HARBOUR.read_text(encoding="utf-8").replace("experts:", "camps: {guild: {weight: 1}}\nexperts:")
    text = text.replace("{name: Bob}", "{name: Bob, camp: guild}")
    camp = read.loads(text.replace("Harbour Institute}", "Harbour Institute, camp: guild, weight: 3}"))
    wanted = {"ann": 0.75 / 1.75, "bob": 0.25 / 1.75, "past": 0.5 / 1.75, "author": 0.25 / 1.75}
    found = says(sliders(camp, "Q1", "close", WHO))
    assert len(found) > 2
    assert found == pytest.approx({voice: wanted[voice] for voice in found})
    silent = {one.path: one for one in sliders(camp, "Q1", "close", WHO, experts__ann__weight=0)}
    bob, ann = silent["experts.bob.weight"], silent["experts.ann.weight"]  # both still there, in their places
    assert ann.say is not None
    assert bob.say is not None
    assert bob.say(1.0) == pytest.approx(1 / 1.75)
    assert [ann.say(0.0), ann.say(3.0)] == pytest.approx([0.0, 0.75 / 1.75])


def test_the_weight_of_a_voice_alone_in_its_camp_moves_nothing_and_is_not_offered() -> None:
    text = HARBOUR.read_text(encoding="utf-8").replace("experts:", "camps: {guild: {weight: 1}}\nexperts:")
    camp = read.loads(text.replace("{name: Bob}", "{name: Bob, camp: guild}"))
    assert "experts.bob.weight" not in paths(camp, "Q1", "close", WHO)
    assert "experts.ann.weight" in paths(camp, "Q1", "close", WHO)


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


def test_trust_in_words_is_one_of_the_six() -> None:
    scenario = read.read(FLAGSHIP)
    shares = DoubtShares({"B13": 0.4, "S6b": 0.1, "S14": 0.1, "A38": 0.1, "A37": 0.1, "A7": 0.1, "S22": 0.1})
    found = paths(scenario, "Q6", "strikes", replace(shares, trust=0.2))
    assert found.index(TRUST) == 1
    assert len(found) == controls.MOST
    assert TRUST not in paths(scenario, "Q6", "strikes", replace(shares, trust=0.009))


def test_sliders_of_one_name_are_numbered_in_words() -> None:
    text = HARBOUR.read_text(encoding="utf-8").replace("{name: Bob}", '{name: "Ann *Star*"}')
    found = sliders(read.loads(text.replace("says: highly unlikely", "says: unlikely")), "Q1", "close")
    said = "Ann Star: “unlikely” - Clash: shots or more, if “Pressure” is “closure”"
    alike = [control.name for control in found if "“unlikely”" in control.name]
    assert alike == [f"{said} (first)", f"{said} (second)"]


def test_an_answer_of_an_earlier_round_has_no_slider(harbour: Scenario) -> None:
    data = {variable: dict(group) for variable, group in harbour.file._data["judgments"].items()}
    variable, group = next((name, group) for name, group in data.items() if "J1" in group)
    before = set(controls.bearing(harbour, variable, "close"))
    group["J9"] = group["J1"] | {"round": 2}
    after = set(controls.bearing(edit.edit(harbour, {"judgments": data}), variable, "close"))
    assert after == before - {"J1"} | {"J9"}
