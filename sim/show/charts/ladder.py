"""The response ladder: a row a question, bars that show how far the answer spreads, and the forecast as one mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.results.forecast.model import Answer, Forecast
from sim.show import words
from sim.show.charts.heatmap import STALE
from sim.show.charts.layers import ladder_rows
from sim.show.charts.layers.frame import Row, Spec, align_of
from sim.show.charts.layers.keys import place_keys
from sim.show.charts.order import change_of, is_fixed
from sim.show.charts.scale import Scale, tick_label, whole_axis
from sim.show.charts.tables import AnswersPicture
from sim.show.phrases import whole, whole_and_chance, whole_span

if TYPE_CHECKING:
    import altair as alt

PICK = ladder_rows.PICK


@dataclass(frozen=True)
class Ladder(AnswersPicture):
    """The answers of one policy as a picture, as a sentence and as a table.

    question: the one whose row is tinted; a click sets the point selection `PICK` to question and turn. before: drawn
    in grey below the bars that have moved.
    """

    scale: Scale = "plain"

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return ladder_rows.ladder_spec(self._rows(), len(self.forecast.questions), self.palette)

    def chart(self) -> alt.LayerChart:
        """The picture as Altair has it."""
        import altair as alt

        return alt.LayerChart.from_dict(self.spec())

    @property
    def name(self) -> str:
        """A name for the picture that does not hang on the numbers."""
        return f"The forecast of every question {self.titles.case(self.policy)}, with its spread"

    def text(self) -> str:
        """What the picture shows, in one sentence: the ends of the ladder, and the question that is selected."""
        doubtful = self._doubtful()
        count = f"{len(self.forecast.questions)} answers {self.titles.case(self.policy)}"
        ends = [f"{self._title(answer.question)} ({whole(answer.probability)})" for answer in reversed(doubtful)]
        parts = [f"{count}, from {ends[0]} to {ends[-1]}" if len(ends) > 1 else count]
        if self.question in self.forecast.questions:
            parts.append(self._spoken(self.forecast.answers[self.policy, self.question]))
        return "; ".join(parts) + "."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        grey = "" if self.before is None else f"; grey: {self.before_name}, where it has moved"
        waits = f" {STALE}: not worked out since the last move." if self.stale else ""
        return f"Diamond: the forecast; bars: half of the readings, and nine tenths{grey}.{waits}"

    def table(self) -> list[Row]:
        """A row a question: in words, with probability and quantiles in per cent, and the earlier probability."""
        return [self._table_row(answer) for answer in self._answers()]

    def _answers(self) -> list[Answer]:
        return [self.forecast.answers[self.policy, question] for question in self._order()]

    def _spoken(self, answer: Answer) -> str:
        title = self._title(answer.question)
        if is_fixed(answer):
            return f"{title} is {words.settled_text(answer)}"
        spread = whole_span(answer.interval90.low, answer.interval90.high)
        told = f"{title} is at {whole_and_chance(answer.probability)}, nine tenths of readings {spread}"
        before = self._earlier(answer)
        return told + ("" if before is None else f", {self.before_name} {whole_and_chance(before.probability)}")

    def _earlier(self, answer: Answer) -> Answer | None:
        """The answer before, where its probability is another one."""
        if self.before is None or not change_of(answer, self.before):
            return None
        return self.before.answers[answer.policy, answer.question]

    def _rows(self) -> Iterator[Row]:
        axis = ladder_rows.TICKS[self.scale]
        for place, tick in enumerate(axis):
            x = whole_axis(self.scale).along(tick)
            look = {"minor": bool(place % 2), "align": align_of(x, 0.001)}
            yield {"kind": "tick", "x": x, "label": tick_label(tick), **look}
        yield from place_keys(ladder_rows.key_rows(self.before_name if self.before is not None else ""))
        for row, answer in enumerate(self._answers()):
            chosen = answer.question == self.question
            yield {"kind": "row", "row": row, "chosen": chosen, "turn": self.turn, **self._row(answer)}

    def _row(self, answer: Answer) -> Row:
        """One answer: texts, tooltip, and where its bars stand; nowhere where there is no doubt."""
        before, fixed = self._earlier(answer), is_fixed(answer)
        mark = f" {STALE}" if (answer.policy, answer.question) in self.stale else ""
        return {
            "question": answer.question, "title": self._title(answer.question),
            "asks": answer.asks,
            "told": words.settled_text(answer) if fixed else words.row_numbers(answer),
            "shown": "" if fixed else whole(answer.probability) + mark,
            "note": words.settled_text(answer) if fixed else "",
            "half": "" if fixed else words.span(answer.interval50),
            "word": "" if fixed else f"{answer.word}, {words.lexicon_name(answer.word_lexicon)}",
            "earlier": "" if before is None else f"{words.row_numbers(before)} {self.before_name}",
            **self._places(None if fixed else answer, ""), **self._places(before, "old_"),
        }  # fmt: skip

    def _places(self, answer: Answer | None, prefix: str) -> dict[str, float | None]:
        """Where the bars and the mark stand, as shares of the axis."""
        if answer is None:
            return {prefix + place: None for place in ("mean", "low50", "high50", "low90", "high90")}
        ends = {key: value for key, value in answer.ends().items() if key.startswith(("low", "high"))}
        axis = whole_axis(self.scale)
        return {prefix + place: axis.along(value) for place, value in {"mean": answer.probability, **ends}.items()}


def ladder(forecast: Forecast, policy: str) -> alt.LayerChart:
    """The response ladder of one policy: a row a question, with the forecast and its 50 % and 90 % bars."""
    return Ladder(forecast, policy).chart()
