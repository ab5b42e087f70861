"""One bad file a rule: all the problems it must show, with their places, and no others."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.priors.build import build
from sim.scenario.file import read

ROOT = Path(__file__).parents[2] / "scenarios" / "invalid"
TABLE = Path(__file__).with_name("invalid_expected.txt")


def _expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[list(found)[-1]].append(line.removeprefix("    "))
        elif line and not line.startswith("#"):
            found[line] = []
    return found


def _problems(file: Path) -> list[str]:
    try:
        build(read.read(file), draws=100, seed=1)
    except SimError as error:
        return [str(problem).removeprefix(f"{file}:") for problem in error.problems]
    return []


def test_every_bad_file_is_in_the_table() -> None:
    assert sorted(_expected()) == sorted(file.name for file in ROOT.iterdir())


@pytest.mark.parametrize(("file", "lines"), _expected().items(), ids=_expected().keys())
def test_bad_file_shows_exactly_its_problems(file: str, lines: list[str]) -> None:
    began = time.process_time()
    assert _problems(ROOT / file) == lines
    assert lines
    assert time.process_time() - began < 2


def test_files_over_one_megabyte_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("a: [" + "1, " * 400_000 + "1]\n")
    assert _problems(file) == [f"{file}  larger than 1 MB, the most a scenario file may hold"]


def test_a_file_cut_inside_a_letter_is_still_called_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("é" * 600_000, encoding="utf-8")
    assert _problems(file) == [f"{file}  larger than 1 MB, the most a scenario file may hold"]


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text("a: [" + "1, " * 50_000 + "1]\n")
    (problem,) = _problems(file)
    assert problem.endswith("more than 50,000 entries")
