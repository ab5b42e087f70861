"""The notebook is run: it shows a forecast as a table and a chart, and needs public names alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import sim

FILE = Path(__file__).parents[2] / "docs" / "python.ipynb"
MOST_CELLS = 12
PUBLIC = {"sim", "pandas", "altair"}


@pytest.fixture(scope="module")
def written() -> nbformat.NotebookNode:
    return nbformat.read(FILE, as_version=4)


@pytest.fixture(scope="module")
def shown(written: nbformat.NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What each cell shows, by type; run in an empty folder, where only the package's own scenarios are found."""
    folder = {"metadata": {"path": str(tmp_path_factory.mktemp("notebook"))}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        run = NotebookClient(nbformat.from_dict(written), timeout=120, resources=folder).execute()
    outputs = [output for cell in run.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type == "stream"] == []  # no warning
    return [output.data for output in outputs]


def test_it_has_few_cells_and_holds_no_output(written: nbformat.NotebookNode) -> None:
    assert len(written.cells) <= MOST_CELLS
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in written.cells)


def test_it_needs_public_names_alone(written: nbformat.NotebookNode) -> None:
    code = ast.parse("\n".join(cell.source for cell in written.cells if cell.cell_type == "code"))
    imported = {name.name for node in ast.walk(code) if isinstance(node, ast.Import) for name in node.names}
    assert imported == PUBLIC
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(code))
    of_sim = (n for n in ast.walk(code) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name))
    assert {node.attr for node in of_sim if node.value.id == "sim"} <= set(sim.__all__)


def test_the_forecast_is_a_table_and_a_chart(shown: list[dict[str, str]]) -> None:
    table = next(data for data in shown if "caption" in data.get("text/html", ""))
    assert table["text/plain"] == "<Forecast of first-steps: 2 policies x 2 questions; 1,000 draws x 64 worlds, seed 1>"
    cell = r"<td>11 %<br>2\.0 to 26 %<br>very unlikely<br>the author&#x27;s share \d+ %</td>"
    assert re.search(cell, table["text/html"])
    assert sum("vega-lite" in data.get("text/html", "") for data in shown) == 2


def test_draws_explanation_and_comparison_are_data_frames(shown: list[dict[str, str]]) -> None:
    frames = [data["text/plain"] for data in shown if 'class="dataframe"' in data.get("text/html", "")]
    for words in ("std", "highly unlikely", "without the author"):
        assert any(words in frame for frame in frames), words
