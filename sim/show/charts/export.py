"""A picture that is taken away: it says itself what it shows, and is drawn without a browser or a network."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import Spec

WIDTH = 900
"""Pixels of a picture that is taken away."""
_LETTER = 5.6  # pixels of a letter of the lines below the heading
_SCALE = 2.0  # pixels of the file a pixel of the picture


@dataclass(frozen=True)
class Caption:
    """What stands above a picture that is taken away.

    heading: what is shown. sentence: what it says. guide: how to read it. scenario, as_of: the scenario's title and
    date. policy, question: in words; empty where the picture shows all. edits: the values that differ from the file, in
    words; None where many settings are shown. made: the day on which it is taken away.
    """

    heading: str
    sentence: str
    guide: str
    scenario: str
    as_of: date
    policy: str
    question: str
    edits: Sequence[str] | None
    made: date

    def lines(self) -> Iterator[str]:
        """The lines below the heading, before they are wrapped."""
        yield self.sentence
        yield self.guide
        about = [f"{name}: {text}" for name, text in (("Policy", self.policy), ("Question", self.question)) if text]
        told = "".join(f" {text}" if text.endswith((".", "?", "!")) else f" {text}." for text in about)
        yield f"Scenario: {self.scenario}, as of {words.day(self.as_of)}.{told}"
        if self.edits is not None:
            changed = "; ".join(self.edits)
            yield f"Changed from the file: {changed}." if changed else "All values are the file's."
        yield f"Made with scenario-sim on {words.day(self.made)}."


def export_spec(spec: Spec, caption: Caption, palette: Palette = LIGHT, width: int = WIDTH) -> Spec:
    """The specification of a picture with its caption above it, a background, and a width in pixels."""
    most = int((width - 40) / _LETTER)
    title = {
        "text": textwrap.wrap(caption.heading, int(most * 0.75)),
        "subtitle": [line for text in caption.lines() for line in textwrap.wrap(text, most)],
        "anchor": "start", "frame": "bounds", "offset": 16, "color": palette.ink, "fontSize": 17, "fontWeight": 600,
        "subtitleColor": palette.quiet, "subtitleFontSize": 12, "subtitleLineHeight": 17, "subtitlePadding": 6,
    }  # fmt: skip
    return {**spec, "width": width, "background": palette.paper, "padding": 20, "title": title}


def to_svg(spec: Spec) -> str:
    """The picture of a specification as SVG.

    Raises ValueError where Vega-Lite does not take it.
    """
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))


def to_png(spec: Spec, scale: float = _SCALE) -> bytes:
    """The picture of a specification as PNG. scale: pixels of the file a pixel of the picture.

    Raises ValueError where Vega-Lite does not take it.
    """
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=scale))
