"""The pictures of a Forecast: the response ladder and the fan over time, each with its text alternative.

All are pure functions that return an Altair chart whose data travel inside it.
"""

from __future__ import annotations

from sim.show.fan import fan, fan_text
from sim.show.ink import DARK, LIGHT, Palette
from sim.show.ladder import PICK, Ladder, guide
from sim.show.scale import Scale

__all__ = ["DARK", "LIGHT", "PICK", "Ladder", "Palette", "Scale", "fan", "fan_text", "guide"]
