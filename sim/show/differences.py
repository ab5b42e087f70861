"""Comparisons for a terminal: a sentence a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.results.compare.model import Comparison, Difference
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED, Interval
from sim.results.forecast.percent import percent
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks, wrap_bold, wrap_head, wrap_notes

_READING = (
    "The first less the second in percentage points, on the same draws: with its 90 % interval (50 % in brackets) over "
    "what is in doubt."
)
_SETTLED = {SET_BY_POLICY: "both set by the policy", UNDEFINED: "undefined: asked of no world on one side"}


def as_text(made: Sequence[Comparison], *, width: int = 80, bold: Bold = str) -> str:
    """The comparisons as text, lines no longer than `width` (60 or more) where words allow.

    bold: puts terminal codes around a heading; by default there are none.
    """
    return join_blocks(made, _block, width, bold)


def points(value: float) -> str:
    """A difference of probabilities in percentage points.

    >>> points(0.0412), points(-0.00001), points(0.0), points(1e-9)
    ('+4.1', '-0.001', '0', '+0.0000')
    """
    if value == 0:
        return "0"
    if abs(value) < 1e-6:
        return f"{100 * value:+.4f}"
    return f"{100 * value:+.1f}" if abs(value) >= 0.0005 else f"{100 * value:+.1g}"


def _block(made: Comparison, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_head(made.title, made, "", width, bold)
    yield from wrap_text(_READING, width)
    for seen in made.observations:
        yield from wrap_text(f"Given {seen}", width, "  ")
    pair: tuple[object, object] | None = None
    for one in made.differences:
        if (one.first, one.second) != pair:
            pair = (one.first, one.second)
            yield ""
            yield from wrap_bold(_heading(one), width, bold)
        yield from wrap_text(f"{one.question}: {clean_text(one.asks)}", width, "  ")
        yield from (f"  {line}" for line in wrap_text(sentence(one), width - 2, "  ", keep_per_cent=True))
    yield from wrap_notes(made.warnings, width)


def _heading(one: Difference) -> str:
    if one.second.variant and not one.first.variant:
        return f"{one.first.policy}: the file less {_other_file(one.second.variant)}"
    return f"{one.first} less {one.second}"


def _other_file(variant: str) -> str:
    return variant if variant.startswith("alternative ") else f"the file with {variant}"


def sentence(one: Difference) -> str:
    """One difference in a sentence."""
    if one.settled:
        return f"{_SETTLED.get(one.settled, one.settled)}."
    first, second = percent(one.first_probability, 1), percent(one.second_probability, 1)
    if one.interval90.low == one.interval90.high == one.difference == 0:
        return f"No difference in any draw ({first})."
    overlap = "" if one.overlap > 0.999 else f"; the sides share {percent(one.overlap)} of the weight of draws"
    factor = "" if one.narrower is None else f"; {one.narrower:.1f} times narrower than on separate draws"
    return (
        f"{points(one.difference)} points ({_span(one.interval90)}; [{_span(one.interval50)}]), from {second} to "
        f"{first}; first above second in {percent(one.above)} of draws; sampling error {100 * one.error:.2g} points"
        f"{factor}{overlap}."
    )


def _span(interval: Interval) -> str:
    return f"{points(interval.low)} to {points(interval.high)}"
