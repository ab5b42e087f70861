"""A folder with two scenarios, evidence and tables, beside which tests write their sweep files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.batch.sweep.read import read_sweep
from sim.errors import FormatError, ModelError

FIRST_STEPS = Path(__file__).parents[3] / "scenarios" / "first-steps.yaml"
HEAD = "batch_version: 1\ntitle: T\nscenarios: [s.yaml]\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a sweep file and what lies beside it: `write("vary: ...", **{"t.csv": "a\\n1\\n"})`.

    A text that does not begin with `batch_version` comes behind a head with the scenario `s.yaml`, three lines long.
    """
    text = FIRST_STEPS.read_text(encoding="utf-8")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other.yaml").write_text(
        text.replace("id: first-steps", "id: other").replace("S22:", "S23:").replace("Q6:", "Q8:"), encoding="utf-8"
    )

    def written(sweep: str, **beside: str) -> Path:
        for name, content in beside.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        file = tmp_path / "sweep.yaml"
        file.write_text(sweep if sweep.startswith("batch_version") else HEAD + sweep, encoding="utf-8")
        return file

    return written


@pytest.fixture
def problems_of() -> Callable[[Path], list[str]]:
    """Gives the problems of a sweep file, a line each, with names of files counted from its folder."""

    def told(file: Path) -> list[str]:
        with pytest.raises((FormatError, ModelError)) as caught:
            read_sweep(file)
        return str(caught.value).replace(f"{file.parent}/", "").splitlines()

    return told
