"""Strips of states over time: what moves as a whole stays at one height, and flows leave and arrive at their states."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.results.paths.model import Paths
from sim.show.charts.over_time.alluvial import AlluvialChart
from tests.show.pictured import Spec, check, rows


@pytest.fixture(scope="module")
def made() -> Paths:
    return sim.paths(sim.read("first-steps"), policy="strikes", draws=20)


def columns(spec: Spec) -> list[tuple[float, float, float]]:
    """Of each column from left to right: its place, its top and its floor."""
    stacks = rows(spec, "stack")
    return [
        (x, min(row["y"] for row in stacks if row["x"] == x), max(row["y2"] for row in stacks if row["x"] == x))
        for x in sorted({row["x"] for row in stacks})
    ]


def test_all_worlds_stay_at_one_height_whatever_their_state(made: Paths) -> None:
    one = replace(made.stacks[0], states=("a", "b", "c"), flows=(((0, 0, 0), (0, 0, 1), (0, 0, 0)),),
                  shares=((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))  # fmt: skip
    spec = AlluvialChart(replace(made, stacks=(one,), columns=made.columns[:2])).spec()
    check(spec)
    (_, *first), (_, *second) = columns(spec)
    assert first == second
    assert {(row["y"], row["y2"]) for row in rows(spec, "flow")} == {tuple(first)}


def test_every_strip_stands_on_one_floor_and_below_its_title(made: Paths) -> None:
    for one in made.stacks:
        spec = AlluvialChart(replace(made, stacks=(one,))).spec()
        (title,) = rows(spec, "title")
        tops, floors = zip(*(ends for _, *ends in columns(spec)), strict=True)
        assert len(set(floors)) == 1
        assert min(tops) > title["y"] + 6
        assert floors[0] < min(row["y"] for row in rows(spec, "key"))
