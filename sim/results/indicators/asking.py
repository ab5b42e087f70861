"""What asking would be worth: the expected fall of an answer's variance if a judgment, or who is right, were known.

The expected value of partial perfect information under squared loss is Var(E[answer | X]), the first-order share of X
(Strong, Oakley and Brennan 2014, "Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample"). E[answer | X] is found by the cross-fitted ridge regression of
`sim/results/shares`, here of the probability itself on columns of X alone: so a judgment is known, and who is right is
not. Judgments that rest on one latent column are known together. Where voices err together, what one of them knows
tells of the others, and shares overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.polynomial import legendre
from scipy.stats import rankdata

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.log_odds import expit
from sim.priors.latent_draws import Drawn, Spoke, drawn
from sim.priors.latin_hypercube import LEAST_DRAWS
from sim.priors.model import Priors
from sim.results.ancestry import rows_met
from sim.results.indicators.model import AskingKind, AskingWorth
from sim.results.shares.columns import blocks, lockstep, within_lexicon
from sim.results.shares.log_odds_draws import OnOdds, on_odds
from sim.results.shares.model import BOOK, DIGITS, TRUST, WHO
from sim.results.shares.moments import blas
from sim.results.shares.variance_shares import Parts
from sim.results.statistics.common_draws import error_of_sum
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

DEGREE = 4
"""Of the polynomials in the rank of what a judgment says, beside its probability: an answer is a smooth function of it.

Where a voice says several things, it is one of the products of two of their probabilities too."""

_OWNERS: dict[str, tuple[AskingKind, str]] = {
    WHO: ("who is right", "which voices to lean to"),
    BOOK: ("phrase book", "which lexicon the phrases mean"),
    TRUST: ("trust in words", "how far such words hold"),
}
_LEAST_SIGNAL = 0.01  # of the variance over draws, below which all of it is the worlds' noise


@dataclass(frozen=True, eq=False)
class Unknown:
    """Something that could be asked for. columns: (columns, draws), of which the answer is a smooth function."""

    kind: AskingKind
    name: str
    judgments: tuple[str, ...]
    about: str
    columns: Floats


def find_asking(
    scenario: Scenario, priors: Priors, outcomes: Outcomes, target: Target, policy: str
) -> tuple[tuple[AskingWorth, ...], str]:
    """The worth of asking for each thing behind an answer, the largest first; and why there is none, else empty.

    outcomes: of the question alone, draw by draw.
    """
    odds = on_odds(outcomes, target.step - 1)
    if len(outcomes.weights) < LEAST_DRAWS:
        return (), f"it takes {LEAST_DRAWS} draws"
    if not odds.varies or odds.variance - odds.probability_noise < _LEAST_SIGNAL * odds.variance:
        return (), "the draws do not differ: no judgment leaves a doubt"
    met, last = rows_met(scenario, target.question, policy)
    with blas().limit(limits=1):
        found = [take_worth(unknown, odds) for unknown in _unknowns(scenario, drawn(priors, met, last))]
    return tuple(sorted(found, key=lambda one: (-one.share, one.name))), ""


def take_worth(unknown: Unknown, odds: OnOdds) -> AskingWorth:
    """The worth of one thing. odds: of the answer; the worlds' noise in it is no doubt, and is not counted.

    With f the regression made of the other draws, E[2 f y - f^2] is Var(E[y | X]) less what f misses, squared: an error
    of f moves it in the second order alone (Williamson, Gilbert, Carone and Simon 2021, "Nonparametric variable
    importance assessment using machine learning techniques"). It errs to the low side, by about the columns over the
    draws.
    """
    known = Parts([unknown.columns], odds.weights).apart(odds.probability).components[0]
    away, whole = odds.probability - odds.weights @ odds.probability, odds.variance - odds.probability_noise
    explained = 2.0 * known * away - known**2
    share = float(odds.weights @ explained) / whole
    error = error_of_sum(odds.weights * (explained - share * whole / odds.variance * away**2) / whole)
    return AskingWorth(
        unknown.kind, unknown.name, unknown.judgments, unknown.about, round(share, DIGITS), round(error, DIGITS),
        brier=max(share, 0.0) * whole,
    )  # fmt: skip


def rank_columns(said: Floats) -> Floats:
    """(1 + DEGREE, draws): the probability of what is said, and Legendre polynomials in its rank over draws.

    said: (draws,), in log-odds.

    >>> rank_columns(np.array([0.0, -1.0, 1.0]))[:2].round(2).tolist()
    [[0.5, 0.27, 0.73], [0.0, -0.67, 0.67]]
    """
    ranks = (2.0 * rankdata(said) - 1.0) / len(said) - 1.0
    return np.stack([expit(said), *legendre.legvander(ranks, DEGREE)[:, 1:].T])


def _unknowns(scenario: Scenario, behind: Drawn) -> Iterator[Unknown]:
    """Who is right, the phrase book and trust in words; every judgment; every voice that says more than one thing."""
    single = [block for block in blocks(behind) if not block.spoke and (block.owner != BOOK or not block.variables)]
    for owner, (kind, about) in _OWNERS.items():
        owned = [block.columns for block in single if block.owner == owner and len(block.columns)]
        if owned:
            yield Unknown(kind, kind, (), about, np.concatenate(owned))
    asked = [(group, columns) for group in lockstep(behind.spoke).values() if len(columns := _said(group, behind))]
    by_voice: dict[str, list[tuple[tuple[Spoke, ...], Floats]]] = {}
    for group, columns in asked:
        for voice in dict.fromkeys(spoke.voice for spoke in group):
            by_voice.setdefault(voice, []).append((group, columns))
        names = " and ".join(scenario.experts[voice].name for voice in dict.fromkeys(one.voice for one in group))
        yield Unknown("judgment", names, _ids(group), scenario.variables[group[0].variable].label, columns)
    for voice, groups in by_voice.items():
        if len(groups) > 1:
            ids = tuple(key for group, _ in groups for key in _ids(group))
            each = [columns for _, columns in groups]
            products = [one[:1] * other[:1] for one, other in combinations(each, 2)]
            yield Unknown(
                "voice", scenario.experts[voice].name, ids, "all that was said", np.concatenate([*each, *products])
            )


def _ids(group: Sequence[Spoke]) -> tuple[str, ...]:
    return tuple(spoke.judgment for spoke in group)


def _said(group: Sequence[Spoke], behind: Drawn) -> Floats:
    """The columns of judgments that are known together; none where all are said without doubt."""
    found: dict[bytes, Floats] = {}
    for spoke in group:
        for said in spoke.log_odds:
            own = within_lexicon(said, behind) if spoke.by_lexicon else said
            columns = rank_columns(own)
            # What rises or falls with it is the same thing to know.
            found.setdefault(np.round(columns[2], 9).tobytes(), columns)
    return np.concatenate(list(found.values())) if found else np.zeros((0, len(behind.lexicon)))
