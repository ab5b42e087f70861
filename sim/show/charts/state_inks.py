"""The colours of a variable's states: light for nothing, stronger the graver, filled where the answer is yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.show.charts.ink import Palette, blend, contrast
from sim.show.words import read_aloud

LEAST = 3.2
"""The contrast with the page below which no mark is faded."""
YES = " (yes)"
"""Behind the name of a state that answers yes, where not all but the first do."""
_PALEST = 0.2
_ONE = 0.4  # where on the ramp the colour of a single state lies


@dataclass(frozen=True)
class StateInk:
    """How the squares of one state look. hollow: drawn as an outline; then `fill` is the page's colour."""

    state: str
    counted: bool
    fill: str
    stroke: str
    hollow: bool
    label: str

    @property
    def look(self) -> dict[str, str | bool]:
        """What a square's row says of its look."""
        return {"fill": self.fill, "stroke": self.stroke, "hollow": self.hollow}

    def faded(self, palette: Palette) -> StateInk:
        """The same, paler, as the squares of a policy that is not chosen; never below `LEAST` on the page."""
        if self.fill == palette.nothing:
            return self
        stroke = fade(self.stroke, palette.paper)
        return replace(self, stroke=stroke, fill=self.fill if self.hollow else stroke)


def ink_states(states: Sequence[str], counted: Sequence[bool], palette: Palette) -> tuple[StateInk, ...]:
    """The look of each state, in their order: of the first, where nothing happens, light unless it answers yes."""
    last = len(states) - 1
    plain = not counted[0] and all(counted[1:])
    inks = []
    for place, (state, yes) in enumerate(zip(states, counted, strict=True)):
        share = _ONE if last == 1 else (place - 1) / max(last - 1, 1)
        strong = palette.ghost if place == 0 else blend(palette.mild, palette.grave, share)
        light = palette.nothing if place == 0 else palette.paper
        fill, stroke = (strong, strong) if yes else (light, light if place == 0 else strong)
        label = read_aloud(state) + (YES if yes and not plain else "")
        inks.append(StateInk(state, yes, fill, stroke, hollow=not yes and place > 0, label=label))
    return tuple(inks)


def fade(colour: str, paper: str) -> str:
    """A colour moved towards the page, as far as it can still be told from it."""
    for steps in range(round(100 * _PALEST), 0, -1):
        if contrast(paler := blend(colour, paper, steps / 100), paper) >= LEAST:
            return paler
    return colour
