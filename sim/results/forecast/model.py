"""What the room of numbers hands on: per policy and question a probability and how far it spreads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from sim.priors.reading.points import FitPoint
from sim.results.forecast.draws import Draws
from sim.results.forecast.percent import span
from sim.results.head import RUN_COLUMNS, ResultHead
from sim.results.shares.model import AnswerShares
from sim.results.shares.printed import whole_share
from sim.scenario.resolve.silence import Silence

if TYPE_CHECKING:
    import pandas
    import xarray

COLUMNS = (
    "file", "scenario", "policy", "question", "asks", "variable", "event", "deadline",
    "probability", "median", "low50", "high50", "low90", "high90", "sampling_error", "noise_share", "worlds_needed",
    "method", "word", "word_lexicon", "asked", "rests_on", "notes", *RUN_COLUMNS,
    "author_share", "experts_share", "words", "confidence", "edits",
)  # fmt: skip

SET_BY_POLICY, UNDEFINED = "set by policy", "undefined"


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
class Confidence:
    """How much an answer has to stand on. level: `low`, `moderate` or `high`. reason: why, in one sentence."""

    level: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """One question under one policy.

    probability: mean over draws (what scores use). median, interval50, interval90: over draws, with
        the worlds' noise shrunk away. sampling_error: standard error of `probability`, ours alone.
    quantile_errors: standard errors of low90, low50, median, high50 and high90, from independent
        randomisations; empty with fewer than a hundred draws, and where not every world is asked.
    noise_share: variance of the worlds' noise as a share of the variance over draws.
    worlds_needed: worlds a draw that would bring that share below a tenth; None where it is.
    method: `solved`, `sampled, noise x % of spread`, `set by policy` or `undefined`.
    word, word_lexicon: the phrase for `probability` and the list it is taken from. words: from the phrase for one
        end of `interval90` to that for the other, one where both are the same; empty where there is no interval.
    shown: the probability as printed, with a bound in place of 0 % or 100 % ("< 0.1 %").
    variable, event: what the question is about (`direct_military`, `incident or more`).
    deadline: end of the last step that counts. rests_on: ids of the voices that can speak about the question's
        variables under this policy, the one with the largest share first.
    asked: the share of worlds of which the question is asked; below 1 for `given` and `within ... of`.
        At 0 the answer is `undefined` and its numbers are NaN, as are those of a curve's steps at which
        it is asked of none.
    shares: whose answer it is; None where they were not asked for, and where the answer is the same in every draw.
    confidence, assumptions, towards: only where there are shares. assumptions: the heaviest ones, at most three.
        towards: what the words about the question's variables are moved towards, where they are recalibrated.
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
    quantile_errors: tuple[float, ...] = ()
    asked: float = 1.0
    shares: AnswerShares | None = None
    words: str = ""
    confidence: Confidence | None = None
    assumptions: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()

    def ends(self) -> dict[str, Any]:
        """The intervals' ends, shares, and lists as one text: what a table has in place of records."""
        shares = self.shares
        return {
            "author_share": None if shares is None else shares.author,
            "confidence": None if self.confidence is None else self.confidence.level,
            "experts_share": None if shares is None else shares.experts,
            "low50": self.interval50.low, "high50": self.interval50.high,
            "low90": self.interval90.low, "high90": self.interval90.high,
            "rests_on": "; ".join(self.rests_on), "notes": "; ".join(self.notes),
        }  # fmt: skip

    @property
    def settled(self) -> bool:
        """Whether there is no number to draw: the policy sets the answer, or the question is asked of no world."""
        return self.method in (SET_BY_POLICY, UNDEFINED)


Three = tuple[float, float, float]


@dataclass(frozen=True)
class Learned:
    """One event of one judgment before and after: 5 %, 50 % and 95 % quantiles over draws.

    Probabilities as said, before clock and shift; of a shift, the log-odds of its largest effect.
    """

    judgment: str
    variable: str
    voice: str
    event: str
    before: Three
    after: Three
    log_odds: bool = False


@dataclass(frozen=True)
class Gained:
    """One voice's mean share of the votes of all voices, before and after: who expected the evidence gains."""

    voice: str
    before: float
    after: float


