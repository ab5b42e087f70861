"""Writes the table of choices into the flagship's README: `python docs/make_choices.py`."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.show.choices import as_markdown

SCENARIO = Path(__file__).parents[1] / "scenarios" / "venezuela-2025"
PAGE = SCENARIO / "README.md"
FIRST, LAST = "<!-- made by python docs/make_choices.py -->\n\n", "\n<!-- end -->"
POLICY = "strikes"
QUESTIONS = ("Q1", "Q6", "Q13", "D17")
DRAWS = 400  # enough for a page, and quick enough to be made anew in the tests


def page() -> str:
    """The README with the table as it is now."""
    scenario = sim.read(SCENARIO)
    made = sim.choices(scenario, policy=POLICY, questions=QUESTIONS, draws=DRAWS)
    before, rest = PAGE.read_text(encoding="utf-8").split(FIRST)
    return before + FIRST + as_markdown([made]) + LAST + rest.split(LAST, 1)[1]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="")
