"""Questions of several events against every history of tiny models, with and without evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import brute_force
import numpy as np
import pytest
import seen_histories
import tiny_models
from agreement import Agreement, agreement

from sim.engine import sample
from sim.engine.program.compiler import assemble
from sim.engine.worlds import multi_event
from sim.scenario.resolve.questions import Clause, Compound, Event

COPIES, WORLDS = 256, 64
SMALLEST_BIAS, SMALLEST_BIAS_ASKED = 0.2, 0.05
RARE = 0.05  # below this share of worlds asked there is too little to compare
FLOOR = 1e-8  # sixteen strata can miss a threshold that lies close to the edge of one: the noise shows none
CASES = [("ladder", "free"), ("ladder", "set"), ("memory", "at least"), ("loop", "free"), ("wide", "free")]


@dataclass(frozen=True)
class Asked:
    question: str
    variable: str
    states: frozenset[int]
    compound: Compound
    kind: str = "compound"


def event(variable: str, kind: str, step: int, *states: int) -> Clause:
    return Clause("event", Event(variable, frozenset(states), kind, step, ""))


def reached(variable: str, *states: int, step: int = tiny_models.STEPS) -> Event:
    return Event(variable, frozenset(states), "reaches", step, "")


def questions(model: str) -> list[Asked]:
    """Every form, over each of a model's variables with itself and with its neighbours."""
    names = {table.variable: len(table.states) for table in tiny_models.MODELS[model]().tables}
    firsts = [(next(one.clause.events()), one) for one in forms(names)]
    return [Asked(f"{i}", first.variable, first.states, one) for i, (first, one) in enumerate(firsts)]


def forms(states: dict[str, int]) -> Iterator[Compound]:
    names = list(states)
    for first, second in [*zip(names, names, strict=True), *pairwise(names), *pairwise(names[::-1])]:
        many, other = states[first], states[second] - 1
        top, low = many - 1, tuple(range(many - 1))
        yield Compound(event(first, "reaches", 3, top), of=reached(second, other), within=1)
        yield Compound(event(first, "reaches", 2, *low[:1], *((top,) if many > 2 else ())),
                       of=reached(second, 0, step=2), within=0)
        yield Compound(event(first, "reaches", 3, top), given=(reached(second, other),))
        yield Compound(event(first, "reaches", 2, top), given=(reached(second, other, step=2),))
        yield Compound(event(first, "is", 2, *low), given=(reached(second, 0, step=2), reached(first, top, step=2)))
        parts = (event(first, "reaches", 2, top), event(second, "is", 3, other))
        yield Compound(Clause("all", parts=parts))
        yield Compound(Clause("any", parts=(Clause("not", parts=(parts[0],)), parts[1])),
                       given=(reached(second, other),))


@cache
def truth(model: str, policy: str, seen=()) -> tuple[np.ndarray, np.ndarray]:
    """P(yes and asked) and P(asked), (draws, questions, steps), by enumeration."""
    made, asked = tiny_models.MODELS[model](), questions(model)
    total = np.zeros((2, made.tables[0].tails.shape[1], len(asked), made.steps))
    for draw in range(total.shape[1]):
        histories = list(brute_force.histories(made.tables, made.steps, made.policies[policy], draw))
        for probability, history in seen_histories.weighed(histories, seen):
            for q, question in enumerate(asked):
                for k in range(1, made.steps + 1):
                    yes, counts = _answer(question.compound, history, k)
                    if counts:
                        total[int(not yes) :, draw, q, k - 1] += probability
    return total[0], total[1]


def _answer(asked: Compound, history, k: int) -> tuple[bool, bool]:
    """Whether the answer is yes and whether the question is asked, every deadline moved to k at the latest."""
    counts = all(_holds(Clause("event", given), history, k) for given in asked.given)
    if asked.of is None:
        return _holds(asked.clause, history, k), counts
    last = min(k, asked.of.step)
    starts = [s for s in range(1, last + 1) if history[s][asked.of.variable] in asked.of.states]
    if not starts:
        return False, False
    inner = asked.clause.event
    window = range(starts[0], min(starts[0] + asked.within, last) + 1)
    return any(history[s][inner.variable] in inner.states for s in window), counts


def _holds(clause: Clause, history, k: int) -> bool:
    if clause.op == "not":
        return not _holds(clause.parts[0], history, k)
    if clause.op in ("all", "any"):
        return {"all": all, "any": any}[clause.op](_holds(part, history, k) for part in clause.parts)
    last = min(k, clause.event.step)
    steps = [last] if clause.event.kind == "is" else range(1, last + 1)
    return any(history[s][clause.event.variable] in clause.event.states for s in steps)


@cache
def program(model: str):
    made = tiny_models.MODELS[model]()
    tables = [replace(t, tails=np.repeat(t.tails, COPIES, axis=1)) for t in made.tables]
    return assemble(tables, questions(model), made.steps)


def compared(model: str, policy: str, seen=()) -> tuple[Agreement, Agreement]:
    """Answers among the worlds asked, and the share asked; the copies of a draw are the independent units."""
    made = tiny_models.MODELS[model]()
    outcomes = sample.run(program(model), made.policies[policy], policy, WORLDS, seed=20, observations=seen)
    part, whole = truth(model, policy, seen)
    shape = (len(part), COPIES, *part.shape[1:])
    weight = np.ones(shape[:2]) if outcomes.likelihood is None else outcomes.likelihood[:, 0].reshape(shape[:2])
    asked = outcomes.asked.reshape(shape) * weight[..., None, None]
    total = asked.sum(axis=1, keepdims=True)
    share = asked / np.where(total > 0, total, 1.0)
    answers = outcomes.probability.reshape(shape)
    mean = (share * answers).sum(axis=1)
    noise = (share**2 * (answers - mean[:, None]) ** 2).sum(axis=1) * COPIES / (COPIES - 1)
    held = whole > RARE
    told = agreement(mean[held], np.maximum(noise[held], FLOOR), part[held] / whole[held], COPIES)
    evidence = agreement(asked.mean(axis=1), np.maximum(asked.var(axis=1, ddof=1) / COPIES, FLOOR), whole, COPIES)
    return told, evidence


@pytest.mark.parametrize(("model", "policy"), CASES)
def test_every_form_agrees_with_enumeration(model, policy):
    told, asked = compared(model, policy)
    assert told.catches < SMALLEST_BIAS
    assert told.holds, told
    assert asked.catches < SMALLEST_BIAS_ASKED
    assert asked.holds, asked


@pytest.mark.parametrize(
    ("model", "name"), [("ladder", "all"), ("wide", "harvest")]
)
def test_every_form_agrees_with_enumeration_under_evidence(model, name):
    told, asked = compared(model, "free", tuple(seen_histories.EVIDENCE[model][name]))
    assert told.holds, told
    assert asked.holds, asked


def test_a_clock_that_never_stops_is_caught(monkeypatch):
    runs_on = property(lambda clock: clock.started, lambda clock, value: None)
    monkeypatch.setattr(multi_event.Clock, "running", runs_on, raising=False)
    assert not compared("ladder", "free")[0].holds


def test_own_chance_that_decides_what_is_asked_must_be_counted(monkeypatch):
    """Integrating it out all the same gives a wrong answer, and the comparison sees it."""
    monkeypatch.setattr(multi_event, "ancestors", lambda variables, free, place: set())
    assert not compared("ladder", "free")[0].holds
