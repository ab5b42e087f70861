"""Many slips in a file of many names: all told in time, and the nearest name is still the nearest."""

from __future__ import annotations

import difflib
import time

import pytest

from sim.errors import ModelError, near
from sim.scenario.file import read

NAMES = [f"v{number:03d}" + "abcdefghij" * 6 for number in range(400)]
HEAD = """schema_version: 1
id: x
title: x
as_of: 2026-03-02
timeline: {steps: 8, step: 1 week}
experts: {ann: {name: A}}
variables:
"""


def file(slip: str) -> str:
    """Some thousand questions, each about a name that does not exist."""
    variables = "".join(f"  {name}: {{label: L, states: [a, b]}}\n" for name in NAMES)
    asked = "".join(
        f"  q{number}: {{asks: x, is: {{{NAMES[number % 400][:-1]}{slip}: b}}, at: 2026-03-09}}\n"
        for number in range(2000)
    )
    return HEAD + variables + "questions:\n" + asked


def test_thousands_of_misspelt_names_take_little_time() -> None:
    text = file("x")
    began = time.process_time()
    with pytest.raises(ModelError) as caught:
        read.loads(text, "x.yaml")
    assert time.process_time() - began < 2
    assert len(caught.value.problems) == 201
    for problem in (problem for problem in caught.value.problems if problem.line):
        asked = problem.message.split("'")[1]
        assert f"did you mean '{asked[:-1]}j'?" in problem.message


@pytest.mark.parametrize("name", ["incidnt", "force", "wrods", "nothing alike", "", "a", "noone", "wordsforce"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_among_few_names_the_nearest_are_those_of_difflib(name: str, limit: int) -> None:
    allowed = ["none", "words", "force", "incident", "combat", "forces", "word", "no_one", "fork"]
    assert near(name, allowed, limit) == difflib.get_close_matches(name, allowed, n=limit, cutoff=0.6)


def test_a_whole_page_in_the_place_of_a_name_is_compared_in_no_time() -> None:
    began = time.process_time()
    assert near("abcdefghij" * 50_000, NAMES) == []
    assert time.process_time() - began < 1
