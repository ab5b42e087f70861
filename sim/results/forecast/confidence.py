"""How much an answer has to stand on: low, moderate or high, apart from how likely it is.

After US Intelligence Community Directive 203 (2015), which wants confidence told apart from likelihood, and based on
the quality and quantity of the sources, on how far they agree, and on what had to be assumed. The rules are ours, and
stand in docs/output.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isinf

from sim.priors.camps import camps_of
from sim.priors.recalibration.trust import effective_number
from sim.results.ancestry import bearing
from sim.results.forecast.model import Confidence
from sim.results.shares.model import AUTHOR, EXPERTS, WHO, AnswerShares
from sim.results.shares.printed import whole_share
from sim.scenario.resolve.scenario import Scenario

SEVERAL = 1.4
"""Independent voices for high confidence: what four are worth at a dependence of 0.6."""
AUTHOR_LOW, AUTHOR_HIGH = 0.5, 0.2
"""The author's share above which confidence is low, and up to which it may be high."""
DISAGREEMENT_LOW, DISAGREEMENT_HIGH = 0.5, 0.25
"""The same of "who is right"."""
WEAK_LOW = 0.5
"""The part of the judgments from weak sources at which confidence is low."""


@dataclass(frozen=True)
class Grounds:
    """What an answer stands on.

    author: share of the author's assumptions. voices: how many others can speak about it; experts: whether a published
    or official one is among them. independent: how many independent ones they are worth. disagreement: the share of
    "who is right"; None where the pool is blind to it. weak: the part of their judgments that has a weak source.
    """

    author: float
    voices: int
    experts: bool
    independent: float
    disagreement: float | None
    weak: float = 0.0


def judge(grounds: Grounds) -> Confidence:
    """The confidence that the grounds allow, and why.

    >>> judge(Grounds(author=0.91, voices=0, experts=False, independent=0.0, disagreement=0.0))
    Confidence(level='low', reason="91 % the author's assumptions; no expert was asked about this")
    """
    if reasons := [*_against_any(grounds)]:
        return Confidence("low", "; ".join(reasons))
    if reasons := [*_against_high(grounds)]:
        return Confidence("moderate", "; ".join(reasons))
    return Confidence("high", f"{_worth(grounds)}, {_assumed(grounds)}, and they agree")


def _against_any(grounds: Grounds) -> Iterator[str]:
    """What makes confidence low."""
    if grounds.author > AUTHOR_LOW:
        yield _assumed(grounds)
    if not grounds.voices:
        yield "no expert was asked about this"
    elif grounds.author > AUTHOR_LOW and not grounds.experts:
        yield "no expert was asked about this"
    if grounds.disagreement is not None and grounds.disagreement > DISAGREEMENT_LOW:
        yield f"{whole_share(grounds.disagreement)} disagreement between voices"
    if grounds.weak >= WEAK_LOW:
        yield f"{whole_share(grounds.weak)} of the judgments have a weak source"


def _against_high(grounds: Grounds) -> Iterator[str]:
    """What keeps confidence from being high."""
    if grounds.independent < SEVERAL:
        yield _worth(grounds)
    if grounds.author > AUTHOR_HIGH:
        yield _assumed(grounds)
    if grounds.disagreement is None:
        yield "the pooling rule hides how far voices differ"
    elif grounds.disagreement > DISAGREEMENT_HIGH:
        yield f"{whole_share(grounds.disagreement)} disagreement between voices"
    if grounds.weak > 0:
        yield f"{whole_share(grounds.weak)} of the judgments have a weak source"


def _assumed(grounds: Grounds) -> str:
    return f"{whole_share(grounds.author)} the author's assumptions"


def _worth(grounds: Grounds) -> str:
    if grounds.voices == 1:
        return "one voice beside the author"
    return f"{grounds.voices} voices beside the author, worth {grounds.independent:.1f} independent ones"


def find_grounds(
    scenario: Scenario, variables: Sequence[str], policy: str, heard: Sequence[str], shares: AnswerShares
) -> Grounds:
    """What an answer stands on.

    scenario: as its voices are heard. variables: of the question. heard: who can speak about them under the policy.
    """
    voices = [voice for voice in heard if scenario.experts[voice].kind != AUTHOR]
    speaking = [voice for voice in voices if scenario.experts[voice].weight > 0]
    camps = camps_of(scenario)
    weights = camps.weights(speaking, {voice: scenario.experts[voice].weight for voice in speaking})
    said = [j for variable in variables for j in bearing(scenario, variable, policy).values() if j.expert in voices]
    weak = sum(source is not None and source.weak for source in (scenario.sources.get(j.source or "") for j in said))
    pool = scenario.pool
    hides = pool.rule in ("average", "median") or (pool.rule == "log" and isinf(pool.concentration))
    return Grounds(
        author=shares.author,
        voices=len(voices),
        experts=any(scenario.experts[voice].kind in EXPERTS for voice in voices),
        independent=effective_number(list(weights.values()), camps.correlation(speaking)) if speaking else 0.0,
        disagreement=None if hides and len(voices) > 1 else shares.rest.get(WHO, 0.0),
        weak=weak / len(said) if said else 0.0,
    )
