"""Forecasts as data for other programs: JSON, CSV, and their draws; the same bytes for the same run.

None carries a time, a machine or a version of anything, so two runs can be compared byte by byte.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sim.priors.reading.points import FitPoint
from sim.results.document import document
from sim.results.forecast.draws import DRAW_COLUMNS
from sim.results.forecast.model import COLUMNS, Answer, Curve, Forecast, Posterior

JSON_FORMAT = "scenario-sim forecast"
JSON_VERSION = 1

_QUANTILES = ("low90", "low50", "median", "high50", "high90")


def as_json(forecasts: Iterable[Forecast]) -> str:
    """One JSON object with a list of forecasts, in the order given; probabilities as numbers from 0 to 1.

    An infinite concentration is the text "inf", as in a scenario file. Keys keep the order of the documentation.
    """
    return document(JSON_FORMAT, JSON_VERSION, "forecasts", (_forecast(forecast) for forecast in forecasts))


def as_csv(forecasts: Iterable[Forecast]) -> str:
    """One row a policy and question under the header COLUMNS; probabilities from 0 to 1, lists joined with "; "."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for forecast in forecasts:
        writer.writerows([_cell(value) for value in row.values()] for row in forecast.rows())
    return out.getvalue()


def draw_columns(forecasts: Iterable[Forecast]) -> Iterator[dict[str, Any]]:
    """A block a scenario, policy and question: the scenario's id and what `Draws.columns` gives."""
    for forecast in forecasts:
        for block in forecast.draws.columns():
            yield {"scenario": [forecast.scenario] * len(block["draw"]), **block}


def draw_rows(forecasts: Iterable[Forecast]) -> Iterator[Sequence[str]]:
    """The same as rows of text under their header; empty for what is undefined."""
    yield "scenario", *DRAW_COLUMNS
    for block in draw_columns(forecasts):
        for *names, weight, probability in zip(*map(list, block.values()), strict=True):
            yield (*map(str, names), repr(float(weight)), _cell(float(probability)))


def _forecast(forecast: Forecast) -> dict[str, Any]:
    concentration = forecast.concentration
    return {
        "scenario": forecast.scenario,
        "title": forecast.title,
        "file": forecast.file,
        "digest": forecast.digest,
        "edits": list(forecast.edits),
        "as_of": forecast.as_of.isoformat(),
        **forecast.settings.told,
        "pool": {
            "rule": forecast.pool_rule,
            "concentration": "inf" if math.isinf(concentration) else concentration,
            "weights": forecast.weights,
            "extremize": forecast.extremize,
            "voices": dict(forecast.voices),
        },
        "lexicon": forecast.lexicon,
        **({"word_lists": dict(forecast.word_lists)} if forecast.word_lists else {}),
        "policies": list(forecast.policies),
        "questions": list(forecast.questions),
        "answers": [_answer(answer) for answer in forecast.answers.values()],
        **({"fits": [_fit(*fit) for fit in forecast.fits]} if forecast.fits else {}),
        **({"evidence": [_seen(one) for one in forecast.seen.values()]} if forecast.seen else {}),
        "assumptions": list(forecast.assumptions),
        "warnings": list(forecast.warnings),
    }


def _fit(judgment: str, family: str, points: tuple[FitPoint, ...]) -> dict[str, Any]:
    """One judgment's elicited quantiles beside those of the family that was fitted to them."""
    return {
        "judgment": judgment,
        "family": family,
        "points": [
            {
                **({"state": one.of} if one.of else {}),
                "level": one.level, "elicited": one.elicited, "fitted": one.fitted, "missed": one.missed,
            }
            for one in points
        ],
    }  # fmt: skip


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "policy": answer.policy,
        "question": answer.question,
        "asks": answer.asks,
        "variable": answer.variable,
        "event": answer.event,
        "deadline": answer.deadline.isoformat(),
        "probability": _number(answer.probability),
        "median": _number(answer.median),
        "interval50": [_number(answer.interval50.low), _number(answer.interval50.high)],
        "interval90": [_number(answer.interval90.low), _number(answer.interval90.high)],
        "sampling_error": _number(answer.sampling_error),
        **({"quantile_errors": _errors(answer)} if answer.quantile_errors else {}),
        "noise_share": _number(answer.noise_share),
        "worlds_needed": answer.worlds_needed,
        "method": answer.method,
        "word": answer.word,
        "word_lexicon": answer.word_lexicon,
        "shown": answer.shown,
        **({"asked": answer.asked} if answer.asked != 1 else {}),
        "rests_on": list(answer.rests_on),
        "notes": list(answer.notes),
        "curve": _curve(answer.curve),
    }


def _errors(answer: Answer) -> dict[str, float]:
    return dict(zip(_QUANTILES, answer.quantile_errors, strict=True))


def _number(value: float) -> float | None:
    """JSON has no NaN: what is undefined is null."""
    return None if math.isnan(value) else value


def _seen(seen: Posterior) -> dict[str, Any]:
    """What evidence teaches, under one policy."""
    return {
        "policy": seen.policy,
        "observations": list(seen.observations),
        "probability": seen.probability,
        "effective_draws": seen.effective_draws,
        "effective_worlds": seen.effective_worlds,
        "judgments": [
            {
                "id": one.judgment, "variable": one.variable, "voice": one.voice, "event": one.event,
                "unit": "log-odds" if one.log_odds else "probability",
                "before": list(one.before), "after": list(one.after),
            }
            for one in seen.judgments
        ],
        "voices": [{"id": one.voice, "before": one.before, "after": one.after} for one in seen.voices],
    }  # fmt: skip


def _curve(curve: Curve) -> dict[str, list[Any]]:
    return {
        "dates": [day.isoformat() for day in curve.dates],
        "probability": [_number(value) for value in curve.probability],
        "median": [_number(value) for value in curve.median],
        "low50": [_number(value) for value in curve.low50],
        "high50": [_number(value) for value in curve.high50],
        "low90": [_number(value) for value in curve.low90],
        "high90": [_number(value) for value in curve.high90],
    }


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value
