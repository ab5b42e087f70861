"""What evidence teaches, as text: how much of the sample it leaves, which voices gain, which judgments move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sim.log_odds import log_odds_of
from sim.results.forecast.model import Learned, Posterior, Three
from sim.results.forecast.percent import SMALLEST, fine_percent
from sim.scenario.resolve.silence import Silence
from sim.show.words import one_in

UNCOUNTED = (
    "Silences not counted: that nothing was reported is not taken to mean that nothing happened. `quiet` in the "
    "evidence file counts them."
)


def silence(
    seen: Mapping[str, Posterior], variable: Callable[[str], str] = str, policy: Callable[[str], str] = str
) -> list[str]:
    """What silence says, a sentence for each set of policies under which it says the same; none without evidence.

    variable, policy: names by id.
    """
    told: dict[str, list[str]] = {}
    for name, one in seen.items():
        told.setdefault(tell_silences(one.silences, variable), []).append(policy(name))
    if len(told) <= 1:
        return list(told)
    return [f"Under {', '.join(policies)}: {text[0].lower()}{text[1:]}" for text, policies in told.items()]


def tell_silences(silences: Sequence[Silence] | None, variable: Callable[[str], str] = str) -> str:
    """What silence says: of which variables it is counted, and why not of others. variable: its name by id.

    >>> tell_silences(None).partition(":")[0]
    'Silences not counted'
    """
    if silences is None:
        return UNCOUNTED
    counted = [variable(one.variable) + str(one).removeprefix(one.variable) for one in silences if not one.why_not]
    left: dict[str, list[str]] = {}
    for one in silences:
        if one.why_not:
            left.setdefault(one.why_not, []).append(variable(one.variable))
    until = f" until {silences[0].until}" if silences else ""
    text = f"Silence{until} counts for {'; '.join(counted)}." if counted else f"Silence{until} counts for nothing."
    reasons = "; ".join(f"{', '.join(names)} ({why})" for why, names in left.items())
    return f"{text} Not counted: {reasons}." if left else text


def learned(seen: Posterior, draws: int, worlds: int) -> Iterator[tuple[str, list[str]]]:
    """Headings, each with its lines. draws: of the run. worlds: a draw."""
    probability = fine_percent(seen.probability) if seen.probability >= SMALLEST else one_in(seen.probability)
    yield f"Seen, under policy {seen.policy}", [
        *seen.observations,
        f"All of it together had a probability of {probability} before it was seen. It leaves "
        f"{seen.effective_draws:,.0f} effective draws of {draws:,} and {seen.effective_worlds:,.0f} effective worlds "
        f"of {draws * worlds:,}.",
    ]
    yield "Voices, by their mean share of the votes, before and after", [
        f"{change.voice}: {fine_percent(change.before)} -> {fine_percent(change.after)}" for change in seen.voices
    ]
    yield "Judgments, median and 90 % interval, before and after; most moved first", [
        f"{one.judgment} ({one.voice}), {one.event}: {_three(one, one.before)} -> {_three(one, one.after)}"
        for one in sorted(seen.judgments, key=moved, reverse=True)
    ]


def moved(change: Learned) -> float:
    """How far a judgment's median has moved, in log-odds."""
    before, after = change.before[1], change.after[1]
    return abs(after - before) if change.log_odds else abs(log_odds_of(after) - log_odds_of(before))


def _three(change: Learned, values: Three) -> str:
    """A median and its interval.

    >>> _three(Learned("S14", "war", "ann", "war", (0, 0, 0), (0, 0, 0)), (0.045, 0.18, 0.416))
    '18.0 % (4.5 to 41.6 %)'
    """
    low, middle, high = values
    if change.log_odds:
        return f"{middle:+.2f} ({low:+.2f} to {high:+.2f})"
    return f"{fine_percent(middle)} ({fine_percent(low).removesuffix(' %')} to {fine_percent(high)})"
