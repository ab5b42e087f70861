"""The seed report as a terminal's text and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sim.priors.cooke.calibration import shown
from sim.priors.cooke.decision_maker import DecisionMaker, Score
from sim.results.document import document, record
from sim.results.seeds.report import LeftOut, SeedReport

JSON_FORMAT = "scenario-sim seeds"
JSON_VERSION = 1

_HEAD = ("calibration", "information", "weight")


def as_text(reports: Iterable[SeedReport]) -> str:
    """The tables of each report, one after another."""
    return "\n\n".join("\n".join(_lines(one)) for one in reports) + "\n"


def _lines(one: SeedReport) -> Iterator[str]:
    levels = ", ".join(f"{100 * level:g} %" for level in one.levels)
    yield f"{one.title}  ({one.scenario})"
    yield f"{len(one.asked)} seed questions, quantiles at {levels}; calibration computed as for {one.power} questions"
    yield ""
    head = ("voice", "seeds", *_HEAD, "share", "at cut-off")
    rows = [
        (v.voice, str(v.score.answered), *_cells(v.score), _share(v.share), _share(v.share_at_cut_off))
        for v in one.voices
    ]
    yield from _table(head, rows)
    if one.unscored:
        yield f"Not scored, for want of an answer or of a weight: {', '.join(one.unscored)}"
    yield ""
    made = [(name, _cut_off(maker), *_cells(maker.score)) for name, maker in one.makers]
    yield from _table(("decision maker", "cut-off", *_HEAD), made)
    for title, what, found in (
        ("Without one voice", "voice", one.without_voice),
        ("Without one question", "question", one.without_item),
    ):
        yield ""
        yield f"{title}: the decision maker ({one.chosen})"
        yield from _table((f"without {what}", "cut-off", *_HEAD), [_left(entry) for entry in found])
    yield ""
    yield "Weight: calibration x information. Share: weight over the sum of weights, without and with the cut-off."


def _left(entry: LeftOut) -> tuple[str, ...]:
    if entry.made is None:
        return (entry.left_out, "nobody left", "-", "-", "-")
    return (entry.left_out, _cut_off(entry.made), *_cells(entry.made.score))


def _cells(score: Score) -> tuple[str, str, str]:
    return shown(score.log_calibration), f"{score.information:.3f}", shown(score.log_weight)


def _share(value: float) -> str:
    return f"{value:#.3g}" if value > 0 else "0"


def _cut_off(maker: DecisionMaker) -> str:
    return "none" if math.isinf(maker.log_cut_off) else shown(maker.log_cut_off)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligned columns, the first to the left."""
    lines = [head, *rows]
    sizes = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for first, *rest in lines:
        cells = (cell.rjust(size) for cell, size in zip(rest, sizes[1:], strict=True))
        yield "  ".join(["", first.ljust(sizes[0]), *cells])


def as_json(reports: Iterable[SeedReport]) -> str:
    """One JSON object with a list of reports; calibrations also as log10, where a double would be 0."""
    return document(JSON_FORMAT, JSON_VERSION, reports=[_report(one) for one in reports])


def _report(one: SeedReport) -> dict[str, Any]:
    voices = [{"voice": v.voice, **_score(v.score), **record(v, "share share_at_cut_off")} for v in one.voices]
    return record(
        one, "scenario title questions=asked levels power voices unscored decision_makers chosen without_voice "
        "without_question",
        voices=voices, decision_makers=[{"name": name, **_maker(maker)} for name, maker in one.makers],
        without_voice=[_without(entry) for entry in one.without_voice],
        without_question=[_without(entry) for entry in one.without_item],
    )  # fmt: skip


def _without(entry: LeftOut) -> dict[str, Any]:
    return {"left_out": entry.left_out, **(_maker(entry.made) if entry.made is not None else {})}


def _maker(maker: DecisionMaker) -> dict[str, Any]:
    return {"cut_off": 0.0 if math.isinf(maker.log_cut_off) else math.exp(maker.log_cut_off), **_score(maker.score)}


def _score(score: Score) -> dict[str, Any]:
    weight = score.log_weight
    return {
        "seeds": score.answered,
        "calibration": math.exp(score.log_calibration),
        "log10_calibration": score.log_calibration / math.log(10.0),
        "information": score.information,
        "weight": 0.0 if math.isinf(weight) else math.exp(weight),
    }
