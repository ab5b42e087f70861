"""Where the keys of a legend stand, on a narrow page and on a wide one: the browser takes the one that fits."""

from __future__ import annotations

from collections.abc import Sequence

from sim.show.charts.layers.frame import Row

NARROW, WIDE = 340, 560
"""Widths, in pixels, for which a legend is laid out; the wide one from `_WIDE_FROM` on."""
_WIDE_FROM, _LINE = 580, 18
_LETTER, _SWATCH, _BETWEEN = 6.0, 16, 18  # pixels: a letter, a swatch with its margin, and between two keys


def place_keys(keys: Sequence[Row]) -> list[Row]:
    """Each key with its line and its pixels from the left, on a narrow page and on a wide one. keys: with a `label`."""
    placed = [dict(key) for key in keys]
    for width, name in ((NARROW, "narrow"), (WIDE, "wide")):
        left, line = 0.0, 0
        for key in placed:
            needed = _SWATCH + _LETTER * len(key["label"])
            if left and left + needed > width:
                left, line = 0.0, line + 1
            key |= {f"{name}_left": round(left), f"{name}_line": line}
            left += needed + _BETWEEN
    return placed


def height_of(keys: Sequence[Row]) -> int:
    """The pixels that the placed keys take on a narrow page; those of one line where there are none."""
    return _LINE * (1 + max((key["narrow_line"] for key in keys), default=0))


def find_key(top: str) -> list[Row]:
    """The transforms that give a placed key `x` and `y`, and its name `name_x`. top: expression for the first line."""
    wide = f"width >= {_WIDE_FROM}"
    return [
        {"calculate": f"{wide} ? datum.wide_left : datum.narrow_left", "as": "x"},
        {"calculate": f"{top} + {_LINE} * ({wide} ? datum.wide_line : datum.narrow_line)", "as": "y"},
        {"calculate": f"datum.x + {_SWATCH}", "as": "name_x"},
    ]
