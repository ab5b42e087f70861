"""Every mark has 3 : 1 and every text 4.5 : 1 against what lies behind it, on a light page and on a dark one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.arrays import Floats
from sim.show.charts.ink import DARK, LIGHT, Palette, blend, contrast, outlined, text_on
from sim.show.charts.over_time.alluvial import state_ramp
from sim.show.charts.state_inks import ink_states

WARM = "#1a1917"
"""The dark page of Streamlit, which is not quite ours."""
TINT = 0.12
BEHIND = [
    (LIGHT, LIGHT.paper), (LIGHT, LIGHT.band), (LIGHT, blend(LIGHT.paper, LIGHT.chosen, TINT)),
    (DARK, DARK.paper), (DARK, DARK.band), (DARK, WARM), (DARK, blend(DARK.paper, DARK.chosen, TINT)),
]  # fmt: skip


@pytest.mark.parametrize(("palette", "behind"), BEHIND)
def test_marks_and_texts_stand_out(palette: Palette, behind: str) -> None:
    marks = ("wide", "narrow", "tick", "ghost", "chosen", "mild", "grave")
    assert {name: round(contrast(getattr(palette, name), behind), 2) for name in marks if
            contrast(getattr(palette, name), behind) < 3} == {}  # fmt: skip
    assert min(contrast(ink, behind) for ink in (palette.ink, palette.quiet)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_bars_of_half_and_of_nine_tenths_are_two(palette: Palette) -> None:
    assert contrast(palette.wide, palette.narrow) > 1.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_text_reads_on_every_step_of_the_ramp(palette: Palette) -> None:
    ramp = [blend(palette.low, palette.high, step / 100) for step in range(101)]
    assert min(contrast(text_on(colour), colour) for colour in ramp) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_graver_a_state_the_more_it_stands_out_and_none_is_pale(palette: Palette) -> None:
    inks = ink_states(["none", "words", "flag", "fire", "war"], [False, True, True, True, True], palette)
    strength = [contrast(ink.fill, palette.paper) for ink in inks]
    assert strength == sorted(strength)
    assert strength[-1] > 1.5 * strength[1] > 1.5 * 3
    red, _, blue = (int(inks[-1].fill[place : place + 2], 16) for place in (1, 3, 5))
    assert red > 2 * blue


SEEN_BY = {
    "most": np.eye(3),
    "protanopes": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopes": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}
"""What each makes of linear red, green and blue (Machado, Oliveira and Fernandes 2009)."""
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def cielab(colour: str, eyes: str) -> Floats:
    """Lightness and the two hues of CIELAB."""
    raw = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)
    shares = XYZ @ np.clip(np.array(SEEN_BY[eyes]) @ linear, 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(shares > 0.008856, np.cbrt(shares), 7.787 * shares + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_neighbouring_states_of_five_are_told_apart_by_their_lightness_too(palette: Palette, eyes: str) -> None:
    places = [cielab(ink, eyes) for ink in state_ramp(5, palette)]
    far = [float(np.linalg.norm(after - before)) for before, after in pairwise(places)]
    lighter = [abs(after[0] - before[0]) for before, after in pairwise(places[1:])]
    assert min(far) > 12
    assert min(lighter) > 10


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_line_through_a_band_has_an_outline_that_parts_them(palette: Palette) -> None:
    (outline, wide), (ink, narrow) = outlined(palette)
    assert wide > narrow
    assert min(contrast(outline, other) for other in (ink, palette.narrow, palette.wide)) >= 3
