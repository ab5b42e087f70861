"""What a list of indicators hands on: events to watch, what each would tell, and what asking would be worth."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from sim.results.forecast.model import Interval
from sim.results.head import ResultHead
from sim.scenario.resolve.silence import Silence

Relation = Literal["driver", "consequence", "both", "sign"]
"""Where an event stands in the model: the question hangs on its variable, its variable hangs on the question's, both,
or neither (they share causes or voices)."""

AskingKind = Literal["judgment", "voice", "who is right", "phrase book", "trust in words"]


@dataclass(frozen=True)
class IndicatorFigures:
    """What one event tells of an answer.

    happens: the chance that it comes by its date. probability: that it is seen: reported, and so it happened.
    seen, unseen: the answer if it is seen, and if it is not (which leaves what happened and was not reported).
    ratio: P(seen | yes) / P(seen | no); None where it is seen only if the answer is yes.
    bits: expected fall of the answer's entropy. brier: of its Brier score, which is the variance of the answer then.
    *_error: standard errors over the draws, the worlds' noise included.
    """

    happens: float
    probability: float
    seen: float
    unseen: float
    ratio: float | None
    bits: float
    brier: float
    seen_error: float
    unseen_error: float
    bits_error: float
    brier_error: float


@dataclass(frozen=True)
class Indicator:
    """One event of another variable by a date.

    label: of its variable. event: in the file's words. named: what a question about the same event is called, or empty.
    relation: its place in the model. seen90, unseen90: of the answer over draws; None where pairs were sampled.
    already: of the worlds with the event and a yes, the share in which the yes has come by the date of events; None for
    questions other than one `reaches`. method: `solved` or `sampled`. at_once: its variable is drawn once and knows no
    time of its own: it counts whether it has come before or not, and may come to light at any time.
    """

    variable: str
    label: str
    event: str
    named: str
    relation: Relation
    figures: IndicatorFigures
    seen90: Interval | None
    unseen90: Interval | None
    already: float | None
    method: str
    at_once: bool


@dataclass(frozen=True)
class AskingWorth:
    """What it is worth to know something exactly.

    judgments: those that would be known together. share: the expected fall of the answer's variance over draws, as a
    share of it. error: its standard error. brier: the expected fall of the Brier score, as of an indicator.
    """

    kind: AskingKind
    name: str
    judgments: tuple[str, ...]
    about: str
    share: float
    error: float
    brier: float


@dataclass(frozen=True)
class Indicators(ResultHead):
    """The list of one answer.

    probability: as it stands. entropy: of it, in bits. variance: p (1 - p), the expected Brier score; doubt: the part
    of it that is variance over draws. by: the date of all events. after: what had come by this day does not count, but
    for what is drawn at once; None where all events count. reported: the chance that what happens is reported.
    indicators: the highest worth in bits first. certain: events that are sure to have come or not to come by then, or
    that cannot come first after `after`, in words. asking: the largest share first. asking_note: why there is none,
    else empty. observations: in words. silences: what silence says of every variable; None where silences were not
    counted. settled: why there is nothing to watch for, else empty.
    """

    policy: str
    question: str
    asks: str
    statement: str
    deadline: datetime.date
    by: datetime.date
    reported: float
    probability: float
    entropy: float
    variance: float
    doubt: float
    indicators: tuple[Indicator, ...]
    certain: tuple[str, ...] = ()
    asking: tuple[AskingWorth, ...] = ()
    asking_note: str = ""
    observations: tuple[str, ...] = ()
    silences: tuple[Silence, ...] | None = None
    settled: str = ""
    after: datetime.date | None = None
