"""Every judgment's own draws, as said: before pooling, clocks and shifts. What evidence re-weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.arrays import Floats
from sim.log_odds import expit
from sim.priors.rows.matching import Statement, match
from sim.priors.rows.split_draws import draw_split
from sim.priors.rows.statement_draws import Drawer
from sim.priors.rows.weights import Weighing
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Shift, Split, Table
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
        for key in scenario.judgments[name]:
            shift = isinstance(scenario.judgments[name][key].says, Shift)
            if key in statements and not isinstance(scenario.judgments[name][key].says, Table):
                for event, column in _events(drawer, statements[key]):
                    if column.min() < column.max():
                        yield Said(key, name, statements[key].voice, event, column, shift)


def _events(drawer: Drawer, statement: Statement) -> Iterator[tuple[str, Floats]]:
    """A split state by state (ordered: every `STATE or more`), a shift by its largest effect, else the event."""
    says, states = statement.says, drawer.rows.variable.states
    if isinstance(says, Split | Marginals):
        ordered = drawer.rows.variable.ordered
        size = len(states)
        events = [range(s, size) for s in range(1, size)] if ordered else [range(s, s + 1) for s in range(size)]
        for event, column in zip(events, draw_split(drawer, statement), strict=True):
            yield in_words(frozenset(event), states), expit(column)
    elif isinstance(says, Shift):
        yield from _effect(drawer, statement, says)
    else:
        log_odds = drawer.event(statement)
        yield statement.record.about, expit(-log_odds if statement.folded else log_odds)


def _effect(drawer: Drawer, statement: Statement, says: Shift) -> Iterator[tuple[str, Floats]]:
    """A shift's largest effect along each parent, in log-odds."""
    for parent, effects in says.shift.items():
        axis = next((i for i, axis in enumerate(drawer.rows.axes) if axis.name == parent), None)
        state = max(effects, key=lambda one: (abs(effects[one]), effects[one], one))
        if axis is not None:
            yield f"shift by {parent} {state}", drawer.effect(statement, axis, effects[state])


def shares(weighing: Weighing, draws: int, seed: int) -> dict[str, Floats]:
    """Each voice's share of the votes of all voices that have spoken, draw by draw, in the file's order: (draws,) each.

    Under the `linear` rule it is 1 in the draws that follow the voice, else 0; under `average` and `median`
    it is the same in all draws.
    """
    pool, scenario = weighing.pool(draws, seed), weighing.heard
    heard = {
        judgment.expert for group in scenario.judgments.values() for judgment in group.values() if not judgment.overall
    }
    voices = sorted(voice for voice in heard if scenario.experts[voice].weight > 0)
    found = dict(zip(voices, pool.shares(voices), strict=True)) if voices else {}
    return {voice: found[voice] for voice in scenario.experts if voice in found}
