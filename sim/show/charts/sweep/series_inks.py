"""Inks and dashes of several lines in one picture, told apart by the colour-blind and in print."""

from __future__ import annotations

from sim.show.charts.ink import DARK, Palette

_LIGHT = ("#0072B2", "#B34700", "#00795A", "#8E4585", "#5b6270", "#7a5c00")
_DARK = ("#56B4E9", "#E69F00", "#2fbf94", "#e48fc0", "#b8bcc6", "#f0e442")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [12, 3], [4, 5])
"""The dash of each line, so that no line is known by its colour alone."""
MOST_SERIES = len(DASHES)


def series_inks(palette: Palette) -> tuple[str, ...]:
    """The ink of each line: after Okabe and Ito, each with a contrast of 3 : 1 against the page."""
    return _DARK if palette.paper == DARK.paper else _LIGHT
