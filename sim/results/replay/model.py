"""What a replay hands on: the answer as of every day, what was seen that day, and what each of it did to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sim.results.forecast.model import Answer
from sim.results.head import ResultHead
from sim.results.ledger.model import LedgerAnswer

SILENCE = "quiet"
"""The id of what silence says: nothing else was reported."""


@dataclass(frozen=True)
class News:
    """What a day brought. id: of the observation, or `SILENCE`. text: in the analyst's words."""

    id: str
    text: str


@dataclass(frozen=True)
class Contribution:
    """What one piece of news did to an answer on its day.

    id: as in `News`. in_turn: what it added to those above it: silence, then the rest in the file's order. average: the
    same, averaged over all orders in which a day's news could have come (Shapley). error: standard error of `average`,
    ours alone. order_error: that which comes from drawing orders; 0 where all count. NaN where the answer is undefined.
    """

    id: str
    in_turn: float
    average: float
    error: float
    order_error: float


@dataclass(frozen=True)
class Move:
    """How far an answer moved since the day before it in the table.

    difference: this probability less that. error: its standard error over common draws. parts: what each piece of news
    did, silence first, then in the file's order; their `in_turn` and their `average` both add up to `difference`.
    """

    difference: float
    error: float
    parts: tuple[Contribution, ...]


@dataclass(frozen=True)
class ReplayDay:
    """One row. news: since the row before; in the first row, all that was seen by then.

    answers: by question. moves: by question; empty in the first row. said: what a ledger has as said that day, by
    question.
    """

    day: date
    news: tuple[News, ...]
    answers: Mapping[str, Answer]
    moves: Mapping[str, Move]
    said: Mapping[str, LedgerAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class Replay(ResultHead):
    """The forecasts of one scenario under one policy as of every day.

    questions: ids in the file's order. days: earliest first. forecasts: how many were worked out. silence: whether it
    counts that nothing was reported. warnings: of the last day.
    """

    policy: str
    questions: tuple[str, ...]
    asks: Mapping[str, str]
    days: tuple[ReplayDay, ...]
    forecasts: int
    silence: bool
    warnings: tuple[str, ...] = ()
