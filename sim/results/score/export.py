"""Scores as JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.score.model import BaselineComparison, MeanScore, ScoredLadder, ScoreTable
from sim.results.settings import TOLD

COLUMNS = (
    "file", "scenario", "policy", "as_of", "question", "cluster", "truth", "who", "probability", "brier", "log",
    "ranked",
)  # fmt: skip


def as_json(scores: Iterable[ScoreTable]) -> str:
    """One JSON object with a list of scorings, in the order given."""
    return document("scores", scores=[_table(made) for made in scores])


def as_csv(scores: Iterable[ScoreTable]) -> str:
    """One row a question and forecaster; the ranked score stands at the question that names the state."""
    return csv_text(COLUMNS, (row for made in scores for row in _rows(made)))


def _rows(made: ScoreTable) -> Iterator[Mapping[str, Any]]:
    head = record(made, "file scenario policy as_of")
    ranked = {(ladder.questions[0], who): loss.ranked for ladder in made.ladders for who, loss in ladder.scores.items()}
    for one in made.questions:
        for who, loss in one.scores.items():
            yield {
                **head, **record(one, "question cluster truth"), "who": who, **record(loss, "probability brier log"),
                "ranked": ranked.get((one.question, who)),
            }  # fmt: skip


def _table(made: ScoreTable) -> dict[str, Any]:
    questions = [
        record(one, "question asks truth cluster scores",
               scores={who: record(own, "probability brier log") for who, own in one.scores.items()})
        for one in made.questions
    ]  # fmt: skip
    return record(
        made, f"scenario title file digest policy as_of observations silence {TOLD} void settled decided bound "
        "left_out said_then? hindsight comparisons questions ladders",
        comparisons=[comparison_record(one) for one in made.comparisons], questions=questions,
        ladders=[_ladder(one) for one in made.ladders],
    )  # fmt: skip


def comparison_record(one: BaselineComparison) -> dict[str, Any]:
    """One baseline as an object of JSON."""
    ranked = one.ranked
    return {
        **record(one, "name n clusters"), **_mean("brier", one.brier), **_mean("log", one.log),
        "ladders": 0 if ranked is None else ranked.n, **_mean("ranked", ranked),
    }  # fmt: skip


def _mean(name: str, score: MeanScore | None) -> dict[str, Any]:
    if score is None:
        return {name: None, f"{name}_difference": None, f"{name}_interval": None}
    return {name: score.mean, f"{name}_difference": score.difference, f"{name}_interval": score.interval}


def _ladder(one: ScoredLadder) -> dict[str, Any]:
    scores = {who: record(own, "probabilities ranked") for who, own in one.scores.items()}
    return record(one, "questions variable kind deadline states truth cluster scores", scores=scores)
