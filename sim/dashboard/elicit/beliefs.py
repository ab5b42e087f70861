"""What is believed about one event: by the voice that is asked, by every other voice, and by all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Floats
from sim.dashboard.added.adding import tell_said
from sim.dashboard.elicit.asked import name_parent
from sim.dashboard.elicit.implied import BeliefSpread, spread_of, spread_of_draws
from sim.log_odds import expit, logit
from sim.priors.build import build
from sim.priors.reading.judgment import read_event
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Group, Statement, VariableRows, match
from sim.priors.rows.statement_draws import Drawer
from sim.priors.rows.weights import weigh
from sim.scenario.model.form import Subject
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import plain
from sim.show.words import read_aloud

Part = Literal["yours", "other", "without", "with"]
DRAWS, SEED = 1000, 1


@dataclass(frozen=True)
class VoiceBelief:
    """What one voice, or all of them, believes. who: in words. said: what was said, in short; empty for the pool."""

    part: Part
    who: str
    said: str
    spread: BeliefSpread


@dataclass(frozen=True)
class EventBeliefs:
    """All beliefs about one event, the asked voice's first, the pools' last. where: the row of the pools, in words."""

    rows: tuple[VoiceBelief, ...]
    where: str


def list_beliefs(before: Scenario, draft: Scenario, key: str, policy: str) -> EventBeliefs:
    """What is believed about the event of one judgment of `draft`, and what the pool was in `before`, without it.

    Of several rows in which the judgment speaks, pools are those of the first that the policy brings about.
    """
    known = draft.resolved[key]
    weighing = weigh(draft)
    rows = match(weighing.heard, known.variable)
    own = VoiceBelief("yours", _name(draft, known.voice), tell_said(draft, known.record), _own(draft, key))
    mine = next((statement for statement in rows.statements if statement.id == key), None)
    groups = [group for group in rows.groups if mine is not None and _speaks(group, mine)]
    if mine is None or not groups:
        return EventBeliefs((own,), "")
    drawer = Drawer(weighing.heard, rows, weighing.pool(DRAWS, SEED))
    others = [VoiceBelief("other", *_told(draft, one), spread) for one, spread in _others(drawer, groups, mine)]
    members = (place for group in groups for place in group.members)
    place = min(members, key=lambda place: _rank(draft, rows, policy, place))
    pools = (
        VoiceBelief("without", "All voices, without this", "", spread_of_draws(_pooled(before, mine, place))),
        VoiceBelief("with", "All voices, with this", "", spread_of_draws(_pooled(draft, mine, place))),
    )
    return EventBeliefs((own, *others, *pools), _where(draft, rows, place[1]) if len(groups) > 1 else "")


def _rank(scenario: Scenario, rows: VariableRows, policy: str, place: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """How many levers stand otherwise in a row than where the policy brings them, then the row's own place."""
    paths = scenario.paths[policy]
    cells = zip(rows.axes, rows.combos[place[1]], strict=True)
    fixed = [(paths[axis.variable].fixed[-1], state) for axis, state in cells if axis.variable in paths]
    return sum(wanted is not None and wanted != state for wanted, state in fixed), place


def _own(draft: Scenario, key: str) -> BeliefSpread:
    known = draft.resolved[key]
    return spread_of(read_event(draft, known.record), known.record.nudge)


def _speaks(group: Group, mine: Statement) -> bool:
    return any(statement.id == mine.id for _, statements in group.speakers for statement in statements)


def _others(drawer: Drawer, groups: list[Group], mine: Statement) -> Iterator[tuple[Statement, BeliefSpread]]:
    """Every other voice's statement on the event where the judgment speaks, each once."""
    seen: set[str] = set()
    for group in groups:
        for event, statements in group.speakers:
            for statement in statements if event == mine.event else ():
                if statement.id != mine.id and statement.id not in seen:
                    seen.add(statement.id)
                    yield statement, spread_of_draws(_as_asked(drawer, group, statement, mine))


def _as_asked(drawer: Drawer, group: Group, statement: Statement, mine: Statement) -> Floats:
    """Draws of another's probability of the event that is asked, by its clock, before any shift."""
    assert mine.event is not None
    if statement.says.subject is Subject.EVENT:
        step = hazard(drawer.event(statement), statement.steps)
    else:
        step = drawer.said(group, statement, mine.event)
    return _by_clock(step, mine)


def _pooled(scenario: Scenario, mine: Statement, place: tuple[int, int]) -> Floats:
    """Draws of the event's probability in one row; place: of the row, its phase and its combination."""
    table = build(scenario, DRAWS, SEED, checked=False, variables={mine.variable}).tables[mine.variable]
    assert mine.event is not None
    row = table.row_of.reshape(len(table.row_of), -1)[min(place[0], len(table.row_of) - 1), place[1]]
    tails = np.concatenate([np.ones((DRAWS, 1)), table.tails[row], np.zeros((DRAWS, 1))], axis=1)
    shares = tails[:, :-1] - tails[:, 1:]
    chance = shares[:, sorted(mine.event)].sum(axis=1).clip(0.0, 1.0)
    return _by_clock(logit(chance), mine)


def _by_clock(step: Floats, mine: Statement) -> Floats:
    """Probabilities of the event as it is asked, from log-odds of the canonical event a step."""
    whole = hazard(step, None if mine.steps is None else 1.0 / mine.steps)
    return np.asarray(expit(-whole if mine.folded else whole), dtype=np.float64)


def _told(scenario: Scenario, statement: Statement) -> tuple[str, str]:
    return _name(scenario, statement.voice), tell_said(scenario, statement.record)


def _name(scenario: Scenario, voice: str) -> str:
    return plain(scenario.experts[voice].name)


def _where(scenario: Scenario, rows: VariableRows, combination: int) -> str:
    """A row in words."""
    cells = zip(rows.axes, rows.combos[combination], strict=True)
    return ", ".join(
        f"{name_parent(scenario, axis.name)}: {plain(read_aloud(axis.states[state]))}" for axis, state in cells
    )
