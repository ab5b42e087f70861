"""An explanation as data for other programs: JSON, the same bytes for the same run."""

from __future__ import annotations

from typing import Any

from sim.results.document import document, record
from sim.results.explain.model import Explanation, Swing
from sim.results.forecast.model import Answer
from sim.results.settings import TOLD
from sim.results.shares.model import MEANING


def as_json(made: Explanation) -> str:
    """One JSON object; probabilities and shares as numbers from 0 to 1 (a share may be negative)."""
    sentences = (
        "id=judgment variable voice speaker kind form phrase read_as family about claim source locator low median high "
        "share error"
    )
    return document(
        "explanation",
        **record(made, f"title file digest edits {TOLD}"),
        **record(made.answer, "policy question asks deadline method"),
        answer=_figures(made.answer),
        judgments=[record(one, sentences) for one in made.sentences],
        others=[record(part, "name meaning share error", meaning=MEANING[part.name]) for part in made.parts],
        by_voice=_rounded(made.by_voice()),
        by_kind=_rounded(made.by_kind()),
        uncertainty=None if made.three is None else record(made.three, "chance doubt disagreement total"),
        without=[
            record(one, "voice answer why? notes", answer=one.answer and _figures(one.answer)) for one in made.without
        ],
        tornado=[_swing(one) for one in made.tornado],
        not_in_tornado=dict(made.not_held),
        notes=made.notes,
    )


def _figures(answer: Answer) -> dict[str, Any]:
    low, high = answer.interval90.low, answer.interval90.high
    return record(answer, "probability median low90 high90", low90=low, high90=high)


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(share, 6) for name, share in shares.items()}


def _swing(one: Swing) -> dict[str, Any]:
    low, high = record(one, "probability=low median=low_median"), record(one, "probability=high median=high_median")
    return record(one, "id=sentence.judgment voice=sentence.voice at_10 at_90", at_10=low, at_90=high)
