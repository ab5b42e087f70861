"""Flips for a terminal: what it takes to move an answer to another word, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sim.results.compare.flip_model import Flip, Flips
from sim.results.forecast.percent import percent
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks, wrap_head

_HEADINGS = {
    "judgment": "One judgment moved (log-odds)", "weight": "One voice's weight", "reading": "One phrase read anew",
}  # fmt: skip


def as_text(made: Flips, *, width: int = 80, bold: Bold = str) -> str:
    """The list as text, lines no longer than `width` (60 or more) where words allow; bold: codes for headings."""
    return join_blocks([made], _lines, width, bold)


def sentence(one: Flip) -> str:
    """One flip in a sentence.

    >>> sentence(Flip("judgment", "judgments.J1.nudge", 0.52, 0.52, "Ann: strike", 0.201, "unlikely"))
    'judgments.J1.nudge=0.52 takes it to unlikely (20.1 %): Ann: strike'
    """
    return f"{one.path}={one.value} takes it to {one.word} ({percent(one.probability, 1)}): {clean_text(one.says)}"


def _lines(made: Flips, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_head(made.asks, made, made.policy, width, bold)
    if made.settled:
        yield f"Nothing to flip: {made.settled}."
        return
    yield from wrap_text(f"It stands at {percent(made.probability, 1)}: {made.word} (ICD 203).", width)
    kind = ""
    for one in made.flips:
        if one.kind != kind:
            kind = one.kind
            yield ""
            yield bold(_HEADINGS[kind])
        yield from (f"  {line}" for line in wrap_text(sentence(one), width - 2, "  ", keep_per_cent=True))
    yield ""
    rest = (
        f"{len(made.flips)} of {made.tried} ways reach another word; the others do not within 4 log-odds, eight times "
    )
    yield from wrap_text(f"{rest}the weight or silence, or another book.", width)
