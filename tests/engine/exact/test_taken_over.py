"""A program whose numbers have moved: what is taken over, what is worked out again, and that no byte tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tiny_models
from hypothesis import given, settings
from hypothesis import strategies as some
from random_models import KINDS, random_model

from sim.engine.answers import work
from sim.engine.exact import solver
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program, ProgramVariable

COPIES = 7


def bytes_of(outcomes: Outcomes) -> list[object]:
    arrays = [outcomes.probability, outcomes.noise, *outcomes.slices.values()]
    return [outcomes.methods, outcomes.worlds_of, list(outcomes.slices), *(array.tobytes() for array in arrays)]


def nudged(program: Program, *names: str, by: float = 0.3) -> Program:
    """The program with the thresholds of some variables moved in log-odds; 0 and 1 stay as they are."""
    with np.errstate(divide="ignore"):
        moved = {
            v.name: 1 / (1 + np.exp(np.log1p(-v.thresholds) - np.log(v.thresholds) - by)) for v in program.variables
        }
    variables = tuple(replace(v, thresholds=moved[v.name]) if v.name in names else v for v in program.variables)
    return replace(program, variables=variables)



@pytest.mark.parametrize("kind", range(len(KINDS)))
@settings(max_examples=8, deadline=None)
@given(data=some.data())
def test_what_is_taken_over_is_what_a_run_from_nothing_gives(kind, data):
    model = random_model(kind + len(KINDS) * data.draw(some.integers(0, 20)))
    program, before = model.program(COPIES), None
    names = [v.name for v in program.variables]
    policy = data.draw(some.sampled_from(sorted(model.policies)))
    paths = model.policies[policy]
    for _ in range(3):
        before = work(program, policy, paths, 64, 5, before=before)
        assert bytes_of(before.outcomes) == bytes_of(work(program, policy, paths, 64, 5).outcomes)
        program = nudged(program, *data.draw(some.sets(some.sampled_from(names), max_size=2)))


def test_only_what_lies_below_a_moved_variable_is_worked_out_again():
    program = random_model(0).program(COPIES)
    before = work(program, "free", {}, 64, 5)
    after = work(nudged(program, "middle"), "free", {}, 64, 5, before=before)
    for name in ("first", "second"):
        assert after.outcomes.slices[name] is before.outcomes.slices[name]
    assert after.outcomes.slices["middle"] is not before.outcomes.slices["middle"]
    about = {program.variables[program.questions[place].variable].name for place in after.redone}
    assert about == {"middle"}


def test_where_nothing_has_moved_the_outcomes_are_the_same_object():
    program = random_model(0).program(COPIES)
    before = work(program, "free", {}, 64, 5)
    after = work(random_model(0).program(COPIES), "free", {}, 64, 5, before=before)
    assert after.redone == ()
    assert after.outcomes is before.outcomes


def test_what_a_policy_sets_moves_nothing():
    made = random_model(0)
    program = made.program(COPIES)
    ((name, _),) = made.policies["set"].items()
    before = work(program, "set", made.policies["set"], 64, 5)
    after = work(nudged(program, name), "set", made.policies["set"], 64, 5, before=before)
    assert after.outcomes is before.outcomes


@pytest.mark.parametrize("change", ["worlds", "seed", "policy", "draws", "impossible"])
def test_another_run_takes_nothing_over(change):
    made = random_model(0)
    program = made.program(COPIES)
    before = work(program, "free", {}, 64, 5)
    worlds, seed, paths = 64, 5, made.policies["free"]
    if change == "draws":
        program = made.program(COPIES + 1)
    elif change == "impossible":  # a state that no draw can reach any more is an axis less
        program = replace(program, variables=tuple(_never(v) if v.name == "near" else v for v in program.variables))
    else:
        worlds, seed = (128 if change == "worlds" else 64), (6 if change == "seed" else 5)
        paths = made.policies["in part"] if change == "policy" else paths
    after = work(program, "free", paths, worlds, seed, before=before)
    assert len(after.redone) == len(program.questions)
    assert bytes_of(after.outcomes) == bytes_of(work(program, "free", paths, worlds, seed).outcomes)


def _never(variable: ProgramVariable) -> ProgramVariable:
    thresholds = variable.thresholds.copy()
    thresholds[-1] = 0.0
    return replace(variable, thresholds=thresholds)


def test_a_run_that_is_taken_over_is_not_written_to():
    program = tiny_models.ladder().program(COPIES)
    before = work(program, "free", {}, 64, 5)
    kept = bytes_of(before.outcomes)
    for name in [v.name for v in program.variables]:
        work(nudged(program, name), "free", {}, 64, 5, before=before)
    assert bytes_of(before.outcomes) == kept


def test_taking_over_too_much_would_be_seen(monkeypatch):
    program = random_model(0).program(COPIES)
    before = work(program, "free", {}, 64, 5)
    monkeypatch.setattr(solver, "touched", lambda program, made, places: frozenset())
    moved = nudged(program, "first")
    after = work(moved, "free", {}, 64, 5, before=before)
    assert bytes_of(after.outcomes) != bytes_of(work(moved, "free", {}, 64, 5).outcomes)
