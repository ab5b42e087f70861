"""Style, types and layers are tests like any other, so that one command runs them all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BESIDE_PYTHON = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("mypy",), ("lint-imports", "--no-cache")],
    ids=["ruff", "mypy", "lint-imports"],
)
def test_the_linter_finds_nothing(command: tuple[str, ...]) -> None:
    done = subprocess.run([BESIDE_PYTHON / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_over_300_lines() -> None:
    long = {str(file.relative_to(ROOT)): lines for file in ROOT.glob("sim/**/*.py") if (lines := _lines(file)) > 300}
    assert long == {}


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())
