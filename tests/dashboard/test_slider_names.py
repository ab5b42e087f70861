"""What sliders are called and what stands over their thumbs, over every scenario that comes with the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.dashboard.sliders.controls import MOST, Control, find_controls
from sim.dashboard.sliders.doubt import DoubtShares
from sim.dashboard.sliders.faces.thumbs import write_thumbs
from sim.dashboard.sliders.labels import label_places
from sim.dashboard.sliders.ranges import find_ranges
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import plain

ROOT = Path(__file__).parents[2]
FILES = sorted({*ROOT.glob("scenarios/*.yaml"), *ROOT.glob("scenarios/*/scenario.yaml")})
VALID = sorted(ROOT.glob("tests/scenarios/valid/*.yaml"))
FLAGSHIP = ROOT / "scenarios" / "venezuela-2025"


def offered(scenario: Scenario, present: Scenario) -> Iterator[list[Control]]:
    """The sliders of every question under every policy, by different orders."""
    everything = {key: 0.02 for group in scenario.judgments.values() for key in group}
    for policy in scenario.policies:
        for question in scenario.questions:
            for shares in (DoubtShares(), DoubtShares(everything, who=0.9, trust=0.9)):
                yield find_controls(scenario, present, question, policy, shares)


@pytest.mark.parametrize("file", [*FILES, *VALID], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_no_two_places_of_a_slider_have_one_text_and_no_two_sliders_one_name(file: Path) -> None:
    scenario = read.read(file)
    places, seen = find_ranges(scenario), set()
    sections = (scenario.policies, scenario.questions, scenario.variables, scenario.experts, scenario.resolved)
    ids = (key for section in sections for key in section)
    coded = {key for key in ids if "_" in key or re.fullmatch(r"[A-Z]\d+\w?", key)}
    for controls in offered(scenario, scenario):
        assert len(controls) <= MOST
        assert len({control.name for control in controls}) == len(controls)
        for control in controls:
            assert not coded & {*re.split(r"[^\w]+", control.name)}, control.name
            assert "_" not in control.name
            assert control.name == plain(control.name)
            if (control.path, control.median) not in seen:
                seen.add((control.path, control.median))
                texts = write_thumbs(scenario, control, places[control.path])
                assert len(set(texts)) == len(texts) == len(places[control.path]) <= 62, control.path


@pytest.mark.parametrize("book", ["icd203", "nato", "kent"])
def test_texts_stay_apart_under_another_phrase_book(book: str) -> None:
    scenario = read.read(FLAGSHIP)
    present, places = edit.edit(scenario, {"lexicon": book}), find_ranges(scenario)
    for control in find_controls(scenario, present, "Q6", "strikes"):
        texts = label_places(places[control.path], 0.123, lambda here, one=control: write_thumbs(present, one, here))
        assert len(set(texts.values())) == len(texts)


def test_the_flagship_s_sliders_are_named_in_words_with_the_policy_s_own_condition() -> None:
    scenario = read.read(FLAGSHIP)
    shares = DoubtShares({"S14": 0.4, "B13": 0.3, "A38": 0.2, "A6": 0.1, "A7": 0.09, "S22": 0.08})
    names = {one.path.split(".")[1]: one.name for one in find_controls(scenario, scenario, "Q6", "strikes", shares)}
    assert names["S14"] == "Ekaterina Kosevich: at most “unlikely” - Exchange of fire, if the US strikes"
    assert names["B13"].endswith("26 crises: 0 of 26 - Exchange of fire, if the US strikes")
    assert names["A38"] == "The scenario's author: 2\u00a0% - Exchange of fire, if the US strikes"
    assert names["A7"].endswith("if the US strikes or the US raids the leadership, within 14 weeks")
    assert names["S22"].endswith("at most “highly unlikely” - Russia joins the fight, if the US strikes")


def test_a_name_holds_no_number_that_a_move_changes() -> None:
    scenario = read.read(FLAGSHIP)
    shares = DoubtShares({"S14": 0.4, "A38": 0.2}, who=0.9)
    edits = {"judgments.S14.nudge": 2, "judgments.A38.nudge": -1, "experts.rouvinski.weight": 3}
    before = {one.path: one.name for one in find_controls(scenario, scenario, "Q6", "strikes", shares)}
    moved = edit.edit(scenario, edits)
    assert {one.path: one.name for one in find_controls(scenario, moved, "Q6", "strikes", shares)} == before
    assert set(edits) < set(before)


def test_no_text_over_a_thumb_hangs_on_where_another_slider_stands() -> None:
    """A browser that has not seen them yet sends back the old ones, which would be moves of sliders nobody touched."""
    scenario = read.read(Path(__file__).with_name("harbour.yaml"))
    shares = DoubtShares({"J1": 0.1, "J2": 0.1}, who=0.5)
    moved = edit.edit(scenario, {"judgments.J2.nudge": 1, "experts.ann.weight": 0.2, "experts.past.weight": 3})
    places = find_ranges(scenario)
    before, after = (
        {
            one.path: write_thumbs(here, one, places[one.path])
            for one in find_controls(scenario, here, "Q1", "close", shares)
        }
        for here in (scenario, moved)
    )
    assert before == after
    assert len(before) > 3


def test_of_two_words_that_fit_as_well_the_thumb_has_the_one_that_was_said() -> None:
    scenario = read.read(Path(__file__).with_name("harbour.yaml"))
    for said in ("could happen", "may happen"):
        present = edit.edit(scenario, {"judgments.J1.says": said})
        control = find_controls(scenario, present, "Q1", "close")[0]
        assert write_thumbs(present, control, [0.0])[0].endswith(f"· {said}")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("# head", "head"), ("**a** `b` ~~c~~", "a b c"), ("![x](y)", "x(y)"), ("$a$ & b &amp; c", "a & b and amp; c"),
        (":material/undo: www.x.org a@b.c", ": material/undo: www x.org a at b.c"), ("5 %", "5\u00a0%"),
    ],
)  # fmt: skip
def test_a_name_has_nothing_that_markdown_takes_for_a_sign(text: str, drawn: str) -> None:
    assert plain(text) == drawn
    assert plain(drawn) == drawn
