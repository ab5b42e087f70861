"""`sim choices`, blends and own lexicons from the shell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from own_words import SCENARIO, WORDS

FEW = ("--draws", "50")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(SCENARIO)
    file.with_name("words.csv").write_text(WORDS)
    return file


def test_the_table_has_a_row_a_choice(sim, first_steps: Path) -> None:
    done = sim("choices", first_steps, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("as the file has it", "icd203", "{capphrase: 2, icd203: 1}", "linear", "0.3", "The widest: "):
        assert text in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_rows_are_what_sim_run_says(sim, first_steps: Path) -> None:
    table = json.loads(sim("choices", first_steps, *FEW, "--format", "json").stdout)["tables"][0]
    policy = table["policy"]
    for path, value in [("lexicon", "{capphrase: 2, icd203: 1}"), ("pool.concentration", "inf")]:
        done = sim("run", first_steps, *FEW, "--policy", policy, "--format", "json", "--set", f"{path}={value}")
        assert done.returncode == 0
        (forecast,) = json.loads(done.stdout)["forecasts"]
        expected = {answer["question"]: answer["median"] for answer in forecast["answers"]}
        row = next(row for row in table["rows"] if row["choice"] == {"path": path, "value": value})
        assert {answer["question"]: answer["median"] for answer in row["answers"]} == expected


def test_csv_and_markdown_and_a_file(sim, first_steps: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(sim("choices", first_steps, *FEW, "--format", "csv").stdout)))
    assert {row["question"] for row in rows} == {"Q6", "Q7"}
    out = tmp_path / "table.md"
    done = sim("choices", first_steps, *FEW, "--format", "markdown", "--questions", "Q7", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("| choice | Q7 |\n| --- | --- |\n| as the file has it | ")


def test_rows_of_ones_own_and_settings_of_all_rows(sim, first_steps: Path) -> None:
    done = sim("choices", first_steps, *FEW, "--also", "experts.kosevich.weight=0", "--set", "lexicon=nato",
               "--all", "--policy", "blockade", "--format", "json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    (table,) = json.loads(done.stdout)["tables"]
    told = [(row["choice"]["path"], row["choice"]["value"]) for row in table["rows"][1:]]
    assert told[-1] == ("experts.kosevich.weight", "0")
    assert ("lexicon", "capphrase") in told
    assert ("lexicon", "nato") not in told
    assert table["edits"] == ["lexicon=nato"]
    assert table["policy"] == "blockade"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--questions", "Q66"), "questions: unknown question 'Q66' - did you mean 'Q6'? (Q6, Q7)"),
        (("--questions", ""), "questions: unknown question '' (Q6, Q7)"),
        (("--questions", "Q6", "--all"), "--questions  either --questions or --all, not both"),
        (("--policy", "strike"), "policies: unknown policy 'strike' - did you mean 'strikes'? (blockade, strikes)"),
        (("--also", "lexicon"), "--set  'lexicon' has no '=' - write path=value, as in judgments.S14.nudge=0.5"),
        (("--also", "lexicn=phia"), "lexicn: unknown path: no 'lexicn' in a scenario - did you mean 'lexicon'"),
        (("--set", "lexicon=capfrase"), "lexicon.capfrase: unknown lexicon 'capfrase' - did you mean 'capphrase'"),
    ],
)
def test_slips_are_told(sim, first_steps: Path, words: tuple[str, ...], message: str) -> None:
    done = sim("choices", first_steps, *FEW, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_choice_that_cannot_be_is_listed_and_no_error(sim, first_steps: Path) -> None:
    done = sim("choices", first_steps, *FEW, "--also", "lexicon=nonsense")
    assert done.returncode == 0
    assert "does not allow it: lexicon=nonsense: unknown lexicon 'nonsense'" in " ".join(done.stdout.split())


def test_an_unknown_phrase_in_set_offers_the_nearest_three(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, *FEW, "--set", "judgments.S14.says=unlikly")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "--set  judgments.S14.says.phrase: no lexicon knows the phrase 'unlikly': "
        "write 'unlikely' or 'likely' or 'very unlikely'"
    )


def test_a_lexicon_beside_the_scenario(sim, own: Path) -> None:
    done = sim("run", own.name, *FEW, "--format", "json", cwd=own.parent)
    assert (done.returncode, done.stderr) == (0, "")
    (forecast,) = json.loads(done.stdout)["forecasts"]
    assert forecast["lexicon"] == "desk 2, icd203 1"
    assert forecast["word_lists"] == {"desk": "words.csv"}
    assert any("icd203 does not know 'on the cards'" in text for text in forecast["assumptions"])
    resolved = sim("check", "--resolved", own).stdout
    assert "PHRASES: read by desk 2, icd203 1" in resolved
    assert "  desk is words.csv, 2 phrases" in resolved
    assert "J1  ann  'on the cards'  on the cards (desk) | unlikely (icd203)" in resolved
    assert "read by desk 2, icd203 1, one a draw (desk is words.csv)" in " ".join(sim("run", own, *FEW).stdout.split())
    rows = csv.DictReader(io.StringIO(sim("choices", own, *FEW, "--format", "csv").stdout))
    assert "desk" in [row["value"] for row in rows if row["path"] == "lexicon"]


def test_a_bad_list_is_told_like_a_bad_scenario(sim, own: Path) -> None:
    own.with_name("words.csv").write_bytes(b"phrase;concept;low;high\n")
    done = sim("check", own.name, cwd=own.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "words.csv:1:1  columns are separated by semicolons here: separate them by commas\n"
