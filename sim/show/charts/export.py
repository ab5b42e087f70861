"""A picture that is taken away: with title, source, edits and date in it, as SVG and as PNG."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from sim.show.charts.frame import Spec
from sim.show.charts.ink import LIGHT, Palette

WIDTH, SCALE = 900, 2.0
"""Pixels of a picture's width, and how many points a pixel of a PNG has."""
_LETTERS = 118
"""Letters on a line below the title."""


def make_export(spec: Spec, title: str, lines: Sequence[str], palette: Palette = LIGHT, width: int = WIDTH) -> Spec:
    """The specification of a picture that explains itself where no page is around it.

    spec: of `sim.show.charts`. title: what is seen. lines: whose it is, what was changed, when; long ones are broken.

    >>> made = make_export({"width": "container", "layer": []}, "Readings", ["As of 24 December 2025"])
    >>> made["width"], made["title"]["text"], made["title"]["subtitle"]
    (900, 'Readings', ['As of 24 December 2025'])
    """
    below = [part for line in lines if line for part in textwrap.wrap(line, _LETTERS)]
    head = {
        "text": title, "subtitle": below, "anchor": "start", "fontSize": 16, "subtitleFontSize": 12,
        "subtitlePadding": 6, "offset": 14, "color": palette.ink, "subtitleColor": palette.quiet,
    }  # fmt: skip
    return {**spec, "width": width, "background": palette.paper, "padding": 18, "title": head}


def to_svg(spec: Spec) -> str:
    """The picture as SVG, drawn without a browser and without a network."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def to_png(spec: Spec) -> bytes:
    """The picture as PNG, two points to a pixel."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE))
