"""Forecasts as data for other programs: JSON and CSV, the same bytes for the same run.

Neither carries a time, a machine or a version of anything, so two runs can be compared byte by byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.forecast.model import Answer, Forecast, Learned, Posterior

JSON_FORMAT = "scenario-sim forecast"
JSON_VERSION = 1

COLUMNS = (
    "scenario", "policy", "question", "asks", "variable", "event", "deadline",
    "probability", "median", "low50", "high50", "low90", "high90", "sampling_error", "noise_share", "worlds_needed",
    "method", "word", "word_lexicon", "asked", "rests_on", "notes", "as_of", "draws", "worlds", "seed", "digest",
)  # fmt: skip

_QUANTILES = ("low90", "low50", "median", "high50", "high90")


def as_json(forecasts: Iterable[Forecast]) -> str:
    """One JSON object with a list of forecasts, in the order given; probabilities as numbers from 0 to 1.

    An infinite concentration is the text "inf", as in a scenario file. Keys keep the order of the documentation.
    """
    return document(JSON_FORMAT, JSON_VERSION, forecasts=[_forecast(forecast) for forecast in forecasts])


def as_csv(forecasts: Iterable[Forecast]) -> str:
    """One row a policy and question under the header COLUMNS; probabilities from 0 to 1, lists joined with "; "."""
    return csv_text(COLUMNS, (_row(forecast, answer) for forecast in forecasts for answer in forecast.answers.values()))


def _forecast(forecast: Forecast) -> dict[str, Any]:
    spread = "inf" if math.isinf(forecast.concentration) else forecast.concentration
    return record(
        forecast,
        "scenario title file digest edits as_of draws worlds seed pool lexicon word_lists=own_lexicons? policies questions "
        "answers fits? evidence? assumptions warnings",
        pool=record(forecast, "rule=pool_rule concentration weights extremize voices", concentration=spread),
        answers=[_answer(answer) for answer in forecast.answers.values()],
        fits=[
            {
                "judgment": judgment,
                "family": family,
                "points": [record(point, "state=of? level elicited fitted missed") for point in points],
            }
            for judgment, family, points in forecast.fits
        ],
        evidence=[_seen(one) for one in forecast.seen.values()],
    )


def _answer(answer: Answer) -> dict[str, Any]:
    """An answer; `asked` is left out where the question is asked of every world."""
    asked = {} if answer.asked == 1 else {"asked": answer.asked}
    return {
        **record(
            answer,
            "policy question asks variable event deadline probability median interval50 interval90 sampling_error "
            "quantile_errors? noise_share worlds_needed method word word_lexicon shown",
            interval50=(answer.interval50.low, answer.interval50.high),
            interval90=(answer.interval90.low, answer.interval90.high),
            quantile_errors=dict(zip(_QUANTILES, answer.quantile_errors, strict=False)),
        ),
        **asked,
        **record(
            answer, "rests_on notes curve",
            curve=record(answer.curve, "dates probability median low50 high50 low90 high90"),
        ),
    }  # fmt: skip


def _seen(seen: Posterior) -> dict[str, Any]:
    """What evidence teaches, under one policy."""
    return record(
        seen, "policy observations probability effective_draws effective_worlds judgments voices",
        judgments=[_learned(one) for one in seen.judgments],
        voices=[record(one, "id=voice before after") for one in seen.voices],
    )  # fmt: skip


def _learned(one: Learned) -> dict[str, Any]:
    unit = "log-odds" if one.log_odds else "probability"
    return record(one, "id=judgment variable voice event unit before after", unit=unit)


def _row(forecast: Forecast, answer: Answer) -> dict[str, Any]:
    """A CSV row is the JSON answer, its pairs apart, and what it takes to run it again."""
    cells = _answer(answer) | {"asked": answer.asked}
    cells["low50"], cells["high50"] = cells["interval50"]
    cells["low90"], cells["high90"] = cells["interval90"]
    return cells | record(forecast, "scenario as_of draws worlds seed digest")
