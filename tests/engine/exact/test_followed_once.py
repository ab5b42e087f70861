"""Pieces that come to the same are followed once: not one byte of an answer tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.engine.answers import work
from sim.engine.exact import multi_event
from sim.engine.exact.multi_event import Watching
from sim.engine.program.compiler import compile
from sim.engine.program.program import needed
from sim.priors.build import build
from sim.scenario.file.read import read

FLAGSHIP = Path(__file__).parents[3] / "scenarios" / "venezuela-2025" / "scenario.yaml"
DRAWS = 70  # more than are cut at a time


@pytest.fixture(scope="module")
def ways() -> dict[tuple[str, str], Watching]:
    """How the questions of several events are solved, by policy and question."""
    scenario, found = read(FLAGSHIP), {}
    asked = [target for target in scenario.targets.values() if target.compound is not None]
    program = needed(compile(scenario, build(scenario, DRAWS, 1), asked))
    for policy in ("strikes", "let_it_run"):
        made = work(program, policy, scenario.paths[policy], 64, 1)
        found |= {(policy, asked[place].question): way for place, way in made.reaching.items()}
    return {key: way for key, way in found.items() if isinstance(way, Watching) and way.met is not None}


def each_by_itself(way: Watching) -> Watching:
    situations, letters = way.alike.shape
    return replace(way, alike=np.tile(np.arange(letters, dtype=np.uint8), (situations, 1)))


@pytest.mark.parametrize("size", [7, 64, 1024])
def test_no_byte_tells_what_is_followed_once(
    ways: dict[tuple[str, str], Watching], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Also where few pieces are followed, and few numbers held, at a time."""
    monkeypatch.setattr(multi_event, "at_a_time", lambda largest: size)
    monkeypatch.setattr(multi_event, "MOST_NUMBERS", 1)
    for key, way in ways.items():
        alone = [part.tobytes() for part in each_by_itself(way).answer(DRAWS)]
        assert [part.tobytes() for part in way.answer(DRAWS)] == alone, key


def test_an_any_follows_far_fewer(ways: dict[tuple[str, str], Watching], monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[tuple[int, int]] = []
    right = Watching._columns

    def watched(way: Watching, made: multi_event.Pieces, *told: object) -> object:
        found = right(way, made, *told)  # type: ignore[arg-type]
        followed.append((len(found[0]), len(made.draw)))
        return found

    monkeypatch.setattr(Watching, "_columns", watched)
    ways["strikes", "D15"].answer(DRAWS)
    few, many = np.sum(followed, axis=0)
    assert 10 * few < many
