"""The inks of the pictures, for a light and for a dark page, and how far two of them can be told apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours for one background: one hue for the answer and grey for the file, safe for the colour-blind.

    Every mark has a contrast of 3 : 1 and every text one of 4.5 : 1 against `paper` and `band`; `grid`, `band` and
    `nothing` carry no meaning of their own. mild, grave: the ends of the ramp for what may happen; the graver, the more
    it stands out from the paper, in steps of lightness that the colour-blind tell apart. low, high: the ends of the
    ramp for probabilities, on which a text stands in `text_on`.
    """

    ink: str
    quiet: str
    grid: str
    wide: str
    narrow: str
    tick: str
    ghost: str
    chosen: str
    paper: str
    band: str
    nothing: str
    mild: str
    grave: str
    low: str
    high: str


LIGHT = Palette(
    ink="#1a1c24", quiet="#5b6270", grid="#e3e6ec", wide="#4c89b8", narrow="#0b5fa5", tick="#08306b", ghost="#7f8590",
    chosen="#0072B2", paper="#ffffff", band="#f1f3f7", nothing="#d5dae2", mild="#c07500", grave="#45060f",
    low="#eff5fb", high="#0b4a86",
)  # fmt: skip
DARK = Palette(
    ink="#fafafa", quiet="#a3a8b4", grid="#3a3f4b", wide="#4080ad", narrow="#7cc0ec", tick="#e8f3fb", ghost="#858b97",
    chosen="#56B4E9", paper="#0e1117", band="#1b2029", nothing="#363c48", mild="#94662f", grave="#ffb84d",
    low="#16222e", high="#8fcdf5",
)  # fmt: skip


def outlined(palette: Palette) -> tuple[tuple[str, float], ...]:
    """Ink and width of a line that is drawn twice: the outline keeps it apart from a band that it runs through."""
    return (palette.paper, 6.0), (palette.tick, 2.5)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours '#rrggbb' by WCAG 2, from 1 (none) to 21 (black on white).

    >>> contrast("#ffffff", "#000000"), round(contrast("#777777", "#ffffff"), 1)
    (21.0, 4.5)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(one: str, other: str, share: float) -> str:
    """The colour at `share` (0 to 1) of the way from `one` to `other`, both '#rrggbb'.

    >>> blend("#000000", "#ff8000", 0.5)
    '#804000'
    """
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour: always 4.5 : 1 or more.

    >>> text_on("#08306b"), text_on("#cfe1f2")
    ('#ffffff', '#000000')
    """
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
