"""One random case through the program and through every world of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from comparison import Held, Sample
from every_answer import Answering, steps_seen
from every_silence import likelihood
from every_world import TooManyError, paths, worlds
from random_scenarios import Case, random_case

from sim.engine import answers, given, sample
from sim.engine.program import compiler
from sim.engine.program.outcomes import Outcomes
from sim.errors import SimError
from sim.priors.build import build
from sim.scenario import evidence
from sim.scenario.file import read

DRAWS, COPIES, WORLDS = 2, 64, 64
ATTEMPTS = 30
SAMPLED_TOO = 4  # one case in so many is sampled as a whole, solved or not


def agree(seed: int) -> Held:
    """All questions and slices of one case under all its policies, with what was seen and without."""
    case, scenario = valid(seed)
    priors = build(scenario, DRAWS, seed)
    program, told = compiler.compile(scenario, priors), Held()
    observations = evidence.loads(case.evidence_text, "evidence", scenario) if case.tells else ()
    for policy in case.scenario["policies"]:
        path = scenario.paths[policy]
        try:
            told.add(Policy(case, program, priors.tables, policy, path).unseen())
            if observations and not _sets_what_was_seen(case, policy):
                told.add(Policy(case, program, priors.tables, policy, path, (case.seen, case.quiet)).seen(observations))
        except TooManyError:
            told.count("too large", "left out")
    return told


def valid(seed: int) -> tuple[Case, Any]:
    """The first attempt at a case that the format accepts, and its scenario."""
    for attempt in range(ATTEMPTS):
        case = random_case(seed, attempt)
        try:
            scenario = read.loads(case.text)
            build(scenario, DRAWS, seed)
            if case.tells:
                evidence.loads(case.evidence_text, "evidence", scenario)
        except SimError:
            continue
        return case, scenario
    raise AssertionError(f"case {seed}: no attempt is a valid scenario")


def _sets_what_was_seen(case: Case, policy: str) -> bool:
    path = paths(case.scenario, policy)
    return any(
        one["variable"] in path and path[one["variable"]][step][0] is not None
        for one in case.seen.values()
        for step in steps_seen(case.scenario, one)
    )


@dataclass(frozen=True)
class Policy:
    """One case under one policy, given what was seen and what was not reported."""

    case: Case
    program: Any
    tables: Mapping[str, Any]
    name: str
    path: Mapping[str, Any]
    given: tuple[Mapping[str, Any], Mapping[str, Any]] | tuple[()] = ()

    @cached_property
    def worlds(self) -> list[Answering]:
        """Every world of every draw."""
        scenario, (seen, quiet) = self.case.scenario, self.given or ({}, {})
        made = [Answering(scenario, worlds(scenario, self.tables, self.name, d), seen) for d in range(DRAWS)]
        for every in made if quiet else ():
            every.weight = every.weight * likelihood(every, scenario, quiet, seen, self.name)
        return made

    @cached_property
    def evidence(self) -> np.ndarray:
        """(draws,): P(what was seen)."""
        return np.array([every.weight.sum() for every in self.worlds])

    def right(self, question: str) -> tuple[np.ndarray, np.ndarray]:
        """(draws, steps): P(yes) among the worlds that are asked, 0 where there are none; and their share."""
        asks = self.case.scenario["questions"][question]
        yes, asked = np.array([every.probability(asks) for every in self.worlds]).swapaxes(0, 1)
        return np.divide(yes, asked, out=np.zeros_like(yes), where=asked > 0), asked

    def slice(self, name: str) -> np.ndarray:
        """(draws, steps, states)."""
        return np.array([every.slice(name) for every in self.worlds]) / self.evidence[:, None, None]

    def where(self, what: str) -> str:
        return f"case {self.case.seed}, {self.name}, {what}{', seen' if self.given else ''}"

    def form(self, question: str) -> str:
        return self.case.forms[question] + (", seen" if self.given else "")

    def unseen(self) -> Held:
        """Without evidence: what is solved is exact; the rest, and in some cases all, is sampled and near."""
        worked, told = answers.work(self.program, self.name, self.path, WORLDS, self.case.seed), Held()
        open_ = []
        for place, question in enumerate(worked.outcomes.questions):
            if worked.outcomes.methods[place] == "sampled":
                open_.append(place)
            else:
                self._solved(told, worked.outcomes, place, question)
        for place in worked.ways.solved:
            variable = self.program.variables[place].name
            told.count("slice", "solved")
            told.exact(self.where(f"slice of {variable}"), worked.outcomes.slices[variable], self.slice(variable))
        if self.case.seed % SAMPLED_TOO == 0:
            out = sample.run_all(_copied(self.program), {self.name: self.path}, WORLDS, self.case.seed)[self.name]
            self._sampled(told, out)
        elif open_:
            asked = replace(self.program, questions=tuple(self.program.questions[place] for place in open_))
            self._sampled(told, answers.work(_copied(asked), self.name, self.path, WORLDS, self.case.seed).outcomes)
        return told

    def seen(self, observations: Sequence[Any]) -> Held:
        """Given what was seen: what is solved is exact; the rest, and in some cases all, is sampled and near."""
        told, policies = Held(), {self.name: self.path}
        if (self.evidence == 0).any():
            told.count("impossible", "left out")
            return told
        out = given.answer_given(self.program, policies, observations, WORLDS, self.case.seed)[self.name]
        solved = [place for place, method in enumerate(out.methods) if method != "sampled"]
        for place in solved:
            self._solved(told, out, place, out.questions[place])
        if "solved" in out.methods or not out.questions:  # what a policy sets is known where all else is sampled
            self._solved_weights(told, out)
        left = [question for place, question in enumerate(self.program.questions) if place not in solved]
        asked = self.program if self.case.seed % SAMPLED_TOO == 0 else replace(self.program, questions=tuple(left))
        if asked.questions:
            seed = self.case.seed
            out = sample.run_all(_copied(asked), policies, WORLDS, seed, observations=observations)[self.name]
            self._sampled(told, out)
        return told

    def _solved(self, told: Held, out: Outcomes, place: int, question: str) -> None:
        """One answer that says it is exact, and of which worlds it is asked."""
        told.count(self.form(question), out.methods[place])
        where = self.where(f"{question} ({self.case.forms[question]}), {out.methods[place]}")
        probability, asked = self.right(question)
        told.exact(where, out.probability[:, place], probability)
        if out.asked is not None:
            seen = self.evidence[:, None] if self.given else 1.0
            told.exact(where + ", asked", out.asked[:, place] * seen, asked)

    def _solved_weights(self, told: Held, out: Outcomes) -> None:
        """The draws' weights, the likelihood up to a factor, and the slices, where they are exact."""
        share = self.evidence / self.evidence.sum()
        likelihood = out.likelihood[:, 0]
        told.count("likelihood", "solved")
        told.exact(self.where("weights"), out.weights, share)
        told.exact(self.where("likelihood"), likelihood / likelihood.sum(), share)
        for name, states in out.slices.items():
            if np.isnan(states).any():
                continue
            told.count("slice, seen", "solved")
            told.exact(self.where(f"slice of {name}"), states, self.slice(name))

    def _sampled(self, told: Held, out: Outcomes) -> None:
        """Answers, shares asked, likelihood and slices; the copies of a draw, each at the weight of its worlds."""
        likelihood = np.ones(DRAWS * COPIES) if out.likelihood is None else out.likelihood[:, 0]
        weight = likelihood.reshape(DRAWS, COPIES, 1)
        for place, question in enumerate(out.questions):
            told.count(self.form(question), out.methods[place])
            where = self.where(f"{question} ({self.case.forms[question]}), {out.methods[place]}")
            found, noise = (_by_copy(a[:, place]) for a in (out.probability, out.noise))
            asked = weight * (np.ones_like(found) if out.asked is None else _by_copy(out.asked[:, place]))
            (probability, share), played = self.right(question), out.played(place)
            told.near(where, Sample(found, asked, None if self.given else noise, played), probability)
            told.near(where + ", asked", Sample(asked, np.ones_like(asked), None, played), share)
        if self.given:
            told.count("likelihood", "sampled")
            told.near(self.where("likelihood"), Sample(weight, weight**0, None, out.worlds), self.evidence[:, None])
        for name, states in out.slices.items():
            told.count("slice" + (", seen" if self.given else ""), "sampled")
            found = _by_copy(states)
            share = np.broadcast_to(weight, found.shape)
            right = self.slice(name).reshape(DRAWS, -1)
            told.near(self.where(f"slice of {name}"), Sample(found, share, None, out.worlds), right)


def _by_copy(numbers: np.ndarray) -> np.ndarray:
    """(draws, copies, numbers)."""
    return numbers.reshape(DRAWS, COPIES, -1)


def _copied(program: Any) -> Any:
    """The program with every draw many times, so that a mean over the copies has more worlds."""
    variables = tuple(replace(v, thresholds=np.repeat(v.thresholds, COPIES, axis=1)) for v in program.variables)
    return replace(program, draws=program.draws * COPIES, variables=variables)
