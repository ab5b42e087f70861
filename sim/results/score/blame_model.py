"""What each judgment gained or cost: the log score with it, and without."""

from __future__ import annotations

from dataclasses import dataclass

from sim.results.head import ResultHead


@dataclass(frozen=True)
class BlamedJudgment:
    """One judgment and one question.

    claim: the sentence. phrase, read_as: as it was said, and what it was read as. low, median, high: 5 %, 50 % and
    95 % quantiles of the probability that it states, as the lexicon reads it; None for a shift or several numbers.
    without: the answer without it; None where there is none. log: the log score without it. change:
    `log` less the score with it: above 0 the judgment has helped, below 0 the answer would have been better without.
    gap: what is missing without it, and how rows are then completed in which nobody is left to speak: then the change
    is that of the judgment against such a filling, or there is none; empty where others speak in its place.
    """

    judgment: str
    variable: str
    voice: str
    speaker: str
    about: str
    claim: str
    phrase: str
    read_as: str
    low: float | None
    median: float | None
    high: float | None
    without: float | None
    log: float | None
    change: float | None
    gap: str = ""


@dataclass(frozen=True)
class BlamedQuestion:
    """One resolved question: its score, and the judgments behind its answer, the one that cost most first."""

    question: str
    asks: str
    truth: float
    probability: float
    log: float
    judgments: tuple[BlamedJudgment, ...]


@dataclass(frozen=True)
class JudgmentTotal:
    """One judgment over all questions. n: questions that it bears on. change: the sum of its changes."""

    judgment: str
    speaker: str
    claim: str
    n: int
    change: float


@dataclass(frozen=True)
class BlameTable(ResultHead):
    """The blame of one scenario under one policy, question by question in the file's order.

    bound: what 0 is read as in the log score. totals: judgments over all these questions, the one that cost most
    first; those that leave a gap are left out.
    """

    policy: str
    bound: float
    questions: tuple[BlamedQuestion, ...]
    totals: tuple[JudgmentTotal, ...]
