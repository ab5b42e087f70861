"""Worlds under evidence: all steps of the observed variables and of their ancestors first, then the walk.

For every block of worlds it gives each world's weight, which is the likelihood of the evidence given all
that the world has sampled (likelihood weighting: Fung and Chang 1990; Shachter and Peot 1990), the
paths of informed variables, and the laws by which the walk conditions the rows of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.condition import Cut, Law, Message, Reweighted, backward, law, seen_from
from sim.engine.evidence.evidence import Evidence
from sim.engine.program.program import Program
from sim.engine.program.uniforms import Uniforms
from sim.engine.worlds.estimates import Visit
from sim.engine.worlds.rows import CONSTANT, ONE, RowReader, Rows, States, Thresholds
from sim.engine.worlds.walk import Walk, draw

Past = NDArray[np.intp]
FRESH: Past = np.zeros((1, 1), dtype=np.intp)


class Prelude:
    """One block of worlds of one chunk, as far as the evidence reaches.

    weights: (draws, 64), or 1 along what does not differ. states: path by place of every variable
    sampled here, entries 0..steps. laws and messages: by place.
    """

    def __init__(
        self, program: Program, evidence: Evidence, thresholds: Sequence[Thresholds], uniforms: Uniforms
    ) -> None:
        self._program, self._evidence, self._uniforms = program, evidence, uniforms
        self._plan = evidence.plan
        self._readers = list(map(RowReader, program.variables, thresholds, self._plan.settings))
        self.weights: Floats = ONE
        self.states: dict[int, list[States]] = {}
        self.laws: dict[int, Law] = {}
        self.messages: dict[int, list[Message]] = {}
        for group in evidence.groups:
            for place in group:
                self.states[place] = [CONSTANT[self._plan.start[place] or 0]]
            if len(group) > 1:
                self._together(group)
            else:
                self._alone(group[0])

    def _rows(self, place: int, step: int) -> Rows:
        """A variable's rows at a step, own memory left open."""
        parents = self._program.variables[place].parents
        return self._readers[place].at(step, [self._state(p.variable, step - p.lag) for p in parents])

    def _state(self, place: int, step: int) -> States:
        setting, start = self._plan.settings[place], self._plan.start[place]
        if not setting.constant:
            return self.states[place][step]
        state = setting.fixed[step] if step else start
        assert state is not None
        return CONSTANT[state]

    def _alone(self, place: int) -> None:
        """Sample a variable that is no ancestor of its parents: their whole path is known, and so is the likelihood."""
        variable, watched = self._program.variables[place], self._evidence.watches.get(place)
        rows = [self._rows(place, step) for step in range(1, self._program.steps + 1)]
        rows = [rows[0], *rows]
        if watched is not None and variable.once:
            self.laws[place] = law(rows, watched)
            self.weights = self.weights * self.laws[place].weight
        elif watched is not None:
            self.messages[place], seen = backward(rows, watched, variable.memory)
            self.weights = self.weights * seen[0][self._plan.start[place] or 0]
        if place in self._evidence.informed:
            past = FRESH
            for step in range(1, self._program.steps + 1):
                past = self._draw(place, step, rows[step], past)

    def _draw(self, place: int, step: int, rows: Rows, past: Past) -> Past:
        """Draw one variable's state at a step, given what is seen of it later; the past from there on."""
        watched = self._evidence.watches.get(place)
        visited = self._visited(place, step, rows)
        if place in self.laws:
            visited = Cut(visited, self.laws[place])
        elif watched is not None and step <= watched.last:
            visited = Reweighted(visited, seen_from(self.messages[place][step], watched, past))
        return self._enter(place, visited, step, past)

    def _visited(self, place: int, step: int, rows: Rows) -> Rows:
        memory = self._program.variables[place].memory
        return rows if memory is None else rows.visited(self.states[place][step - 1], memory)

    def _enter(self, place: int, visited: Rows, step: int, past: Past) -> Past:
        """Draw a state from the rows; the past from there on."""
        variable, watched = self._program.variables[place], self._evidence.watches.get(place)
        state = draw(visited, self._uniforms.of(variable, step), variable.states)
        self.states[place].append(state)
        if watched is None or watched.pasts == 1:
            return past
        return watched.after(past, state)

    def _together(self, group: Sequence[int]) -> None:
        """Sample variables that are each other's ancestors, step by step, each weighted by what is observed of it."""
        pasts = {place: FRESH for place in group}
        for step in range(1, self._program.steps + 1):
            for place in group:
                watched = self._evidence.watches.get(place)
                visited = self._visited(place, step, self._rows(place, step))
                if watched is not None and step in watched.factors:
                    factor: Message = [[ONE * value for value in values] for values in watched.factors[step]]
                    visited = weighted = Reweighted(visited, seen_from(factor, watched, pasts[place]))
                    self.weights = self.weights * weighted.total
                pasts[place] = self._enter(place, visited, step, pasts[place])


class SeenWalk(Walk):
    """The states of one policy's worlds, given what was observed; `weights` are the worlds' weights."""

    def __init__(
        self, program: Program, evidence: Evidence, thresholds: Sequence[Thresholds], uniforms: Uniforms
    ) -> None:
        super().__init__(program, evidence.plan, thresholds)
        self._evidence, self._prelude = evidence, Prelude(program, evidence, thresholds, uniforms)
        self.weights = self._prelude.weights
        self._cut: dict[int, tuple[Rows, Rows]] = {}

    def _visit(self, place: int, step: int, previous: Sequence[States | None], uniforms: Uniforms) -> Visit:
        """An informed variable has its sampled state."""
        if place not in self._evidence.informed:
            return super()._visit(place, step, previous, uniforms)
        state = self._prelude.states[place][step]
        states = self._program.variables[place].states
        tails = [ONE, *((state >= s).astype(np.float64) for s in range(1, states))]
        return Visit(super()._rows(place, step, previous), tails, state)

    def _rows(self, place: int, step: int, previous: Sequence[States | None]) -> Rows:
        """The rows, conditioned on what was seen of the variable."""
        rows = super()._rows(place, step, previous)
        if place in self._prelude.laws:
            return self._after(place, rows)
        messages = self._prelude.messages.get(place, ())
        return Reweighted(rows, messages[step][0]) if step < len(messages) else rows

    def _after(self, place: int, rows: Rows) -> Rows:
        """A once variable's rows after its law; the last step's object where nothing has changed."""
        if place not in self._cut or self._cut[place][0] is not rows:
            self._cut[place] = rows, Cut(rows, self._prelude.laws[place])
        return self._cut[place][1]
