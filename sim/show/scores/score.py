"""Scores as a terminal's text: every question, then the forecast beside its baselines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sim.results.document import align_columns
from sim.results.score.model import (
    EVEN,
    FORECAST,
    SAID_THEN,
    BaselineComparison,
    Loss,
    MeanScore,
    ScoredQuestion,
    ScoreTable,
)
from sim.show.words import join_items

KNEW = "In hindsight: written with knowledge of how the matter ended, so what it scores is no forecast's."


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
    silence = "silences counted" if made.silence else "silences not counted"
    seen = f", given {made.observations} observations; {silence}" if made.observations or made.silence else ""
    yield f"As of {made.as_of}{seen}"
    yield (
        f"n = {len(made.questions)} questions, decided by {made.clusters} events; {len(made.void)} void, "
        f"{len(made.settled)} set by the policy or asked of nobody"
    )
    if made.decided:
        yield f"Decided or past their deadline by then: {', '.join(made.decided)}"
    if not made.questions:
        return
    yield ""
    yield from _questions(made)
    if made.ladders:
        yield ""
        yield from align_columns([("states", "by or at", "came", "said of it", "ranked probability"), *_ladders(made)])
    yield ""
    yield "Means, and forecast less baseline with 90 % by event (below 0 the forecast is better):"
    yield from comparison_lines(made.comparisons, made.hindsight)
    yield ""
    yield verdict(made.comparisons, lambda name: name_scored(name, made.hindsight))
    yield f"In the log score 0 is read as {made.bound:.2g}: half of one world."
    yield from (f"No forecast by {name}: {why}" for name, why in made.left_out.items())


def _questions(made: ScoreTable) -> list[str]:
    """A line a question; with a ledger, what was said then beside what today's file says."""
    heads = ("question", "came", "said", "Brier", "log")
    if made.said_then is None:
        return align_columns([heads, *(_question(one) for one in made.questions)])
    then = (f"said on {made.said_then}", "Brier then", "log then")
    rows = [(*_question(one), *_cells(one.scores.get(SAID_THEN))) for one in made.questions]
    return [line.rstrip() for line in align_columns([(*heads, *then), *rows])]


def _question(one: ScoredQuestion) -> tuple[str, ...]:
    return (one.question, f"{one.truth:.0%}", *_cells(one.scores[FORECAST]))


def _cells(loss: Loss | None) -> tuple[str, str, str]:
    return ("", "", "") if loss is None else (f"{loss.probability:.1%}", f"{loss.brier:.3f}", f"{loss.log:.3f}")


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


def comparison_lines(comparisons: Sequence[BaselineComparison], hindsight: Collection[str] = ()) -> list[str]:
    """The table of everyone who is scored. hindsight: names of whom it was written with knowledge of the end."""
    ranked = any(one.ranked is not None for one in comparisons)
    heads = ["who", "n", "Brier", "log", "Brier difference", "log difference"]
    more = ["ladders", "ranked", "ranked difference"] if ranked else []
    rows = [_row(one, name_scored(one.name, hindsight), ranked) for one in comparisons]
    lines = [line.rstrip() for line in align_columns([heads + more, *rows])]
    return [*lines, *([KNEW] if any(one.name in hindsight for one in comparisons) else [])]


def name_scored(name: str, hindsight: Collection[str]) -> str:
    """Who is scored, with a mark where it was written with knowledge of how the matter ended.

    >>> name_scored("alternative ships", {"alternative ships"}), name_scored("forecast", ())
    ('alternative ships (in hindsight)', 'forecast')
    """
    return f"{name} (in hindsight)" if name in hindsight else name


def _row(one: BaselineComparison, name: str, ranked: bool) -> list[str]:
    own = one.name == FORECAST
    row = [name, str(one.n), f"{one.brier.mean:.3f}", f"{one.log.mean:.3f}"]
    row += ["", ""] if own else [tell_difference(one.brier), tell_difference(one.log)]
    if ranked and one.ranked is not None:
        row += [str(one.ranked.n), f"{one.ranked.mean:.3f}", "" if own else tell_difference(one.ranked)]
    elif ranked:
        row += ["", "", ""]
    return row


def tell_difference(score: MeanScore) -> str:
    """The forecast's mean less another's, with its interval.

    >>> tell_difference(MeanScore(27, 0.25, -0.0456, (-0.1731, 0.0357)))
    '-0.046 (-0.173 to +0.036)'
    >>> tell_difference(MeanScore(27, 0.25, -0.0001, (-0.001, 0.0004)))
    '0 (-0.001 to 0)'
    """
    ends = "" if score.interval is None else f" ({' to '.join(map(tell_signed, score.interval))})"
    return tell_signed(score.difference) + ends


def tell_signed(value: float) -> str:
    """A difference of scores with its sign; what rounds to nothing has none."""
    told = f"{value:+.3f}"
    return told if float(told) else "0"


def verdict(comparisons: Sequence[BaselineComparison], called: Callable[[str], str] = str) -> str:
    """Which differences are significant, each by its score, of how many that were looked at.

    called: what a name is shown as.
    """
    others = [one for one in comparisons if one.name != FORECAST]
    told = [f"{called(one.name)} ({tell_way(one)})" for one in others if one.significant]
    looked = sum(score.interval is not None for one in others for score in one.scores)
    if not told:
        return f"No difference is significant at 90 %, of {looked} looked at."
    beyond = sum(score.significant for one in others for score in one.scores)
    return (
        f"Of {looked} intervals of 90 %, {beyond} leave 0 out, against: {'; '.join(told)}. About {looked / 10:.0f} "
        f"of {looked} would do so by chance alone, and with few events intervals are too narrow."
    )


def tell_way(one: BaselineComparison) -> str:
    """In which scores the forecast is better than another and in which worse, of those whose interval leaves 0 out.

    >>> better, same = MeanScore(9, 0.2, -0.1, (-0.2, -0.1)), MeanScore(9, 0.2, 0.0, (-0.1, 0.1))
    >>> tell_way(BaselineComparison("a", 9, better, same, better))
    'the forecast is better in Brier and ranked'
    """
    scores = {"Brier": one.brier, "log": one.log, "ranked": one.ranked}
    clear = {name: score.difference < 0 for name, score in scores.items() if score is not None and score.significant}
    ways = {way: [name for name, better in clear.items() if better == (way == "better")] for way in ("better", "worse")}
    told = [f"{way} in {join_items(names)}" for way, names in ways.items() if names]
    return f"the forecast is {', '.join(told)}"


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
        apart = (tell_difference(even.brier), tell_difference(even.log))
        rows.append((*head, f"{own.brier.mean:.3f}", f"{own.log.mean:.3f}", *apart))
    yield from (line.rstrip() for line in align_columns(rows))
