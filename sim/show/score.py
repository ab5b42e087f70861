"""Scores as a terminal's text: every question, then the forecast beside its baselines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.results.document import align_columns
from sim.results.score.model import FORECAST, BaselineComparison, ScoreTable


def as_text(scores: Iterable[ScoreTable]) -> str:
    """Every scoring, one below the other."""
    return "\n".join("\n".join(_lines(made)) + "\n" for made in scores)


def _lines(made: ScoreTable) -> Iterator[str]:
    clusters = len({one.cluster for one in made.questions})
    yield f"{made.title}  ({made.file}, policy {made.policy}; {made.settings})"
    yield (
        f"n = {len(made.questions)} questions, decided by {clusters} events; {len(made.void)} void, "
        f"{len(made.settled)} set by the policy or asked of nobody"
    )
    if not made.questions:
        return
    yield ""
    yield from align_columns([("question", "came", "said", "Brier", "log"), *_questions(made)])
    yield ""
    yield "Means, and forecast less baseline with 90 % by event (below 0 the forecast is better):"
    heads = ("who", "n", "Brier", "log", "Brier difference", "log difference")
    yield from align_columns([heads, *map(_row, made.comparisons)])
    yield ""
    yield _verdict(made)
    yield f"In the log score 0 is read as {made.bound:.2g}: half of one world."


def _questions(made: ScoreTable) -> Iterator[tuple[str, ...]]:
    for one in made.questions:
        own = one.scores[FORECAST]
        yield one.question, f"{one.truth:.0%}", f"{own.probability:.1%}", f"{own.brier:.3f}", f"{own.log:.3f}"


def _row(one: BaselineComparison) -> tuple[str, ...]:
    head = (one.name, str(one.n), f"{one.brier:.3f}", f"{one.log:.3f}")
    if one.name == FORECAST:
        return (*head, "", "")
    return (*head, _span(one.brier_difference, one.brier_interval), _span(one.log_difference, one.log_interval))


def _span(value: float, ends: tuple[float, float] | None) -> str:
    return f"{value:+.3f}" + ("" if ends is None else f" ({ends[0]:+.3f} to {ends[1]:+.3f})")


def _verdict(made: ScoreTable) -> str:
    told = [one.name for one in made.comparisons if one.name != FORECAST and one.significant]
    if not told:
        return "No difference is significant at 90 %."
    looked = sum((one.brier_interval is not None) + (one.log_interval is not None) for one in made.comparisons[1:])
    return (
        f"At 90 %, 0 lies outside an interval against: {', '.join(told)}. {looked} intervals were looked at, of which "
        f"about {looked / 10:.0f} would do so by chance alone; with few events they are too narrow."
    )
