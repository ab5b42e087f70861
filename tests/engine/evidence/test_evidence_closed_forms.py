"""Answers under evidence that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from seen_histories import at, not_reached, reached
from tiny_models import Asked

from sim.engine import sample
from sim.engine.program.compiler import assemble
from sim.engine.program.program import Program
from sim.priors.model import RowTable
from sim.results.statistics.sampling_error import spread
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.policy_path import PolicyPath

YES = (0.0, 1.0)
NO = (1.0, 0.0)


def table(name, tails, parents=(), *, steps=1, once=True, start=None, memory=False, never_falls=False):
    """A variable of two states; `tails` holds P(yes) by row and draw."""
    axes = [Axis(parent, parent, 0, ("no", "yes")) for parent in parents]
    axes += [Axis(f"{name}@previous", name, 1, ("no", "yes"))] * memory
    rows = np.asarray(tails, dtype=float)[..., None]
    row_of = np.arange(len(rows), dtype=np.int32).reshape(1, *(2 for _ in axes))
    phases = np.zeros(steps + 1, dtype=np.int64)
    return RowTable(name, ("no", "yes"), tuple(axes), once, never_falls, start, row_of, phases, rows)


def ask(variable, kind="is"):
    return Asked(f"{variable} {kind}", variable, frozenset({1}), kind)


def theta(draws) -> Program:
    """P(B) = P(A given B) = theta; A never holds without B."""
    return assemble([table("B", [draws]), table("A", [np.zeros_like(draws), draws], ["B"])], [ask("A"), ask("B")], 1)


def test_draws_are_weighted_by_the_likelihood_of_the_evidence():
    outcomes = sample.run(theta([0.2, 0.8]), {}, "free", 64, 1, observations=[at("B", 1, *YES)])
    assert outcomes.weights @ outcomes.probability[:, 0, 0] == pytest.approx(0.68, abs=1e-12)
    assert outcomes.probability[:, 0, 0] == pytest.approx([0.2, 0.8], abs=1e-12)
    assert outcomes.effective_draws == pytest.approx(1 / (0.2**2 + 0.8**2), abs=1e-12)


def test_a_mean_of_ratios_would_be_wrong():
    outcomes = sample.run(theta([0.2, 0.8]), {}, "free", 64, 1, observations=[at("B", 1, *YES)])
    assert abs(outcomes.probability[:, 0, 0].mean() - 0.68) > 0.1


def test_evidence_on_the_child_agrees_within_four_stated_errors():
    """P(B given not A) = E[theta (1 - theta)] / E[1 - theta^2] = .16 / .66, from sampled worlds."""
    outcomes = sample.run(theta([0.2, 0.8] * 400), {}, "free", 256, 1, observations=[at("A", 1, *NO)])
    found = spread(outcomes)
    assert abs(found.mean[1, 0] - 0.16 / 0.66) < 4 * found.error[1, 0]
    assert found.error[1, 0] < 0.01


@pytest.fixture
def two_rows() -> tuple[Program, dict]:
    """A variable drawn once, yes with .3 under the lever's `no` at step 1 and .6 under its `yes` at step 2."""
    lever, once = table("lever", [[0.5]], steps=2), table("V", [[0.3], [0.6]], ["lever"], steps=2)
    path = {"lever": PolicyPath("lever", (None, 0, 1), (0, 0, 0))}
    return assemble([lever, once], [ask("V"), ask("V", "reaches")], 2), path


@pytest.mark.parametrize(("seen", "later"), [(NO, 3 / 7), (YES, 1.0)])
def test_a_variable_drawn_once_remembers_what_was_seen(two_rows, seen, later):
    program, path = two_rows
    outcomes = sample.run(program, path, "p", 64, 1, observations=[at("V", 1, *seen)])
    assert outcomes.probability[0, 0] == pytest.approx([seen[1], later], abs=1e-12)
    assert outcomes.methods == ("solved", "solved")


def test_two_observations_of_one_variable_share_its_uniform(two_rows):
    program, path = two_rows
    seen = [at("V", 1, *YES), at("V", 2, *YES)]
    outcomes = sample.run(program, path, "p", 64, 1, observations=seen)
    assert outcomes.likelihood[0, 0] == pytest.approx(0.3, abs=1e-12)


