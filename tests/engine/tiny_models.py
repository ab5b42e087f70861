"""Tiny models with made-up numbers: small enough to enumerate, wide enough to hold every kind of chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np

from sim.engine.program.compiler import assemble
from sim.engine.program.program import Program
from sim.priors.model import RowTable
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.policy_path import PolicyPath

STEPS = 3


@dataclass(frozen=True)
class Asked:
    """A question as the engine needs it."""

    question: str
    variable: str
    states: frozenset[int]
    kind: str


@dataclass(frozen=True)
class Model:
    """Row tables in topological order, and policies to lay over them."""

    tables: tuple[RowTable, ...]
    policies: Mapping[str, Mapping[str, PolicyPath]]
    steps: int = STEPS

    def questions(self) -> list[Asked]:
        """Every event worth asking of every variable, both kinds."""
        found = []
        for table in self.tables:
            k = len(table.states)
            events = [set(range(s, k)) for s in range(1, k)] + [set(range(s)) for s in range(1, k)]
            events += [{s} for s in range(1, k - 1)] + [{a, b} for a, b in combinations(range(k), 2) if b - a > 1]
            for event, kind in product(sorted(map(sorted, events)), ("reaches", "is")):
                name = f"{table.variable} {kind} {event}"
                if all(other.question != name for other in found):
                    found.append(Asked(name, table.variable, frozenset(event), kind))
        return found

    def program(self, copies: int = 1) -> Program:
        """The program; every draw stands `copies` times, so that a mean over copies has more worlds."""
        tables = [replace(t, tails=np.repeat(t.tails, copies, axis=1)) for t in self.tables]
        return assemble(tables, self.questions(), self.steps)


def table(
    rng: np.random.Generator,
    name: str,
    states: int,
    axes: Sequence[tuple[str, int, int]] = (),
    *,
    draws: int = 2,
    steps: int = STEPS,
    once: bool = False,
    never_falls: bool = False,
    start: int | None = None,
    phases: int = 1,
    merge: bool = False,
) -> RowTable:
    """A table with random rows; `axes` are (variable, its states, lag). `merge` lets combinations share rows."""
    sizes = [size for _, size, _ in axes]
    combos = int(np.prod(sizes, dtype=int))
    shares = rng.dirichlet(np.full(states, 1.5), size=(phases * combos, draws))
    tails = np.clip(np.cumsum(shares[..., ::-1], axis=-1)[..., ::-1][..., 1:], 0.0, 1.0)
    row_of = np.arange(phases * combos, dtype=np.int32).reshape(phases, *sizes)
    if merge:
        row_of = row_of // 2
    if never_falls:
        previous = np.broadcast_to(np.arange(states), row_of.shape)
        for s in range(1, states):
            tails[row_of[previous >= s], :, s - 1] = 1.0
    phase = np.minimum(np.arange(steps + 1) // 2, phases - 1)
    return RowTable(
        variable=name,
        states=tuple(f"s{i}" for i in range(states)),
        axes=tuple(Axis(v + "@previous" * lag, v, lag, tuple(f"s{i}" for i in range(k))) for v, k, lag in axes),
        once=once,
        never_falls=never_falls,
        start=start,
        row_of=row_of,
        phase_of_step=phase,
        tails=tails,
    )


def fixed(variable: str, *states: int | None) -> dict[str, PolicyPath]:
    """A policy that sets a variable's path; one entry a step, as_of first, None where it is left free."""
    return {variable: PolicyPath(variable, tuple(states), (0,) * len(states))}


def floor(variable: str, *states: int) -> dict[str, PolicyPath]:
    """A policy that lifts a variable to a floor; one entry a step, as_of first."""
    return {variable: PolicyPath(variable, (None,) * len(states), tuple(states))}


def ladder() -> Model:
    """A lever that never falls, and variables drawn once that follow it, the second through the first."""
    rng = np.random.default_rng(101)
    return Model(
        (
            table(rng, "lever", 3, [("lever", 3, 1)], never_falls=True, start=0, phases=2),
            table(rng, "near", 3, [("lever", 3, 0)], once=True),
            table(rng, "far", 3, [("near", 3, 0), ("lever", 3, 0)], once=True),
        ),
        {
            "free": {},
            "set": fixed("lever", None, 0, 1, 2),
            "at least": floor("lever", 0, 0, 1, 1),
            "then free": fixed("lever", None, 1, 1, None),
            "middle set": fixed("near", None, 2, 0, 1),
        },
    )


def memory() -> Model:
    """Chance anew each step: with memory in the middle of the axes, with a lagged parent, with none."""
    rng = np.random.default_rng(102)
    return Model(
        (
            table(rng, "flicker", 2, start=1),
            table(rng, "mood", 3, [("flicker", 2, 1), ("mood", 3, 1), ("flicker", 2, 0)], start=1),
            table(rng, "act", 2, [("mood", 3, 0), ("flicker", 2, 0)]),
        ),
        {
            "free": {},
            "set": fixed("flicker", 0, 0, 1, 1),
            "at least": floor("mood", 0, 0, 2, 0),
            "then free": fixed("mood", None, 2, None, None),
            "all set": {**fixed("flicker", 0, 0, 1, 1), **fixed("mood", 2, 1, 0, 2)},
        },
    )


def loop() -> Model:
    """Two variables that drive one another through a lag, and one drawn once that watches."""
    rng = np.random.default_rng(103)
    return Model(
        (
            table(rng, "attack", 2, [("answer", 3, 1)], phases=2),
            table(rng, "answer", 3, [("attack", 2, 0), ("answer", 3, 1)], start=0),
            table(rng, "opinion", 3, [("answer", 3, 0)], once=True),
        ),
        {"free": {}, "set": fixed("attack", None, 1, 0, 1), "at least": floor("answer", 0, 1, 0, 0)},
    )


def wide() -> Model:
    """Four states, so that events may lie in the middle or fall apart, and combinations that share rows."""
    rng = np.random.default_rng(104)
    return Model(
        (
            table(rng, "weather", 4, merge=True),
            table(rng, "harvest", 4, [("weather", 4, 0)], once=True, merge=True),
        ),
        {"free": {}, "at least": floor("harvest", 0, 0, 2, 1), "then free": fixed("harvest", None, 1, None, None)},
    )


MODELS = {"ladder": ladder, "memory": memory, "loop": loop, "wide": wide}
CASES = [(model, policy) for model, make in MODELS.items() for policy in make().policies]
