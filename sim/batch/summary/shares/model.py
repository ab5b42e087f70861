"""Shares of an answer's variance over the settings of a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Method = Literal["grid", "fitted", "none"]


@dataclass(frozen=True)
class AxisShare:
    """How much of the variance of an answer over the settings one axis carries.

    first: what is gone, on average, where this axis alone is known; total: what is left where all others are. Both are
    0 to 1 but for errors of a fit. first_error, total_error: on a grid what the answers' sampling errors move the share
    by at most, elsewhere a standard error over the settings; NaN where they are not known.
    """

    axis: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class SettingShares:
    """The shares of all axes in one answer. explained: share of the variance that the fit finds in settings that it has
    not seen (cross-validated R squared), 1 for a grid. notes: what stands in the way, a sentence each."""

    method: Method
    axes: tuple[AxisShare, ...] = ()
    explained: float = 1.0
    notes: tuple[str, ...] = ()
