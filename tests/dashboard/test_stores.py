"""Which stores the page offers: those at the place that the start named; an address opens no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from harbour_store import HARBOUR, make_store

from sim.dashboard.guard.stores import find_stores
from sim.dashboard.picker import list_scenarios
from sim.dashboard.start.opening import make_opening


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Stores in a folder, in a folder of it, too deep, hidden, and inside another store."""
    made = make_store(tmp_path / "first").folder
    for name in ("runs/second", "a/b/deep", ".hidden", "first/inside"):
        (tmp_path / name).mkdir(parents=True)
        shutil.copy(made / "batch.json", tmp_path / name)
    shutil.copy(HARBOUR, tmp_path)
    return tmp_path


def test_a_folder_offers_its_stores_and_those_of_its_folders(place: Path) -> None:
    assert find_stores(place) == {"first": place / "first", "runs/second": place / "runs" / "second"}


def test_a_scenario_offers_the_stores_beside_it(place: Path) -> None:
    assert find_stores(place / "harbour.yaml") == {"first": place / "first"}


def test_a_store_offers_itself_alone(place: Path) -> None:
    assert find_stores(place / "first") == {"first": place / "first"}
    assert list_scenarios(place / "first") == {}


def test_a_store_has_no_opening_to_be_made_beforehand(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr("sim.dashboard.start.opening.focus_on", lambda *asked, **_: made.append(asked))
    make_opening([str(place / "first")])
    assert made == []


def test_a_place_that_is_not_there_offers_none(place: Path) -> None:
    assert find_stores(place / "no" / "such") == {}


def test_a_sweep_file_beside_scenarios_is_none_of_them(place: Path) -> None:
    (place / "sweep.yaml").write_text("# a sweep\nbatch_version: 1\ntitle: A sweep\n", encoding="utf-8")
    assert list(list_scenarios(place)) == ["harbour"]
