"""A track record as a terminal's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.results.document import align_columns
from sim.results.track.calibration import CalibrationBin, Murphy
from sim.results.track.model import TrackedCase, TrackReport
from sim.show.scores.score import comparison_lines, name_scored, verdict


def as_text(made: TrackReport) -> str:
    """The scenarios, the means beside the baselines, calibration, and where the Brier score comes from."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: TrackReport) -> Iterator[str]:
    many = "" if len(made.cases) == 1 else "s"
    yield (
        f"{len(made.cases)} resolved scenario{many}, n = {len(made.questions)} questions, "
        f"decided by {made.clusters} events; {made.void} void"
    )
    yield ""
    heads = ("scenario", "as of", "n", "Brier", "log", "over time: days", "Brier", "log")
    yield from _table([heads, *map(_case, made.cases)])
    if (mean := made.over_time) is not None:
        yield (
            "Averaged over the days on which each question was open, by the forecast of that day: "
            f"Brier {mean.brier:.3f}, log {mean.log:.3f}."
        )
    for case in made.cases:
        if case.not_updated:
            days = ", ".join(map(str, case.not_updated))
            yield f"{case.table.scenario}: what was seen by {days} could not be, and the forecast before it counts on."
    yield ""
    yield "Means, and forecast less baseline with 90 % by event (below 0 the forecast is better):"
    yield from comparison_lines(made.comparisons, made.hindsight)
    yield verdict(made.comparisons, lambda name: name_scored(name, made.hindsight))
    yield ""
    yield "Calibration (by chance: where 90 % would fall if what was said were right and answers independent):"
    yield from _bins(made.bins)
    if made.tail:
        yield ""
        yield "The improbable end, of what was called at most 10 % probable, yes or no:"
        yield from _bins(made.tail)
    yield ""
    yield from _parts(made)


def _case(case: TrackedCase) -> tuple[str, ...]:
    table, timed = case.table, list(case.over_time.values())
    head = (table.scenario, str(table.as_of), str(len(table.questions)))
    if not table.comparisons:
        return (*head, "", "", "", "", "")
    own = table.comparisons[0]
    means = (f"{own.brier.mean:.3f}", f"{own.log.mean:.3f}")
    if not timed:
        return (*head, *means, "", "", "")
    days = f"{sum(one.days for one in timed):,}"
    averages = (sum(values) / len(timed) for values in ([one.brier for one in timed], [one.log for one in timed]))
    return (*head, *means, days, *(f"{value:.3f}" for value in averages))


def _bins(bins: Sequence[CalibrationBin]) -> Iterator[str]:
    rows = [
        (f"{100 * one.low:g} to {100 * one.high:g} %", str(one.n), f"{one.said:.1%}", f"{one.came:.1%}",
         f"{one.chance_low:.0%} to {one.chance_high:.0%}",
         "" if one.chance_low <= one.came <= one.chance_high else "outside")
        for one in bins
    ]  # fmt: skip
    yield from _table([("said", "n", "mean said", "came", "by chance", ""), *rows])


def _parts(made: TrackReport) -> Iterator[str]:
    yield "Brier = reliability - resolution + uncertainty + variance - covariance inside bins (Stephenson et al. 2008):"
    heads = ("", "Brier", "reliability", "resolution", "uncertainty", "variance", "covariance")
    rows = [_part("ten bins", made.binned), _part(f"{made.exact.bins} exact probabilities", made.exact)]
    yield from _table([heads, *rows])
    yield (
        f"Sharpness: the variance of what was said is {made.spread:.3f}. If it were right it would score Brier "
        f"{made.expected_brier:.3f}."
    )


def _part(name: str, parts: Murphy) -> tuple[str, ...]:
    numbers = (
        parts.brier, parts.reliability, parts.resolution, parts.uncertainty, parts.variance, parts.covariance,
    )  # fmt: skip
    return (name, *(f"{value:.4f}" for value in numbers))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (line.rstrip() for line in align_columns(rows))
