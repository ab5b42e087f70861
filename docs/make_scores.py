"""Writes the table of scores into the flagship's README: `python docs/make_scores.py`."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.show.scores.score import as_text

ROOT = Path(__file__).parents[1]
SCENARIO = "scenarios/venezuela-2025/scenario.yaml"
PAGE = ROOT / "scenarios" / "venezuela-2025" / "README.md"
FIRST, LAST = "<!-- made by python docs/make_scores.py -->\n\n", "\n<!-- end of the scores -->"
DRAWS = 200  # enough for a page, and quick enough to be made anew in the tests


def page() -> str:
    """The README with the table as it is now; called from the project's folder."""
    scenario = sim.read(SCENARIO)
    made = sim.score(scenario, sim.resolutions(Path(SCENARIO).with_name("resolutions.yaml"), scenario), draws=DRAWS)
    before, rest = PAGE.read_text(encoding="utf-8").split(FIRST)
    return before + FIRST + "```text\n" + as_text([made]) + "```\n" + LAST + rest.split(LAST, 1)[1]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="")
