"""What a sweep says, for a terminal: an answer a block, its spread and what moves it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from sim.batch.summary.model import AtSetting, SweepSummary, SweptSpread
from sim.batch.summary.moved_axis import tell_cell
from sim.batch.summary.shares.model import AxisShare, SettingShares
from sim.results.document import align_columns
from sim.results.forecast.percent import fine_percent
from sim.show.lines import clean_text, wrap_text

_GAP = "  "
_HEAD = ("lowest", "5 %", "25 %", "median", "75 %", "95 %", "highest")
_QUANTILES = "Quantiles: of the probability over the settings, each of which counts alike. "
SHARES = (
    "Alone: the share of the variance "
    "over the settings that is gone, on average, where this axis alone is known (first-order share). In all: the share "
    "that is left where all others are known (total share); what it has beyond the first it has together with others. "
    "All settings are played on the same random numbers, so their differences are more exact than their levels."
)
ON_GRID = (
    "On a full grid shares are exact for these answers; behind ± stands what the answers' sampling errors move a share "
    "by at most, however these errors hang together."
)
OFF_GRID = (
    "Off a grid shares come from a polynomial fitted to the settings (sparse polynomial chaos); explained is the share "
    "of the variance that it finds in settings that it has not seen; behind ± stands a standard error, in which half "
    "of what is not explained counts."
)
Names = Mapping[str, str]
"""Axis -> what it is called; an axis without an entry is called by its name."""


def show_summary(
    summary: SweepSummary, *, names: Names | None = None, width: int = 80, bold: Callable[[str], str] = str
) -> str:
    """The summary as text, lines no longer than `width` (60 or more) where words allow.

    names: axis -> what it is called. bold: puts terminal codes around a heading; by default there are none.
    """
    lines = [line for text in _blocks(summary, names or {}, max(width, 60), bold) for line in text]
    return "\n".join(lines) + "\n"


def _blocks(summary: SweepSummary, names: Names, width: int, bold: Callable[[str], str]) -> Iterator[list[str]]:
    yield [bold(line) for line in wrap_text(summary.title or "What the sweep says", width)]
    for text in _heading(summary, names):
        yield wrap_text(text, width)
    for message, count in summary.refused.items():
        yield wrap_text(f"- {count:,} refused: {message}", width, _GAP)
    policy = None
    for answer in summary.answers:
        if answer.policy != policy:
            policy = answer.policy
            yield ["", bold(clean_text(f"Policy {policy}"))]
        yield list(_answer(answer, summary.settings, names, width))
    methods = {answer.shares.method for answer in summary.answers if answer.shares is not None}
    told = [
        _QUANTILES + SHARES,
        *([ON_GRID] if "grid" in methods else []),
        *([OFF_GRID] if "fitted" in methods else []),
    ]
    yield ["", *wrap_text(" ".join(told), width)]


def _heading(summary: SweepSummary, names: Names) -> Iterator[str]:
    refused = sum(summary.refused.values())
    of = "" if summary.planned == summary.settings else f" of {summary.planned:,}"
    answered = f"{summary.settings - refused:,} answered, {refused:,} refused" if refused else "none refused"
    axes = ", ".join(f"{names.get(axis, axis)} ({count:,})" for axis, count in summary.levels.items())
    yield f"{summary.settings:,}{of} settings, {answered}. Axes, with their levels: {axes or 'none'}."


def _answer(answer: SweptSpread, settings: int, names: Names, width: int) -> Iterator[str]:
    margin = _GAP
    yield from wrap_text(f"{answer.question}: {_counted(answer, settings)}", width, margin)
    if not answer.quantiles:
        return
    if answer.shares is None:
        yield from wrap_text(f"{margin}{fine_percent(answer.quantiles[0])} in every one.", width, margin)
        return
    cells = tuple(fine_percent(value) for value in answer.quantiles)
    yield from (margin + line.rstrip() for line in align_columns([_HEAD, cells], right=range(len(_HEAD))))
    for end, setting in (("lowest", answer.lowest), ("highest", answer.highest)):
        if setting is not None:
            yield from wrap_text(f"{margin}{end} in {_setting(setting, names)}", width, margin * 2)
    if not math.isnan(answer.error) and answer.error > 0:
        yield from wrap_text(f"{margin}differences err by at most {100 * answer.error:.2g} points", width, margin * 2)
    yield from _shares(answer.shares, names, width)


def _counted(answer: SweptSpread, settings: int) -> str:
    lacking = settings - answer.answered - answer.undefined
    told = [f"{answer.answered:,} settings"]
    told += [f"{answer.undefined:,} in which it is asked of no world"] if answer.undefined else []
    told += [f"{lacking:,} without an answer"] if lacking else []
    return ", ".join(told)


def _setting(setting: AtSetting, names: Names) -> str:
    cells = ", ".join(f"{names.get(axis, axis)} {tell_cell(cell)}" for axis, cell in setting.cells.items())
    return f"run {setting.run:,}: {cells}" if cells else f"run {setting.run:,}"


def _shares(shares: SettingShares, names: Names, width: int) -> Iterator[str]:
    if shares.axes:
        how = "" if shares.method == "grid" else f" (explained {fine_percent(shares.explained)})"
        rows = [
            (f"moved by{how}", "alone", "", "in all", ""),
            *(tell_share(share, names) for share in largest_first(shares)),
        ]
        yield from (_GAP + line.rstrip() for line in align_columns(rows, right=(1, 2, 3, 4)))
    for note in shares.notes:
        yield from wrap_text(f"{_GAP}{note}", width, _GAP)


def largest_first(shares: SettingShares) -> list[AxisShare]:
    """The shares of the axes, that first which has most in all."""
    return sorted(shares.axes, key=lambda share: -share.total)


def tell_share(share: AxisShare, names: Names) -> tuple[str, ...]:
    """One axis with its shares in whole per cents: its name, alone and its error, in all and its error.

    >>> tell_share(AxisShare("pool.rule", 0.314, 0.012, 0.56, 0.0), {})
    ('pool.rule', '31 %', '± 1.2', '56 %', '± 0.0')
    """

    def error(value: float) -> str:
        return "" if math.isnan(value) else f"± {100 * value:.1f}"

    first, total = (f"{max(100 * value, 0.0):.0f} %" for value in (share.first, share.total))
    name = clean_text(names.get(share.axis, share.axis))
    return name, first, error(share.first_error), total, error(share.total_error)
