"""Files found and read, places kept, defaults filled in."""

from __future__ import annotations

import math
import pickle
import time
from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError
from sim.scenario.file import read
from sim.scenario.model.forms import Counts, Number, Phrase, Shift, Split

VALID = Path(__file__).parents[2] / "scenarios" / "valid"
HEAD = "schema_version: 1\nid: x\ntitle: x\nas_of: 2026-01-01\ntimeline: {steps: 2, step: 1 day}\n"
RAIN = "variables: {rain: {label: Rain, states: [dry, wet]}}\n"


@pytest.mark.parametrize("file", sorted(VALID.iterdir()), ids=lambda file: file.stem)
def test_valid_files(file: Path) -> None:
    scenario = read.read(file)
    assert scenario.id == file.stem
    assert scenario.name == str(file)


def test_defaults_of_the_smallest_scenario() -> None:
    scenario = read.loads(HEAD + RAIN)
    assert (scenario.pool.rule, scenario.pool.concentration, scenario.dependence) == ("log", 1.0, 0.6)
    assert scenario.lexicon == {"capphrase": 1.0}
    assert scenario.background == ()
    assert scenario.variables["rain"].chance == "once"
    assert (scenario.name, scenario.notes) == ("<scenario>", ())


def test_forms() -> None:
    scenario = read.read(VALID / "every-part.yaml")
    said = {name: judgment.says for group in scenario.judgments.values() for name, judgment in group.items()}
    assert said["C1"] == Phrase(phrase="unlikely")
    assert said["P1"] == Number(probability=0.1, worth=20)
    assert said["L1"] == Number(probability=1 / 3)
    assert said["A2"] == Shift(shift={"pressure": {"high": 0.7}}, sd=0.3)
    assert isinstance(said["A1"], Split)
    assert said["A1"].split == pytest.approx({"none": 0.9, "words": 0.08, "force": 0.02}, abs=1e-15)
    assert math.fsum(said["A1"].split.values()) == 1
    assert [form.form for form in said.values()] == ["number", "split", "phrase", "shift", "phrase", "number"]
    clocks = read.read(VALID / "clocks.yaml")
    assert clocks.judgments["rung"]["R2"].says == Counts(happened=1, of=9, prior="jeffreys")
    assert clocks.judgments["rung"]["R2"].within == 6
    assert clocks.judgments["mood"]["M1"].per_step


def test_words_that_yaml_1_1_would_bend() -> None:
    scenario = read.read(VALID / "plain-words.yaml")
    assert scenario.title == "2026"
    assert scenario.variables["off"].states == ("no", "010", "1_000", "a b")
    assert scenario.variables["off"].parents == ("even",)
    assert scenario.background == ("on",)
    assert scenario.experts["on"].name == "yes"
    assert scenario.pool.concentration == math.inf
    assert scenario.judgments["off"]["J2"].says == Number(probability=0.25)


def test_a_split_slightly_off_is_normalised_with_a_note() -> None:
    scenario = read.read(VALID / "plain-words.yaml")
    split = scenario.judgments["off"]["J1"].says
    assert isinstance(split, Split)
    assert math.fsum(split.split.values()) == pytest.approx(1, abs=1e-15)
    assert scenario.notes == ("judgments.J1: the split is off 1 by 1e-07 and was normalised",)


def test_equal_data_make_equal_scenarios_whatever_the_file() -> None:
    text = (VALID / "every-part.yaml").read_text(encoding="utf-8")
    one, two = read.loads(text, "one"), read.loads("# a comment\n" + text.replace("bob: {name: Bob Ray, weight: 2}",
                                                   "bob: {weight: 2.0,   name: Bob Ray}"), "two")  # fmt: skip
    assert one == two
    assert hash(one) == hash(two)
    assert one != read.loads(text.replace("weight: 2}", "weight: 2.1}"))
    assert len(one.digest) == 64


def test_scenarios_can_be_sent_to_another_process() -> None:
    scenario = read.read(VALID / "every-part.yaml")
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.problem("judgments.C1.about", "x") == scenario.problem("judgments.C1.about", "x")


def test_scenarios_cannot_be_changed() -> None:
    scenario = read.loads(HEAD + RAIN)
    with pytest.raises(AttributeError, match="dependence"):
        scenario.dependence = 0.1  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        scenario.file.dependence = 0.1


@pytest.mark.parametrize(
    ("path", "place"),
    [("judgments.C1.about", (23, 44)), ("judgments.C1.note", (23, 5)), ("experts.bob.weight", (11, 32)),
     ("judgments.answer", (22, 5)), ("nowhere.at.all", (1, 1)), ("pool.rule", (1, 1))],
)  # fmt: skip
def test_problems_find_their_place(path: str, place: tuple[int, int]) -> None:
    problem = read.read(VALID / "every-part.yaml").problem(path, "x")
    assert (problem.path, problem.line, problem.column) == (path, *place)


def test_shape_and_meaning_are_told_together_and_sorted() -> None:
    voices = "experts: {ann: {name: Ann, weigth: 2}}\nbackground: [anne]\n"
    text = HEAD.replace("steps: 2", "steps: two") + RAIN + voices
    with pytest.raises(FormatError) as caught:
        read.loads(text)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (5, "timeline.steps"), (7, "experts.ann.weigth"), (8, "background.0"),
    ]  # fmt: skip


