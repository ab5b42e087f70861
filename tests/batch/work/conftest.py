"""A small sweep of the first steps, as a file that can be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.batch.sweep.model import Sweep
from sim.batch.sweep.read import read_sweep

ROOT = Path(__file__).parents[3]

SWEEP = f"""batch_version: 1
title: Two sentences
scenarios: [{ROOT}/scenarios/first-steps.yaml]
chunk: 3
vary:
  judgments.S14.nudge: {{from: -1, to: 1, points: 5}}
  judgments.S22.says: [unlikely, highly unlikely]
"""

Written = Callable[..., Path]


@pytest.fixture
def write_sweep(tmp_path: Path) -> Written:
    """Writes the sweep, with pieces of its text replaced: `write_sweep(("chunk: 3", "chunk: 1"))`."""

    def write(*changes: tuple[str, str]) -> Path:
        text = SWEEP
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "sweep.yaml"
        path.write_text(text)
        return path

    return write


@pytest.fixture
def sweep(write_sweep: Written) -> Sweep:
    """The sweep as it is: ten settings."""
    return read_sweep(write_sweep())
