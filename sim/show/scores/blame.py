"""Blame as a terminal's text: question by question, then every judgment over all of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from sim.results.document import align_columns
from sim.results.score.blame_model import BlamedJudgment, BlamedQuestion, BlameTable

WIDTH = 110
MOST = 6
"""Judgments told of one question among several: those that moved its score most."""
SEEN = 0.0005
"""Changes that are smaller round to nothing."""


def as_text(tables: Iterable[BlameTable]) -> str:
    """Every table, one below the other; of a table of one question all of its judgments."""
    return "\n".join("\n".join(_lines(made)) + "\n" for made in tables)


def _lines(made: BlameTable) -> Iterator[str]:
    yield f"{made.title}  ({made.file}, policy {made.policy}; {made.settings})"
    yield "Change of the log score without each judgment: above 0 it helped, below 0 it cost. Same draws throughout."
    if any(one.gap and one.change is not None for question in made.questions for one in question.judgments):
        yield "* without it nobody speaks in some rows: the change is that against the filling that is told."
    for question in made.questions:
        yield ""
        yield from _question(question, None if len(made.questions) == 1 else MOST)
    if len(made.questions) > 1:
        yield ""
        yield (
            f"Over these {len(made.questions)} questions, judgments that leave no gap (the questions hang together: "
            "they prove nothing about one judgment):"
        )
        rows = [
            (one.judgment, one.speaker, str(one.n), f"{one.change:+.3f}")
            for one in made.totals
            if abs(one.change) >= SEEN
        ]
        heads = ("judgment", "who", "questions", "sum of changes")
        yield from (line.rstrip() for line in align_columns([heads, *rows], right=(2, 3)))


def _question(question: BlamedQuestion, most: int | None) -> Iterator[str]:
    came = {0.0: "it did not come", 1.0: "it came"}.get(question.truth, f"it came by {question.truth:.0%}")
    yield from textwrap.wrap(f"{question.question}  {question.asks}", WIDTH, subsequent_indent="    ")
    yield f"    said {question.probability:.1%}, {came}: log score {question.log:.3f}"
    told = [one for one in question.judgments if one.change is not None and abs(one.change) >= SEEN]
    if most is not None:
        heaviest = sorted(told, key=lambda one: -abs(one.change or 0.0))[:most]
        told = [one for one in told if one in heaviest]
    for one in told:
        head = f"{one.change:+.3f}  {one.judgment} {one.speaker}, {one.variable}: {one.about}"
        yield f"  {head}; without it {one.without:.1%}{'*' if one.gap else ''}"
        yield from _wrapped(_sentence(one), 10)
        yield from _wrapped(f"* {one.gap}", 10) if one.gap else ()
    same = sum(one.change is not None and abs(one.change) < SEEN for one in question.judgments)
    if same:
        yield f"  {same} more change nothing that shows"
    for one in (one for one in question.judgments if one.change is None):
        yield from _wrapped(f"{one.judgment} cannot be left out: {one.gap}", 2)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


def _sentence(one: BlamedJudgment) -> str:
    read = f" read as '{one.read_as}'" if one.read_as and one.read_as != one.phrase else ""
    numbers = "" if one.median is None else f": {one.median:.1%} ({one.low:.1%} to {one.high:.1%})"
    return f'{one.claim} "{one.phrase}"{read}{numbers}'.strip()