@dataclass(frozen=True)
class Posterior:
    """What was seen under one policy, and what it teaches.

    observations: in words. probability: of all of them together, before they were seen (a likelihood
        counts relative to its largest). effective_draws, effective_worlds: how many of equal weight
        would say as much (Kish 1965); worlds of all draws together.
    silences: what silence says of every variable, counted or not; None where silences were not counted at all.
    """

    policy: str
    observations: tuple[str, ...]
    probability: float
    effective_draws: float
    effective_worlds: float
    judgments: tuple[Learned, ...]
    voices: tuple[Gained, ...]
    silences: tuple[Silence, ...] | None = None


@dataclass(frozen=True, repr=False)
class Forecast(ResultHead):
    """Everything one run of one scenario found out; a notebook shows it as a table.

    draws: the numbers behind every interval.
    answers: keyed (policy, question), in the file's order.
    assumptions: what the answers rest on that no expert said, heaviest first, as sentences.
    edits: `path=value` texts that differ from the file.
    seen: under evidence, by policy: what was seen and what it teaches. Empty without evidence.
    lexicon: the lexicon that phrases are read by, or names and weights of several. own_lexicons: the scenario's own
        lexicons and their files.
    fits: judgments that were elicited point by point: (id, family, elicited beside fitted quantiles).
    weights: where the voices' weights come from. extremize: factor of pooled log-odds. voices: every voice's
        weight as it was pooled, 0 for one that was not heard. speakers: every voice's name and kind.
    recalibrate: `none`, `record`, or the file of the record by which words are recalibrated. fixed: gamma and delta of
        every draw, where they are set.
    """

    policies: tuple[str, ...]
    questions: tuple[str, ...]
    answers: Mapping[tuple[str, str], Answer]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    draws: Draws = field(compare=False)
    pool_rule: str
    concentration: float
    lexicon: str
    edits: tuple[str, ...] = ()
    seen: Mapping[str, Posterior] = field(default_factory=dict)
    own_lexicons: Mapping[str, str] = field(default_factory=dict)
    fits: tuple[tuple[str, str, tuple[FitPoint, ...]], ...] = ()
    weights: str = "given"
    extremize: float = 1.0
    voices: Mapping[str, float] = field(default_factory=dict)
    speakers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    recalibrate: str = "none"
    fixed: tuple[float, float] | None = None

    def rows(self) -> list[dict[str, Any]]:
        """One row a policy and question with the keys `COLUMNS`, those of the CSV; NaN for what is undefined."""
        of_scenario = {name: getattr(self, name) for name in ("file", "scenario", "as_of", "digest")}
        run = of_scenario | vars(self.settings) | {"edits": "; ".join(self.edits)}
        cells = (vars(answer) | answer.ends() | run for answer in self.answers.values())
        return [{column: cell[column] for column in COLUMNS} for cell in cells]

    def to_pandas(self) -> pandas.DataFrame:
        """`rows()` as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def to_xarray(self) -> xarray.Dataset:
        """The draws over (policy, question, draw). Needs `pip install 'scenario-sim[xarray]'`."""
        return self.draws.to_xarray()

    def __repr__(self) -> str:
        sizes = f"{len(self.policies)} policies x {len(self.questions)} questions"
        return f"<Forecast of {self.scenario}: {sizes}; {self.settings}>"

    def _repr_html_(self) -> str:
        """The table for a notebook: a row a question, a column a policy."""
        heads = ["", "question", *self.policies]
        asks = {answer.question: answer.asks for answer in self.answers.values()}
        rows = [
            [question, asks.get(question, ""), *(self._cell(policy, question) for policy in self.policies)]
            for question in self.draws.questions
        ]
        return _html_table(f"{self.title}: as of {self.as_of}; {self.settings}", heads, rows)

    def _cell(self, policy: str, question: str) -> str:
        """Probability, 90 % interval, word and the author's share, a line each."""
        answer = self.answers[policy, question]
        if answer.word == answer.shown:
            return answer.shown
        author = "" if answer.shares is None else f"\nthe author's share {whole_share(answer.shares.author)}"
        return f"{answer.shown}\n{span(answer.interval90.low, answer.interval90.high)}\n{answer.word}{author}"


def _html_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table for notebooks; a scenario's text can put no tag into it, a line break is one on the page."""
    lines = [_row("th", heads), *(_row("td", row) for row in rows)]
    return f"<table><caption>{escape(title)}</caption>{''.join(lines)}</table>"


def _row(tag: str, cells: Sequence[str]) -> str:
    lines = (escape(cell).replace("\n", "<br>") for cell in cells)
    return f"<tr>{''.join(f'<{tag}>{line}</{tag}>' for line in lines)}</tr>"
