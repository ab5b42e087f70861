"""Every mark has 3 : 1 and every text 4.5 : 1 against what lies behind it, on a light page and on a dark one."""

from __future__ import annotations

import pytest

from sim.show.charts.ink import DARK, LIGHT, Palette, blend, contrast, text_on
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
