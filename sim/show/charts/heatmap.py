"""Every question under every policy: a cell an answer, darker the more probable, and a click selects it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.results.forecast.model import UNDEFINED, Answer
from sim.show import words
from sim.show.charts.ink import LIGHT, blend, text_on
from sim.show.charts.layers import heat
from sim.show.charts.layers.frame import Row, Spec
from sim.show.charts.order import change_of, is_fixed
from sim.show.charts.tables import AnswersPicture
from sim.show.phrases import whole

PICK = heat.PICK
STALE = "?"
"""The mark of an answer that is shown as it was before an edit."""
_FIXED = {"certain": "yes", "excluded": "no"}


@dataclass(frozen=True)
class Heatmap(AnswersPicture):
    """The answers of all policies. A click sets the point selection `PICK` to question, policy and turn."""

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return heat.heat_spec(self._rows(), len(self.forecast.questions), self.palette)

    @property
    def name(self) -> str:
        """A name for the picture that does not hang on the numbers."""
        return "The forecast of every question under every policy"

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        doubtful = self._doubtful()
        size = f"{len(self.forecast.questions)} questions under {len(self.forecast.policies)} policies"
        if not doubtful:
            return f"{size}; {self.titles.case(self.policy)}, no answer is a matter of doubt."
        ends = " to ".join(f"{self._title(a.question)} ({whole(a.probability)})" for a in (doubtful[-1], doubtful[0]))
        moved = sum(change_of(answer, self.before) != 0 for answer in self.forecast.answers.values())
        others = f"; {moved} answers differ from those {self.before_name}" if moved else ""
        return f"{size}; {self.titles.case(self.policy)}, from {ends}{others}."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        moved = any(change_of(answer, self.before) for answer in self.forecast.answers.values())
        arrows = f" Arrow: higher or lower than {self.before_name}." if moved else ""
        fixed = any(is_fixed(answer) for answer in self.forecast.answers.values())
        dashed = " Dashed: settled by the policy (yes, no) or not asked (–)." if fixed else ""
        waits = f" {STALE}: not worked out since the last move, which can reach it." if self.stale else ""
        ink = "darker" if self.palette.paper == LIGHT.paper else "lighter"
        return f"The forecast of every question under every policy; {ink} is more probable.{arrows}{waits}{dashed}"

    def table(self) -> list[Row]:
        """A row a cell: question and policy in words, probability and quantiles in per cent, and the earlier one."""
        return [
            self._table_row(self.forecast.answers[policy, question])
            for question in self._order()
            for policy in self.forecast.policies
        ]

    def _rows(self) -> Iterator[Row]:
        columns = len(self.forecast.policies)
        for column, policy in enumerate(self.forecast.policies):
            head = {"kind": "head", "column": column, "columns": columns, "strong": policy == self.policy}
            yield {**head, **heat.break_name(self.titles.policy(policy))}
        for row, question in enumerate(self._order()):
            label = {"kind": "label", "row": row, "strong": question == self.question}
            yield {**label, "column": 0, "columns": columns, "label": self._title(question)}
            for column, policy in enumerate(self.forecast.policies):
                chosen = (policy, question) == (self.policy, self.question)
                place = {"row": row, "column": column, "columns": columns, "chosen": chosen, "turn": self.turn}
                yield {"kind": "cell", **place, **self._cell(self.forecast.answers[policy, question])}

    def _cell(self, answer: Answer) -> Row:
        """What one cell shows, and its tooltip."""
        fixed, change = is_fixed(answer), change_of(answer, self.before)
        share = 0.0 if fixed or math.isnan(answer.probability) else answer.probability
        fill = blend(self.palette.low, self.palette.high, share)
        told = words.settled_text(answer) if fixed else words.row_numbers(answer)
        stale = (answer.policy, answer.question) in self.stale
        told += ", before what was moved" if stale else ""
        earlier = self.before.answers[answer.policy, answer.question] if self.before is not None and change else None
        unasked = "–" if answer.method == UNDEFINED else _FIXED.get(answer.shown, answer.shown)
        return {
            "question": answer.question, "policy": answer.policy, "fixed": fixed,
            "label": unasked if fixed else whole(answer.probability),
            "fill": self.palette.paper if fixed else fill,
            "ink": self.palette.ink if fixed else text_on(fill),
            "arrow": STALE if stale else "▲" if change > 0 else "▼" if change < 0 else "",
            "asks": answer.asks, "under": self.titles.policy(answer.policy), "told": told,
            "word": "" if fixed else f"{answer.word}, {words.lexicon_name(answer.word_lexicon)}",
            "earlier": "" if earlier is None else f"{words.row_numbers(earlier)} {self.before_name}",
        }  # fmt: skip
