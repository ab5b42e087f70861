"""One voice against itself: the rules that its medians in one row must obey, and the nearest medians that do.

A part is no likelier than the whole; disjoint parts together are no likelier than what holds them, and exactly as
likely where they leave nothing of it open. Statements move as a `nudge` moves them, in log-odds as they were said.
The nearest set has the smallest sum of (move / doubt)^2: for nested events alone that is weighted isotonic
regression (Barlow, Bartholomew, Bremner and Brunk 1972).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from sim.arrays import Floats
from sim.log_odds import expit, log_odds_of
from sim.priors.consistency.allowed import find_allowed
from sim.priors.consistency.doubt import doubt
from sim.priors.consistency.least_distance import least_distance
from sim.priors.rows.hazard import hazard
from sim.priors.rows.isotonic import tree
from sim.priors.rows.matching import Event, Statement, VariableRows, match
from sim.priors.rows.weights import weigh
from sim.scenario.model.form import Subject
from sim.scenario.resolve.scenario import Scenario

EXACT = 1e-9
MOST_NUDGE = 20.0  # that a file may hold
FAR = 60.0  # log-odds that stand in for certainty


@dataclass(frozen=True)
class Word:
    """One statement on one event: the median's log-odds as said, turned to the canonical event.

    sign: -1 where the words spoke of the complement, which a nudge moves the other way. steps: of its clock.
    """

    judgment: str
    event: Event
    log_odds: float
    sign: int
    steps: int | None

    def at(self, nudge: float) -> float:
        """Log-odds in a row, a step where there is a clock, after one more nudge."""
        return float(hazard(np.array([self.log_odds + self.sign * nudge]), self.steps)[0])


@dataclass(frozen=True)
class Rule:
    """What one voice's medians must obey in some row: the parts together are no likelier than the holder.

    holder: None for the whole row. exact: the parts leave nothing of the holder open.
    """

    variable: str
    voice: str
    holder: Word | None
    parts: tuple[Word, ...]
    exact: bool

    @property
    def judgments(self) -> tuple[str, ...]:
        """Whose words they are, each once."""
        return tuple(dict.fromkeys(word.judgment for word in (self.holder, *self.parts) if word is not None))

    def room(self, nudges: Mapping[str, float]) -> float:
        """0 or more where the rule holds (exactly 0 for an exact one), after some nudges more.

        Log-odds between a whole and its one part; else the log of the ratio of the probabilities.
        """
        inside = [part.at(nudges.get(part.judgment, 0.0)) for part in self.parts]
        above = self.holder.at(nudges.get(self.holder.judgment, 0.0)) if self.holder is not None else np.inf
        if len(inside) == 1:
            return above - inside[0]
        return float(-np.logaddexp(0.0, -above) - np.log(expit(np.array(inside)).sum()))

    def broken(self, nudges: Mapping[str, float]) -> bool:
        """Whether it does not hold."""
        room = self.room(nudges)
        return abs(room) > EXACT if self.exact else room < -EXACT


def rules(scenario: Scenario, rows: VariableRows) -> tuple[Rule, ...]:
    """Every rule of one variable that ties two judgments of one voice, each once."""

    @cache
    def words_of(event: Event, statement: Statement) -> tuple[Word, Word]:
        ends = find_allowed(scenario, rows, statement, event, clocked=False)
        low, high = (min(max(log_odds_of(p), -FAR), FAR) for p in ends)
        sign = -1 if statement.folded else 1
        lowest = Word(statement.id, event, low, sign, statement.steps)
        return lowest, replace(lowest, log_odds=high)

    found: dict[Rule, None] = {}
    for group in rows.groups:
        words: dict[str, list[tuple[Word, Word]]] = {}
        for event, statements in group.speakers:
            for statement in statements:
                if statement.says.subject is not Subject.EVERY_ROW:  # its voice says nothing else
                    words.setdefault(statement.voice, []).append(words_of(event, statement))
        for voice, said in words.items():
            every = _of_a_row(rows, voice, said, group.previous is None)
            found |= dict.fromkeys(rule for rule in every if len(rule.judgments) > 1)
    return tuple(found)


def _of_a_row(rows: VariableRows, voice: str, said: Sequence[tuple[Word, Word]], fresh: bool) -> Iterator[Rule]:
    """The rules among what one voice says in one row; fresh: no previous state takes part of it.

    said: every statement as low and as high as it allows; a part counts as low, its holder as high as it can.
    """
    events = [lowest.event for lowest, _ in said]
    above = tree(events)
    for holder in range(-1, len(events)):
        inside = [i for i, parent in enumerate(above) if parent == holder]
        if len(inside) < (2 if holder < 0 else 1):
            continue
        size = rows.states if holder < 0 else len(events[holder])
        full = fresh and len(inside) > 1 and sum(len(events[i]) for i in inside) == size
        tied = all(low == high for low, high in (said[i] for i in (*inside, *([holder] if holder >= 0 else ()))))
        parts = tuple(said[i][0] for i in inside)
        yield Rule(rows.name, voice, said[holder][1] if holder >= 0 else None, parts, full and tied)


def nearest(scenario: Scenario, wanted: Sequence[Rule]) -> dict[str, float] | None:
    """The nudges to be added to the judgments of some rules, those with the least weighted sum of squares.

    Every judgment of the rules is named, 0 where it stays. None where no nudge can do it: what is certain stays.
    """
    keys = sorted({key for rule in wanted for key in rule.judgments})
    if not any(rule.broken({}) for rule in wanted):
        return dict.fromkeys(keys, 0.0)
    sd = np.array([doubt(scenario, scenario.resolved[key].variable, key) for key in keys])
    at = np.zeros(len(keys))
    for _ in range(60):
        equal, to, least, room = linear(wanted, keys, at)
        y = least_distance(equal * sd, to, least * sd, room)
        if y is None:
            return None
        before, at = at, sd * y
        if np.abs(at - before).max() < 1e-12:
            break
    found = dict(zip(keys, at.tolist(), strict=True))
    too_far = any(abs(scenario.resolved[key].nudge + nudge) > MOST_NUDGE for key, nudge in found.items())
    return None if too_far or any(rule.broken(found) for rule in wanted) else found


def linear(wanted: Sequence[Rule], keys: Sequence[str], at: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The rules about a point as equal @ x = to and least @ x >= bound, x being the nudges of `keys`."""
    nudges = dict(zip(keys, at.tolist(), strict=True))
    slopes = np.zeros((len(wanted), len(keys)))
    for row, rule in enumerate(wanted):
        for key in rule.judgments:
            up, down = ({**nudges, key: nudges[key] + step} for step in (1e-5, -1e-5))
            slopes[row, keys.index(key)] = (rule.room(up) - rule.room(down)) / 2e-5
    bound = slopes @ at - np.array([rule.room(nudges) for rule in wanted])
    exact = np.array([rule.exact for rule in wanted], dtype=bool)
    return slopes[exact], bound[exact], slopes[~exact], bound[~exact]


@dataclass(frozen=True)
class Contradiction:
    """One voice's judgments on one variable that cannot all stand.

    broken: the rules that do not hold. nudges: judgment -> what to add to its nudge; None where nothing would do.
    """

    variable: str
    voice: str
    broken: tuple[Rule, ...]
    nudges: Mapping[str, float] | None


def contradictions(scenario: Scenario, variables: Sequence[VariableRows] | None = None) -> tuple[Contradiction, ...]:
    """Every voice that contradicts itself, variable by variable; variables: all of the scenario by default."""
    out = []
    scenario = weigh(scenario).heard  # a voice that is not heard contradicts nobody
    matched = variables if variables is not None else [match(scenario, name) for name in sorted(scenario.variables)]
    for rows in matched:
        every = rules(scenario, rows)
        for voice in sorted({rule.voice for rule in every if rule.broken({})}):
            mine = [rule for rule in every if rule.voice == voice]
            broken = tuple(rule for rule in mine if rule.broken({}))
            out.append(Contradiction(rows.name, voice, broken, nearest(scenario, mine)))
    return tuple(out)