def test_meaning_alone_is_a_model_error() -> None:
    with pytest.raises(ModelError):
        read.loads(HEAD + RAIN + "background: [anne]\n")


def test_of_very_many_problems_the_first_are_told_and_it_takes_no_time() -> None:
    claims = ", ".join(f"C{number}" for number in range(5000))
    reasons = ", ".join(f"D{number}: x" for number in range(5000))
    text = f"{HEAD}{RAIN}sources: {{s: {{title: x, claims: [{claims}]}}}}\nnot_encoded: {{{reasons}}}\n"
    began = time.process_time()
    with pytest.raises(ModelError) as caught:
        read.loads(text)
    assert len(caught.value.problems) == 201
    assert caught.value.problems[0].message == "200 problems or more: these are some of them"
    assert time.process_time() - began < 2


def test_very_many_wrong_keys_take_no_time_either() -> None:
    experts = ", ".join(f"e{number}: {{nam: x}}" for number in range(5000))
    with pytest.raises(FormatError) as caught:
        read.loads(f"{HEAD}{RAIN}experts: {{{experts}}}\n")
    assert len(caught.value.problems) == 201


def test_a_variable_has_at_most_500_judgments() -> None:
    spoken = ", ".join(f"J{number}: {{expert: e, about: wet, says: likely}}" for number in range(501))
    with pytest.raises(FormatError, match=r"judgments\.rain: at most 500 are allowed, not 501"):
        read.loads(f"{HEAD}{RAIN}experts: {{e: {{name: x}}}}\njudgments: {{rain: {{{spoken}}}}}\n")


def test_rows_up_to_the_limit() -> None:
    """10 x 10 x 10 x 5 rows are allowed, 10 x 10 x 10 x 6 are not."""
    ten = "a, b, c, d, e, f, g, h, i, j"
    parents = "".join(f"  v{number}: {{label: V, states: [{ten}]}}\n" for number in range(3))
    child = "  all: {label: A, states: [a, b], parents: [v0, v1, v2, w]}\n"
    text = f"{HEAD}variables:\n{parents}  w: {{label: W, states: [a, b, c, d, e]}}\n{child}"
    assert len(read.loads(text).axes["all"]) == 4
    with pytest.raises(ModelError, match="10 x 10 x 10 x 6 = 6,000 rows: at most 5,000 are allowed"):
        read.loads(text.replace("d, e]", "d, e, f]"))


def test_a_question_may_end_with_the_first_step() -> None:
    question = "questions: {Q: {asks: x, reaches: {rain: wet}, by: 2026-01-02}}\n"
    assert read.loads(HEAD + RAIN + question).targets["Q"].step == 1


def test_texts_are_held_to_the_size_of_files() -> None:
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read.loads(HEAD + RAIN + "#" * 1_000_000)


@pytest.mark.parametrize("title", ['""', "' '", "[x]", "1.5", "true"])
def test_titles_are_texts(title: str) -> None:
    with pytest.raises(FormatError, match="title: a text is expected, not"):
        read.loads(HEAD.replace("title: x", f"title: {title}") + RAIN)


def test_byte_order_mark_and_line_ends() -> None:
    text = (HEAD + RAIN).replace("\n", "\r\n")
    assert read.loads("\ufeff" + text) == read.loads(HEAD + RAIN)


def test_a_folder_with_a_scenario_is_that_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(HEAD + RAIN)
    assert read.read(folder).name == str(folder / "scenario.yaml")
    assert read.find(folder) == [folder / "scenario.yaml"]


def test_any_other_folder_means_all_scenarios_in_it(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "evidence.yaml", "resolutions.yaml", "notes.txt", "case/scenario.yaml",
                 "case/evidence.yaml", "case/sweeps/s.yaml", "sweeps/s.yaml", "deep/er/scenario.yaml"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [str(file.relative_to(tmp_path)) for file in read.find(tmp_path)]
    assert found == ["a.yml", "b.yaml", "case/scenario.yaml"]


def test_what_cannot_be_opened_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read.find(tmp_path / "none.yaml")
    with pytest.raises(OSError, match=r"none\.yaml"):
        read.read(tmp_path / "none.yaml")
    assert read.find(tmp_path) == []


def test_dates_inside_a_step_are_noted() -> None:
    assert read.read(VALID / "clocks.yaml").notes == (
        "judgments.R1.by: 2026-03-15 lies inside a step; read as 2026-02-28, the last step's end",
        "questions.Q1.by: 2026-06-15 lies inside a step; read as 2026-05-31, the last step's end",
    )


def test_a_file_without_policies_has_one_that_sets_nothing() -> None:
    text = (
        "{schema_version: 1, id: x, title: X, as_of: 2025-12-24, timeline: {steps: 1, step: 1 week}, "
        "experts: {a: {name: A}}, variables: {v: {label: V, states: [no_rain, rain]}}, "
        "judgments: {v: {J: {expert: a, about: rain, says: unlikely}}}, "
        "questions: {Q: {asks: Rain, reaches: {v: rain}, by: 2025-12-31}}}"
    )
    assert dict(read.loads(text).policies) == {"let_it_run": {}}
