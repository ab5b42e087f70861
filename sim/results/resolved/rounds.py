"""What voices said in earlier rounds, and how far they have moved: nothing of it enters a prior."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.log_odds import log_odds_of
from sim.priors import judgment_priors
from sim.priors.model import JudgmentPrior
from sim.priors.reading.marginals import median_of_row
from sim.priors.rows.matching import tail_events
from sim.results.forecast.percent import percent_or_dash
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Variable
from sim.scenario.model.forms import Split
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario

Event = frozenset[int]


@dataclass(frozen=True)
class RoundMove:
    """One voice from one round to its next on one event.

    before, after: the medians, None where a form has none; log_odds: the way from one to the other, None where a
    median is missing or certain. another_clock: the two numbers are for different times.
    """

    voice: str
    variable: str
    event: str
    judgments: tuple[str, str]
    rounds: tuple[int, int]
    before: float | None
    after: float | None
    another_clock: bool

    @property
    def log_odds(self) -> float | None:
        if self.before is None or self.after is None or not (0 < self.before < 1 and 0 < self.after < 1):
            return None
        return log_odds_of(self.after) - log_odds_of(self.before)


def moves(scenario: Scenario) -> tuple[RoundMove, ...]:
    """Every step of every voice from round to round, in the file's order; a split event by event."""
    priors = judgment_priors.judgments(scenario, earlier_rounds=True)
    return tuple(
        move
        for variable in scenario.judgments
        for chain in scenario.chains(variable)
        for pair in pairwise(chain)
        for move in _between(scenario, variable, pair, priors)
    )


def lines(scenario: Scenario) -> Iterator[str]:
    """The moves as a terminal's text; nothing where every voice has spoken once."""
    found = moves(scenario)
    if not found:
        return
    yield "ROUNDS: what a voice said before, and how far it has moved; only the last of them enters a prior"
    for move in found:
        ends = zip((move.before, move.after), move.judgments, move.rounds, strict=True)
        told = " -> ".join(f"{percent_or_dash(median)} ({key}, round {number})" for median, key, number in ends)
        way = "" if move.log_odds is None else f", {move.log_odds:+.2f} log-odds"
        clock = " (another clock)" if move.another_clock else ""
        yield f"  {move.voice}  {move.variable}: {move.event}  {told}{way}{clock}"


def _between(
    scenario: Scenario, variable: str, pair: tuple[str, str], priors: dict[str, JudgmentPrior]
) -> Iterator[RoundMove]:
    first, second = (scenario.judgments[variable][name] for name in pair)
    about = scenario.variables[variable]
    before, after = (_medians(about, scenario.resolved[name], priors[name]) for name in pair)
    clock = (first.by, first.within, first.per) != (second.by, second.within, second.per)
    for event in dict.fromkeys([*before, *after]) or {"any": None}:
        yield RoundMove(
            first.expert, variable, event, pair, (first.round, second.round), before.get(event), after.get(event), clock
        )


def _medians(variable: Variable, judgment: ResolvedJudgment, prior: JudgmentPrior) -> dict[str, float]:
    """Event -> median as the judgment has it; empty for forms that have no one median."""
    says, states = judgment.says, variable.states
    if isinstance(says, Split | Marginals):
        events = tail_events(len(states), variable.ordered)
        return {in_words(event, states, variable.ordered): median_of_row(says, states, event) for event in events}
    if prior.median is None or judgment.event is None:
        return {}
    median = 1 - prior.median if judgment.folded else prior.median
    return {in_words(judgment.event, states, variable.ordered): median}
