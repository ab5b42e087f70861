"""Scores as JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from sim.results.document import document, record
from sim.results.score.model import ScoreTable
from sim.results.settings import TOLD

SCORE_COLUMNS = ("file", "scenario", "policy", "question", "cluster", "truth", "who", "probability", "brier", "log")


def as_json(scores: Iterable[ScoreTable]) -> str:
    """One JSON object with a list of scorings, in the order given."""
    return document("scores", scores=[_one(made) for made in scores])


def as_csv(scores: Iterable[ScoreTable]) -> str:
    """One row a question and forecaster."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(SCORE_COLUMNS)
    for made in scores:
        for one in made.questions:
            head = (made.file, made.scenario, made.policy, one.question, one.cluster, one.truth)
            writer.writerows((*head, who, own.probability, own.brier, own.log) for who, own in one.scores.items())
    return stream.getvalue()


def _one(made: ScoreTable) -> dict[str, Any]:
    questions = [
        record(one, "question asks truth cluster scores",
               scores={who: record(own, "probability brier log") for who, own in one.scores.items()})
        for one in made.questions
    ]  # fmt: skip
    names = "name n clusters brier log brier_difference brier_interval log_difference log_interval"
    return record(
        made, f"scenario title file digest policy {TOLD} void settled bound comparisons questions",
        comparisons=[record(one, names) for one in made.comparisons], questions=questions,
    )  # fmt: skip
