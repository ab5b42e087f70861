"""A coherence report as a terminal's text: what does not agree, who would move by how much, and how to try it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from sim.results.coherence.model import DIGITS, ITSELF, OWN, Coherence, Gap, NudgeMove, Proposal
from sim.results.forecast.percent import percent
from sim.show.lines import align_columns

SMALL = 0.01  # of the doubt about a judgment: a move that is not worth a line
NOTHING = "Nothing was changed."


def as_text(reports: Iterable[Coherence]) -> str:
    """Every report, one below the other."""
    return "\n".join("\n".join(_report(one)) + "\n" for one in reports)


def _report(one: Coherence) -> Iterator[str]:
    yield f"{one.title}  ({one.file}, {f'policy {one.policy}' if one.policy else 'no lever fixed'})"
    for proposal in one.proposals:
        yield ""
        yield from _proposal(proposal)
    if one.left_out:
        yield ""
        yield "NOT COMPARED"
        yield from (f"  {key}: {reason}" for key, reason in one.left_out.items())
    yield ""
    if not one.proposals:
        yield "  no voice contradicts itself, and no judgment is `overall`: nothing to compare with the result"
    yield from _taking_over(one)


def _proposal(one: Proposal) -> Iterator[str]:
    yield _heading(one)
    yield from (f"  {text}" for text in one.found)
    if one.borrowed:
        yield f"  silent on {', '.join(one.borrowed)}: there the others' words stand in"
    if one.gaps:
        yield from _table(_GAPS, [_gap(gap) for gap in one.gaps])
        if any(gap.how.startswith("means") for gap in one.gaps):
            yield "  worlds were sampled: means over draws are compared, and gaps are rough"
    if one.moves:
        yield f"  nearest set that agrees, at a distance of {one.distance:.2f} doubts:"
        told = [move for move in one.moves if abs(move.in_doubts) >= SMALL] or list(one.moves[:1])
        yield from _table(_MOVES, [_move(move) for move in told])
        if len(told) < len(one.moves):
            yield f"  and {len(one.moves) - len(told)} more by less than {SMALL} of the doubt about them"
    elif not one.unexplained:
        yield "  they agree: nothing would move"
    yield from (f"  stays unexplained: {text}" for text in one.unexplained)


def _heading(one: Proposal) -> str:
    if one.kind == ITSELF:
        return f"ONE VOICE AGAINST ITSELF: {one.voice} on {one.variable}"
    if one.kind == OWN:
        return f"OVERALL AGAINST THE VOICE'S OWN WORDS: {one.voice}"
    return "OVERALL AGAINST ALL VOICES TOGETHER"


_GAPS = ("judgment", "voice", "event", "said", "implied", "gap", "z", "under")
_MOVES = ("judgment", "voice", "event", "said", "proposed", "log-odds", "in doubts")


def _gap(gap: Gap) -> tuple[str, ...]:
    more = "more than doubt explains" if gap.beyond_doubt else "doubt explains it"
    event = f"{gap.variable}: {gap.event}"
    numbers = (percent(gap.said), percent(gap.implied), f"{gap.gap:+.2f}", f"{gap.z:+.1f}")
    return gap.judgment, gap.voice, event, *numbers, f"{gap.basis}; {more}"


def _move(move: NudgeMove) -> tuple[str, ...]:
    said = percent(move.said) if move.said is not None else "-"
    proposed = percent(move.proposed) if move.proposed is not None else "-"
    event = f"{move.variable}: {move.event}"
    return move.judgment, move.voice, event, said, proposed, f"{move.by:+.3f}", f"{move.in_doubts:+.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose columns of numbers stand to the right."""
    yield from (f"  {line}".rstrip() for line in align_columns([head, *rows], right=(3, 4, 5, 6)))


def _taking_over(one: Coherence) -> Iterator[str]:
    """How to try what is proposed: nothing is taken over by itself."""
    edits = one.edits()
    if not edits:
        yield NOTHING
        return
    yield f"{NOTHING} To try the nearest set, with all voices together:"
    yield f"  sim run {shlex.quote(one.file)} \\"
    lines = [f"    --set {path}={nudge:.{DIGITS}g}" for path, nudge in edits.items()]
    yield from (f"{line} \\" for line in lines[:-1])
    yield lines[-1]
    yield "or write a copy with --adopt FILE (and --voice V for one voice's own words)."
