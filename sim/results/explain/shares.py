"""Which sentence moves an answer: its variance over draws, taken apart by judgment.

The columns are those of `sim/results/shares/columns.py`; here a voice's share is divided by judgment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Floats
from sim.priors.latent_draws import Drawn, Spoke, drawn
from sim.progress import Progress, untold
from sim.results.ancestry import rows_met
from sim.results.explain import shared_latents
from sim.results.explain.case import Case
from sim.results.explain.model import Explanation, Sentence, Three, VariancePart
from sim.results.explain.whose import add_up_shares
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED
from sim.results.forecast.summary import add_grounds
from sim.results.shares.columns import ColumnBlock, blocks
from sim.results.shares.log_odds_draws import OnOdds, on_odds
from sim.results.shares.model import BOOK, DIGITS, MEANING, TOGETHER, TRUST, WHO, WORLDS
from sim.results.shares.moments import blas
from sim.results.shares.variance_shares import Apart, Parts, Share
from sim.scenario.model.file import Judgment
from sim.scenario.model.voices import Source

OWN = (WHO, BOOK, TRUST)  # parts before the judgments


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
        every = blocks(behind)
        said = [block for block in every if block.spoke]
        own = (_owned([block for block in every if block.owner == name], odds.weights) for name in OWN)
        with blas().limit(limits=1):
            columns = Parts([*own, *(block.columns for block in said)], odds.weights)
            found, who = columns.apart(odds.log_odds), columns.apart(odds.probability).shares[0].share
        single = shared_latents.divided(one, [block.spoke for block in said], found.shares[len(OWN) :], progress)
        sentences = tuple(sorted((_sentence(one, *pair) for pair in single), key=lambda s: -s.share))
        parts = _parts(found, odds, behind, sentences)
        answer = add_grounds(one.scenario, one.priors, answer, add_up_shares(sentences, parts, met, behind))
    three = _three(odds, who) if answer.method not in (SET_BY_POLICY, UNDEFINED) else None
    return Explanation(
        answer=answer, chosen=chosen, settings=replace(one.settings, worlds=outcomes.worlds), file=one.scenario.name,
        title=one.scenario.title, digest=one.scenario.digest, sentences=sentences, parts=parts, three=three,
        notes=notes,
    )  # fmt: skip


def _owned(mine: Sequence[ColumnBlock], weights: Floats) -> Floats:
    return np.concatenate([np.zeros((0, len(weights))), *(block.columns for block in mine)])


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
    who, book, trust = found.shares[: len(OWN)]
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
