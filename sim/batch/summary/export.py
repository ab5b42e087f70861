"""What a sweep says, as JSON and as CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sim.batch.summary.model import LEVELS, AtSetting, SweepSummary, SweptSpread
from sim.results.document import csv_text, document, record

_QUANTILES = tuple(f"quantile_{100 * level:g}" for level in LEVELS)
_COLUMNS = (
    "policy", "question", "answered", "undefined", *_QUANTILES, "lowest_run", "highest_run", "largest_error", "method",
    "explained", "axis", "first", "first_error", "total", "total_error",
)  # fmt: skip


def summary_json(summary: SweepSummary) -> str:
    """The summary as JSON text."""
    answers = [_answer(answer) for answer in summary.answers]
    levels, refused = dict(summary.levels), dict(summary.refused)
    own = {"levels": levels, "refused": refused, "answers": answers, "quantile_levels": list(LEVELS)}
    return document("sweep summary", **record(summary, "title settings planned"), **own)


def summary_csv(summary: SweepSummary) -> str:
    """The summary as CSV text: a row an axis of each answer, and one with no axis where there are no shares."""
    return csv_text(_COLUMNS, (row for answer in summary.answers for row in _rows(answer)))


def _answer(answer: SweptSpread) -> dict[str, Any]:
    shares = answer.shares
    told = None
    if shares is not None:
        told = record(shares, "method explained axes notes", axes=[asdict(share) for share in shares.axes])
    ends = {"lowest": _setting(answer.lowest), "highest": _setting(answer.highest)}
    head = record(answer, "policy question answered undefined quantiles largest_error=error")
    return {**head, **ends, "shares": told}


def _setting(setting: AtSetting | None) -> dict[str, Any] | None:
    return None if setting is None else record(setting, "run probability=value cells", cells=dict(setting.cells))


def _rows(answer: SweptSpread) -> Iterator[dict[str, Any]]:
    shares = answer.shares
    row: dict[str, Any] = dict.fromkeys(_COLUMNS)
    row |= record(answer, "policy question answered undefined largest_error=error")
    row |= dict(zip(_QUANTILES, answer.quantiles, strict=False))
    row["lowest_run"], row["highest_run"] = (end and end.run for end in (answer.lowest, answer.highest))
    row |= {} if shares is None else record(shares, "method explained")
    axes = [asdict(share) for share in shares.axes] if shares is not None else []
    for axis in axes or [{}]:
        yield row | {key: None if isinstance(cell, float) and math.isnan(cell) else cell for key, cell in axis.items()}
