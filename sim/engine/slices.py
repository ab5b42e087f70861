"""Exact slices: P(state at step) of every variable that can be solved for, in every draw.

The core goes forward in time in chains, each closed under ancestors; what else can be solved for hangs
on the core's cell at the same step, and starts there from the joint distribution of the axes it reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.budget import affordable, windows
from sim.engine.chain import Chain, Laid
from sim.engine.frontier import Float
from sim.engine.layout import Layout
from sim.engine.stage import Axis, Stage


@dataclass(frozen=True, eq=False)
class Part:
    """Variables that read a chain's cell: their pass a step, and the chain's gate that they start from."""

    chain: Chain
    gate: int | None


@dataclass(frozen=True, eq=False)
class Solution:
    """How slices are solved. chains: with their parts. solved: places of the variables."""

    stage: Stage
    layout: Layout
    chains: tuple[tuple[Chain, tuple[Part, ...]], ...]
    solved: frozenset[int]

    @property
    def cells(self) -> int:
        """Cells touched a draw."""
        return sum(chain.cells + sum(part.chain.cells for part in parts) for chain, parts in self.chains)

    def on(self, stage: Stage) -> Solution:
        """The same on a stage of the same structure."""
        chains = tuple(
            (chain.on(stage), tuple(replace(part, chain=part.chain.on(stage)) for part in parts))
            for chain, parts in self.chains
        )
        return replace(self, stage=stage, layout=self.layout.on(stage), chains=chains)

    def together(self, places: Set[int]) -> frozenset[int]:
        """What is solved for in one pass with any of the places: its numbers may round otherwise when theirs move."""
        found: set[int] = set()
        for chain, parts in self.chains:
            hit = not places.isdisjoint(chain.members)
            found.update(chain.members if hit else ())
            for part in parts:
                if (hit and part.gate is not None) or not places.isdisjoint(part.chain.members):
                    found.update(part.chain.members)
        return frozenset(found)


def solution(stage: Stage, layout: Layout) -> Solution:
    """The chains and parts of a policy, without those that would cost too much."""
    parts = [(members, axes) for members, axes in layout.parts() if _fits(stage, members, axes)]
    wanted = {layout.closure({axis[0] for axis in axes}) for _, axes in parts}
    wanted |= {layout.closure([place]) for place in layout.core}
    able = [needed for needed in sorted(wanted, key=lambda s: (len(s), sorted(s))) if _fits_core(stage, layout, needed)]
    largest = [needed for needed in able if not any(needed < other for other in able)]
    found, solved = [], set(layout.constant)
    left = list(parts)
    for needed in largest or [frozenset()]:
        mine = [part for part in left if layout.closure({axis[0] for axis in part[1]}) <= needed]
        left = [part for part in left if part not in mine]
        gates = tuple(dict.fromkeys(axes for _, axes in mine if axes))
        chain = Chain(stage, sorted(needed), gates, lasting=layout.lasting)
        made = tuple(
            Part(Chain(stage, members, given=axes), gates.index(axes) if axes else None) for members, axes in mine
        )
        found.append((chain, made))
        solved |= needed.union(*(members for members, _ in mine))
    return Solution(stage, layout, tuple(found), frozenset(solved))


def _fits(stage: Stage, members: Sequence[int], axes: tuple[Axis, ...]) -> bool:
    return affordable(Chain(stage, members, given=axes), stage.program.draws)


def _fits_core(stage: Stage, layout: Layout, members: frozenset[int]) -> bool:
    return affordable(Chain(stage, sorted(members), lasting=layout.lasting), stage.program.draws)


def solve(made: Solution, slices: Mapping[str, Float], wanted: Set[int] | None = None) -> None:
    """Fill the slices, (draws, steps, states), of the variables that are solved for; of those `wanted`, if given."""
    places = made.solved if wanted is None else made.solved & wanted
    for place in places:
        _certain(made.stage, place, slices[made.stage.program.variables[place].name])
    for chain, every in made.chains:
        parts = [part for part in every if not places.isdisjoint(part.chain.members)]
        if not parts and places.isdisjoint(chain.members):
            continue
        largest = max([chain.largest, *(part.chain.largest for part in every)])
        for window in windows(largest, made.stage.program.draws):
            _window(replace(made, solved=places), chain, parts, window, slices)


def _certain(stage: Stage, place: int, states: Float) -> None:
    """Enter the steps at which one state alone can be visited."""
    states[:] = 0.0
    for step, visitable in enumerate(stage.visitable[place][1:]):
        if len(visitable) == 1:
            states[:, step, visitable[0]] = 1.0


def _window(
    made: Solution, chain: Chain, parts: Sequence[Part], window: slice, slices: Mapping[str, Float]
) -> None:
    """One chain and its parts in some of the draws."""
    count = window.stop - window.start
    gates: list[list[Float]] = [[] for _ in chain.gates]
    for step, (readings, _) in enumerate(chain.run(Laid(made.stage, window), count), start=1):
        _enter(made, readings, step, window, slices)
        for gate, held in enumerate(gates):
            held.append(readings[-1, gate])
    for part in parts:
        given = [np.ones(count)] * made.stage.program.steps if part.gate is None else gates[part.gate]
        for step, (readings, _) in enumerate(part.chain.run(Laid(made.stage, window), count, given=given), start=1):
            _enter(made, readings, step, window, slices)


def _enter(
    made: Solution, readings: Mapping[Axis, Float], step: int, window: slice, slices: Mapping[str, Float]
) -> None:
    """Write one step's readings, (states visited, draws), where they belong."""
    for (place, _), reading in readings.items():
        if place not in made.solved:  # a gate, or not wanted
            continue
        states = slices[made.stage.program.variables[place].name][window]
        last = made.stage.program.steps if place in made.layout.lasting and place in made.layout.core else step
        for row, state in enumerate(made.stage.visitable[place][step]):
            states[:, step - 1 : last, state] = reading[row][:, None]
