"""One random case through the program and through every world: what was held together, and what does not agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from every_answer import Answering, steps_seen
from every_world import TooManyError, paths, worlds
from random_scenarios import Case, random_case

from sim.engine import answers, compile, posteriors, sample
from sim.errors import SimError
from sim.priors.build import build
from sim.scenario import evidence, read, structure

DRAWS, COPIES, WORLDS = 2, 64, 64
EXACT = 1e-9
ERRORS = 6  # stated errors that a sampled answer may be off
LEAST = 200  # worlds a sampled answer needs to be compared at all
FEW = 20  # worlds by which it may be off beside that: of what is rare the scatter shows nothing
ATTEMPTS = 30


@dataclass
class Held:
    """held: (form, method) -> how many answers were compared. faults: what did not agree, in words."""

    held: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Held) -> None:
        self.held.update(other.held)
        self.faults += other.faults


@dataclass(frozen=True)
class Truth:
    """By enumeration: (draws, questions, steps) P(yes and asked), P(asked); (draws,) P(what was seen); slices."""

    yes: np.ndarray
    asked: np.ndarray
    seen: np.ndarray
    slices: Mapping[str, np.ndarray]


def valid(seed: int) -> tuple[Case, Any]:
    """The first attempt at a case that the format accepts, and its scenario."""
    for attempt in range(ATTEMPTS):
        case = random_case(seed, attempt)
        try:
            scenario = read.loads(case.text)
            build(scenario, DRAWS, seed)
            if case.seen:
                evidence.loads(case.evidence_text, "evidence", scenario)
        except SimError:
            continue
        return case, scenario
    raise AssertionError(f"case {seed}: no attempt is a valid scenario")


def agree(seed: int) -> Held:
    """All questions and slices of one case under all its policies, with what was seen and without."""
    case, scenario = valid(seed)
    priors = build(scenario, DRAWS, seed)
    told = Held()
    for policy in case.scenario["policies"]:
        try:
            told.add(_unseen(case, scenario, priors, policy))
            if case.seen and not _sets_what_was_seen(case, policy):
                told.add(_seen(case, scenario, priors, policy))
        except TooManyError:
            told.held["", "too large"] += 1
    return told


def _truth(case: Case, priors: Any, policy: str, seen: Mapping[str, Any]) -> Truth:
    drawn = [Answering(case.scenario, worlds(case.scenario, priors.tables, policy, d), seen) for d in range(DRAWS)]
    pairs = np.array([[one.probability(q) for q in case.scenario["questions"].values()] for one in drawn])
    slices = {name: np.array([one.slice(name) for one in drawn]) for name in case.scenario["variables"]}
    return Truth(pairs[:, :, 0], pairs[:, :, 1], np.array([one.weight.sum() for one in drawn]), slices)


def _unseen(case: Case, scenario: Any, priors: Any, policy: str) -> Held:
    """Without evidence: what is solved is exact; the rest, and in some cases all, is sampled and near."""
    truth = _truth(case, priors, policy, {})
    program = compile.compile(scenario, priors)
    path = structure.policy(scenario, policy)
    worked = answers.work(program, policy, path, WORLDS, case.seed)
    out, told = worked.outcomes, Held()
    names, open_ = list(case.scenario["questions"]), []
    for place, name in enumerate(names):
        if out.methods[place] == "sampled":
            open_.append(place)
            continue
        told.held[case.forms[name], out.methods[place]] += 1
        where = f"case {case.seed}, {policy}, {name} ({case.forms[name]}), {out.methods[place]}"
        asked = np.ones_like(truth.asked[:, place]) if out.asked is None else out.asked[:, place]
        told.faults += _exact(where, out.probability[:, place], _ratio(truth, place))
        told.faults += _exact(where + ", asked", asked, truth.asked[:, place])
    for place in worked.ways.solved:
        variable = program.variables[place].name
        told.held["slice", "solved"] += 1
        told.faults += _exact(f"case {case.seed}, {policy}, slice of {variable}", out.slices[variable], truth.slices[variable])
    every = case.seed % 4 == 0
    if every or open_:
        places = list(range(len(names))) if every else open_
        asked_of = replace(program, questions=tuple(program.questions[place] for place in places))
        copied = _copied(asked_of)
        if every:
            near = sample.run_all(copied, {policy: path}, WORLDS, case.seed)[policy]
        else:
            near = answers.work(copied, policy, path, WORLDS, case.seed).outcomes
        told.add(_near(case, policy, near, truth, places))
    return told


def _seen(case: Case, scenario: Any, priors: Any, policy: str) -> Held:
    """Given what was seen: solved where the network has no time, else sampled."""
    truth, told = _truth(case, priors, policy, case.seen), Held()
    observations = evidence.loads(case.evidence_text, "evidence", scenario)
    program, path = compile.compile(scenario, priors), structure.policy(scenario, policy)
    if (truth.seen == 0).any():
        told.held["", "impossible"] += 1
        return told
    if not posteriors.solvable(program, {policy: path}):
        copied = _copied(program)
        out = sample.run_all(copied, {policy: path}, WORLDS, case.seed, observations=observations)[policy]
        return _near(case, policy, out, truth, list(range(len(program.questions))))
    out = posteriors.solved_posteriors(program, {policy: path}, observations, WORLDS)[policy]
    for place, name in enumerate(case.scenario["questions"]):
        told.held[case.forms[name] + ", seen", "solved"] += 1
        told.faults += _exact(f"case {case.seed}, {policy}, {name}, seen", out.probability[:, place], _ratio(truth, place))
    told.held["likelihood", "solved"] += 1
    told.faults += _exact(f"case {case.seed}, {policy}, likelihood", out.likelihood[:, 0] / out.likelihood[:, 0].sum(), truth.seen / truth.seen.sum())
    told.faults += _exact(f"case {case.seed}, {policy}, weights", out.weights, truth.seen / truth.seen.sum())
    for name, states in out.slices.items():
        told.held["slice, seen", "solved"] += 1
        told.faults += _exact(f"case {case.seed}, {policy}, slice of {name}, seen", states, truth.slices[name] / truth.seen[:, None, None])
    return told


def _sets_what_was_seen(case: Case, policy: str) -> bool:
    path = paths(case.scenario, policy)
    return any(
        one["variable"] in path and path[one["variable"]][step][0] is not None
        for one in case.seen.values()
        for step in steps_seen(case.scenario, one)
    )


def _ratio(truth: Truth, place: int) -> np.ndarray:
    """(draws, steps): P(yes) among the worlds that are asked, 0 where there are none."""
    yes, asked = truth.yes[:, place], truth.asked[:, place]
    return np.divide(yes, asked, out=np.zeros_like(yes), where=asked > 0)


def _exact(where: str, found: np.ndarray, right: np.ndarray) -> Iterator[str]:
    gap = np.abs(found - right)
    if not gap.max() <= EXACT:  # NaN is a fault as well
        worst = np.unravel_index(np.nanargmax(gap) if not np.isnan(gap).all() else 0, gap.shape)
        yield f"{where}: {found[worst]:.6g} instead of {right[worst]:.6g} at draw, step {tuple(map(int, worst))}"


def _copied(program: Any) -> Any:
    """The program with every draw many times, so that a mean over the copies has more worlds."""
    variables = tuple(replace(v, thresholds=np.repeat(v.thresholds, COPIES, axis=1)) for v in program.variables)
    return replace(program, draws=program.draws * COPIES, variables=variables)


def _near(case: Case, policy: str, out: Any, truth: Truth, places: list[int]) -> Held:
    """Sampled answers, the copies of a draw together, against the worlds; each copy at the weight of its worlds."""
    told, names = Held(), list(case.scenario["questions"])
    likelihood = np.ones(DRAWS * COPIES) if out.likelihood is None else out.likelihood[:, 0]
    weight = likelihood.reshape(DRAWS, COPIES, 1)
    seen = "" if out.likelihood is None else ", seen"
    for column, place in enumerate(places):
        form, method = case.forms[names[place]], out.methods[column]
        asked = np.ones((DRAWS, COPIES, truth.yes.shape[2])) * weight
        if out.asked is not None:
            asked = asked * out.asked[:, column].reshape(asked.shape)
        told.held[form + seen, method] += 1
        where = f"case {case.seed}, {policy}, {names[place]} ({form}{seen}), {method}"
        found = out.probability[:, column].reshape(asked.shape)
        noise = out.noise[:, column].reshape(asked.shape)
        told.faults += _within(where, found, noise, asked, _ratio(truth, place), out.played(column))
        if out.asked is not None:
            whole = np.ones_like(asked)
            right = truth.asked[:, place]
            told.faults += _within(where + ", asked", asked, np.zeros_like(asked), whole, right, out.played(column))
    if seen:
        told.held["likelihood", "sampled"] += 1
        one = np.ones_like(weight)
        right = truth.seen[:, None]
        told.faults += _within(f"case {case.seed}, {policy}, likelihood", weight, 0 * one, one, right, out.worlds)
    for name, right in truth.slices.items():
        told.held["slice" + seen, "sampled"] += 1
        found = out.slices[name].reshape(DRAWS, COPIES, -1)
        right = (right / truth.seen[:, None, None]).reshape(DRAWS, -1)
        share = np.broadcast_to(weight, found.shape)
        told.faults += _within(f"case {case.seed}, {policy}, slice of {name}{seen}", found, 0 * found, share, right, out.worlds)
    return told


def _within(
    where: str, found: np.ndarray, noise: np.ndarray, weight: np.ndarray, right: np.ndarray, played: int
) -> Iterator[str]:
    """(draws, copies, steps) answers, their noise and weights, against (draws, steps)."""
    total = weight.sum(axis=1)
    share = weight / np.where(total > 0, total, 1.0)[:, None]
    mean = (share * found).sum(axis=1)
    stated = (share**2 * noise).sum(axis=1)
    scatter = (share**2 * (found - mean[:, None]) ** 2).sum(axis=1) * COPIES / (COPIES - 1)
    count = played * np.divide(total**2, (weight**2).sum(axis=1), out=np.zeros_like(total), where=total > 0)
    count = count * np.minimum(1.0, total / COPIES)
    gap = np.abs(mean - right)
    bad = (gap > ERRORS * np.sqrt(np.maximum(stated, scatter)) + FEW / np.maximum(count, 1)) & (count >= LEAST)
    if bad.any():
        worst = tuple(np.argwhere(bad)[0])
        yield f"{where}: {mean[worst]:.5g} instead of {right[worst]:.5g}, stated error {np.sqrt(stated[worst]):.2g}, {int(bad.sum())} numbers"
