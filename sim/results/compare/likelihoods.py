"""How likely a view made each thing that was seen, by itself: nothing is asked, and views share what no edit moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.engine.given import find_likelihood
from sim.engine.program.compiler import compile
from sim.engine.program.program import Program, moved, needed
from sim.priors.build import build
from sim.progress import Progress, untold
from sim.results.ancestry import needed_variables
from sim.results.forecast.cache import Cache
from sim.results.settings import RunSettings
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

Stated = Mapping[str, Sequence[Observation]]


@dataclass(eq=False)
class Likelihoods:
    """The probability of each statement under one view after another.

    stated: statement -> its observations. policy: an id, whose path no view changes. kept: workings whose parts of
    priors are taken over.
    """

    stated: Stated
    policy: str
    settings: RunSettings
    kept: Cache
    _known: dict[str, list[tuple[Program, float]]] = field(default_factory=dict)

    def find(self, scenario: Scenario, progress: Progress = untold) -> dict[str, float]:
        """Statement -> its mean probability over draws; those that cannot be summed are left out."""
        names = {one.variable for seen in self.stated.values() for one in seen}
        behind = needed_variables(scenario, names)
        priors = build(scenario, self.settings.draws, self.settings.seed, self.kept.parts(), variables=behind)
        program, found = compile(scenario, priors, ()), dict[str, float]()
        for number, (text, seen) in enumerate(self.stated.items(), start=1):
            probability = self._find(scenario, needed(program, [one.variable for one in seen]), text)
            if probability is not None:
                found[text] = probability
            progress(number / len(self.stated))
        return found

    def _find(self, scenario: Scenario, program: Program, text: str) -> float | None:
        """Of one statement. program: what it hangs on; a view before with the same numbers in it has the same."""
        known = self._known.setdefault(text, [])
        for before, probability in known:
            if moved(before, program) == frozenset():
                return probability
        likelihood = find_likelihood(program, self.policy, scenario.paths[self.policy], self.stated[text])
        if likelihood is None:
            return None
        known.append((program, float(likelihood.mean())))
        return known[-1][1]
