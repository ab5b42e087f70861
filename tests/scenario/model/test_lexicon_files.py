"""Lexicons beside a scenario: found in its own folder and nowhere else, part of what the scenario is."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from own_words import SCENARIO, WORDS

from sim.errors import FormatError, ModelError, SimError
from sim.lexicon import look_up
from sim.scenario import edit
from sim.scenario.file import read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "words.csv").write_text(WORDS)
    place = tmp_path / "s.yaml"
    place.write_text(SCENARIO)
    return place


def problems(file: Path) -> list[str]:
    with pytest.raises(SimError) as caught:
        read.read(file)
    return [str(problem).removeprefix(f"{file.parent}{os.sep}") for problem in caught.value.problems]


def test_its_name_is_used_like_any_other(file: Path) -> None:
    scenario = read.read(file)
    assert scenario.catalogue.names[:2] == ("desk", "capphrase")
    assert scenario.catalogue.load("desk")["likely"].high == 0.9
    assert scenario.own_lexicons["desk"].file == str(file.with_name("words.csv"))


def test_a_phrase_of_ones_own_is_known_by_its_concept_everywhere(file: Path) -> None:
    catalogue = read.read(file).catalogue
    match = look_up("on the cards", "capphrase", catalogue)
    assert (match.entry.concept, match.how) == ("possible", "concept")


def test_ones_own_concept_comes_before_that_of_a_shipped_lexicon(file: Path) -> None:
    """`improbable` is very_unlikely in CAPphrase; nato has only yardsticks."""
    assert look_up("improbable", "nato", read.read(file).catalogue).entry.phrase == "highly unlikely"
    file.with_name("words.csv").write_text(WORDS + "improbable,even,45,55\n")
    assert look_up("improbable", "nato", read.read(file).catalogue).entry.phrase == "even chance"


def test_the_digest_is_that_of_the_words_not_of_the_file(file: Path) -> None:
    digest = read.read(file).digest
    file.with_name("words.csv").write_bytes(b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode())
    assert read.read(file).digest == digest
    file.with_name("words.csv").rename(file.with_name("others.csv"))
    file.write_text(SCENARIO.replace("words.csv", "others.csv"))
    assert read.read(file).digest == digest
    file.with_name("others.csv").write_text(WORDS.replace("55,90", "55,91"))
    assert read.read(file).digest != digest


def test_without_one_the_digest_is_as_it_always_was() -> None:
    """Of the version before scenarios could bring lexicons along."""
    text = SCENARIO.replace("lexicons: {desk: words.csv}\n", "").replace("desk: 2, ", "").replace("lexicon: desk", "")
    text = text.replace("says: on the cards", "says: likely").replace("{phrase: likely, }", "likely")
    assert read.loads(text).digest == "ec9fd172abeaade9eb6ccd0849a035ffd81632e9895cd24f606c642165fa222f"


def test_an_edit_keeps_the_words_that_were_read(file: Path) -> None:
    scenario = read.read(file)
    file.with_name("words.csv").unlink()
    edited = edit.edit(scenario, {"lexicon": "desk"})
    assert edited.catalogue.load("desk")["likely"].high == 0.9
    assert edited.lexicon == {"desk": 1.0}
    assert pickle.loads(pickle.dumps(scenario)).catalogue == scenario.catalogue


def test_an_edit_may_name_another_file_of_the_folder(file: Path) -> None:
    file.with_name("others.csv").write_text(WORDS.replace("55,90", "60,80"))
    edited = edit.edit(read.read(file), {"lexicons": {"desk": "others.csv"}})
    assert edited.catalogue.load("desk")["likely"].high == 0.8
    with pytest.raises(ModelError, match=r"^--set  lexicons.desk: 'nowhere.csv' is not there"):
        edit.edit(edited, {"lexicons.desk": "nowhere.csv"})


def test_a_lexicon_in_a_folder_below(file: Path) -> None:
    (file.parent / "lists").mkdir()
    file.with_name("words.csv").rename(file.parent / "lists" / "our words.csv")
    file.write_text(SCENARIO.replace("words.csv", "lists/our words.csv"))
    assert read.read(file).catalogue.load("desk")["likely"].high == 0.9


@pytest.mark.parametrize(
    "name",
    ["/etc/words.csv", "../words.csv", "lists/../../words.csv", ".words.csv", "words.txt", "~/words.csv", "C:words.csv",
     "lists\\\\words.csv", "words\\u0000.csv", "a" * 200 + ".csv", ""],
)  # fmt: skip
def test_only_a_csv_file_of_the_own_folder_can_be_named(file: Path, name: str) -> None:
    file.write_text(SCENARIO.replace("words.csv", f'"{name}"'))
    (problem,) = problems(file)
    rule = "must be a csv file in the scenario's folder (words.csv, lists/words.csv; no .., no absolute path)"
    assert problem.startswith("s.yaml:6:18  lexicons.desk: ")
    assert problem.endswith(rule if name else "a text is expected, not an empty one")


def test_a_link_out_of_the_folder_is_not_followed(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "words.csv"
    file.with_name("words.csv").rename(outside)
    file.with_name("words.csv").symlink_to(outside)
    assert problems(file) == ["s.yaml:6:18  lexicons.desk: 'words.csv' leads out of the scenario's folder"]


def test_what_is_no_plain_file_is_not_opened(file: Path) -> None:
    file.with_name("words.csv").unlink()
    os.mkfifo(file.with_name("words.csv"))
    assert problems(file) == ["s.yaml:6:18  lexicons.desk: 'words.csv' is not a plain file"]
    file.with_name("words.csv").unlink()
    file.with_name("words.csv").symlink_to("words.csv")
    assert problems(file) == ["s.yaml:6:18  lexicons.desk: 'words.csv' is a link that leads back to itself"]


def test_a_missing_file_is_told_once_and_where_it_is_named(file: Path) -> None:
    file.with_name("words.csv").unlink()
    assert problems(file) == [
        "s.yaml:6:18  lexicons.desk: 'words.csv' is not there; it is looked for in the scenario's folder"
    ]


def test_a_text_without_a_folder_has_none() -> None:
    with pytest.raises(ModelError) as caught:
        read.loads(SCENARIO, "upload.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "upload.yaml:6:18  lexicons.desk: 'words.csv' would lie beside the scenario, but that came as a single file, "
        "without a folder"
    ]


def test_problems_of_the_list_and_of_the_scenario_are_told_together(file: Path) -> None:
    file.with_name("words.csv").write_text(WORDS + "maybe,posible,60,40\n")
    file.write_text(SCENARIO.replace("expert: ben", "expert: bob"))
    with pytest.raises(FormatError):
        read.read(file)
    assert [line.split(" - ")[0] for line in problems(file)] == [
        "s.yaml:14:18  judgments.J2.expert: unknown expert 'bob' (ann, ben)",
        "words.csv:4:7  concept: unknown concept 'posible'",
        "words.csv:4:18  high: 40 must lie above low (60), by 0.01 or more",
    ]


def test_a_shipped_name_is_taken(file: Path) -> None:
    file.write_text(SCENARIO.replace("desk", "kent"))
    assert problems(file) == [
        "s.yaml:6:12  lexicons.kent: 'kent' is a lexicon that comes with sim: choose another name"
    ]


def test_unknown_names_offer_the_own_ones_too(file: Path) -> None:
    file.write_text(SCENARIO.replace("{desk: 2, icd203: 1}", "desc").replace("lexicon: desk}", "lexicon: dsk}"))
    assert [line.split("?")[0] for line in problems(file)] == [
        "s.yaml:7:1  lexicon.desc: unknown lexicon 'desc' - did you mean 'desk'",
        "s.yaml:14:70  judgments.J2.says.lexicon: unknown lexicon 'dsk' - did you mean 'desk'",
    ]


def test_weights_in_the_wrong_place_are_told_where_they_belong(file: Path) -> None:
    file.write_text(SCENARIO.replace("lexicons: {desk: words.csv}", "lexicons: {icd203: 2}"))
    assert problems(file)[0] == (
        "s.yaml:6:20  lexicons.icd203: a csv file is expected, not 2: weights stand under `lexicon`"
    )


@pytest.mark.parametrize("phrase", ["unlikly", "on teh cards"])
def test_an_unknown_phrase_offers_the_nearest_three_in_a_file_and_in_an_edit(file: Path, phrase: str) -> None:
    near = {"unlikly": "'unlikely' or 'likely' or 'very unlikely'", "on teh cards": "'on the cards' or "}[phrase]
    start = f"judgments.J1.says.phrase: no lexicon knows the phrase '{phrase}': write {near}"
    file.write_text(SCENARIO.replace("says: on the cards", f"says: {phrase}"))
    (problem,) = problems(file)
    assert problem.startswith(f"s.yaml:13:38  {start}")
    assert problem.count(" or '") == 2
    file.write_text(SCENARIO)
    with pytest.raises(ModelError) as caught:
        edit.edit(read.read(file), {"judgments.J1.says": phrase})
    assert str(caught.value).startswith(f"--set  {start}")
