"""Tables of alternatives for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sim.results.compare.views import AlternativeView, Views
from sim.results.document import align_columns
from sim.results.forecast.percent import fine_percent, span
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks, wrap_head
from sim.show.words import join_items

_LITTLE = 3
"""A ratio of likelihoods below which it hardly speaks for a view (Kass and Raftery 1995)."""


def as_text(made: Sequence[Views], *, width: int = 80, bold: Bold = str) -> str:
    """The tables as text: a block a question, a line a view. width: of sentences; bold: codes for headings."""
    return join_blocks(made, _block, width, bold)


def ratio(value: float | None) -> str:
    """A likelihood ratio as it is told.

    >>> ratio(0.25), ratio(3.14159), ratio(None)
    ('4 times less likely', '3.14 times more likely', '')
    """
    if value is None:
        return ""
    if value == 0:
        return "impossible"
    if 0.995 < value < 1.005:
        return "as likely"
    return f"{value:.3g} times more likely" if value > 1 else f"{1 / value:.3g} times less likely"


def tell_gain(views: Sequence[AlternativeView], called: Callable[[str], str] = str) -> str:
    """Under which view all that was seen is likeliest, and by what factor against the file as written.

    Where that view was written in hindsight, also under which of those that were not. views: the file as written
    first, each with its evidence. called: what a name is shown as.
    """
    own, others = views[0], views[1:]
    if not own.evidence:
        able = [called(view.name) for view in others if view.evidence]
        return f"What was seen cannot be in the file as it stands{_but(able)}."
    best = _find_best(others)
    if best is None:
        return "No other view made all that was seen more likely than the file as it stands."
    gain = f"{ratio(best.ratio)} than in the file as it stands"
    told = [f"All that was seen is likeliest under \u201c{called(best.name)}\u201d{_late(best)}: {gain}."]
    second = None
    if best.hindsight:
        second = _find_best([view for view in others if not view.hindsight])
        then = f"\u201c{called(second.name)}\u201d: {ratio(second.ratio)}" if second else "none made it likelier"
        told.append(f"Of those not written in hindsight, {then}.")
    if ((second or best).ratio or 0.0) < _LITTLE:
        told.append(f"A factor below {_LITTLE} is little.")
    return " ".join(told)


def _find_best(views: Sequence[AlternativeView]) -> AlternativeView | None:
    """The view that gained most; None where none gained anything that shows."""
    best = max(views, key=lambda view: view.ratio or 0.0, default=None)
    return best if best is not None and (best.ratio or 0.0) >= 1.005 else None


def _but(names: Sequence[str]) -> str:
    return f"; it can under {join_items(names)}" if names else ""


def _late(view: AlternativeView) -> str:
    return " (written in hindsight)" if view.hindsight else ""


def _block(made: Views, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_head(made.title, made, made.policy, width, bold)
    for view in made.views:
        yield from wrap_text(_heading(view), width, "  ")
    for name in made.questions:
        yield ""
        yield from wrap_text(f"{name}: {made.asks[name]}", width, "  ")
        yield from _table([(f"  {view.name}", _numbers(view, name)) for view in made.views])
    if made.observations:
        yield ""
        yield bold("How likely each made what was seen, beside the file as written")
        yield from wrap_text(tell_gain(made.views), width, "  ")
        first = made.views[0].single or {}
        lines = [(f"all {len(made.observations)} together", {view.name: view.evidence for view in made.views})]
        lines += [(seen, {view.name: (view.single or {}).get(seen) for view in made.views}) for seen in first]
        for seen, likelihoods in lines:
            yield from wrap_text(seen, width, "  ")
            yield from _table([(f"  {name}", fine_percent(p or 0.0), _against(likelihoods, p))
                               for name, p in likelihoods.items()])  # fmt: skip


def _heading(view: AlternativeView) -> str:
    return f"{view.name}{_late(view)}: {view.says}{f' ({view.edits})' if view.edits else ''}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    return [line.rstrip() for line in align_columns(rows)]


def _against(likelihoods: Mapping[str, float | None], value: float | None) -> str:
    written = next(iter(likelihoods.values()))
    return ratio(value / written) if written and value is not None else ""


def _numbers(view: AlternativeView, question: str) -> str:
    answer = view.answers.get(question)
    if answer is None:
        return "what was seen cannot be"
    if answer.settled:
        return answer.method
    interval = span(answer.interval90.low, answer.interval90.high)
    return clean_text(f"{fine_percent(answer.probability)} ({interval}): {answer.word}")
