"""Whose answer it is, by speaker: the shares of an explanation's judgments added up, one measure with them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sim.arrays import Flags
from sim.priors.latent_draws import Drawn
from sim.results.explain.model import Sentence, VariancePart
from sim.results.forecast.model import Answer
from sim.results.shares.model import DIGITS, AnswerShares

Key = TypeVar("Key", bound=Hashable)


def add_up_shares(
    sentences: Sequence[Sentence], parts: Sequence[VariancePart], met: Mapping[str, Flags], behind: Drawn
) -> AnswerShares:
    """The shares by voice, by kind of voice and by variable, each the sum of those of its judgments.

    sentences, parts: of an explanation. met: variable behind the answer -> the combinations of its parents' states
    that can be met. behind: what was drawn behind them.
    """
    return AnswerShares(
        voices=_sum((one.voice, one.share) for one in sentences),
        kinds=_sum((one.kind, one.share) for one in sentences),
        rest={part.name: part.share for part in parts},
        spoken=_sum(((one.variable, one.voice), one.share) for one in sentences),
        met=met,
        towards={name: behind.towards[name] for name in met},
    )


def take_grounds(answer: Answer, explained: Answer) -> Answer:
    """An answer with what the explanation of the same answer says that it stands on: shares, confidence, assumptions.

    explained: the answer of the explanation.
    """
    fields = ("shares", "rests_on", "confidence", "assumptions", "towards")
    return replace(answer, **{name: getattr(explained, name) for name in fields})


def _sum(shares: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """The shares of one name added up, largest first, ties by name."""
    total: dict[Key, float] = {}
    for name, share in shares:
        total[name] = total.get(name, 0.0) + share
    return {name: round(total[name], DIGITS) for name in sorted(total, key=lambda name: (-total[name], str(name)))}
