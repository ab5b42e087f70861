"""The seed report as a terminal's text and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sim.priors.cooke.calibration import shown
from sim.priors.cooke.decision_maker import DecisionMaker, Score
from sim.results.document import align_columns, document, record
from sim.results.seeds.report import SeedReport

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
    yield from _table(("decision maker", "cut-off", *_HEAD), [_left(*named) for named in one.makers])
    for what, found in (("voice", one.without_voice), ("question", one.without_item)):
        yield ""
        yield f"Without one {what}: the decision maker ({one.chosen})"
        yield from _table((f"without {what}", "cut-off", *_HEAD), [_left(*named) for named in found])
    yield ""
    yield "Weight: calibration x information. Share: weight over the sum of weights, without and with the cut-off."


def _left(name: str, maker: DecisionMaker | None) -> tuple[str, ...]:
    if maker is None:
        return name, "nobody left", "-", "-", "-"
    return name, "none" if math.isinf(maker.log_cut_off) else shown(maker.log_cut_off), *_cells(maker.score)


def _cells(score: Score) -> tuple[str, str, str]:
    return shown(score.log_calibration), f"{score.information:.3f}", shown(score.log_weight)


def _share(value: float) -> str:
    return f"{value:#.3g}" if value > 0 else "0"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"  {line}" for line in align_columns([head, *rows], right=range(1, len(head))))


def as_json(reports: Iterable[SeedReport]) -> str:
    """One JSON object with a list of reports; calibrations also as log10, where a double would be 0."""
    return document("seeds", reports=[_report(one) for one in reports])


def _report(one: SeedReport) -> dict[str, Any]:
    voices = [{"voice": v.voice, **_score(v.score), **record(v, "share share_at_cut_off")} for v in one.voices]
    return record(
        one, "scenario title questions=asked levels power voices unscored decision_makers chosen without_voice "
        "without_question",
        voices=voices, decision_makers=[{"name": name, **_maker(maker)} for name, maker in one.makers],
        without_voice=[{"left_out": name, **_maker(maker)} for name, maker in one.without_voice],
        without_question=[{"left_out": name, **_maker(maker)} for name, maker in one.without_item],
    )  # fmt: skip


def _maker(maker: DecisionMaker | None) -> dict[str, Any]:
    return {} if maker is None else {"cut_off": math.exp(maker.log_cut_off), **_score(maker.score)}


def _score(score: Score) -> dict[str, Any]:
    return {
        "seeds": score.answered,
        "calibration": math.exp(score.log_calibration),
        "log10_calibration": score.log_calibration / math.log(10.0),
        "information": score.information,
        "weight": math.exp(score.log_weight),
    }
