"""The events behind an answer, with the draws of every voice that speaks of them: what ridgelines are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats, shares_of
from sim.log_odds import expit, logit
from sim.priors.model import SpokenRow
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Event, Group, Statement, match, tail_events
from sim.priors.rows.statement_draws import Drawer
from sim.results.ancestry import rows_met
from sim.results.explain.case import Case
from sim.results.explain.model import Explanation, Sentence
from sim.results.explain.standing import LEVELS, AnswerGrounds, SpokenEvent, VoiceStance


def find_grounds(one: Case, made: Explanation) -> AnswerGrounds:
    """What lies behind an explanation, from the priors that the answer was made from; nothing is drawn anew.

    made: the explanation of the same case. An event is there once for each set of judgments that speak of it in rows
    that can be met; of several such rows it is shown in one that the policy still leaves possible when the question is
    settled, and of these in the one that shifts move least.
    """
    met, last = rows_met(one.scenario, one.question, one.policy)
    said = {sentence.judgment: sentence for sentence in made.sentences}
    events = [
        event for name, counts in met.items() for event in _Look(one, name, counts, last, said).events()
    ]  # fmt: skip
    order = sorted(range(len(events)), key=lambda place: (not events[place].lasting, -events[place].share, place))
    repairs = {text for part in one.priors.parts.values() for text in part.repairs}
    return AnswerGrounds(
        made, tuple(events[place] for place in order), tuple(met), one.priors.judgments, one.priors.assumptions,
        tuple(text for text in one.priors.warnings if text not in repairs),
    )  # fmt: skip


class _Look:
    """One variable's rows."""

    def __init__(self, one: Case, name: str, counts: Flags, last: int, said: Mapping[str, Sentence]) -> None:
        self._priors, self._said = one.priors, said
        weighing = self._priors.weighing
        self._rows = match(weighing.heard, name)
        self._drawer = Drawer(weighing.heard, self._rows, weighing.pool(self._priors.draws, self._priors.seed))
        self._asked = one.target.states if one.target.compound is None and one.target.variable == name else None
        self._step = one.target.step
        phases = set(self._rows.phase_of_step[1 : last + 1].tolist())
        groups = enumerate(self._rows.groups)
        met = [(row, g) for row, g in groups if any(phase in phases and counts[combo] for phase, combo in g.members)]
        self._lasting = self._find_lasting(one, last)
        self._met = sorted(met, key=lambda pair: (not self._lasts(pair[1]), _shifted(pair[1]), pair[1].members[0]))

    def events(self) -> Iterator[SpokenEvent]:
        """Every event with every set of judgments that speak of it, once."""
        told: set[tuple[Event, tuple[str, ...]]] = set()
        for row, group in self._met:
            for event, statements, alone in self._spoken(group):
                key = event, tuple(statement.id for statement in statements)
                if key not in told:
                    told.add(key)
                    yield self._event(row, group, event, statements, alone)

    def _find_lasting(self, one: Case, last: int) -> Flags:
        """Which combinations of the parents' states the policy leaves possible at the last step that counts."""
        paths = one.scenario.paths[one.policy]
        ends = [paths[a.variable].fixed[last - a.lag] if a.variable in paths else None for a in self._rows.axes]
        cells = self._rows.combos.tolist()
        return np.array([all(e is None or e == s for e, s in zip(ends, cell, strict=True)) for cell in cells])

    def _is_asked(self, event: Event, statements: Sequence[Statement]) -> bool:
        return event == self._asked and all(one.steps in (None, self._step) for one in statements)

    def _turns(self, phase: int) -> tuple[str, ...]:
        """The parents that the policy leaves open in the end, and on which it hangs which row holds in a phase."""
        rows = self._lasting_rows(phase)
        lines = (np.moveaxis(rows, place, -1).reshape(-1, rows.shape[place]) for place in range(rows.ndim))
        apart = [any(len(set(line) - {-1}) > 1 for line in along.tolist()) for along in lines]
        turning = [axis.variable for axis, differs in zip(self._rows.axes, apart, strict=True) if differs]
        return tuple(name for name in dict.fromkeys(turning) if name != self._rows.name)

    def _movers(self, phase: int) -> tuple[str, ...]:
        """Whose shifts set these rows apart, if nothing else does."""
        groups = [self._rows.groups[row] for row in np.unique(self._lasting_rows(phase)).tolist() if row >= 0]
        moved = (one.voice for group in groups for _, pairs in group.shifts for one, value in pairs if value)
        return tuple(sorted(set(moved))) if len({(one.speakers, one.background) for one in groups}) == 1 else ()

    def _lasting_rows(self, phase: int) -> NDArray[np.int32]:
        """Which row holds for each combination of the parents' states in a phase; -1 where it is none that lasts."""
        return np.where(self._lasting.reshape(self._rows.row_of.shape[1:]), self._rows.row_of[phase], np.int32(-1))

    def _lasts(self, group: Group) -> bool:
        """Whether one of the row's combinations is still possible at the last step that counts."""
        return any(bool(self._lasting[combo]) for _, combo in group.members)

    def _spoken(self, group: Group) -> Iterator[tuple[Event, Sequence[Statement], bool]]:
        yield from ((event, statements, False) for event, statements in group.speakers)
        if not group.speakers and group.background is not None:
            open_ = [e for e in tail_events(self._rows.states, self._rows.variable.ordered) if _is_open(e, group)]
            asked = [event for event in open_ if event == self._asked]
            yield from ((event, (group.background,), True) for event in (asked or open_)[:1])

    def _event(
        self, row: int, group: Group, event: Event, statements: Sequence[Statement], alone: bool
    ) -> SpokenEvent:  # fmt: skip
        steps = max((one.steps or 1 for one in statements), default=1)
        table = self._priors.tables[self._rows.name].tails[row]
        pooled = _within(logit(_chance(table, event, self._rows.states)), steps)
        voices = [self._stance(group, one, event, steps) for one in statements]
        account, phase = self._account(group), group.members[-1][0]
        return SpokenEvent(
            variable=self._rows.name, event=self._rows.in_words(event), condition=account.condition,
            steps=steps if any(one.steps for one in statements) else None,
            voices=tuple(sorted(voices, key=lambda one: (-one.share, one.judgment))), pooled=pooled,
            span=_quantiles(pooled), share=sum(one.share for one in voices), repaired=account.repaired,
            moved=account.moved, alone=alone, lasting=self._lasts(group),
            asked=self._is_asked(event, statements), turns=self._turns(phase),
            movers=self._movers(phase),
        )  # fmt: skip

    def _stance(self, group: Group, statement: Statement, event: Event, steps: int) -> VoiceStance:
        draws = _within(self._drawer.said(group, statement, event), steps)
        prior, said = self._priors.judgments[statement.id], self._said.get(statement.id)
        span = _quantiles(draws)
        own = statement.event == event and not statement.folded and (statement.steps or 1) == steps
        plain = own and not _shifted(group) and self._drawer.scenario.experts[statement.voice].odds_within is None
        if plain and prior.low is not None and prior.median is not None and prior.high is not None:
            span = prior.low, prior.median, prior.high
        return VoiceStance(statement.id, statement.voice, draws, span, said.share if said is not None else 0.0)

    def _account(self, group: Group) -> SpokenRow:
        """The row's account: that in which the same is said, and the same voice completes the rest."""
        spoken = tuple((self._rows.in_words(event), tuple(s.id for s in said)) for event, said in group.speakers)
        phase = group.members[0][0]
        mine = [row for row in self._priors.parts[self._rows.name].rows if row.spoken == spoken]
        rest = f"({group.background.id})" if group.background is not None else ""
        return max(mine, key=lambda row: (row.completed_from.endswith(rest), phase in row.phases))


def _shifted(group: Group) -> int:
    """How many shifts move what is said in a row."""
    return sum(value != 0.0 for _, pairs in group.shifts for _, value in pairs)


def _is_open(event: Event, group: Group) -> bool:
    """Whether the event lies beyond the row's previous state."""
    return group.previous is None or group.previous not in event


def _chance(tails: Floats, event: Event, states: int) -> Floats:
    """The event's probability in every draw of a row: (draws,)."""
    if event == frozenset(range(min(event), states)):
        return np.asarray(tails[:, min(event) - 1])
    return np.asarray(shares_of(tails, -1)[:, sorted(event)].sum(axis=-1).clip(0.0, 1.0))


def _within(log_odds: Floats, steps: int) -> Floats:
    """The probability within so many steps, from the log-odds of one."""
    return np.asarray(expit(hazard(log_odds, 1.0 / steps)), dtype=np.float64)


def _quantiles(draws: Floats) -> tuple[float, float, float]:
    low, median, high = np.quantile(draws, LEVELS)
    return float(low), float(median), float(high)
