"""The command line in a process of its own, as a user has it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Sim = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def sim() -> Sim:
    def call(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sim", *map(str, words)]
        env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")} | environment
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120)

    return call


@pytest.fixture
def first_steps() -> Path:
    return ROOT / "scenarios" / "first-steps.yaml"


@pytest.fixture
def bad(tmp_path: Path, first_steps: Path) -> Path:
    """A copy of first-steps with two things wrong in it."""
    file = tmp_path / "bad.yaml"
    text = first_steps.read_text(encoding="utf-8")
    file.write_text(text.replace("says: unlikely", "says: unlikly").replace("expert: rouvinski", "expert: rouvinsky"))
    return file
