"""What a sweep says about its answers, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.batch.summary.shares.model import SettingShares
from sim.batch.sweep.model import Cell

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""The quantiles over settings that are told."""


@dataclass(frozen=True)
class AtSetting:
    """An answer in one setting. cells: axis -> what it stands at."""

    run: int
    value: float
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class SweptSpread:
    """How one answer spreads over the settings.

    answered: settings with a number; undefined: those in which it is asked of no world. quantiles: one for each of
    `LEVELS`, of the probability over settings; empty without a number. lowest, highest: the settings at the ends, the
    first of several. error: the largest standard error of the answer's differences between settings; NaN where not
    known. shares: None where the answer is the same in all settings.
    """

    policy: str
    question: str
    answered: int
    undefined: int
    quantiles: tuple[float, ...] = ()
    lowest: AtSetting | None = None
    highest: AtSetting | None = None
    error: float = float("nan")
    shares: SettingShares | None = None

    @property
    def spread(self) -> float:
        """From the lowest to the highest probability; 0 without a number."""
        return self.quantiles[-1] - self.quantiles[0] if self.quantiles else 0.0


@dataclass(frozen=True)
class SweepSummary:
    """What a sweep says. settings: in the table; planned: of the sweep. levels: axis -> number of its levels.

    refused: message -> settings that are refused with it.
    """

    title: str
    settings: int
    planned: int
    levels: Mapping[str, int]
    refused: Mapping[str, int]
    answers: tuple[SweptSpread, ...]
