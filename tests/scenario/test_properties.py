"""Properties: whatever the text, only input errors; edits that change nothing; order of keys without meaning."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.errors import Problem, SimError
from sim.scenario import edit
from sim.scenario.file import read, yaml_text
from sim.scenario.model.places import Places
from sim.scenario.resolve.scenario import Scenario

VALID = Path(__file__).parents[1] / "scenarios" / "valid"
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(VALID.iterdir())}
LARGE = ("eighteen", "flagship-11")
QUICK = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

SCRAPS = some.sampled_from([
    "{", "}", "[", "]", ":", ": ", ",", "#", " #", "?", "\t", "\n", "'", '"', "&a", "*a", "!!int", "-", "- ", "|", ">",
    "0", "-1", "1e9", "1e400", ".nan", ".inf", "null", "true", "no", "5%", "1 in 3", "3:1", "any", " or ", " or more",
    "@previous", "2026-02-30", "1 week", "\u0000", "\u200b", "\u00e9", "e\u0301", "\u2028", "%", "x" * 70, "<<", "---",
])  # fmt: skip


NAMES = some.sampled_from(sorted(TEXTS))


@QUICK
@given(name=NAMES, at=some.floats(0, 1), cut=some.integers(0, 40), scrap=SCRAPS | some.text())
def test_a_mutated_file_raises_nothing_but_input_errors(name: str, at: float, cut: int, scrap: str) -> None:
    text = TEXTS[name]
    start = int(at * len(text))
    found = _problems_or_scenario(lambda: read.loads(text[:start] + scrap + text[start + cut :]))
    if not isinstance(found, Scenario):
        assert len(set(found)) == len(found) > 0


VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5) | SCRAPS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@QUICK
@given(name=NAMES, value=VALUES, data=some.data())
def test_any_value_anywhere_raises_nothing_but_input_errors(name: str, value: object, data: some.DataObject) -> None:
    scenario = read.loads(TEXTS[name])
    path = data.draw(some.sampled_from(_paths(scenario.file._data)))
    found = _problems_or_scenario(lambda: edit.edit(scenario, {path: value}))
    if not isinstance(found, Scenario):
        assert found
    elif value is not None:  # None takes the value away
        assert edit.edit(found, {path: edit.value(found, path)}) == found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LARGE)) for name in sorted(TEXTS)]
)
def test_editing_in_what_is_there_changes_nothing(name: str) -> None:
    scenario = read.loads(TEXTS[name])
    for path in _paths(scenario.file._data):
        assert edit.edit(scenario, {path: edit.value(scenario, path)}) == scenario


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_keys_has_no_meaning(name: str, seed: int) -> None:
    document = yaml_text.parse(TEXTS[name], name)
    shuffled = _shuffled(document.data, random.Random(seed))
    assert read.build(shuffled, Places(name)) == read.loads(TEXTS[name])


def _problems_or_scenario(call: Callable[[], Scenario]) -> Scenario | tuple[Problem, ...]:
    try:
        return call()
    except SimError as error:
        return error.problems


def _paths(data: Any, before: str = "") -> list[str]:
    """Every path into the data; keys that hold a point cannot be written in one."""
    if isinstance(data, dict):
        pairs = [(str(key), value) for key, value in data.items() if "." not in str(key)]
    elif isinstance(data, list):
        pairs = [(str(position), value) for position, value in enumerate(data)]
    else:
        return []
    return [path for key, value in pairs for path in (f"{before}{key}", *_paths(value, f"{before}{key}."))]


def _shuffled(data: Any, dice: random.Random) -> Any:
    if isinstance(data, dict):
        keys = dice.sample(list(data), len(data))
        return {key: _shuffled(data[key], dice) for key in keys}
    return [_shuffled(item, dice) for item in data] if isinstance(data, list) else data


def test_equality_is_by_data() -> None:
    one = read.loads(TEXTS["boxes"])
    assert isinstance(one, Scenario)
    assert one != "boxes"
