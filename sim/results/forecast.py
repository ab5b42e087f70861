"""What the room of numbers hands on: per policy and question a probability and how far it spreads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Interval:
    """The central interval that holds `level` of the draws, as probabilities."""

    level: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """An answer over time; every tuple has one entry a step, the ends of steps as `dates`."""

    dates: tuple[date, ...]
    probability: tuple[float, ...]
    median: tuple[float, ...]
    low50: tuple[float, ...]
    high50: tuple[float, ...]
    low90: tuple[float, ...]
    high90: tuple[float, ...]


@dataclass(frozen=True)
class Answer:
    """One question under one policy.

    probability: mean over draws (what scores use). median, interval50, interval90: over draws, with
        the worlds' noise shrunk away. sampling_error: standard error of `probability`, ours alone.
    noise_share: variance of the worlds' noise as a share of the variance over draws.
    worlds_needed: worlds a draw that would bring that share below a tenth; None where it is.
    method: `solved`, `sampled, noise x % of spread` or `set by policy`.
    word, word_lexicon: the phrase for `probability` and the list it is taken from.
    shown: the probability as printed, with a bound in place of 0 % or 100 % ("< 0.1 %").
    variable, event: what the question is about (`direct_military`, `incident or more`).
    deadline: end of the last step that counts. rests_on: ids of voices that speak about the variable.
    """

    policy: str
    question: str
    asks: str
    variable: str
    event: str
    deadline: date
    probability: float
    median: float
    interval50: Interval
    interval90: Interval
    sampling_error: float
    noise_share: float
    worlds_needed: int | None
    method: str
    word: str
    word_lexicon: str
    shown: str
    curve: Curve
    rests_on: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """Everything one run of one scenario found out.

    answers: keyed (policy, question), in the file's order.
    assumptions: what the answers rest on that no expert said, heaviest first, as sentences.
    digest: SHA-256 of the scenario as it was run, edits included. edits: `path=value` texts that differ
        from the file.
    """

    scenario: str
    title: str
    as_of: date
    file: str
    policies: tuple[str, ...]
    questions: tuple[str, ...]
    answers: Mapping[tuple[str, str], Answer]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    draws: int
    worlds: int
    seed: int
    pool_rule: str
    concentration: float
    lexicon: str
    digest: str = ""
    edits: tuple[str, ...] = ()
