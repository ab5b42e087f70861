"""The names that others may rely on. A change here is a change for users: tell it in CHANGELOG.md."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sim

FACE = [
    "Answer", "Draws", "Forecast", "FormatError", "ImpossibleError", "ModelError", "Problem", "Scenario", "SimError",
    "alternatives", "blame", "check", "choices", "coherence", "compare", "diff", "draft", "edit", "evidence",
    "examples", "explain", "flip", "forecast", "indicators", "ladder", "ledger", "paths", "read", "replay", "report",
    "resolutions", "score", "track",
]  # fmt: skip


def test_the_face_is_these_names_and_no_others() -> None:
    assert dir(sim) == FACE == sim.__all__ == list(sim._HOME)


@pytest.mark.parametrize("name", FACE)
def test_each_name_is_there_and_documented(name: str) -> None:
    assert getattr(sim, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'forcast'"):
        sim.forcast  # noqa: B018


def test_importing_the_package_loads_no_room() -> None:
    code = "import sys, sim; print([name for name in sys.modules if name.startswith('sim.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
