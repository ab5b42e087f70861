"""The readings of one answer: twenty dots, each one of twenty equally good readings of what the experts said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import percent
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers import dots
from sim.show.charts.layers.frame import Row, Spec, align_of, tick_rows
from sim.show.charts.order import is_fixed
from sim.show.charts.scale import ProbabilityAxis, Scale, fit_axis, whole_axis
from sim.show.charts.tables import head_row, per_cent
from sim.show.charts.word_bands import find_bands
from sim.show.phrases import whole_and_chance, whole_span
from sim.show.titles import Titles

READINGS = 20
_SAME = 1e-9


@dataclass(frozen=True)
class DotPlot:
    """The draws of one answer as twenty dots, with the bars of half and nine tenths of them and the forecast.

    before: the forecast that is drawn hollow behind the dots, where its answer is another one. before_name: what
    it is called in texts, `in the file` or `in variant B`. titles: of questions and policies.
    """

    forecast: Forecast
    policy: str
    question: str
    before: Forecast | None = None
    before_name: str = "in the file"
    titles: Titles = field(default_factory=Titles)
    scale: Scale = "plain"
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return dots.dot_spec(self._rows(), self.palette)

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        answer = self._answer
        if self._note:
            return f"{self.name}: {self._note}."
        told = whole_and_chance(answer.probability)
        before = self._earlier
        earlier = "" if before is None else f", {self.before_name} {whole_and_chance(before.probability)}"
        if self._alike:
            return f"{self.name}: all {READINGS} readings say {told}{earlier}."
        half = whole_span(answer.interval50.low, answer.interval50.high, "and")
        lie = "say" if " and " not in half else "lie between"
        half = f"half of the {READINGS} readings {lie} {half}"
        return f"{self.name}: {half}; the forecast, their mean, is {told}{earlier}."

    @property
    def name(self) -> str:
        """What is asked under which policy: a name for the picture that does not hang on the numbers."""
        return f"{self.titles.question(self.forecast, self.question)} {self.titles.case(self.policy)}"

    def guide(self) -> str:
        """How to read the picture, in one line."""
        hollow = "" if self._earlier is None else f" Hollow: the same {self.before_name}."
        return (
            f"Each dot is one of {READINGS} equally good readings of what the experts said. Bars: half of the "
            f"readings, and nine tenths; diamond: the forecast, their mean.{hollow}"
        )

    def table(self) -> list[Row]:
        """A row a reading, lowest first: the question, the policy, and the probability now and before, in per cent."""
        now, then = self._readings(self.forecast), self._readings(self.before)
        head = head_row(self.forecast, self.policy, self.question, self.titles)
        table = [{**head, "Reading": place, "Probability, %": per_cent(p)} for place, p in enumerate(now, start=1)]
        if self._earlier is not None and then:
            for row, p in zip(table, then, strict=False):
                row[f"Probability {self.before_name}, %"] = per_cent(p)
        return table

    @cached_property
    def _answer(self) -> Answer:
        return self.forecast.answers[self.policy, self.question]

    @property
    def _note(self) -> str:
        """What stands in place of dots where the answer is no matter of doubt; empty for others."""
        return words.settled_text(self._answer) if is_fixed(self._answer) else ""

    @cached_property
    def _earlier(self) -> Answer | None:
        """The answer before, where it is another one that has a number."""
        known = None if self.before is None else self.before.answers.get((self.policy, self.question))
        return None if known is None or is_fixed(known) or known.curve == self._answer.curve else known

    @cached_property
    def _alike(self) -> bool:
        """Whether every reading says the same."""
        values = self._readings(self.forecast)
        return not values or values[-1] - values[0] < _SAME

    def _readings(self, forecast: Forecast | None) -> list[float]:
        """The readings, lowest first; none without a forecast, and where the answer is no matter of doubt."""
        answer = None if forecast is None else forecast.answers[self.policy, self.question]
        if forecast is None or answer is None or is_fixed(answer):
            return []
        return [float(value) for value in forecast.draws.readings(self.policy, self.question, READINGS)]

    def _rows(self) -> Iterator[Row]:
        answer, before = self._answer, self._earlier
        now = self._readings(self.forecast)
        then = self._readings(self.before) if before is not None else []
        bars = [] if self._note else [answer.interval90.low, answer.interval90.high, answer.probability]
        spread = [*now, *then, *bars]
        same = not spread or max(spread) - min(spread) < _SAME
        axis = whole_axis(self.scale) if same else fit_axis(spread, self.scale)
        yield from _background(axis, answer.word_lexicon)
        stacks = {"ghost": _stacked(then, axis), "dot": _stacked(now, axis)}
        tallest = max((level + 1 for stack in stacks.values() for _, level in stack), default=1)
        for kind, stack in stacks.items():
            values = then if kind == "ghost" else now
            for (x, level), value in zip(stack, values, strict=True):
                told = f"{percent(value)}" + (f" {self.before_name}" if kind == "ghost" else "")
                yield {"kind": kind, "x": x, "level": level, "tallest": tallest, "told": told}
        yield from self._bars(axis)

    def _bars(self, axis: ProbabilityAxis) -> Iterator[Row]:
        answer = self._answer
        if self._note:
            yield {"kind": "note", "label": self._note}
            return
        spoken = f"forecast {answer.shown}, the mean of the readings"
        for interval, share in ((answer.interval90, "Nine tenths"), (answer.interval50, "Half")):
            told = f"{share} of the readings: {words.span(interval)}"
            spoken += f"; {told[0].lower()}{told[1:]}"
            ends = {"x": axis.along(interval.low), "x2": axis.along(interval.high)}
            yield {"kind": f"bar{100 * interval.level:.0f}", **ends, "told": told}
        x = axis.along(answer.probability)
        label = f"forecast {answer.shown}"
        yield {"kind": "mean", "x": x, "label": label, "align": align_of(x, 0.12), "told": f"{label}, the mean",
               "spoken": spoken}  # fmt: skip


def _background(axis: ProbabilityAxis, lexicon: str) -> Iterator[Row]:
    """The words as bands, and the axis."""
    low, high = axis.ends
    for place, band in enumerate(find_bands(lexicon)):
        if band.high > low and band.low < high:
            x, x2 = axis.along(band.low), axis.along(band.high)
            yield {"kind": "band", "x": x, "x2": x2, "tinted": place % 2, "share": x2 - x, **_name(band.phrase)}
    yield from tick_rows(axis, 0.001)


def _name(phrase: str) -> Row:
    """A name on one line and on two, and how many letters each needs.

    >>> _name("roughly even chance")
    {'label': 'roughly even chance', 'letters': 19, 'broken': 'roughly\\neven chance', 'fewer': 11}
    """
    words_of = phrase.split()
    ways = [(" ".join(words_of[:k]), " ".join(words_of[k:])) for k in range(1, len(words_of))] or [(phrase, "")]
    broken = min(ways, key=lambda lines: max(map(len, lines)))
    return {
        "label": phrase, "letters": len(phrase), "broken": "\n".join(filter(None, broken)),
        "fewer": max(map(len, broken)),
    }  # fmt: skip


def _stacked(values: Sequence[float], axis: ProbabilityAxis) -> list[tuple[float, int]]:
    """Place along the axis and level, from 0 at the bottom, of each value; values in one of `BINS` equal bins stack.

    >>> _stacked([0.0, 0.001, 1.0], whole_axis("plain"))[:2] == [(0.5 / dots.BINS, 0), (0.5 / dots.BINS, 1)]
    True
    """
    bins = [min(int(axis.along(value) * dots.BINS), dots.BINS - 1) for value in values]
    levels: Counter[int] = Counter()
    places: list[tuple[float, int]] = []
    for place in bins:
        places.append(((place + 0.5) / dots.BINS, levels[place]))
        levels[place] += 1
    return places
