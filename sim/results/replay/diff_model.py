"""What a difference hands on: two answers, and what each edit between them did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.results.forecast.model import Answer
from sim.results.replay.edits import Edit, Group
from sim.results.replay.model import Contribution, Move
from sim.results.settings import RunSettings


@dataclass(frozen=True)
class DiffStep:
    """Edits that are made together. id: path of the first, and how many more there are."""

    id: str
    group: Group
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class DiffEnd:
    """One end. file: its name; digest: of the scenario with its settings. seen: ids of what was seen."""

    file: str
    digest: str
    as_of: date
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Waterfall:
    """One answer, from the first end to the second.

    move: how far apart they are (the second less the first), with a part a step, in their order. groups: the sums of
    the steps of each group, in the order of groups.
    """

    question: str
    asks: str
    first: Answer
    second: Answer
    move: Move
    groups: tuple[Contribution, ...]


@dataclass(frozen=True)
class ScenarioDiff:
    """The answers of two scenarios under one policy, and the steps from the first to the second.

    orders: how many orders of steps the averages are over; 0 where all count. forecasts: how many were worked out.
    """

    title: str
    first: DiffEnd
    second: DiffEnd
    policy: str
    settings: RunSettings
    steps: tuple[DiffStep, ...]
    waterfalls: Mapping[str, Waterfall]
    orders: int
    forecasts: int
    warnings: tuple[str, ...] = ()
