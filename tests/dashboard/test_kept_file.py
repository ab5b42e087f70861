"""The file of `sim dashboard --write`: appended to under a lock, whole at any moment, whatever is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import sim
from sim.dashboard.added.judgment import AddedJudgment, AskedEvent
from sim.dashboard.added.kept_file import KeptFile
from sim.dashboard.added.rows import insert_table
from sim.errors import FormatError, ModelError
from sim.exchange.judgments.insertion import TargetFile
from sim.scenario.file.read import loads

ROOT = Path(__file__).parents[2]
SHOTS = AskedEvent("clash", "shots or more", {"pressure": "closure"})
PER_FILE = 5
"""Kills of one file, so that it does not grow for ever."""
WRITER = """
import os, sys, threading
from pathlib import Path
from sim.dashboard.added.judgment import AddedJudgment, AskedEvent
from sim.dashboard.added.kept_file import KeptFile
shots = AskedEvent("clash", "shots or more", {"pressure": "closure"})
file = KeptFile(Path(sys.argv[1]), Path(sys.argv[2]))
def write(tab):
    number = 0
    while True:
        number += 1
        voice = f"{sys.argv[3]} {tab} {number % 4}"
        told = file.append(AddedJudgment(voice, shots, {"probability": "5%"})).told
        os.write(1, f"{told}\\n".encode())
threading.Thread(target=write, args=("B",)).start()
write("A")
"""


def say(voice: str, chance: str = "5%") -> AddedJudgment:
    return AddedJudgment(voice, SHOTS, {"probability": chance})


def held(out: Path, scenario: Path) -> set[str]:
    """Who has said something in a file, in which round."""
    text = scenario.read_text(encoding="utf-8")
    if out.suffix == ".csv":
        text = insert_table(TargetFile(text, "s.yaml", scenario.parent), out.read_bytes()).text
    else:
        text = out.read_text(encoding="utf-8")
    made = loads(text, "s.yaml")
    return {f"{made.experts[one.expert].name}, round {one.round}" for one in made.judgments["clash"].values()}


@pytest.mark.parametrize("kills", [int(os.environ.get("KILLS", "3"))])
def test_killed_while_writing_nothing_is_lost_and_nothing_torn(folder: Path, tmp_path: Path, kills: int) -> None:
    """A server with two tabs that write, killed with -9 in the midst; the formats in turns. What was told is there."""
    chance, places = random.Random(kills), tmp_path / "kept"
    places.mkdir()
    acknowledged: dict[Path, set[str]] = {}
    for kill in range(kills):
        out = places / f"said-{kill // PER_FILE}{('.csv', '.yaml')[kill % 2]}"
        command = [sys.executable, "-c", WRITER, str(out), str(folder / "harbour.yaml")]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen([*command, f"Visit {kill}"], env=env, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()  # it is at work
            time.sleep(chance.uniform(0.0, 0.15))
            writer.kill()
            said = [first, *writer.stdout]
        acknowledged.setdefault(out, set()).update(line.strip() for line in said)
        found = held(out, folder / "harbour.yaml")
        assert acknowledged[out] <= found
    assert acknowledged
    KeptFile(out, folder / "harbour.yaml").append(say("The last"))
    assert "The last, round 1" in held(out, folder / "harbour.yaml")
    assert not list(places.glob(".sim-*"))


def test_tabs_at_once_lose_nothing_of_each_other(folder: Path, tmp_path: Path) -> None:
    file = KeptFile(tmp_path / "said.csv", folder / "harbour.yaml")

    def visit(number: int) -> None:
        kept = file.append(say(f"Tab {number}"))
        if number % 3 == 0:
            assert file.take_back(kept)

    tabs = [threading.Thread(target=visit, args=(number,)) for number in range(6)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    told = {one for one in held(file.out, file.scenario) if one.startswith("Tab")}
    assert told == {f"Tab {number}, round 1" for number in (1, 2, 4, 5)}
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("name", ["said.csv", "said.yaml"])
def test_what_was_added_is_taken_out_and_nothing_else(folder: Path, tmp_path: Path, name: str) -> None:
    file = KeptFile(tmp_path / name, folder / "harbour.yaml")
    alone = file.append(say("Eva"))
    assert file.take_back(alone)
    assert not file.out.exists()
    first, second, third = (file.append(say(*said)) for said in (("Eva", "5%"), ("Max", "7%"), ("Eva", "6%")))
    assert file.take_back(third)
    told = {one for one in held(file.out, file.scenario) if one[:3] in ("Eva", "Max")}
    assert told == {"Eva, round 1", "Max, round 1"}
    changed = file.out.read_bytes().replace(b"7%", b"8%")
    file.out.write_bytes(changed)
    assert not file.take_back(second)
    assert file.out.read_bytes() == changed
    assert file.take_back(first)
    assert {one for one in held(file.out, file.scenario) if one[:3] in ("Eva", "Max")} == {"Max, round 1"}


def test_a_table_that_is_there_keeps_its_bytes_its_columns_and_its_line_ends(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.csv"
    before = "\ufeffexpert,question,element,value,round\r\nann,J1,probability,20%,2".encode()
    out.write_bytes(before)
    out.chmod(0o640)
    KeptFile(out, folder / "harbour.yaml").append(say("ann"))
    rows = out.read_bytes().removeprefix(before).decode().split("\r\n")
    assert out.read_bytes().startswith(before)
    assert rows[1] == "ann,clash: shots or more | pressure: closure,probability,5%,3"
    assert out.stat().st_mode & 0o777 == 0o640
    out.write_bytes(b"expert,question,element,value\r\n")
    KeptFile(out, folder / "harbour.yaml").append(say("Eva"))
    with pytest.raises(FormatError, match="has no column round"):
        KeptFile(out, folder / "harbour.yaml").append(say("Eva"))


@pytest.mark.parametrize("name", ["said.csv", "said.yaml"])
def test_what_does_not_go_with_the_file_is_refused_and_the_file_stays(folder: Path, tmp_path: Path, name: str) -> None:
    file = KeptFile(tmp_path / name, folder / "harbour.yaml")
    file.append(say("Eva"))
    before = file.out.read_bytes()
    battle = AskedEvent("clash", "battle", {"pressure": "closure"})
    with pytest.raises(ModelError, match="contradicts"):
        file.append(AddedJudgment("Eva", battle, {"probability": "50%"}))
    assert file.out.read_bytes() == before
    assert sim.read(file.scenario).digest == sim.read(ROOT / "tests" / "dashboard" / "harbour.yaml").digest


def test_a_file_of_another_scenario_is_refused(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "other.yaml"
    text = (folder / "harbour.yaml").read_text(encoding="utf-8").replace("id: harbour", "id: port")
    out.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="is the scenario port, and the page shows harbour"):
        KeptFile(out, folder / "harbour.yaml").append(say("Eva"))
    assert out.read_text(encoding="utf-8") == text
