"""Whose answer it is, as one short line."""

from __future__ import annotations

from collections.abc import Mapping

from sim.results.forecast.model import Answer
from sim.results.shares.model import AUTHOR, EXPERTS

MOST = 4
"""Names on a line; the rest is counted together."""
SMALL = 0.005
"""A share that is printed as nothing."""
AUTHOR_TOLD = "author's assumptions"
UNASKED = "no expert was asked about this"

Speakers = Mapping[str, tuple[str, str]]
"""Voice -> its name and kind."""


def tell_shares(answer: Answer, speakers: Speakers) -> str:
    """The shares of an answer's doubt, largest first, and whether an expert was asked; empty where there are none.

    speakers: the name and kind of each voice.
    """
    told = [f"{name} {whole_share(share)}" for name, share in named_shares(answer, speakers)]
    if told and not any(speakers.get(voice, ("", ""))[1] in EXPERTS for voice in answer.rests_on):
        return f"{', '.join(told)}; {UNASKED}"
    return ", ".join(told)


def named_shares(answer: Answer, speakers: Speakers) -> list[tuple[str, float]]:
    """Names with their shares, largest first: voices, the author, and what belongs to no voice.

    What comes after the first `MOST` is one entry, without the author's share, which is always told.
    """
    if answer.shares is None:
        return []
    found: dict[str, float] = {}
    for voice, share in answer.shares.voices.items():
        name, kind = speakers.get(voice, (voice, ""))
        name = AUTHOR_TOLD if kind == AUTHOR else name
        found[name] = found.get(name, 0.0) + share
    found |= answer.shares.rest
    large = sorted((pair for pair in found.items() if abs(pair[1]) >= SMALL), key=lambda pair: -pair[1])
    if len(large) <= MOST + 1:
        return large
    head = [pair for place, pair in enumerate(large) if place < MOST or pair[0] == AUTHOR_TOLD]
    rest = [share for name, share in large if (name, share) not in head]
    return [*head, (f"{len(rest)} more", sum(rest))]


def whole_share(share: float) -> str:
    """A share in whole per cents.

    >>> whole_share(0.914), whole_share(0.001), whole_share(-0.02)
    ('91 %', '0 %', '-2 %')
    """
    return f"{100 * share + 0.0:.0f} %"
