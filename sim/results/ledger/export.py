"""Ledgers as data for other programs: JSON and CSV, the same bytes for the same entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.ledger.model import LEVELS, LedgerAnswer, LedgerEntry
from sim.results.settings import TOLD

_ANSWER = "policy question asks deadline probability sampling_error method word"
_QUANTILES = tuple(f"q{round(100 * level):02}" for level in LEVELS)
_RUN = f"{TOLD} scenario_digest evidence_digest digest"
COLUMNS = ("date", "scenario", *_ANSWER.split(), *_QUANTILES, "as_of", "draws", "worlds", "seed", "scenario_digest",
           "evidence_digest", "digest")  # fmt: skip


def as_json(found: Iterable[LedgerEntry]) -> str:
    """One JSON object with the list of entries, by day; probabilities as numbers from 0 to 1."""
    return document("ledger", levels=LEVELS, entries=[_entry(one) for one in found])


def as_csv(found: Iterable[LedgerEntry]) -> str:
    """One row a day, policy and question under the header COLUMNS; `q05` is the 5 % quantile over draws."""
    return csv_text(COLUMNS, (
        record(entry, f"date scenario as_of {_RUN}") | record(answer, _ANSWER) | _quantiles(answer)
        for entry in found for answer in entry.answers.values()
    ))  # fmt: skip


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    return record(
        entry, f"date scenario title file as_of {_RUN} versions observations answers",
        answers=[record(answer, f"{_ANSWER} quantiles") for answer in entry.answers.values()],
    )  # fmt: skip


def _quantiles(answer: LedgerAnswer) -> dict[str, Any]:
    return record(answer, " ".join(_QUANTILES), **dict(zip(_QUANTILES, answer.quantiles, strict=True)))
