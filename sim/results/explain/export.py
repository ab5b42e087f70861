"""An explanation as data for other programs: JSON, the same bytes for the same run."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from sim.results.explain.model import MEANING, Explanation, Sentence, Swing, Three, WithoutVoice
from sim.results.forecast.model import Answer

JSON_FORMAT = "scenario-sim explanation"
JSON_VERSION = 1


def as_json(made: Explanation) -> str:
    """One JSON object; probabilities and shares as numbers from 0 to 1 (a share may be negative)."""
    answer = made.answer
    data = {
        "format": JSON_FORMAT,
        "format_version": JSON_VERSION,
        "title": made.title,
        "file": made.file,
        "digest": made.digest,
        "edits": list(made.edits),
        **made.settings.told,
        "policy": answer.policy,
        "question": answer.question,
        "asks": answer.asks,
        "deadline": answer.deadline.isoformat(),
        "method": answer.method,
        "answer": _figures(answer),
        "judgments": [_judgment(one) for one in made.sentences],
        "others": [
            {"name": part.name, "meaning": MEANING[part.name], "share": part.share, "error": part.error}
            for part in made.parts
        ],
        "by_voice": _rounded(made.by_voice()),
        "by_kind": _rounded(made.by_kind()),
        "uncertainty": _three(made.three),
        "without": [_without(one) for one in made.without],
        "tornado": [_swing(one) for one in made.tornado],
        "not_in_tornado": dict(made.not_held),
        "notes": list(made.notes),
    }
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _figures(answer: Answer) -> dict[str, Any]:
    low, high = answer.interval90.low, answer.interval90.high
    values = {"probability": answer.probability, "median": answer.median, "low90": low, "high90": high}
    return {name: None if math.isnan(value) else value for name, value in values.items()}


def _judgment(one: Sentence) -> dict[str, Any]:
    return {"id" if key == "judgment" else key: value for key, value in asdict(one).items()}


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(share, 6) for name, share in shares.items()}


def _three(three: Three | None) -> dict[str, float] | None:
    return None if three is None else asdict(three)


def _without(one: WithoutVoice) -> dict[str, Any]:
    return {
        "voice": one.voice,
        "answer": None if one.answer is None else _figures(one.answer),
        **({"why": one.why} if one.why else {}),
        "notes": list(one.notes),
    }


def _swing(one: Swing) -> dict[str, Any]:
    return {
        "id": one.judgment, "voice": one.voice,
        "at_10": {"probability": one.low, "median": one.low_median},
        "at_90": {"probability": one.high, "median": one.high_median},
    }  # fmt: skip
