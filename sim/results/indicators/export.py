"""Indicators as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.forecast.export import record_silences
from sim.results.indicators.model import Indicator, Indicators
from sim.results.settings import TOLD

_INDICATOR = (
    "variable label event named relation happens=figures.happens probability=figures.probability seen=figures.seen "
    "unseen=figures.unseen ratio=figures.ratio bits=figures.bits brier=figures.brier seen_error=figures.seen_error "
    "unseen_error=figures.unseen_error bits_error=figures.bits_error brier_error=figures.brier_error already method"
)
_ENDS = ("seen_low90", "seen_high90", "unseen_low90", "unseen_high90")
_ANSWER = "after by reported answer=probability as_of"
_NAMES = tuple(part.partition("=")[0] for part in _INDICATOR.split())
COLUMNS = ("scenario", "policy", "question", *_NAMES, *_ENDS, "after", "by", "reported", "answer", "as_of", "draws",
           "worlds", "seed", "digest")  # fmt: skip


def as_json(made: Indicators) -> str:
    """One JSON object; undefined numbers null, and `ratio` null where an event is seen only if the answer is yes."""
    shown = record(
        made,
        f"scenario title file digest as_of policy {TOLD} question asks statement deadline after by reported "
        "probability entropy variance doubt observations silences settled asking_note certain indicators asking",
        silences=record_silences(made.silences) if made.observations else None,
        indicators=[_cells(one) for one in made.indicators],
        asking=[record(one, "kind name judgments about share error brier") for one in made.asking],
    )
    return document("indicators", **shown)


def as_csv(made: Indicators) -> str:
    """One row an event under the header COLUMNS."""
    about = record(made, f"scenario policy question {_ANSWER} {TOLD} digest")
    return csv_text(COLUMNS, (about | _cells(one) for one in made.indicators))


def _cells(one: Indicator) -> dict[str, Any]:
    intervals = (one.seen90, one.unseen90)
    ends = [None if interval is None else end(interval) for interval in intervals for end in (_low, _high)]
    return record(one, _INDICATOR) | dict(zip(_ENDS, ends, strict=True))


def _low(interval: Any) -> float:
    return float(interval.low)


def _high(interval: Any) -> float:
    return float(interval.high)
