"""Which sentence moves an answer: its variance over draws, taken apart by judgment.

Taken apart is the answer's log-odds, where judgments add up: under the log pool the pooled log-odds of an event
are the sum of each voice's word times its drawn share of the vote. With m the mean of what a voice says,

    share x said = share x m  +  share x (said - m);

the first belongs to "who is right", the second to the judgment. So "who is right" carries the variance of the
answer's expectation given the drawn weights, and a judgment its doubt at the weight its speaker was drawn. The
phrase book takes what the choice of lexicon changes in that expectation. Columns of this form (and their squares,
since what lies between a row and an answer bends) are fitted to the answer (`sim/results/explain/variance_shares.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np

from sim.arrays import Floats
from sim.priors.latent_draws import Drawn, Spoke, drawn
from sim.progress import Progress, untold
from sim.results.ancestry import rows_met
from sim.results.explain import shared_latents
from sim.results.explain.case import Case
from sim.results.explain.log_odds_draws import OnOdds, on_odds
from sim.results.explain.model import (
    BOOK,
    MEANING,
    TOGETHER,
    TRUST,
    WHO,
    WORLDS,
    Explanation,
    Sentence,
    Three,
    VariancePart,
)
from sim.results.explain.variance_shares import Apart, Parts, Share
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED
from sim.scenario.model.file import Judgment
from sim.scenario.model.voices import Source

DIGITS = 6  # of a share: what linear algebra adds beyond them differs between machines
OWN = 3  # parts before the judgments
FARTHEST = 4.0  # standard deviations at which a column is cut before it is squared


def explain(one: Case, *, chosen: bool = False, progress: Progress = untold) -> Explanation:
    """What moves the answer of one case; leave-one-out and tornado are in `sim.results.explain.tornado`.

    chosen: the policy was not asked for. progress: called with the share done, 0 to 1.
    """
    outcomes = one.outcomes()
    answer = one.answer(outcomes)
    met, last = rows_met(one.scenario, one.question, one.policy)
    behind = drawn(one.priors, met, last)
    odds = on_odds(outcomes, one.target.step - 1)
    notes = _why_not(one, answer.method, odds) or odds.notes
    sentences: tuple[Sentence, ...] = ()
    parts: tuple[VariancePart, ...] = ()
    who = 0.0
    if odds.varies:
        groups = shared_latents.groups(behind.spoke)
        # Who is right, the phrase book, trust in words, then the judgments that move in lockstep.
        of_groups = (np.concatenate([_judgment(spoke, behind) for spoke in group]) for group in groups)
        columns = Parts([_who(behind), _book(behind), _trust(behind), *of_groups], odds.weights)
        found = columns.apart(odds.log_odds)
        single = shared_latents.divided(one, groups, found.shares[OWN:], progress)
        sentences = tuple(sorted((_sentence(one, *pair) for pair in single), key=lambda s: -s.share))
        parts = _parts(found, odds, behind, sentences)
        who = columns.apart(odds.probability).shares[0].share
    three = _three(odds, who) if answer.method not in (SET_BY_POLICY, UNDEFINED) else None
    return Explanation(
        answer=answer, chosen=chosen, settings=replace(one.settings, worlds=outcomes.worlds), file=one.scenario.name,
        title=one.scenario.title, digest=one.scenario.digest, sentences=sentences, parts=parts, three=three,
        notes=notes,
    )  # fmt: skip


def _why_not(one: Case, method: str, odds: OnOdds) -> tuple[str, ...]:
    """Why there is nothing to take apart; empty where there is."""
    if method == SET_BY_POLICY:
        free = [name for name, levers in one.scenario.policies.items() if one.target.variable not in levers]
        elsewhere = f" It is open under {', '.join(free)}." if free else ""
        return (f"The policy {one.policy} sets this answer: no judgment moves it.{elsewhere}",)
    if method == UNDEFINED:
        return ("The question is asked of no world under this policy: there is no answer to move.",)
    if not odds.varies:
        return ("The answer is the same in every draw: no judgment behind it leaves a doubt.",)
    return ()


def _who(behind: Drawn) -> Floats:
    """The drawn shares of the vote and their products, for every set of voices that is pooled somewhere."""
    columns = []
    for shares in behind.pooled.values():
        free = shares[:-1]  # they sum to 1
        columns += [*free, *(a * b for a, b in combinations_with_replacement(free, 2))]
    return _stacked(columns, len(behind.lexicon))


def _book(behind: Drawn) -> Floats:
    """Which lexicon is read by, alone and together with who is right."""
    columns = []
    for book in range(len(behind.lexicons) - 1):
        chosen = (behind.lexicon == book).astype(np.float64)
        chosen -= chosen.mean()
        columns += [chosen, *(chosen * share for shares in behind.pooled.values() for share in shares[:-1])]
    return _stacked(columns, len(behind.lexicon))


def _trust(behind: Drawn) -> Floats:
    """How far words are trusted: the two numbers of each draw, and their products."""
    if behind.trust is None or behind.trust.gamma.min() == behind.trust.gamma.max():
        return np.zeros((0, len(behind.lexicon)))
    pair = [(column - column.mean()) / column.std() for column in (behind.trust.gamma, behind.trust.delta)]
    return np.stack([*pair, *(a * b for a, b in combinations_with_replacement(pair, 2))])


def _judgment(spoke: Spoke, behind: Drawn) -> Floats:
    """A judgment's own doubt, and its square, at each share of the vote that it has somewhere."""
    columns = []
    for said in spoke.log_odds:
        own = _within(said, behind) if spoke.by_lexicon else said - said.mean()
        own = np.clip(own / max(float(own.std()), 1e-300), -FARTHEST, FARTHEST)
        square = _within(own**2, behind) if spoke.by_lexicon else own**2 - (own**2).mean()
        columns += [vote * column for vote in spoke.votes for column in (own, square)]
    return _stacked(columns, len(behind.lexicon))