def test_drawn_states_remember_what_was_seen(two_rows):
    """As above, from a child that copies V: counted worlds, within four stated errors."""
    lever, once = table("lever", [[0.5]], steps=2), table("V", [[0.3], [0.6]], ["lever"], steps=2)
    child = table("copy", [[0.0], [1.0]], ["V"], steps=2)
    wide = [RowTable(**{**t.__dict__, "tails": np.repeat(t.tails, 400, axis=1)}) for t in (lever, once, child)]
    program = assemble(wide, [ask("copy")], 2)
    outcomes = sample.run(program, two_rows[1], "p", 256, 1, observations=[at("V", 1, *NO)])
    found = spread(outcomes)
    assert abs(found.mean[0, 1] - 3 / 7) < 4 * found.error[0, 1]
    assert 0 < found.error[0, 1] < 0.01


def test_no_report_with_a_sensitivity():
    """A hazard of .1 a step for two steps, a report with .8 had it happened: .19 x .2 / (.81 + .19 x .2)."""
    war = table("war", [[0.1], [1.0]], steps=2, once=False, start=0, memory=True, never_falls=True)
    program = assemble([war], [ask("war", "reaches")], 2)
    outcomes = sample.run(program, {}, "free", 64, 1, observations=[not_reached("war", 2, 1, sensitivity=0.8)])
    happened = 0.19 * 0.2
    assert outcomes.probability[0, 0, 1] == pytest.approx(happened / (0.81 + happened), abs=1e-12)


def test_reached_by_a_date_spreads_over_the_steps_before_it():
    """Reached by step 3 at a hazard of .1: by step 1 with .1 / .271, by step 2 with .19 / .271."""
    war = table("war", [[0.1], [1.0]], steps=3, once=False, start=0, memory=True, never_falls=True)
    program = assemble([war], [ask("war", "reaches")], 3)
    outcomes = sample.run(program, {}, "free", 64, 1, observations=[reached("war", 3, 1)])
    assert outcomes.probability[0, 0] == pytest.approx(np.array([0.1, 0.19, 0.271]) / 0.271, abs=1e-12)


def test_evidence_that_cannot_be_leaves_no_weight():
    war = table("war", [[0.1], [1.0]], steps=2, once=False, start=0, memory=True, never_falls=True)
    program = assemble([war], [ask("war", "reaches")], 2)
    outcomes = sample.run(program, {}, "free", 64, 1, observations=[at("war", 1, *YES), at("war", 2, *NO)])
    assert not outcomes.weights.any()
    assert outcomes.effective_draws == outcomes.effective_worlds == 0.0


def test_the_scale_of_a_likelihood_changes_only_the_evidence():
    program = theta([0.2, 0.8])
    one = sample.run(program, {}, "free", 64, 1, observations=[at("A", 1, 0.2, 0.8)])
    half = sample.run(program, {}, "free", 64, 1, observations=[at("A", 1, 0.1, 0.4)])
    assert half.weights == pytest.approx(one.weights, abs=1e-14)
    assert half.probability == pytest.approx(one.probability, abs=1e-14)


def test_answers_add_up_over_what_might_be_seen():
    """E[P(question given what is seen)] over what might be seen is P(question): on the same draws, exactly."""
    program = theta([0.2, 0.5, 0.8])
    bare = sample.run(program, {}, "free", 64, 1).probability[:, 0, 0].mean()
    total = 0.0
    for seen in (YES, NO):
        outcomes = sample.run(program, {}, "free", 64, 1, observations=[at("B", 1, *seen)])
        total += outcomes.likelihood[:, 0].mean() * float(outcomes.weights @ outcomes.probability[:, 0, 0])
    # the bare answer averages B over sampled worlds, and strata of sixteen hit .2, .5 and .8 only so nearly
    assert total == pytest.approx((0.04 + 0.25 + 0.64) / 3, abs=1e-12)
    assert bare == pytest.approx(total, abs=0.01)


def test_evidence_on_what_the_policy_sets_is_refused(two_rows):
    program, path = two_rows
    with pytest.raises(ValueError, match="lever is set by policy p at an observed step"):
        sample.run(program, path, "p", 64, 1, observations=[at("lever", 2, *YES)])


def test_evidence_outside_the_timeline_is_refused(two_rows):
    program, path = two_rows
    with pytest.raises(ValueError, match=r"step 3 is not within 1..2"):
        sample.run(program, path, "p", 64, 1, observations=[at("V", 3, *YES)])
