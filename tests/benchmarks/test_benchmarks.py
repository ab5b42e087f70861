"""The benchmarks run, at a tiny size, and their numbers agree with exact ones. Nothing here is timed."""

from __future__ import annotations

import doctest
import importlib.util

import numpy as np
import pytest

from benchmarks import __main__, doubt, exact, plain_numpy, report, timing, workloads
from benchmarks.contestants import CONTESTANTS, worst_z

PEERS = [one.label for one in CONTESTANTS if one.package is not None]
Z = 5.5  # of some 60 states, or 390: a right sampler is further off less than once in 60,000 runs


@pytest.fixture
def no_peers(monkeypatch):
    """As if nothing but our own dependencies were installed."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


@pytest.mark.parametrize("make", [workloads.w1, workloads.w2])
def test_the_files_hold_networks_of_the_stated_shape(make):
    workload = make()
    assert len(workload.variables) == {"W1": 16, "W2": 96}[workload.name]
    assert {*workload.sizes} == {2, 3, 4, 5}
    assert max(len(v.parents) for v in workload.variables) == 3
    assert abs(workload.exact()[workload.target][workload.state] - 0.003) < 1e-7


@pytest.mark.parametrize("seed", range(5))
def test_fresh_networks_have_the_same_shape(seed):
    one, two = workloads.fresh_w1(seed), workloads.fresh_w2(seed)
    assert (len(one.variables), len(two.variables)) == (16, 96)
    for workload in (one, two):
        assert {*workload.sizes} <= {2, 3, 4, 5}
        assert max(len(v.parents) for v in workload.variables) == 3
        assert abs(workload.exact()[workload.target][1] - 0.003) < 1e-12
    lagged = [v for v in two.variables if any(not parent.endswith(v.name[-3:]) for parent in v.parents)]
    assert len(lagged) == 4 * 11
    assert len({id(v.mean) for v in two.variables}) == 12  # eight tables, and four more for the first step


def test_a_seed_is_a_network():
    assert workloads.fresh_w1(3).variables[4].mean.tolist() == workloads.fresh_w1(3).variables[4].mean.tolist()
    assert workloads.fresh_w1(3).variables[4].mean.tolist() != workloads.fresh_w1(4).variables[4].mean.tolist()


@pytest.mark.parametrize("workload", [workloads.w1(), workloads.fresh_w2(1)], ids=["W1", "W2 fresh"])
@pytest.mark.parametrize("one", [one for one in CONTESTANTS if one.package is None], ids=lambda one: one.label)
def test_our_samplers_and_the_reference_agree_with_exact_marginals(one, workload):
    sampler = one.sampler(workload, 1)
    assert worst_z(sampler.counts(sampler.run(40_000)), workload) < Z


def test_a_wrong_sampler_would_not_agree():
    right, wrong = workloads.w1(), workloads.w1()
    swapped = wrong.variables[-1].parents[::-1]
    last = workloads.Variable("n15", swapped, wrong.variables[-1].mean[:, ::-1], wrong.variables[-1].ess)
    sampler = plain_numpy.sampler(workloads.Workload("W1", (*wrong.variables[:-1], last), "n15", 1), 1)
    assert worst_z(sampler.counts(sampler.run(40_000)), right) > Z


def test_without_peers_their_rows_say_so(no_peers):
    table = __main__.sampling(workloads.w1(), rounds=1, seed=1, least_seconds=0.0)
    lines = {line.split(" | ")[0].strip("| "): line for line in table.splitlines()[2:]}
    assert [label for label, line in lines.items() if report.MISSING in line] == PEERS
    assert all("x |" in line for label, line in lines.items() if label not in PEERS)
    solved = report.solved_table(exact.solve(workloads.w1(), rounds=1)).splitlines()
    assert [line.count(report.MISSING) for line in solved[2:]] == [0, 2, 2]


@pytest.mark.slow
def test_the_spread_table_at_a_tiny_size(no_peers):
    text = __main__.spread(workloads.w1(), seed=1, draws=40, runs=2, long=500)
    assert text.count("\n| ") == 4 - 1  # head, rule and two methods; the first line has nothing before it
    assert "mean 0.003000 (exact)" in text
    assert f"pyAgrum: {report.MISSING}" in text


def sure() -> workloads.Workload:
    """W1 with rows that are known well: another spread than with any one sample size for all."""
    one = workloads.w1()
    known = (workloads.Variable(v.name, v.parents, v.mean, np.full_like(v.ess, 500.0)) for v in one.variables)
    return workloads.Workload("W1", tuple(known), one.target, one.state)


@pytest.mark.parametrize("workload", [workloads.w1(), sure()], ids=["as it is", "rows known well"])
def test_nested_and_solved_draws_mean_the_same(workload):
    known = doubt.truth(workload, 4000, seed=1)
    solved, _ = doubt.ours(workload, 1000, seed=1)
    chances, counted = solved(), doubt.nested(workload, 400, 200, seed=1)()
    error = known.sd / np.sqrt(1000)  # of independent draws: a Latin hypercube is nearer
    assert abs(known.mean - 0.003) < 1e-7
    assert abs(chances.mean() - known.mean) < 5 * error
    assert abs(chances.std() / known.sd - 1) < 0.25
    both = np.sqrt(known.sd**2 + 0.003 / 200)  # doubt, and the noise of 200 worlds
    assert abs(counted.mean() - known.mean) < 5 * both / np.sqrt(400)
    assert abs(counted.std() / both - 1) < 0.25
    assert not np.array_equal(chances, solved())


@pytest.mark.slow
def test_everybody_takes_a_turn_in_each_round():
    seen: list[str] = []
    taken = timing.interleaved({"a": lambda: seen.append("a"), "b": lambda: seen.append("b")}, rounds=8)
    assert [sorted(seen[i : i + 2]) for i in range(0, 16, 2)] == [["a", "b"]] * 8
    assert len({*zip(seen[::2], seen[1::2], strict=True)}) == 2  # not always in the same order
    assert [len(times) for times in taken.values()] == [8, 8]


def test_a_call_is_made_long_enough(monkeypatch):
    cost = iter([0.1, 0.11, 0.2, 0.9, 1.5])  # a fixed cost of 0.1, then a call that is long enough as it is
    monkeypatch.setattr(timing, "seconds", lambda run: next(cost))
    assert timing.enough(lambda worlds: None, 1 << 20, 0.15) == 256 * 4**3
    assert timing.enough(lambda worlds: None, 1 << 20, 0.15) == 256
    assert timing.enough(lambda worlds: None, 256, 0.15) == 256


def test_error_squared_times_time():
    known = doubt.Truth(0.5, 0.1, 0.6, 9)
    slow = doubt.Measured("slow", 2.0, 5, 0.04, 0.02, 0.0, 0.0)
    quick = doubt.Measured("quick", 1.0, 5, 0.01, 0.01, 0.1, 0.02)
    line = report.doubt_table([slow, quick], known).splitlines()[3]
    assert line == "| quick | 5 | 1.000 s | 1.0e-02 | 32.0x | 1.0e-02 | +10.0 % | 8x | +2.0 % |"


def test_numbers_are_printed_short():
    assert doctest.testmod(report).failed == 0
    assert doctest.testmod(report).attempted == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--only", "w1,w9"], "unknown w9"), (["--seed", "-1"], "--seed must be"), (["--repeats", "0"], "--repeats 1 or")],
)
def test_unusable_settings_are_refused(arguments, message, capsys):
    with pytest.raises(SystemExit):
        __main__.main(arguments)
    assert message in capsys.readouterr().err
