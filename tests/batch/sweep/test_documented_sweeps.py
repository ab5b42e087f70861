"""The sweep files of docs/batch.md are read, with the table and the evidence that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.batch.sweep.read import read_sweep

PAGE = (Path(__file__).parents[3] / "docs" / "batch.md").read_text(encoding="utf-8")
EVIDENCE = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: direct_military, is: none}\n"
SWEEPS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
TABLES = re.findall(r"^```csv\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
SETTINGS = (100, 4 * 11 * 5 * 3 * 2 * 2, 4, 500, 3)


@pytest.mark.parametrize("place", range(len(SETTINGS)))
def test_a_sweep_in_the_page_can_be_read(place: int, write) -> None:
    (table,) = TABLES
    assert len(SWEEPS) == len(SETTINGS)
    sweep = read_sweep(write(SWEEPS[place], **{"runs.csv": table, "seen.yaml": EVIDENCE}))
    assert (len(sweep), sweep.notes) == (SETTINGS[place], ())
