"""A track record as JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.score.export import comparison_record
from sim.results.settings import TOLD
from sim.results.track.model import TrackedCase, TrackReport

COLUMNS = (
    "file", "scenario", "policy", "question", "cluster", "truth", "who", "probability", "brier", "log", "days",
    "time_brier", "time_log", "draws", "worlds", "seed", "digest",
)  # fmt: skip
_BIN = "low high n said came chance_low chance_high"
_MURPHY = "brier reliability resolution uncertainty variance covariance general_resolution bins"


def as_json(made: TrackReport) -> str:
    """One JSON object with the record."""
    return document("track", **record(
        made, "cases void clusters hindsight comparisons bins tail binned exact spread expected_brier over_time",
        cases=[_case(case) for case in made.cases], hindsight=sorted(made.hindsight),
        comparisons=[comparison_record(one) for one in made.comparisons],
        bins=[record(one, _BIN) for one in made.bins], tail=[record(one, _BIN) for one in made.tail],
        binned=record(made.binned, _MURPHY), exact=record(made.exact, _MURPHY),
        over_time=None if made.over_time is None else record(made.over_time, "days brier log"),
    ))  # fmt: skip


def as_csv(made: TrackReport) -> str:
    """One row a scenario, question and forecaster; scores over time are the forecast's."""
    return csv_text(COLUMNS, (row for case in made.cases for row in _rows(case)))


def _rows(case: TrackedCase) -> Iterator[Mapping[str, Any]]:
    head = record(case.table, f"file scenario policy {TOLD} digest")
    for one in case.table.questions:
        over_time = case.over_time.get(one.question)
        for place, (who, loss) in enumerate(one.scores.items()):
            timed = over_time if place == 0 else None
            yield {
                **head, **record(one, "question cluster truth"), "who": who, **record(loss, "probability brier log"),
                "days": timed and timed.days, "time_brier": timed and timed.brier, "time_log": timed and timed.log,
            }  # fmt: skip


def _case(case: TrackedCase) -> dict[str, Any]:
    over_time = [{"question": name, **record(one, "days brier log")} for name, one in case.over_time.items()]
    return record(
        case.table, f"scenario title file digest policy as_of {TOLD} void settled over_time not_updated words",
        over_time=over_time, not_updated=[day.isoformat() for day in case.not_updated],
        words=[record(one, "topic judgment voice said happened") for one in case.words],
    )  # fmt: skip
