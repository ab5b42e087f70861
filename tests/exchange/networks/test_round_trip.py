"""A network becomes a scenario and a network again: the same names, the same numbers."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import FormatError, ModelError
from sim.exchange.networks import bif, bif_write, names, to_network, to_scenario
from sim.exchange.networks.network import BayesianNetwork, Node
from sim.priors.build import build
from sim.scenario.edit import edit
from sim.scenario.file.read import loads
from sim.scenario.model.row_sum import normalised
from sim.scenario.resolve.scenario import Scenario

DAY = datetime.date(2026, 1, 1)


def as_scenario(network: BayesianNetwork) -> Scenario:
    return loads(to_scenario.write_scenario(network, "n.bif", DAY))


def there_and_back(network: BayesianNetwork) -> BayesianNetwork:
    return bif.loads(bif_write.write_bif(to_network.build_network(as_scenario(network))))


def assert_same(ours: BayesianNetwork, theirs: BayesianNetwork) -> None:
    assert {node.name: (node.states, node.parents) for node in ours.nodes} == {
        node.name: (node.states, node.parents) for node in theirs.nodes
    }
    rows = {node.name: node.rows for node in ours.nodes}
    for node in theirs.nodes:
        expected = [normalised(row) for row in node.rows]
        assert np.abs(np.array(rows[node.name]) - expected).max() <= 1e-12


@pytest.mark.parametrize("name", ["asia", "alarm", "hailfinder", "win95pts", "child", "insurance", "hepar2", "sachs"])
def test_published_networks_come_back_as_they_were(name: str, published) -> None:
    network = bif.loads(published(name))
    assert_same(there_and_back(network), network)


def test_numbers_come_back_to_the_last_digit() -> None:
    row = (0.1, 0.2, 0.7)
    rows = ((1e-300, 1.0), (0.3, 0.7), (0.0, 1.0))
    network = BayesianNetwork("n", (Node("a", ("x", "y", "z"), (), (row,)), Node("b", ("u", "v"), ("a",), rows)))
    assert {node.name: node.rows for node in there_and_back(network).nodes} == {n.name: n.rows for n in network.nodes}


_NAMES = st.text(st.characters(blacklist_characters='"\n', blacklist_categories=("Cs", "Cc")), min_size=1, max_size=70)


@given(st.lists(_NAMES, min_size=4, max_size=4, unique=True), st.lists(_NAMES, min_size=3, max_size=3, unique=True))
def test_any_names_come_back(four: list[str], states: list[str]) -> None:
    first, second, *two = four
    rows = ((0.25, 0.75),) * 3
    parent = Node(first, tuple(states), (), ((0.5, 0.25, 0.25),))
    network = BayesianNetwork("n", (parent, Node(second, tuple(two), (first,), rows)))
    assert_same(there_and_back(network), network)


def test_hard_names_get_ids_of_their_own() -> None:
    hard = ["a b", "a_b", "a.b", "A_B", "any", "x@previous", "", "é" * 80, "\u0430b"]  # the last begins in Cyrillic
    ids = names.make_ids(hard)
    assert len(set(ids.values())) == len(hard)
    assert ids["a_b"] == "a_b"
    found = names.make_states(["any", "or more", "a or b", "more", "5-10", "<5", "5;10"])
    assert found["5-10"] == "5-10"
    assert len(set(found.values())) == 7
    assert not {"any", "more", "a or b"} & set(found.values())


def test_truth_values_and_numbers_stay_words() -> None:
    states = ("TRUE", "no", "0", "1e3", "null", "~")
    network = BayesianNetwork("n", (Node("on", states, (), ((0.5, 0.1, 0.1, 0.1, 0.1, 0.1),)),))
    assert_same(there_and_back(network), network)
    assert as_scenario(network).variables["on"].states[:5] == ("TRUE", "no", "0", "1e3", "null")


def test_doubt_about_a_table_leaves_its_mean() -> None:
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)),))
    doubted = edit(as_scenario(network), {"judgments.T1.says.worth": 3})
    assert to_network.build_network(doubted).nodes == network.nodes


def test_what_voices_say_is_exported_as_its_mean() -> None:
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)),))
    said = edit(as_scenario(network), {"judgments.T1": {"expert": "network", "about": "y", "says": "likely"}})
    ((row,),) = (node.rows for node in to_network.build_network(said).nodes)
    assert row[1] == pytest.approx(build(said, 1000, 1).tables["a"].tails.mean(), abs=1e-12)


def test_a_scenario_s_own_names_become_single_words() -> None:
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)),))
    named = edit(as_scenario(network), {"variables.a.states": ["limited strike", "limited_strike"], "questions": {}})
    assert to_network.build_network(named).nodes[0].states == ("limited_strike_2", "limited_strike")


def test_questions_ask_for_what_leaves_tell() -> None:
    rows = ((0.5, 0.5), (0.25, 0.75))
    yes_no = ("yes", "no")
    nodes = (Node("a", yes_no, (), rows[:1]), Node("b", yes_no, ("a",), rows), Node("c", ("low", "high"), (), rows[:1]))
    asked = [question.is_ for question in as_scenario(BayesianNetwork("n", nodes)).questions.values()]
    assert asked == [{"b": "yes"}, {"c": "high"}]


def test_certain_rows_are_marked_and_exact() -> None:
    child = Node("b", ("u", "v"), ("a",), ((0.5, 0.5), (1.0, 0.0)))
    scenario = as_scenario(BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.0, 1.0),)), child)))
    assert all(group[key].says.certain for group in scenario.judgments.values() for key in group)
    tables = build(scenario, 3, 1).tables
    assert (tables["a"].tails == 1.0).all()
    assert (tables["b"].tails[tables["b"].row_of[0, 1]] == 0.0).all()


def test_an_entry_that_rounding_has_carried_above_one_is_taken() -> None:
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((1.0000005, 0.0),)),))
    assert there_and_back(network).nodes[0].rows == ((1.0, 0.0),)


def test_too_large_for_a_scenario_is_told_with_the_file() -> None:
    nodes = tuple(Node(f"a{i}", ("x", "y"), (), ((0.5, 0.5),)) for i in range(501))
    with pytest.raises(FormatError, match=r"n\.bif  variables: as a scenario: at most 500 are allowed, not 501"):
        as_scenario(BayesianNetwork("n", nodes))


def test_what_a_scenario_cannot_hold_is_told_at_the_network_s_own_lines() -> None:
    """The reader of networks finds what it knows of; whatever else the scenario's reader finds has its place too."""
    half = Node("b c", ("x", "y"), ("a", "a"), ((0.5, 0.5),) * 4, (7, 3))
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)), half), "folder/n.bif")
    with pytest.raises(FormatError) as caught:
        as_scenario(network)
    assert str(caught.value) == "folder/n.bif:7:3  b c: parent 'a' is there twice"


