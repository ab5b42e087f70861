"""Questions of several events solved, against every history of tiny models, to 1e-12."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import brute_force
import numpy as np
import pytest
import tiny_models
from answer_all import answer_all
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model
from test_multi_event_agrees import Asked, event, forms, questions, reached
from test_slices import POLICIES, SEEDS, histories

from sim.engine.exact import multi_event, response_types
from sim.engine.exact.response_types import Pieces
from sim.engine.program import automaton, budget
from sim.engine.program.compiler import assemble
from sim.engine.program.outcomes import Outcomes
from sim.scenario.resolve.questions import Clause, Compound, Event

CLOSE = 1e-12


def solved(model: tiny_models.Model, policy: str, asked: list[Asked]) -> Outcomes:
    program = assemble(model.tables, asked, model.steps)
    return answer_all(program, {policy: model.policies[policy]}, 64, 1)[policy]


class Worlds:
    """Histories of a model: weight, (histories,); states, (histories, steps + 1)."""

    def __init__(self, model: tiny_models.Model, found: list) -> None:
        self.steps = model.steps
        self.weight = np.array([probability for probability, _ in found])
        self.states = {
            table.variable: np.array([[now.get(table.variable, -1) for now in history] for _, history in found])
            for table in model.tables
        }

    def told(self, asked: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
        """(questions, steps): P(yes) where a question is asked, 0 where it never is; and P(asked)."""
        total = np.zeros((2, len(asked), self.steps))
        for q, question in enumerate(asked):
            for k in range(1, self.steps + 1):
                yes, counts = self._answer(question.compound, k)
                total[:, q, k - 1] = self.weight[yes & counts].sum(), self.weight[counts].sum()
        return np.divide(total[0], total[1], out=np.zeros_like(total[0]), where=total[1] > 0), total[1]

    def _answer(self, asked: Compound, k: int) -> tuple[np.ndarray, np.ndarray]:
        counts = np.ones(len(self.weight), dtype=bool)
        for given_ in asked.given:
            counts &= self._holds(Clause("event", given_), k)
        if asked.of is None:
            return self._holds(asked.clause, k), counts
        last = min(k, asked.of.step)
        of, inner = self._in(asked.of), self._in(asked.clause.event)
        yes, started = np.zeros_like(counts), np.zeros_like(counts)
        for start in range(1, last + 1):
            first = of[:, start] & ~started
            yes |= first & inner[:, start : min(start + asked.within, last) + 1].any(axis=1)
            started |= first
        return yes, counts & started

    def _in(self, one: Event) -> np.ndarray:
        return np.isin(self.states[one.variable], sorted(one.states))

    def _holds(self, clause: Clause, k: int) -> np.ndarray:
        if clause.op == "not":
            return ~self._holds(clause.parts[0], k)
        if clause.op in ("all", "any"):
            parts = np.array([self._holds(part, k) for part in clause.parts])
            return parts.all(axis=0) if clause.op == "all" else parts.any(axis=0)
        last = min(k, clause.event.step)
        held = self._in(clause.event)
        return held[:, last] if clause.event.kind == "is" else held[:, 1 : last + 1].any(axis=1)


def gap(outcomes: Outcomes, exact: tuple[np.ndarray, np.ndarray], draw: int) -> float:
    """The largest distance of what claims to be solved; such answers have no noise."""
    places = [place for place, method in enumerate(outcomes.methods) if method != "sampled"]
    assert not outcomes.noise[:, places].any()
    answers = outcomes.probability[draw, places]
    assert ((answers >= 0) & (answers <= 1)).all()
    off = [np.abs(answers - exact[0][places])]
    if outcomes.asked is not None:
        off.append(np.abs(outcomes.asked[draw, places] - exact[1][places]))
    return float(np.max(off, initial=0.0))


@cache
def worlds(seed: int, policy: str) -> Worlds:
    return Worlds(random_model(seed), histories(seed, policy))


def tiny_worlds(model: tiny_models.Model, policy: str, draw: int) -> Worlds:
    return Worlds(model, list(brute_force.histories(model.tables, model.steps, model.policies[policy], draw)))


def asked_of(model: tiny_models.Model) -> list[Asked]:
    made = [(next(one.clause.events()), one) for one in forms({t.variable: len(t.states) for t in model.tables})]
    return [Asked(f"{i}", first.variable, first.states, one) for i, (first, one) in enumerate(made)]


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_every_form_is_solved_and_exact(model, policy):
    made, asked = tiny_models.MODELS[model](), questions(model)
    outcomes = solved(made, policy, asked)
    assert set(outcomes.methods) <= {"solved", "set by policy"}
    assert set(outcomes.worlds_of) == {0}
    for draw in (0, 1):
        assert gap(outcomes, tiny_worlds(made, policy, draw).told(asked), draw) < CLOSE


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_structure_is_exact(seed, policy):
    model = random_model(seed)
    asked = asked_of(model)
    outcomes = solved(model, policy, asked)
    assert gap(outcomes, worlds(seed, policy).told(asked), 1) < CLOSE
    sampled = {asked[place] for place, method in enumerate(outcomes.methods) if method == "sampled"}
    if "trait" not in model.policies[policy]:
        assert all("echo" in {one.variable for one in question.compound.events()} for question in sampled)


@st.composite
def compounds(draw, sizes: dict[str, int]) -> Compound:
    """Any question of up to five events: a tree of them, a condition, or a clock."""

    def one(kind: str | None = None, step: int | None = None) -> Event:
        name = draw(st.sampled_from(sorted(sizes)))
        states = draw(st.sets(st.integers(0, sizes[name] - 1), min_size=1, max_size=sizes[name] - 1))
        kind = kind or draw(st.sampled_from(["reaches", "is"]))
        return Event(name, frozenset(states), kind, step or draw(st.integers(1, 3)), draw(st.sampled_from("ab")))

    def tree(depth: int) -> Clause:
        op = draw(st.sampled_from(["event", "all", "any", "not"][: 4 if depth else 1]))
        if op == "event":
            return Clause("event", one())
        return Clause(op, parts=tuple(tree(depth - 1) for _ in range(1 if op == "not" else 2)))

    if draw(st.booleans()):
        clause, last = tree(2), 3
        return Compound(clause, given=tuple(one("reaches", last) for _ in range(draw(st.integers(0, 1)))))
    inner = one("reaches")
    given_ = tuple(one("reaches", inner.step) for _ in range(draw(st.integers(0, 1))))
    return Compound(Clause("event", inner), one("reaches", inner.step), draw(st.integers(0, 3)), given_)


@given(data=st.data(), seed=st.sampled_from(SEEDS), policy=st.sampled_from(POLICIES))
def test_any_question_at_all_is_exact(data, seed, policy):
    model = random_model(seed)
    made = data.draw(compounds({table.variable: len(table.states) for table in model.tables}))
    first = next(made.clause.events())
    asked = [Asked("q", first.variable, first.states, made)]
    outcomes = solved(model, policy, asked)
    assert gap(outcomes, worlds(seed, policy).told(asked), 1) < CLOSE


@pytest.fixture(autouse=True)
def nothing_kept():
    """An automaton made by broken code must not serve another test."""
    automaton.automaton.cache_clear()
    yield
    automaton.automaton.cache_clear()


def on_the_ladder(*asked: Compound, policy: str = "free") -> tuple[Outcomes, float]:
    """Solved answers, and how far they are from enumerated ones."""
    made = tiny_models.ladder()
    put = [Asked(f"{n}", "near", frozenset({2}), one) for n, one in enumerate(asked)]
    outcomes = solved(made, policy, put)
    return outcomes, gap(outcomes, tiny_worlds(made, policy, 1).told(put), 1)


NEAR, FAR = event("near", "reaches", 3, 2), event("far", "reaches", 3, 2)
BOTH = Compound(Clause("all", parts=(NEAR, FAR)))
SOON = Compound(FAR, of=reached("near", 1, 2), within=1)


def test_a_window_one_step_off_is_caught(monkeypatch):
    assert on_the_ladder(SOON)[1] < CLOSE
    begin = automaton.Automaton.__init__
    for off in (-1, 1):
        monkeypatch.setattr(
            automaton.Automaton, "__init__", lambda s, a, off=off: begin(s, replace(a, within=a.within + off))
        )
        automaton.automaton.cache_clear()
        assert on_the_ladder(SOON)[1] > 1e-3


def test_a_not_that_is_dropped_is_caught(monkeypatch):
    either = Compound(Clause("any", parts=(Clause("not", parts=(NEAR,)), FAR)))
    assert on_the_ladder(either)[1] < CLOSE
    right = automaton.Automaton._tree
    dropped = lambda s, c, v: right(s, c.parts[0] if c.op == "not" else c, v)  # noqa: E731
    monkeypatch.setattr(automaton.Automaton, "_tree", dropped)
    automaton.automaton.cache_clear()
    assert on_the_ladder(either)[1] > 1e-3


def independent(stage, met, draws, events):
    """Pieces as they would be if every event had uniforms of its own: each alone, then all pairs of a draw."""
    (one, first), (other, second) = (
        response_types.lettered(stage, met, draws, [(-2, ()) if n != bit else each for n, each in enumerate(events)])
        for bit in range(len(events))
    )
    pairs = [(i, j) for i in range(len(one.draw)) for j in np.flatnonzero(other.draw == one.draw[i])]
    left, right = np.array(pairs).T
    return Pieces(one.draw[left], one.weight[left] * other.weight[right], {}), first[:, left] | second[:, right]


def test_pieces_drawn_twice_for_one_uniform_are_caught(monkeypatch):
    assert on_the_ladder(BOTH)[1] < CLOSE
    monkeypatch.setattr(multi_event, "lettered", independent)
    assert on_the_ladder(BOTH)[1] > 1e-3


def test_a_condition_that_hardly_ever_holds_loses_no_digits():
    """P(B) near 1e-9: its answer is a ratio of two such numbers, and right to 1e-12 all the same."""
    made = tiny_models.ladder()
    tables = [replace(t, tails=t.tails * 1e-9) if t.variable == "near" else t for t in made.tables]
    rare = replace(made, tables=tuple(tables))
    asked = [Asked("q", "far", frozenset({2}), Compound(FAR, given=(reached("near", 1, 2),)))]
    outcomes = solved(rare, "free", asked)
    answers, whole = tiny_worlds(rare, "free", 1).told(asked)
    assert 0 < whole[0, -1] < 1e-8
    assert outcomes.asked[1, 0] == pytest.approx(whole[0], rel=CLOSE)
    assert outcomes.probability[1, 0] == pytest.approx(answers[0], abs=CLOSE)


def test_what_is_certain_is_exactly_so():
    """Under the policy that sets the lever the clock starts for certain: 1, not 1 less a rounding error."""
    lever = Compound(FAR, of=reached("lever", 1, 2), within=1)
    outcomes, off = on_the_ladder(lever, policy="set")
    assert off < CLOSE
    assert outcomes.asked[:, 0].tolist() == [[0.0, 1.0, 1.0]] * 2
    own = Compound(event("near", "reaches", 3, 1, 2), given=(reached("near", 2),))
    outcomes, _ = on_the_ladder(own)
    assert (outcomes.probability[:, 0] == 1.0).all()
    assert (outcomes.squares == outcomes.probability).all()


def methods(*asked: Compound) -> tuple[str, ...]:
    return on_the_ladder(*asked)[0].methods


def test_what_costs_too_much_is_sampled_and_says_so(monkeypatch):
    many = {(name, states) for name in ("lever", "near", "far") for states in ((0,), (1,), (2,), (0, 1))}
    parts = tuple(event(name, "reaches", 3, *states) for name, states in sorted(many))
    assert methods(Compound(Clause("any", parts=parts[:2])), Compound(Clause("any", parts=parts))) == (
        "solved", "sampled",
    )  # fmt: skip
    for room, name, limit in (
        (budget, "MOST_CELLS", 100), (automaton, "MOST_MOVES", 5), (response_types, "MOST_BYTES", 300),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(room, name, limit)
            automaton.automaton.cache_clear()
            assert methods(BOTH) == ("sampled",), name
    automaton.automaton.cache_clear()
    assert methods(BOTH) == ("solved",)


def test_what_the_policy_answers_is_set_by_it():
    lever = Compound(Clause("all", parts=(event("lever", "reaches", 3, 1), event("lever", "is", 3, 2))))
    outcomes, off = on_the_ladder(lever, policy="set")
    assert outcomes.methods == ("set by policy",)
    assert off == 0.0
