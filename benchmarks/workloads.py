"""The networks that everybody is timed on: two fixed ones from files, and fresh ones of the same shape from a seed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.static_network import cells, marginal, marginals, network

HERE = Path(__file__).parent
RARE = 0.003
_SAMPLE_SIZES = (5.0, 10.0, 20.0, 50.0)
_MOST_CELLS = 60_000  # a fresh network that no exact method could do in a moment is no workload of this kind


@dataclass(frozen=True)
class Variable:
    """mean: (rows, states), rows in C order of the parents, first parent slowest. ess: (rows,)."""

    name: str
    parents: tuple[str, ...]
    mean: NDArray[np.float64]
    ess: NDArray[np.float64]

    @property
    def states(self) -> int:
        return self.mean.shape[1]


@dataclass(frozen=True)
class Workload:
    """Variables with parents first, and the rare state whose probability is asked for."""

    name: str
    variables: tuple[Variable, ...]
    target: str
    state: int

    @property
    def place(self) -> dict[str, int]:
        return {variable.name: place for place, variable in enumerate(self.variables)}

    @property
    def sizes(self) -> list[int]:
        return [variable.states for variable in self.variables]

    @property
    def parents(self) -> list[list[int]]:
        place = self.place
        return [[place[parent] for parent in variable.parents] for variable in self.variables]

    def tables(self) -> list[NDArray[np.float64]]:
        """(*states of the parents, states) a variable."""
        sizes = self.sizes
        shapes = [[sizes[parent] for parent in near] for near in self.parents]
        return [v.mean.reshape([*shape, v.states]) for v, shape in zip(self.variables, shapes, strict=True)]

    def towards_target(self) -> Workload:
        """Only what the target depends on."""
        by_name = {variable.name: variable for variable in self.variables}
        wanted, open_ = {self.target}, [self.target]
        while open_:
            new = set(by_name[open_.pop()].parents) - wanted
            wanted |= new
            open_ += new
        kept = tuple(variable for variable in self.variables if variable.name in wanted)
        return Workload(self.name, kept, self.target, self.state)

    def exact(self) -> dict[str, NDArray[np.float64]]:
        """Every variable's marginal at the mean tables."""
        found = marginals(network(self.sizes, self.parents, self.tables()))
        return dict(zip(self.place, found, strict=True))


def read(path: Path) -> Workload:
    """A workload file; its format is in benchmarks/README.md."""
    data = json.loads(path.read_text(encoding="utf-8"))
    variables = []
    for node in data["nodes"]:
        rows = data["cpts"][node["cpt"]]["rows"]
        mean, ess = np.array([row["mean"] for row in rows]), np.array([row["ess"] for row in rows])
        variables.append(Variable(node["name"], tuple(node["parents"]), mean, ess))
    return Workload(data["name"].upper(), tuple(variables), data["target"]["node"], data["target"]["state"])


def w1() -> Workload:
    return read(HERE / "w1.json")


def w2() -> Workload:
    return read(HERE / "w2.json")


def fresh_w1(seed: int) -> Workload:
    """16 variables of 2 to 5 states with at most 3 parents; the last one's second state has probability 0.003."""
    for attempt in range(1000):
        rng = np.random.default_rng([seed, 1, attempt])
        names = [f"n{i:02d}" for i in range(16)]
        variables: list[Variable] = []
        for i, name in enumerate(names):
            most = min(3, i)
            count = most if name == names[-1] else int(rng.integers(min(1, most), most + 1))
            parents = tuple(names[j] for j in sorted(rng.choice(i, count, replace=False)))
            states = 2 if name == names[-1] else int(rng.integers(2, 6))
            variables.append(_variable(rng, name, parents, states, variables))
        made = _made_rare(f"W1 fresh {seed}", variables, names[-1])
        if made is not None:
            return made
    raise RuntimeError("no workable network in 1,000 attempts")


def fresh_w2(seed: int, steps: int = 12) -> Workload:
    """A template of 8 variables over 12 steps, four of them with their own past; tables tied over the steps."""
    for attempt in range(1000):
        rng = np.random.default_rng([seed, 2, attempt])
        parents = [sorted(rng.choice(i, min(i, int(rng.integers(1, 3))), replace=False).tolist()) for i in range(7)]
        parents.append(sorted(rng.choice(7, 3, replace=False).tolist()))
        sizes = [*rng.integers(2, 6, 7).tolist(), 2]
        variables: list[Variable] = []
        tables: dict[str, Variable] = {}
        for step in range(steps):
            for i in range(8):
                lag = (f"n{i}_{step - 1:02d}",) if i < 4 and step else ()
                near = (*lag, *(f"n{j}_{step:02d}" for j in parents[i]))
                name, table = f"n{i}_{step:02d}", f"{'t' if lag else 'i'}{i}"
                if table not in tables:
                    tables[table] = _variable(rng, name, near, sizes[i], variables)
                variables.append(Variable(name, near, tables[table].mean, tables[table].ess))
        made = _made_rare(f"W2 fresh {seed}", variables, f"n7_{steps - 1:02d}")
        if made is not None:
            return made
    raise RuntimeError("no workable network in 1,000 attempts")


def _variable(
    rng: np.random.Generator, name: str, parents: tuple[str, ...], states: int, before: Sequence[Variable]
) -> Variable:
    sizes = {variable.name: variable.states for variable in before}
    rows = int(np.prod([sizes[parent] for parent in parents], dtype=int))
    return Variable(name, parents, rng.dirichlet(np.ones(states), rows), rng.choice(_SAMPLE_SIZES, rows))


def _made_rare(name: str, variables: Sequence[Variable], target: str) -> Workload | None:
    """The target's rows scaled until its second state is rare; its table must not be anybody's parent's."""
    workload = Workload(name, tuple(variables), target, 1)
    if cells(workload.sizes, workload.parents)[1] > _MOST_CELLS:
        return None
    place = workload.place[target]
    now = marginal(network(workload.sizes, workload.parents, workload.tables()), place)[1]
    old = variables[place].mean
    second = old[:, 1] * RARE / now
    new = np.stack([1 - second, second], axis=1)
    ess = np.maximum(variables[place].ess, 20.0)  # as in the fixed workloads: rare, but not next to unknown
    tied = [Variable(v.name, v.parents, new, ess) if v.mean is old else v for v in variables]
    return Workload(name, tuple(tied), target, 1)
