"""Writes the answer on the README's first screen: `python docs/make_headline.py`."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import fill

import sim
from sim.lexicon.phrases import word
from sim.results.forecast.percent import percent
from sim.show.words import span

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "README.md"
QUESTION, POLICY = "Q1", "strikes"
PLACE = re.compile(r"!\[[^]]*\]\(docs/ladder\.svg\)\n\n.*?\n\n", re.DOTALL)
"""The picture and the paragraph below it."""
PICTURE = """\
![Bars for the answers on which two experts or more were heard, under strikes and under a blockade: forecasts with what
holds 50 % and 90 % of the draws; condemnation: {probability}, {interval} under strikes](docs/ladder.svg)"""
ANSWER = """\
**If the United States strikes Venezuela, does Moscow condemn it by 21 January 2026? {words}: {probability},
{interval}.** Of the doubt about this answer {experts} lies in experts' words, {counts} in counts of past cases, and
{author} is the author's own. The intervals hold what those words and counts leave open, not what the model leaves
out."""


def headline() -> str:
    """The picture with its words, and the answer with its span and its shares."""
    found = sim.explain(sim.read(ROOT / "scenarios" / "venezuela-2025"), QUESTION, policy=POLICY)
    answer, shares = found.answer, found.by_kind()
    ends = dict.fromkeys((word(answer.interval90.low), word(answer.interval90.high)))
    told = {"probability": percent(answer.probability), "interval": span(answer.interval90)}
    kinds = {"experts": "published", "counts": "base_rate", "author": "assumption"}
    told |= {name: f"{100 * shares[kind]:.0f} %" for name, kind in kinds.items()}
    answered = ANSWER.format(**told, words=" to ".join(ends).capitalize())
    wrapped = fill(answered.replace(" %", "_%"), 120).replace("_%", " %")  # no line begins with the sign
    return f"{PICTURE.format(**told)}\n\n{wrapped}\n\n"


def page() -> str:
    """The README with the answer as it is now."""
    return PLACE.sub(headline().replace("\\", r"\\"), PAGE.read_text(encoding="utf-8"), count=1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="")
