"""The workings of the last forecasts, from which the next takes over what no edit has reached.

Workings are never written to once they are made, so that forecasts may share them; their list changes under a lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sim.arrays import Floats
from sim.engine.exact.solver import Worked
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program, ProgramQuestion
from sim.priors.model import Priors, VariablePriors
from sim.results.limits import CACHED_BYTES, CACHED_FORECASTS
from sim.results.statistics.per_question import Figures
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Policy:
    """One policy's answers, how they were found, and their figures over draws."""

    worked: Worked
    figures: Figures


@dataclass(frozen=True, eq=False)
class Workings:
    """Everything behind one forecast: of some questions, under some policies.

    of: what the priors and the program are made from beside the scenario: settings, variables and targets.
    """

    scenario: Scenario
    of: tuple[object, ...]
    priors: Priors
    program: Program
    policies: Mapping[str, Policy]

    @property
    def questions(self) -> tuple[ProgramQuestion, ...]:
        """What is answered."""
        return self.program.questions

    def answers_as(self, other: Workings) -> bool:
        """Whether both answer the same questions under the same policies, of whatever files."""
        return self.questions == other.questions and [*self.policies] == [*other.policies]

    @property
    def outcomes(self) -> dict[str, Outcomes]:
        """The answers by policy."""
        return {name: one.worked.outcomes for name, one in self.policies.items()}

    @property
    def size(self) -> int:
        """About how many bytes are held: rows twice (tables and thresholds), answers, slices, draws at deadlines."""
        rows = sum(table.tails.nbytes for table in self.priors.tables.values())
        held: list[Floats | None] = []
        for one in self.policies.values():
            outcomes, own = one.worked.outcomes, one.figures
            held += [*outcomes.slices.values(), outcomes.probability, outcomes.noise, outcomes.asked, outcomes.squares]
            held += [own.draws, own.weights]
        return 2 * rows + sum(array.nbytes for array in held if array is not None)


class Cache:
    """The workings of the last few forecasts, of whatever files; give one to `sim.results.forecast.run.forecast`.

    most: forecasts of the same questions under the same policies; most_bytes: what all may hold together. The oldest go
    first; one that is too large by itself is not kept.
    """

    def __init__(self, most: int = CACHED_FORECASTS, most_bytes: int = CACHED_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._lock = Lock()
        self._held: tuple[Workings, ...] = ()

    def __len__(self) -> int:
        return len(self._held)

    def parts(self) -> dict[str, VariablePriors]:
        """Every part of every variable that is kept, by its key."""
        return {part.key: part for one in self._held for part in one.priors.parts.values()}

    def find(self, scenario: Scenario, of: tuple[object, ...]) -> Workings | None:
        """The latest workings of this very scenario, made from the same; their policies may be others."""
        made = (one for one in reversed(self._held) if one.scenario is scenario and one.of == of)
        return next(made, None)

    def nearest(
        self, priors: Priors, policy: str, paths: Mapping[str, PolicyPath], questions: Sequence[ProgramQuestion]
    ) -> Policy | None:
        """The policy in workings of the same questions that share most parts with the priors; the latest of equals."""
        played = [one for one in self._held if policy in one.policies and one.questions == tuple(questions)]
        found = [one for one in played if one.policies[policy].worked.asked[1] == paths]
        return max(reversed(found), key=lambda one: _shared(one.priors, priors)).policies[policy] if found else None

    def add(self, made: Workings) -> None:
        """Keep one more."""
        with self._lock:
            alike = [one for one in self._held if one.answers_as(made)]
            gone = set(map(id, alike[: max(0, len(alike) + 1 - self._most)]))
            held = [*(one for one in self._held if id(one) not in gone), made]
            while held and sum(one.size for one in held) > self._most_bytes:
                del held[0]
            self._held = tuple(held)


def _shared(one: Priors, other: Priors) -> int:
    """How many variables' parts two priors have in common."""
    return sum(name in one.parts and one.parts[name].key == part.key for name, part in other.parts.items())
