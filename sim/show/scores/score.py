"""Scores as a terminal's text: every question, then the forecast beside its baselines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.results.document import align_columns
from sim.results.score.model import EVEN, FORECAST, BaselineComparison, MeanScore, ScoreTable


def as_text(scores: Iterable[ScoreTable]) -> str:
    """Every scoring, one below the other; above several of one scenario a table by day."""
    tables = list(scores)
    parts = ["\n".join(_lines(made)) + "\n" for made in tables]
    days = [made for made in tables if made.file == tables[0].file]
    if len({made.as_of for made in days}) > 1:
        parts.insert(0, "\n".join(_days(days)) + "\n")
    return "\n".join(parts)


def _lines(made: ScoreTable) -> Iterator[str]:
    yield f"{made.title}  ({made.file}, policy {made.policy}; {made.settings})"
    yield f"As of {made.as_of}" + (f", given {made.observations} observations" if made.observations else "")
    yield (
        f"n = {len(made.questions)} questions, decided by {made.clusters} events; {len(made.void)} void, "
        f"{len(made.settled)} set by the policy or asked of nobody"
    )
    if made.decided:
        yield f"Decided or past their deadline by then: {', '.join(made.decided)}"
    if not made.questions:
        return
    yield ""
    yield from align_columns([("question", "came", "said", "Brier", "log"), *_questions(made)])
    if made.ladders:
        yield ""
        yield from align_columns([("states", "by or at", "came", "said of it", "ranked probability"), *_ladders(made)])
    yield ""
    yield "Means, and forecast less baseline with 90 % by event (below 0 the forecast is better):"
    yield from comparison_lines(made.comparisons)
    yield ""
    yield verdict(made.comparisons)
    yield f"In the log score 0 is read as {made.bound:.2g}: half of one world."
    yield from (f"No forecast by {name}: {why}" for name, why in made.left_out.items())


def _questions(made: ScoreTable) -> Iterator[tuple[str, ...]]:
    for one in made.questions:
        own = one.scores[FORECAST]
        yield one.question, f"{one.truth:.0%}", f"{own.probability:.1%}", f"{own.brier:.3f}", f"{own.log:.3f}"


def _ladders(made: ScoreTable) -> Iterator[tuple[str, ...]]:
    for one in made.ladders:
        own = one.scores[FORECAST]
        came = [
            (name, truth, said)
            for name, truth, said in zip(one.states, one.truth, own.probabilities, strict=True)
            if truth
        ]
        told = ", ".join(name if truth == 1 else f"{name} {truth:.0%}" for name, truth, _ in came)
        said = ", ".join(f"{said:.1%}" for _, _, said in came)
        yield one.variable, str(one.deadline), told, said, f"{own.ranked:.3f}"


def comparison_lines(comparisons: Sequence[BaselineComparison]) -> list[str]:
    """The table of everyone who is scored."""
    ranked = any(one.ranked is not None for one in comparisons)
    heads = ["who", "n", "Brier", "log", "Brier difference", "log difference"]
    more = ["ladders", "ranked", "ranked difference"] if ranked else []
    return [line.rstrip() for line in align_columns([heads + more, *(_row(one, ranked) for one in comparisons)])]


def _row(one: BaselineComparison, ranked: bool) -> list[str]:
    own = one.name == FORECAST
    row = [one.name, str(one.n), f"{one.brier.mean:.3f}", f"{one.log.mean:.3f}"]
    row += ["", ""] if own else [_span(one.brier), _span(one.log)]
    if ranked and one.ranked is not None:
        row += [str(one.ranked.n), f"{one.ranked.mean:.3f}", "" if own else _span(one.ranked)]
    elif ranked:
        row += ["", "", ""]
    return row


def _span(score: MeanScore) -> str:
    ends = score.interval
    return f"{score.difference:+.3f}" + ("" if ends is None else f" ({ends[0]:+.3f} to {ends[1]:+.3f})")


def verdict(comparisons: Sequence[BaselineComparison]) -> str:
    """Which differences are significant, of how many that were looked at."""
    others = [one for one in comparisons if one.name != FORECAST]
    told = [one.name for one in others if one.significant]
    looked = sum(score.interval is not None for one in others for score in one.scores)
    if not told:
        return f"No difference is significant at 90 %, of {looked} looked at."
    beyond = sum(score.significant for one in others for score in one.scores)
    return (
        f"At 90 %, 0 lies outside an interval against: {', '.join(told)}. That is {beyond} of {looked} intervals "
        f"looked at, of which about {looked / 10:.0f} would do so by chance alone; with few events they are too narrow."
    )


def _days(tables: Sequence[ScoreTable]) -> Iterator[str]:
    """The means of several days below each other; every day's own questions, so that days differ in what is asked."""
    yield f"{tables[0].title}: by day, over the questions that were open on it"
    rows = [("as of", "seen", "n", "events", "Brier", "log", f"Brier less {EVEN}", f"log less {EVEN}")]
    for made in tables:
        head = (str(made.as_of), str(made.observations), str(len(made.questions)), str(made.clusters))
        by_name = {one.name: one for one in made.comparisons}
        if not by_name:
            rows.append((*head, "", "", "", ""))
            continue
        own, even = by_name[FORECAST], by_name[EVEN]
        rows.append((*head, f"{own.brier.mean:.3f}", f"{own.log.mean:.3f}", _span(even.brier), _span(even.log)))
    yield from (line.rstrip() for line in align_columns(rows))
