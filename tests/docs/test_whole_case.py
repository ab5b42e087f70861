"""The flagship's own pages: claims, codings, questions and resolutions agree with its scenario."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import pytest
import yaml

import sim
from sim.results.forecast.export import as_json

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scenarios" / "venezuela-2025"


@pytest.fixture(scope="module")
def texts():
    return {
        name: yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for name in ("scenario", "resolutions")
    }


def test_every_claim_of_the_case_has_a_source(texts):
    listed = {claim for source in texts["scenario"]["sources"].values() for claim in source.get("claims", [])}
    assert listed == {f"S{n}" for n in range(1, 32)} | {f"E{n}" for n in range(1, 19)}


def test_nothing_in_the_scenario_is_dated_after_the_freeze(texts):
    scenario = texts["scenario"]
    judgments = [judgment for variable in scenario["judgments"].values() for judgment in variable.values()]
    dates = [dated["date"] for dated in (*scenario["sources"].values(), *judgments) if "date" in dated]
    assert max(dates) <= scenario["as_of"]


def test_the_codings_stand_in_the_notes_as_they_are_made():
    made = runpy.run_path(str(ROOT / "docs" / "make_codings.py"))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), "run: python docs/make_codings.py"
    assert made["kappa"]([(1, 1), (1, 0), (0, 0), (0, 0)]) == (3, 4, 0.5)


def test_every_question_says_why_it_was_natural_and_half_are_decoys(texts):
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([QD]\d+) ([^|]+) \| (decoy)? ?\| ([^|]+) \|$", page, flags=re.MULTILINE)
    questions = texts["scenario"]["questions"]
    assert {question: short for question, short, _, _ in rows} == {
        question: text["short"] for question, text in questions.items()
    }
    decoys = {question for question, _, decoy, _ in rows if decoy}
    assert decoys == {question for question in questions if question.startswith("D")}
    assert len(decoys) >= len(questions) / 2


def test_every_question_is_resolved_or_void(texts):
    resolutions = texts["resolutions"]["resolutions"]
    assert set(resolutions) == set(texts["scenario"]["questions"])
    assert all(set(one) - {"cluster", "state"} in ({"void"}, *known()) for one in resolutions.values())
    assert all(one["date"] > texts["scenario"]["as_of"] for one in resolutions.values() if "date" in one)


def known():
    needed = {"resolved", "date", "source", "note"}
    return (needed, needed | {"confidence"})


def test_what_was_learned_later_moves_no_byte_of_the_forecast(tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(FOLDER / "scenario.yaml", alone)
    with_it, without = (
        as_json([sim.forecast(sim.read(folder), policies=["strikes"], draws=20)]) for folder in (FOLDER, alone)
    )
    assert with_it.replace(str(FOLDER), "") == without.replace(str(alone), "")


def test_the_answers_are_ones_that_a_reader_of_the_field_can_take():
    """What the case was encoded anew for; each follows from readings that its README argues."""
    made = sim.forecast(sim.read(FOLDER), policies=["blockade", "strikes", "raid"], draws=400)
    fire = made.answers["strikes", "Q6"]
    assert fire.median <= 0.04
    assert fire.interval90.high <= 0.15
    assert made.answers["strikes", "Q1"].probability >= 0.9
    assert made.answers["strikes", "Q8"].probability < made.answers["blockade", "Q8"].probability
    apart = [
        question
        for question in made.questions
        if abs(made.answers["strikes", question].probability - made.answers["raid", question].probability) >= 0.03
        and "policy" not in made.answers["raid", question].method
    ]
    assert {"Q13", "Q20", "D6", "D9"} <= set(apart)
