"""The order of questions in a picture, and which answers are others than they were."""

from __future__ import annotations

import math
from typing import Literal

from sim.results.forecast.model import Answer, Forecast

Sort = Literal["file", "probability", "change"]
SORTS: dict[Sort, str] = {"file": "As in the file", "probability": "By probability", "change": "By change"}
MOVED = 0.0005
"""The least change of a probability that is shown."""


def sort_questions(forecast: Forecast, policy: str, sort: Sort, before: Forecast | None = None) -> list[str]:
    """The forecast's questions: in the file's order, or the largest first, by one policy's probability or its change.

    before: what a change is counted from; without it the file's order stays. Answers without a number come last.
    """

    def size(question: str) -> float:
        answer = forecast.answers[policy, question]
        value = change_of(answer, before) if sort == "change" else answer.probability
        return math.inf if is_fixed(answer) or math.isnan(value) else -abs(value)

    questions = list(forecast.questions)
    return questions if sort == "file" else sorted(questions, key=size)


def change_of(answer: Answer, before: Forecast | None) -> float:
    """How far the probability has moved; 0 where it has not by `MOVED`, or nothing was there before."""
    earlier = None if before is None else before.answers.get((answer.policy, answer.question))
    if earlier is None or is_fixed(earlier) or is_fixed(answer):
        return 0.0
    change = answer.probability - earlier.probability
    return change if abs(change) >= MOVED else 0.0


def is_fixed(answer: Answer) -> bool:
    """Whether the answer is no matter of doubt: set by the policy, excluded or certain in every draw, or not asked."""
    return answer.settled or answer.word == answer.shown
