"""A walk under evidence: informed variables keep the paths sampled before it, watched ones conditioned rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.condition import Cut, Reweighted
from sim.engine.evidence.evidence import Evidence
from sim.engine.evidence.importance import Prelude
from sim.engine.program.program import Program
from sim.engine.program.uniforms import Uniforms
from sim.engine.worlds.estimates import Visit
from sim.engine.worlds.rows import ONE, Rows, States, Thresholds
from sim.engine.worlds.walk import Walk


class SeenWalk(Walk):
    """The states of one policy's worlds, given what was observed; `weights` are the worlds' weights."""

    def __init__(
        self, program: Program, evidence: Evidence, thresholds: Sequence[Thresholds], uniforms: Uniforms
    ) -> None:
        super().__init__(program, evidence.plan, thresholds)
        self._evidence = evidence
        self._prelude = Prelude(program, evidence, thresholds, uniforms)
        self.weights: Floats = self._prelude.weights
        self._cut: dict[int, tuple[Rows, Rows]] = {}

    def _visit(self, place: int, step: int, previous: Sequence[States | None], uniforms: Uniforms) -> Visit:
        """Visit one variable at one step; an informed one has its sampled state."""
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
        messages = self._prelude.messages.get(place)
        if messages is None or step >= len(messages):
            return rows
        return Reweighted(rows, messages[step][0])

    def _after(self, place: int, rows: Rows) -> Rows:
        """A once variable's rows after its law; the last step's object where nothing has changed."""
        if place not in self._cut or self._cut[place][0] is not rows:
            self._cut[place] = rows, Cut(rows, self._prelude.laws[place])
        return self._cut[place][1]
