"""A coherence report as a terminal's text: what does not agree, who would move by how much, and how to try it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from sim.results.coherence.model import DIGITS, ITSELF, OWN, POOLED, Coherence, Gap, NudgeMove, Proposal
from sim.results.document import align_columns
from sim.results.forecast.percent import fine_percent, percent_or_dash

SMALL = 0.01  # of the doubt about a judgment: a move that is not worth a line
NOTHING = "Nothing was changed."


def as_text(reports: Iterable[Coherence]) -> str:
    """Every report, one below the other."""
    return "\n".join("\n".join(_report(report)) + "\n" for report in reports)


def _report(report: Coherence) -> Iterator[str]:
    yield f"{report.title}  ({report.file}, {f'policy {report.policy}' if report.policy else 'no lever fixed'})"
    for proposal in report.proposals:
        yield ""
        yield from _proposal(proposal)
    if report.left_out:
        yield ""
        yield "NOT COMPARED"
        yield from (f"  {key}: {reason}" for key, reason in report.left_out.items())
    yield ""
    if not report.proposals:
        yield "  no voice contradicts itself, and no judgment is `overall`: nothing to compare with the result"
    yield from _taking_over(report)


def _proposal(proposal: Proposal) -> Iterator[str]:
    yield _heading(proposal)
    yield from (f"  {text}" for text in proposal.found)
    if proposal.borrowed:
        yield f"  silent on {', '.join(proposal.borrowed)}: there the others' words stand in"
    if proposal.gaps:
        yield from _table(_GAPS, [_gap(gap) for gap in proposal.gaps])
        if any(gap.how.startswith("means") for gap in proposal.gaps):
            yield "  worlds were sampled: means over draws are compared, and gaps are rough"
    if proposal.moves:
        yield f"  nearest set that agrees, at a distance of {proposal.distance:.2f} doubts:"
        moves = [move for move in proposal.moves if abs(move.in_doubts) >= SMALL] or list(proposal.moves[:1])
        yield from _table(_MOVES, [_move(move) for move in moves])
        if len(moves) < len(proposal.moves):
            yield f"  and {len(proposal.moves) - len(moves)} more by less than {SMALL} of the doubt about them"
    elif not proposal.unexplained:
        yield "  they agree: nothing would move"
    yield from (f"  stays unexplained: {text}" for text in proposal.unexplained)


def _heading(proposal: Proposal) -> str:
    return {
        ITSELF: f"ONE VOICE AGAINST ITSELF: {proposal.voice} on {proposal.variable}",
        OWN: f"OVERALL AGAINST THE VOICE'S OWN WORDS: {proposal.voice}",
        POOLED: "OVERALL AGAINST ALL VOICES TOGETHER",
    }[proposal.kind]


_GAPS = ("judgment", "voice", "event", "said", "implied", "gap", "z", "under")
_MOVES = ("judgment", "voice", "event", "said", "proposed", "log-odds", "in doubts")


def _gap(gap: Gap) -> tuple[str, ...]:
    more = "more than doubt explains" if gap.beyond_doubt else "doubt explains it"
    one = gap.target
    numbers = (fine_percent(gap.said), fine_percent(gap.implied), f"{gap.gap:+.2f}", f"{gap.z:+.1f}")
    return one.judgment, one.voice, f"{one.variable}: {one.event}", *numbers, f"{gap.basis}; {more}"


def _move(move: NudgeMove) -> tuple[str, ...]:
    medians = percent_or_dash(move.said), percent_or_dash(move.proposed)
    event = f"{move.variable}: {move.event}"
    return move.judgment, move.voice, event, *medians, f"{move.by:+.3f}", f"{move.in_doubts:+.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in align_columns([head, *rows], right=(3, 4, 5, 6)))


def _taking_over(report: Coherence) -> Iterator[str]:
    """How to try what is proposed: nothing is taken over by itself."""
    edits = report.edits()
    if not edits:
        yield NOTHING
        return
    yield f"{NOTHING} To try the nearest set, with all voices together:"
    lines = [f"    --set {path}={nudge:.{DIGITS}g}" for path, nudge in edits.items()]
    yield " \\\n".join([f"  sim run {shlex.quote(report.file)}", *lines])
    yield "or write a copy with --adopt FILE (and --voice V for one voice's own words)."
