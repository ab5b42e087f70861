"""What pictures of answers share: what they are of, and the tables behind them, with the numbers in per cent."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field

from sim.results.forecast.model import Answer, Forecast
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import Row
from sim.show.charts.order import Sort, is_fixed, sort_questions
from sim.show.titles import Titles


def per_cent(probability: float) -> float | None:
    """A probability in per cent with two digits; None for NaN.

    >>> per_cent(0.12345), per_cent(float("nan"))
    (12.35, None)
    """
    return None if math.isnan(probability) else round(100 * probability, 2)


def head_row(forecast: Forecast, policy: str, question: str, titles: Titles) -> Row:
    """The columns that say which answer it is."""
    return {"Question": titles.question(forecast, question), "Policy": titles.policy(policy)}


@dataclass(frozen=True)
class AnswersPicture:
    """A picture of all answers of a forecast. policy, question: of the answer that is selected.

    before, before_name: the forecast that changes are counted from, and what it is called, `in the file` or `in
    variant B`. titles: of questions and policies. turn: comes back with a click, so that a page that counts it up with
    every selection hears a second click on the same answer. stale: answers, each a policy and a question, that an edit
    can reach and that are shown as they were before it.
    """

    forecast: Forecast
    policy: str
    question: str | None = None
    before: Forecast | None = None
    before_name: str = "in the file"
    titles: Titles = field(default_factory=Titles)
    sort: Sort = "file"
    palette: Palette = LIGHT
    turn: int = 0
    stale: Collection[tuple[str, str]] = ()

    def _order(self) -> list[str]:
        """The questions as they are drawn."""
        return sort_questions(self.forecast, self.policy, self.sort, self.before)

    def _title(self, question: str) -> str:
        return self.titles.question(self.forecast, question)

    def _doubtful(self) -> list[Answer]:
        """The answers under the policy that are a matter of doubt, least probable first."""
        answers = (self.forecast.answers[self.policy, question] for question in self.forecast.questions)
        return sorted((one for one in answers if not is_fixed(one)), key=lambda answer: answer.probability)

    def _table_row(self, answer: Answer) -> Row:
        """An answer in words, with probability and quantiles in per cent, and the earlier probability."""
        head = head_row(self.forecast, answer.policy, answer.question, self.titles)
        return head | _answer_row(answer) | _earlier_row(answer, self.before, self.before_name)


def _answer_row(answer: Answer) -> Row:
    """The columns of one answer: probability, quantiles of the draws, word, and why it is settled where it is."""
    ends = (answer.interval90.low, answer.median, answer.interval90.high)
    low, middle, high = (None if answer.settled else per_cent(end) for end in ends)
    return {
        "Probability, %": None if answer.settled else per_cent(answer.probability),
        "5 % of draws below, %": low, "Median of draws, %": middle, "95 % of draws below, %": high,
        "In words": words.settled_text(answer) if answer.settled else answer.word,
    }  # fmt: skip


def _earlier_row(answer: Answer, before: Forecast | None, before_name: str) -> Row:
    """The column of the probability before; none where there is no forecast before."""
    earlier = None if before is None else before.answers.get((answer.policy, answer.question))
    if earlier is None:
        return {}
    return {f"Probability {before_name}, %": None if earlier.settled else per_cent(earlier.probability)}
