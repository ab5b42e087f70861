"""Time templates unrolled: the network of steps answers as every history of the template does, one by one."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from against_pyagrum import answer, built

from sim.errors import ModelError
from sim.exchange.networks import to_network
from sim.priors.build import build
from sim.scenario.file.read import loads

STEPS = 3
STEP = {"per": "step"}


def _oracle():
    file = Path(__file__).parents[2] / "engine" / "brute_force.py"
    spec = importlib.util.spec_from_file_location("brute_force_of_the_engine", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(rng: np.random.Generator, rows: int, states: int) -> dict:
    return {"table": rng.dirichlet(np.ones(states), rows).tolist()}


def template(**changes: object):
    """A mood that remembers, a rung that never falls, an act that follows them, and a setting that stays."""
    rng = np.random.default_rng(5)
    variables = {
        "place": {"label": "Place", "states": ["north", "south"]},
        "mood": {"label": "Mood", "states": ["calm", "tense", "hot"], "parents": ["mood@previous", "place"],
                 "start": "tense"},
        "rung": {"label": "Rung", "states": ["low", "mid", "high"], "parents": ["mood"], "never_falls": True,
                 "start": "low"},
        "act": {"label": "Act", "states": ["none", "one"], "parents": ["rung", "mood@previous"]},
    }  # fmt: skip
    sizes = {"place": (1, 2), "mood": (6, 3), "rung": (9, 3), "act": (9, 2)}
    data = {
        "schema_version": 1, "id": "t", "title": "T", "as_of": "2026-01-01",
        "timeline": {"steps": STEPS, "step": "1 week"},
        "background": ["n"], "experts": {"n": {"name": "N"}},
        "variables": variables,
        "judgments": {
            name: {f"T_{name}": {"expert": "n", "says": table(rng, *size), **({} if name == "place" else STEP)}}
            for name, size in sizes.items()
        },
        "policies": {"free": {}},
    }  # fmt: skip
    for path, value in changes.items():
        data["variables"][path] |= value
    return data


def histories(scenario):
    tables = build(scenario, 1, 1).tables
    return list(_oracle().histories([tables[name] for name in scenario.order], STEPS, {}, 0))


def test_every_marginal_and_a_posterior_equal_the_histories() -> None:
    scenario = loads(json.dumps(template()))
    other = built(to_network.build_network(scenario, STEPS))
    weighed = histories(scenario)
    worst = 0.0
    for name, variable in scenario.variables.items():
        for step in range(1, STEPS + 1):
            node = name if name == "place" else f"{name}_t{step}"
            truth, later = np.zeros((2, len(variable.states)))
            for probability, history in weighed:
                truth[history[step][name]] += probability
                later[history[step][name]] += probability * (history[STEPS]["act"] == 1)
            worst = max(worst, np.abs(answer(other, node, {}) - truth).max())
            worst = max(worst, np.abs(answer(other, node, {f"act_t{STEPS}": 1}) - later / later.sum()).max())
    assert worst <= 1e-9


def test_doubt_about_a_table_leaves_its_mean_where_nothing_falls() -> None:
    data = template()
    network = to_network.build_network(loads(json.dumps(data)), STEPS)
    data["judgments"]["rung"]["T_rung"]["says"]["worth"] = 3
    assert to_network.build_network(loads(json.dumps(data)), STEPS) == network


def test_fewer_steps_are_the_first_ones() -> None:
    scenario = loads(json.dumps(template()))
    whole = {node.name: node for node in to_network.build_network(scenario, STEPS).nodes}
    assert all(whole[node.name] == node for node in to_network.build_network(scenario, 2).nodes)
    assert {"place", "mood_t1", "act_t3"} <= whole.keys()
    assert whole["mood_t1"].parents == ("place",)
    assert whole["mood_t2"].parents == ("mood_t1", "place")


def test_one_number_for_all_steps_is_refused_where_its_parents_move() -> None:
    data = template(act={"chance": "once", "parents": ["rung", "mood"]})
    del data["judgments"]["act"]["T_act"]["per"]
    with pytest.raises(ModelError, match=r"variables\.act: act is drawn once for all steps while its parents change"):
        to_network.build_network(loads(json.dumps(data)), STEPS)


def test_a_past_that_does_not_change_is_read_where_it_is() -> None:
    """`place` never changes, so `place@previous` is `place` from the second step on; at the first it is the start."""
    data = template(place={"start": "south"}, act={"parents": ["rung", "place@previous", "place"]})
    data["judgments"]["act"]["T_act"]["says"] = table(np.random.default_rng(8), 12, 2)
    scenario = loads(json.dumps(data))
    other = built(to_network.build_network(scenario, STEPS))
    weighed = histories(scenario)
    for step in range(1, STEPS + 1):
        truth = sum(probability for probability, history in weighed if history[step]["act"] == 1)
        assert answer(other, f"act_t{step}", {})[1] == pytest.approx(truth, abs=1e-12)


def test_names_of_steps_do_not_collide() -> None:
    data = template()
    data["variables"]["mood_t1"] = data["variables"].pop("place")
    data["variables"]["mood"]["parents"] = ["mood@previous", "mood_t1"]
    data["judgments"]["mood_t1"] = data["judgments"].pop("place")
    found = [node.name for node in to_network.build_network(loads(json.dumps(data)), 2).nodes]
    assert len(set(found)) == len(found)
    assert "mood_t1_" in found
