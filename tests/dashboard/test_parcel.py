"""What is taken away from the page is what `sim run` makes of the file that is taken away."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

from sim.cli import cli
from sim.dashboard import compute
from sim.dashboard.state import State
from sim.dashboard.takeaway.file_names import plain_letters
from sim.dashboard.takeaway.parcel import Parcel
from sim.errors import ModelError
from sim.scenario.file.read import loads, read

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 26)
EDITS = {"judgments.J1.says.widen": "1.5", "experts.past.weight": "2", "pool.rule": "linear", "lexicon": "kent"}
HARBOUR = ROOT / "tests" / "dashboard" / "harbour.yaml"
FLAGSHIP = ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml"
VIEWS = {
    "harbour": (HARBOUR, State(policy="close", question="Q1", draws=100, seed=7, edits=EDITS)),
    "harbour as it is": (HARBOUR, State(policy="close", question="Q1", draws=100)),
    "flagship": (
        FLAGSHIP,
        State(policy="strikes", question="Q6", draws=100, edits={"judgments.S14.nudge": "0.5", "dependence": "0.3"}),
    ),
}


def parcel(file: Path, state: State) -> Parcel:
    return Parcel(file.read_bytes(), read(file), state, DAY)


def run_file(made: Parcel, folder: Path, *more: str) -> None:
    """Runs the downloaded file as an analyst would, in the folder it was put in."""
    state = made.state
    size = ["--draws", str(state.draws), "--worlds", str(state.worlds), "--seed", str(state.seed)]
    done = CliRunner().invoke(cli, ["run", made.scenario_name, *size, *more])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("file", "state"), VIEWS.values(), ids=VIEWS)
def test_the_file_runs_to_the_answers_byte_for_byte(
    file: Path, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = parcel(file, state)
    monkeypatch.chdir(tmp_path)
    (tmp_path / made.scenario_name).write_bytes(made.scenario_yaml())
    run_file(made, tmp_path, "-o", "again.csv", "--draws-out", "draws.parquet")
    run_file(made, tmp_path, "-o", "again.json")
    assert (tmp_path / "again.csv").read_bytes() == made.answers_csv()
    assert (tmp_path / "again.json").read_bytes() == made.answers_json()
    again = parquet.read_table(tmp_path / "draws.parquet").to_pandas()
    assert parquet.read_table(io.BytesIO(made.draws_parquet())).to_pandas().equals(again)
    told = json.loads(made.answers_json())["forecasts"][0]
    assert (told["file"], told["edits"]) == (made.scenario_name, [])
    assert told["digest"] in made.answers_csv().decode()


def test_two_files_that_say_the_same_do_not_share_their_names_and_order() -> None:
    text = HARBOUR.read_text(encoding="utf-8")
    first, *others = text.split("questions:\n")[1].splitlines(keepends=True)
    turned = text.replace(first, "", 1) + first
    one, other = loads(text, "one.yaml"), loads(turned, "other.yaml")
    assert one.digest == other.digest
    made = [compute.compute_all(scenario, 50, 64, 1) for scenario in (one, other)]
    assert [forecast.file for forecast in made] == ["one.yaml", "other.yaml"]
    assert [forecast.questions[-1] == "Q1" for forecast in made] == [False, True]
    assert len(others) == 3


def test_without_edits_the_file_is_the_file() -> None:
    made = parcel(*VIEWS["harbour as it is"])
    assert made.scenario_yaml() == HARBOUR.read_bytes()


def test_the_edits_are_in_the_file_and_its_comments_too() -> None:
    made = parcel(*VIEWS["harbour"])
    before, after = HARBOUR.read_bytes().splitlines(), made.scenario_yaml().splitlines()
    assert len(set(before) - set(after)) == 3
    assert after[0] == before[0]
    assert b"pool: {rule: linear}" in after


def test_a_file_that_changed_meanwhile_is_refused() -> None:
    made = parcel(*VIEWS["harbour"])
    other = replace(made, raw=made.raw.replace(b"says: likely", b"says: unlikely"))
    with pytest.raises(ModelError, match="is not what was read any more"):
        other.scenario_yaml()


def test_a_lexicon_beside_the_file_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("phrase,concept,low,high\nlikely,likely,55,90\n", encoding="utf-8")
    text = HARBOUR.read_text(encoding="utf-8").replace("experts:", "lexicons: {own: words.csv}\nexperts:", 1)
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    made = parcel(tmp_path / "s.yaml", replace(VIEWS["harbour"][1], edits={"dependence": "0.2"}))
    assert b"\ndependence: 0.2" in made.scenario_yaml()
    assert made.answers_csv().count(b"\n") == 1 + 3 * 4


@pytest.mark.parametrize("odd", ["a/b", "..", "a\\b", "a:b", "a\nb", "Ä b", "con?", "x" * 300, "", " . "])
def test_names_of_files_have_plain_letters(odd: str) -> None:
    name = plain_letters(odd)
    assert 0 < len(name) <= 40
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
