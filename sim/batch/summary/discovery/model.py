"""What leads to an answer, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from sim.batch.summary.discovery.condition import AnswerCondition
from sim.batch.sweep.model import Cell


@dataclass(frozen=True)
class Restriction:
    """What a box allows of one axis.

    low, high: bounds between two values that settings stand at, None for none; of numbers. allowed: the levels of an
    axis without an order, None for numbers; left_out: its levels that are not allowed. unset: whether settings that
    leave the file's own value are allowed, None where there are none. quasi_p: how likely a binomial draw from the box
    without this restriction is at least as dense (Bryant and Lempert 2010).
    """

    axis: str
    low: float | None = None
    high: float | None = None
    allowed: tuple[Cell, ...] | None = None
    left_out: tuple[Cell, ...] = ()
    unset: bool | None = None
    quasi_p: float = 1.0


@dataclass(frozen=True)
class BoxScore:
    """How good a box is. coverage: share of all wanted settings that lie in it. density: share of its settings that are
    wanted. mass: its share of all settings. restricted: axes that it restricts."""

    coverage: float
    density: float
    mass: float
    restricted: int


@dataclass(frozen=True)
class FoundBox:
    """One box, chosen from its trajectory and rid of restrictions that may be chance.

    settings, wanted: in it, without those of earlier boxes. trajectory: all boxes that peeling and pasting went
    through; chosen: the place there of the one that was taken.
    """

    restrictions: tuple[Restriction, ...]
    settings: int
    wanted: int
    score: BoxScore
    trajectory: tuple[BoxScore, ...]
    chosen: int


@dataclass(frozen=True)
class Discovery:
    """What leads to an answer. settings: with an answer, one a policy where policies are an axis; wanted: those that
    meet the condition; missing: settings without an answer. boxes: best first, none where nothing can be told."""

    condition: AnswerCondition
    settings: int
    wanted: int
    missing: int
    axes: tuple[str, ...]
    boxes: tuple[FoundBox, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of the wanted settings that the boxes cover together."""
        return sum(box.score.coverage for box in self.boxes)
