"""What moves an answer: the judgments behind it, each with its share of the variance, and what if it were otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from sim.results.forecast.model import Answer
from sim.results.settings import RunSettings
from sim.results.shares.model import AUTHOR


@dataclass(frozen=True)
class Sentence:
    """One judgment behind an answer.

    form: of `says`, such as `phrase`. about: the event and the condition. source: as the scenario names it; empty
        without one. low, median, high: 5 %, 50 % and 95 % quantiles of the probability it states; None for a shift
        or a split of several numbers.
    share: of the variance of the answer's log-odds over draws. error: one standard error of the share.
    """

    judgment: str
    variable: str
    voice: str
    speaker: str
    kind: str
    form: str
    phrase: str
    read_as: str
    family: str
    about: str
    claim: str
    source: str
    locator: str
    low: float | None
    median: float | None
    high: float | None
    share: float
    error: float


@dataclass(frozen=True)
class VariancePart:
    """A share of the variance that belongs to no single judgment; `name` is one of `MEANING`."""

    name: str
    share: float
    error: float


@dataclass(frozen=True)
class Three:
    """The uncertainty of yes or no, p(1 - p), as parts of it that add up to 1.

    chance: what would be left if every judgment were known and it were settled who is right. doubt: how unsure each
    voice leaves us, the phrase book included. disagreement: who is right. total: p(1 - p) itself.
    """

    chance: float
    doubt: float
    disagreement: float
    total: float


@dataclass(frozen=True)
class WithoutVoice:
    """The answer with one voice's weight 0. why: why there is no such answer; `answer` is then None.

    notes: what the answer rests on instead.
    """

    voice: str
    speaker: str
    answer: Answer | None
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Swing:
    """The answer with one judgment held at its 10th and at its 90th percentile, everything else as drawn.

    low, high: mean over draws; low_median, high_median: median over draws.
    """

    sentence: Sentence
    low: float
    high: float
    low_median: float
    high_median: float

    @property
    def width(self) -> float:
        """How far the mean moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Explanation:
    """What moves one answer.

    answer: as the forecast has it; what it stands on, with the shares by voice, is that of `sentences` added up.
    sentences: largest share first. parts: who is right, the phrase book (where there are several lexicons), trust in
    words (where they are recalibrated), what judgments do together, and the worlds' noise (where worlds were sampled).
    All shares add up to 1; there is none where there is no variance, and `notes` says why.
    chosen: the policy was not asked for, but is the one under which most voices are heard.
    without, tornado: empty until asked for. not_held: judgments that have no place in the tornado -> why.
    """

    answer: Answer
    chosen: bool
    settings: RunSettings
    file: str
    title: str
    digest: str
    sentences: tuple[Sentence, ...]
    parts: tuple[VariancePart, ...]
    three: Three | None
    notes: tuple[str, ...]
    edits: tuple[str, ...] = ()
    without: tuple[WithoutVoice, ...] = ()
    tornado: tuple[Swing, ...] = ()
    not_held: tuple[tuple[str, str], ...] = ()

    def by_voice(self) -> dict[str, float]:
        """Voice -> its judgments' shares added up, largest first."""
        return self._summed("voice")

    def by_kind(self) -> dict[str, float]:
        """Kind of voice (published, base_rate, market, assumption) -> its judgments' shares added up."""
        return self._summed("kind")

    def unasked(self) -> dict[str, float]:
        """Variable behind the answer of which no expert spoke, only the author -> its share of the doubt.

        Largest first; every variable is there in whose numbers the author alone is heard.
        """
        spoken: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            spoken.setdefault(sentence.variable, []).append(sentence)
        alone = {name: said for name, said in spoken.items() if all(one.kind == AUTHOR for one in said)}
        shares = {name: sum(one.share for one in said) for name, said in alone.items()}
        return dict(sorted(shares.items(), key=lambda pair: -pair[1]))

    def _summed(self, attribute: str) -> dict[str, float]:
        total: dict[str, float] = {}
        for one in self.sentences:
            name = getattr(one, attribute)
            total[name] = total.get(name, 0.0) + one.share
        return dict(sorted(total.items(), key=lambda pair: -pair[1]))
