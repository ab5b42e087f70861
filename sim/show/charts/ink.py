"""The inks of the pictures, for a light and for a dark page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours for one background: one hue for the answer and grey for the file, safe for the colour-blind."""

    ink: str
    quiet: str
    grid: str
    wide: str
    narrow: str
    tick: str
    ghost: str
    chosen: str
    paper: str


LIGHT = Palette("#1a1c24", "#5b6270", "#e3e6ec", "#a6cbe3", "#3787c0", "#08306b", "#9a9fa9", "#0072B2", "#ffffff")
DARK = Palette("#fafafa", "#a3a8b4", "#3a3f4b", "#2b5f86", "#56a0d3", "#e8f3fb", "#7d838f", "#56B4E9", "#0e1117")
