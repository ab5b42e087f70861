"""Differences of answers: in a sentence, as a picture, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.compare.html_table import ComparedCell, ComparedRow, draw_table
from sim.dashboard.figures import MINUS, tell_apart, tell_points_span
from sim.results.compare.model import Difference
from sim.results.forecast.percent import fine_percent, percent
from sim.show.charts.compare.rows import answer_span
from sim.show.charts.compare.spans import DifferenceChart, DifferenceSpan
from sim.show.charts.ink import Palette
from sim.show.differences import sentence
from sim.show.words import join_items

HEADS = (
    "Compared", "First", "Second", "Difference, points", "Half of draws", "Nine tenths", "Draws with first above",
    "Sampling error, points",
)  # fmt: skip
GUIDE = (
    "Each row: the first less the second, in percentage points. Diamond: the difference of the two forecasts. Thick "
    "bar: half of the draws; thin bar: nine tenths, and a difference is clear where it does not reach 0. Both sides "
    "have the same draws, so that what moves both alike cancels."
)
Pairs = Sequence[tuple[str, Difference]]


def draw_picture(pairs: Pairs, key: str, name: str, palette: Palette) -> None:
    """Draw the picture of some differences, each with its label."""
    chart = DifferenceChart([_span(label, one) for label, one in pairs], palette=palette)
    with st.container(key=key):
        draw_chart(chart.spec(), f"{key}-picture", name)


def draw_figures(pairs: Pairs, caption: str, palette: Palette) -> None:
    """Draw the numbers of some differences."""
    draw_table(caption, HEADS, [ComparedRow(label, _cells(one)) for label, one in pairs], palette)


def tell_order(case: str, pairs: Sequence[tuple[str, Difference]]) -> str:
    """As Markdown: under which others the answer is clearly lower or higher, and where that is open.

    case: of the first side, as it stands at the end of a sentence. pairs: each with the name of the second side.
    """
    open_ = [(name, one) for name, one in pairs if not one.settled]
    clear = {"more likely": [pair for pair in open_ if pair[1].interval90.low > 0],
             "less likely": [pair for pair in open_ if pair[1].interval90.high < 0]}  # fmt: skip
    settled = [name for name, one in pairs if one.settled]
    same = [name for name, one in open_ if is_same(one)]
    sorted_out = {name for some in clear.values() for name, _ in some}.union(same)
    unclear = [name for name, _ in open_ if name not in sorted_out]
    told = [f"**Clearly {way}** {escape(case)} than under {_amounts(some)}." for way, some in clear.items() if some]
    if unclear and not told:
        told.append(f"**No difference is clear** from {_names(unclear)}: each 90\u00a0% interval holds 0.")
    elif unclear:
        told.append(f"**No clear difference** from {_names(unclear)}: there the 90\u00a0% interval holds 0.")
    if same:
        told.append(f"**The same** as under {_names(same)}, in every draw.")
    if settled:
        told.append(f"Nothing to compare with {_names(settled)}: there the answer is no matter of doubt.")
    return " ".join(told)


def tell_ranks(own: str, pairs: Pairs) -> str:
    """As Markdown: the answer under every policy, least likely first; empty where it is under fewer than two.

    own: the name of the first side. pairs: each with the name of the second side.
    """
    known = [(name, one.second_probability) for name, one in pairs] + [(own, pairs[0][1].first_probability)]
    known = sorted((pair for pair in known if not isnan(pair[1])), key=lambda pair: pair[1])
    told = ", ".join(f"{name} {fine_percent(answer)}" for name, answer in known)
    return escape(f"From least to most likely: {told}.") if len(known) > 1 else ""


def is_same(one: Difference) -> bool:
    """Whether both sides are equal in every draw."""
    return one.interval90.low == one.interval90.high == one.difference == 0


def tell_above(one: Difference) -> str:
    """In how many draws the first side is above the second; draws in which they are equal count half in that share."""
    return "equal in all" if is_same(one) else percent(one.above)


def _amounts(pairs: Pairs) -> str:
    """Names, each with how far the answers lie apart."""
    told = [f"\u201c{name}\u201d (by {_size(one)} points)" for name, one in pairs]
    return escape(join_items(told, most=len(told)))


def _span(label: str, one: Difference) -> DifferenceSpan:
    """A row of the picture, its number as in the table."""
    row = answer_span(label, one)
    if one.settled:
        return row
    apart = tell_apart(one.first_probability, one.second_probability)[2]
    return replace(row, number=f"{apart} ({tell_points_span(one.interval90)})")


def _size(one: Difference) -> str:
    """How far the answers lie apart, without a sign."""
    return tell_apart(one.first_probability, one.second_probability)[2].lstrip(f"+{MINUS}")


def _names(names: Sequence[str]) -> str:
    return escape(join_items([f"\u201c{name}\u201d" for name in names], most=len(names)))


def _cells(one: Difference) -> list[ComparedCell | str]:
    if one.settled:
        return ["", "", ComparedCell(sentence(one).removesuffix(".")), "", "", "", ""]
    first, second, apart = tell_apart(one.first_probability, one.second_probability)
    return [
        first, second, ComparedCell(apart, strong=True), tell_points_span(one.interval50),
        tell_points_span(one.interval90), tell_above(one), f"{100 * one.error:.2g}",
    ]  # fmt: skip
