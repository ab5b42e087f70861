"""Every judgment's own draws, as said: before pooling, clocks and shifts. What evidence re-weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.arrays import Floats
from sim.log_odds import expit
from sim.priors.rows.matching import Statement, match, tail_events
from sim.priors.rows.statement_draws import Drawer, draw_split
from sim.priors.rows.weights import Weighing
from sim.scenario.model.form import Subject
from sim.scenario.resolve.events import in_words


@dataclass(frozen=True, eq=False)
class Said:
    """The draws of one event of one judgment: probabilities; of a shift, `log_odds`. draws: (draws,)."""

    judgment: str
    variable: str
    voice: str
    event: str
    draws: Floats
    log_odds: bool


def said(weighing: Weighing, draws: int, seed: int) -> Iterator[Said]:
    """Every event that every judgment speaks of and leaves open, in the file's order.

    Statements that enter no prior are left out, as are events of which a judgment is certain, and tables,
    which speak of another event in every row.
    """
    pool, scenario = weighing.pool(draws, seed), weighing.heard
    for name in scenario.judgments:
        rows = match(scenario, name)
        drawer = Drawer(scenario, rows, pool)
        statements = {statement.id: statement for statement in rows.statements}
        for key, judgment in scenario.judgments[name].items():
            subject = judgment.says.subject
            if key in statements and subject is not Subject.EVERY_ROW:
                for event, column in _events(drawer, statements[key]):
                    if column.min() < column.max():
                        yield Said(key, name, judgment.expert, event, column, subject is Subject.SHIFT)


def _events(drawer: Drawer, statement: Statement) -> Iterator[tuple[str, Floats]]:
    """A split state by state (ordered: every `STATE or more`), a shift by its largest effect, else the event."""
    subject, states = statement.says.subject, drawer.rows.variable.states
    if subject is Subject.ROW:
        size, ordered = len(states), drawer.rows.variable.ordered
        events = tail_events(size, True) if ordered else [frozenset({s}) for s in range(size)]
        for event, column in zip(events, draw_split(drawer, statement), strict=True):
            yield in_words(event, states), expit(column)
    elif subject is Subject.SHIFT:
        for parent, state, draws in drawer.largest_effects(statement):
            yield f"shift by {parent} {state}", draws
    else:
        log_odds = drawer.event(statement)
        yield statement.record.about, expit(-log_odds if statement.folded else log_odds)


def shares(weighing: Weighing, draws: int, seed: int) -> dict[str, Floats]:
    """Each voice's share of the votes of all voices that have spoken, draw by draw, in the file's order: (draws,) each.

    Under the `linear` rule it is 1 in the draws that follow the voice, else 0; under `average` and `median`
    it is the same in all draws.
    """
    pool, scenario = weighing.pool(draws, seed), weighing.heard
    heard = {judgment.voice for judgment in scenario.resolved.values() if not judgment.record.overall}
    voices = sorted(voice for voice in heard if scenario.experts[voice].weight > 0)
    share = dict(zip(voices, pool.shares(voices), strict=True)) if voices else {}
    return {voice: share[voice] for voice in scenario.experts if voice in share}
