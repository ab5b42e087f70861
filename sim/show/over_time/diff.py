"""Differences of scenarios for a terminal: a waterfall a question, group by group and step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.results.document import align_columns
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import fine_percent, span
from sim.results.replay.diff_model import DiffEnd, DiffStep, ScenarioDiff, Waterfall
from sim.results.replay.model import Contribution
from sim.show.differences import points
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks, wrap_bold, wrap_notes

_HEADS = ("", "points", "in turn", "error")
_ALL = "averaged over all orders in which the edits could be made"
_SOME = "averaged over {} orders in which the edits could be made (±: how far another choice of orders would move it)"
NO_EDIT = "Nothing differs on which a number hangs."


def as_text(made: ScenarioDiff, *, width: int = 80, bold: Bold = str) -> str:
    """The difference as text, sentences no wider than `width` (60 or more). bold: puts codes around a heading."""
    return join_blocks([made], _lines, width, bold)


def _lines(made: ScenarioDiff, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_bold(made.title, width, bold)
    yield from wrap_text(f"From {_end(made.first)}", width, "  ")
    yield from wrap_text(f"to {_end(made.second)}; policy {made.policy}; {made.settings}.", width, "  ")
    if not made.steps:
        yield NO_EDIT
    else:
        how = _SOME.format(made.orders) if made.orders else _ALL
        yield from wrap_text(
            f"What each edit did to the answer, in percentage points: {how}; in turn, one after another from the top; "
            "and the sampling error of the average.", width,
        )  # fmt: skip
    for fall in made.waterfalls.values():
        yield ""
        yield from wrap_bold(f"{fall.question}: {fall.asks}", width, bold, "  ")
        yield f"first: {_answer(fall.first)}"
        yield from (line.rstrip() for line in align_columns(_table(made, fall, width), right=(1, 2, 3)))
        yield f"second: {_answer(fall.second)}"
    if made.steps:
        yield ""
    for number, step in enumerate(made.steps, start=1):
        for edit in step.edits:
            yield from wrap_text(f"[{number}] {edit.path}: {edit.text}", width, "    ")
    yield from wrap_notes(made.warnings, width)


def _end(end: DiffEnd) -> str:
    seen = f", having seen {', '.join(end.seen)}" if end.seen else ""
    return f"{end.file} ({end.digest[:8]}), as of {end.as_of}{seen}"


def _table(made: ScenarioDiff, fall: Waterfall, width: int) -> list[tuple[str, ...]]:
    """Every group with its steps, and what they come to; nothing where there is no step."""
    if not made.steps:
        return []
    room = max(width - 36, 24)
    rows: list[tuple[str, ...]] = [_HEADS]
    for group in fall.groups:
        rows.append((f"  {group.id}", *_numbers(group)))
        rows += [
            (f"    {_name(number, step, room)}", *_numbers(part))
            for number, (step, part) in enumerate(zip(made.steps, fall.move.parts, strict=True), start=1)
            if step.group == group.id
        ]
    total = "" if math.isnan(fall.move.difference) else points(fall.move.difference)
    return [*rows, ("  together", total, "", "" if math.isnan(fall.move.error) else f"{100 * fall.move.error:.2g}")]


def _answer(answer: Answer) -> str:
    if answer.settled:
        return answer.shown
    return f"{fine_percent(answer.probability)} ({span(answer.interval90.low, answer.interval90.high)})"


def _name(number: int, step: DiffStep, room: int) -> str:
    name = clean_text(f"[{number}] {step.id}")
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _numbers(part: Contribution) -> tuple[str, str, str]:
    if math.isnan(part.average):
        return "", "", ""
    drawn = f" ± {100 * part.order_error:.1g}" if part.order_error else ""
    return f"{points(part.average)}{drawn}", points(part.in_turn), f"{100 * part.error:.2g}"