def test_more_numbers_than_a_scenario_holds_are_refused_before_it_is_written() -> None:
    wide = tuple(Node(f"a{i}", tuple(map(str, range(100))), (), ((0.01,) * 100,) * 251) for i in range(2))
    with pytest.raises(FormatError, match=r"n\.bif  50,200 probabilities: a scenario holds at most 50,000 entries"):
        as_scenario(BayesianNetwork("n", wide))


def test_the_calendar_s_last_day_leaves_no_step() -> None:
    network = BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)),))
    with pytest.raises(FormatError, match="--as-of  9999-12-31 is the calendar's last day"):
        to_scenario.write_scenario(network, "n.bif", datetime.date.max)
    assert loads(to_scenario.write_scenario(network, "n.bif", datetime.date(9999, 12, 30))).as_of.year == 9999


def test_a_cycle_is_told() -> None:
    half = ((0.5, 0.5), (0.5, 0.5))
    with pytest.raises(FormatError, match=r"n\.bif  a: cycle: a -> b -> a"):
        as_scenario(BayesianNetwork("n", (Node("a", ("x", "y"), ("b",), half), Node("b", ("x", "y"), ("a",), half))))


def test_what_an_import_wrote_into_a_note_may_be_edited_away() -> None:
    network = BayesianNetwork("n", (Node("a b", ("x y", "z"), (), ((0.2, 0.8),)),))
    scenario = as_scenario(network)
    assert to_network.build_network(scenario).nodes[0].name == "a b"
    for note in ("In the network: {", 'In the network: {"name": "q", "states": ["x"]}', "In the network: 7", "my own"):
        changed = to_network.build_network(edit(scenario, {"variables.a_b.note": note})).nodes[0]
        assert (changed.name, changed.states) == ("a_b", ("x_y", "z"))


def test_a_copied_note_makes_no_second_variable_of_one_name() -> None:
    nodes = tuple(Node(name, ("x", "y"), (), ((0.2, 0.8),)) for name in ("a b", "c d", "e"))
    scenario = as_scenario(BayesianNetwork("n", nodes))
    note = scenario.variables["a_b"].note
    copied = to_network.build_network(edit(scenario, {"variables.c_d.note": note})).nodes
    assert [node.name for node in copied] == ["a_b", "c_d", "e"]
    for taken in ("e", 'q\n"', "q\nr", "q" * 201):
        note = names.ORIGINAL + json.dumps({"name": taken, "states": ["x", "y"]})
        written = bif_write.write_bif(to_network.build_network(edit(scenario, {"variables.a_b.note": note})))
        assert [node.name for node in bif.loads(written).nodes] == ["a_b", "c d", "e"]


def test_lags_are_refused_without_steps() -> None:
    scenario = edit(
        as_scenario(BayesianNetwork("n", (Node("a", ("x", "y"), (), ((0.2, 0.8),)),))),
        {
            "variables.a": {"label": "A", "states": ["x", "y"], "parents": ["a@previous"], "start": "x"},
            "judgments.T1": {"expert": "network", "per": "step", "says": {"table": [[0.2, 0.8], [0.5, 0.5]]}},
        },
    )
    with pytest.raises(ModelError, match=r"a depends on a@previous, and a network has no steps: .* --steps N"):
        to_network.build_network(scenario)
    with pytest.raises(ModelError, match="1 to 1 steps, not 2"):
        to_network.build_network(scenario, 2)
    assert to_network.build_network(scenario, 1).nodes == (Node("a_t1", ("x", "y"), (), ((0.2, 0.8),)),)
