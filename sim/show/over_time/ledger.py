"""A ledger as a terminal's text."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.document import align_columns
from sim.results.ledger.model import Entered, LedgerEntry, LedgerState

_SHOWN_DIGITS = 12


def as_text(found: Sequence[LedgerEntry]) -> str:
    """A line an entry."""
    if not found:
        return "No entry.\n"
    heads = ("day", "scenario", "policies", "questions", "observations", "run", "digest")
    return "\n".join(align_columns([heads, *map(_row, found)], right=(2, 3, 4))) + "\n"


def told_of_entry(made: Entered) -> str:
    """What became of an entry, on a line."""
    if made.is_new:
        return f"{made.entry.file}: entered as said on {made.entry.date}"
    return f"{made.entry.file}: the same numbers are there already, as said on {made.entry.date}"


def told_of_state(state: LedgerState) -> str:
    """What a check found, a line each; problems are told elsewhere."""
    scenarios = len({entry.scenario for entry in state.entries})
    some = f"{len(state.entries)} {'entry' if len(state.entries) == 1 else 'entries'}"
    kinds = f"{scenarios} scenario{'' if scenarios == 1 else 's'}"
    lines = [f"{state.folder}: {some} of {kinds} as entered" + (", and not all" if state.problems else "")]
    lines += [
        f"  note: {path} was left unfinished by a writer that died; the next `sim ledger add` removes it"
        for path in state.abandoned
    ]
    return "\n".join((*lines, ""))


def _row(entry: LedgerEntry) -> tuple[str, ...]:
    counts = (len(entry.policies), len(entry.questions), len(entry.observations))
    return (
        entry.date.isoformat(), entry.scenario, *map(str, counts), str(entry.settings), entry.digest[:_SHOWN_DIGITS],
    )  # fmt: skip
