"""Flips as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

import math
from typing import Any

from sim.results.compare.flip_model import Flip, Flips
from sim.results.document import csv_text, document, record
from sim.results.head import HEAD, RUN_COLUMNS
from sim.results.settings import TOLD

_FLIP = "kind path value amount says probability word"
COLUMNS = ("scenario", "policy", "question", *_FLIP.split(), "word_before", *RUN_COLUMNS)


def as_json(made: Flips) -> str:
    """One JSON object with the list of flips; the amount of a voice that is silenced is null."""
    return document("flip", **record(
        made, f"{HEAD} question asks probability word tried settled flips",
        flips=[_flip(one) for one in made.flips],
    ))  # fmt: skip


def as_csv(made: Flips) -> str:
    """One row a flip under the header COLUMNS."""
    run = record(made, f"scenario policy question word_before=word as_of {TOLD} digest")
    return csv_text(COLUMNS, (run | _flip(one) for one in made.flips))


def _flip(one: Flip) -> dict[str, Any]:
    return record(one, _FLIP, amount=one.amount if math.isfinite(one.amount) else None)
