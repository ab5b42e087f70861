"""What stands above a picture of a sweep that is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from sim.show.charts.export import Caption


class TellingChart(Protocol):
    """A picture that says what it shows, and how it is read."""

    def text(self) -> str:
        """What it shows, in one sentence."""
        ...

    def guide(self) -> str:
        """How to read it, in one line."""
        ...


def caption_sweep(plan: Mapping[str, Any], chart: TellingChart, made: date) -> Caption:
    """The caption of a picture. plan: of the store. made: the day on which it is taken away."""
    first, *others = plan["scenarios"]
    more = f", and {len(others)} more" if others else ""
    return Caption(
        plan["title"], chart.text(), chart.guide(), first["title"] + more, date.fromisoformat(first["as_of"]), "", "",
        None, made,
    )  # fmt: skip