def _within(said: Floats, behind: Drawn) -> Floats:
    """What is said, less what the draw's lexicon has it say on the mean."""
    out = np.array(said)
    for book in range(len(behind.lexicons)):
        read = behind.lexicon == book
        if read.any():
            out[read] -= said[read].mean()
    return out


def _stacked(columns: Sequence[Floats], draws: int) -> Floats:
    return np.stack(columns) if columns else np.zeros((0, draws))


def _sentence(one: Case, spoke: Spoke, share: Share) -> Sentence:
    scenario = one.scenario
    judgment, prior = scenario.judgments[spoke.variable][spoke.judgment], one.priors.judgments[spoke.judgment]
    expert, source = scenario.experts[spoke.voice], scenario.sources.get(judgment.source or "")
    return Sentence(
        judgment=spoke.judgment, variable=spoke.variable, voice=spoke.voice, speaker=expert.name, kind=expert.kind,
        form=judgment.says.form, phrase=prior.phrase, read_as=prior.read_as, family=prior.family,
        about=_about(judgment), claim=judgment.claim or "", locator=judgment.locator or "",
        source="" if source is None else _source(source, judgment.stance),
        low=prior.low, median=prior.median, high=prior.high, share=round(share.share, DIGITS),
        error=round(share.error, DIGITS),
    )  # fmt: skip


def _source(source: Source, stance: str) -> str:
    """The publisher, author or title of a source, with its Admiralty code and the judgment's stance."""
    told = (source.admiralty, "" if stance == "forecast" else stance.replace("_", " "))
    kind = ", ".join(text for text in told if text)
    return (source.publisher or source.author or source.title) + (f" ({kind})" if kind else "")


def _about(judgment: Judgment) -> str:
    """The event and its condition, in the scenario's own words."""
    given = " and ".join(f"{parent}: {event}" for parent, event in judgment.given.items())
    what = "every state" if judgment.about == "any" else judgment.about
    return f"{what}, given {given}" if given else what


def _parts(found: Apart, odds: OnOdds, behind: Drawn, sentences: Sequence[Sentence]) -> tuple[VariancePart, ...]:
    """The shares that are no judgment's; the last takes up the rounding, so that all add up to 1."""
    who, book, trust = found.shares[:OWN]
    noise = min(max(odds.noise, 0.0), max(found.left.share, 0.0))
    shares = {WHO: who, BOOK: book, TRUST: trust, WORLDS: Share(noise, 0.0)}
    if len(behind.lexicons) < 2:
        del shares[BOOK]
    if behind.trust is None:
        del shares[TRUST]
    if not odds.sampled:
        del shares[WORLDS]
    told = [VariancePart(name, round(one.share, DIGITS), round(one.error, DIGITS)) for name, one in shares.items()]
    rest = 1.0 - sum(one.share for one in sentences) - sum(part.share for part in told)
    parts = (*told, VariancePart(TOGETHER, round(rest, DIGITS), round(found.left.error, DIGITS)))
    return tuple(sorted(parts, key=lambda part: list(MEANING).index(part.name)))


def _three(odds: OnOdds, who: float) -> Three | None:
    """Chance, doubt and disagreement, from the variance of the probability itself over the draws.

    Var(yes or no) = E[p (1 - p)] + Var(p), and Var(p) = Var(E[p | who is right]) + E[Var(p | who is right)].
    who: the share of "who is right" in Var(p), the worlds' noise included there.
    """
    total = odds.mean * (1.0 - odds.mean)
    if total <= 0:
        return None
    spread = max(odds.variance - odds.probability_noise, 0.0)
    disagreement = round(min(max(who * odds.variance, 0.0), spread) / total, DIGITS)
    doubt = round(spread / total - disagreement, DIGITS)
    return Three(round(1.0 - disagreement - doubt, DIGITS), doubt, disagreement, total)
