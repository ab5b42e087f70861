"""A sweep of twelve settings in three chunks, worked on in another order than they are numbered, and its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.sweep.model import Level, Sweep, SweepAxis, SweptScenario

Rows = Callable[..., list[dict[str, Any]]]
CHUNKS = [np.array([1, 5, 9, 2]), np.array([6, 10, 3, 7]), np.array([11, 4, 8, 12])]


@pytest.fixture(scope="session")
def sweep() -> Sweep:
    weights = tuple(Level(weight, (("experts.author.weight", weight),)) for weight in (0.0, 0.5, 1.0, None))
    words = tuple(Level(word, (("lexicon", word),), says="A list") for word in ("cia-poll", "mauboussin-2018", "own"))
    axes = (
        SweepAxis("weight", "number", weights, ("experts.author.weight",), 0.0, 1.0),
        SweepAxis("lexicon", "text", words),
    )
    points = tuple((weight, word) for word in words for weight in weights)
    source = SweptScenario("first.yaml", sim.read(Path("scenarios/first-steps.yaml")), "ab" * 32)
    return Sweep("Does it hang on weights", (source,), axes, points, keep=("curve",), file="first-sweep.yaml")


@pytest.fixture(scope="session")
def rows(sweep: Sweep) -> Rows:
    """The rows of some settings: two answers each; setting 6 is refused."""

    def made(runs: Any) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        for setting in sweep.settings(list(map(int, runs))):
            named = {"run": setting.run, "file": "first.yaml", "edits": setting.edits, "scenario": "first"}
            named |= {f"set:{axis.name}": level.cell for axis, level in zip(sweep.axes, setting.levels, strict=True)}
            if setting.run == 6:
                told.append(named | {"status": "refused", "message": 'no list "own", nor an=other'})
                continue
            for place, question in enumerate(("Q1", "Q2")):
                chance = (setting.run + place) / 100
                told.append(
                    named
                    | {"status": "ok", "policy": "strikes", "question": question, "probability": chance}
                    | {"median": float("nan"), "worlds_needed": 7, "curve_probability": (0.1, chance)}
                )
        return told

    return made


@pytest.fixture
def store(tmp_path: Path, sweep: Sweep, rows: Rows) -> Store:
    """All three parts."""
    store = Store.create(tmp_path / "store", sweep, CHUNKS)
    for number, runs in enumerate(CHUNKS):
        store.write(number, encode_part(sweep, rows(runs)))
    return store
