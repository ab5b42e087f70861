"""What contradicts what, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sim.log_odds import probability_of
from sim.priors.consistency.contradictions import Rule, Word
from sim.priors.rows.matching import VariableRows
from sim.results.coherence.model import Gap


def broken(rule: Rule, rows: VariableRows) -> str:
    """A rule that does not hold, as a sentence's end: who says what against what."""
    parts = " and ".join(_said(word, rows) for word in rule.parts)
    if len(rule.parts) == 1 and rule.holder is not None:
        return f"{parts} is more than {_said(rule.holder, rows)}, which holds it"
    total = f"{100 * sum(_p(word) for word in rule.parts):.3g} %"
    whole = _said(rule.holder, rows) if rule.holder is not None else "everything, 100 %"
    if rule.exact:
        return f"{parts} add up to {total} and are all there is of {whole}"
    return f"{parts} add up to {total}, more than {whole}"


def disagreements(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Overall judgments of different voices on the same event that differ: what is proposed lies between them."""
    out = []
    for a, b in combinations(gaps, 2):
        one, other, apart = a.target, b.target, abs(a.gap - b.gap)  # what follows is the same for both
        if one.voice != other.voice and apart > 1e-3 and one.asked == other.asked:
            out.append(
                f"{one.voice} ({one.judgment}) and {other.voice} ({other.judgment}) are {apart:.2g} apart in "
                f"log-odds on '{one.event}' as a whole: the proposal lies between them"
            )
    return tuple(out)


def _said(word: Word, rows: VariableRows) -> str:
    clock = " a step" if word.steps is not None else ""
    return f"'{rows.in_words(word.event)}' {100 * _p(word):.3g} %{clock} ({word.judgment})"


def _p(word: Word) -> float:
    return probability_of(word.at(0.0))
