"""What changes no byte of an answer: the order of entries in a file, and what no question hangs on."""

from __future__ import annotations

import json
import random
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.program.compiler import compile
from sim.engine.program.program import needed
from sim.priors.build import build
from sim.priors.judgment_draws import shares
from sim.priors.rows.weights import weigh
from sim.results.explain.case import case
from sim.results.forecast.cache import Cache
from sim.results.forecast.export import as_json
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario import evidence
from sim.scenario.file import read, yaml_text
from sim.scenario.model.lexicon_files import Beside
from sim.scenario.model.places import Places
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
VALID = ROOT / "tests" / "scenarios" / "valid"
TANGLED = VALID / "tangled.yaml"
FILES = {
    ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml": 20,
    ROOT / "scenarios" / "first-steps.yaml": 200,
    VALID / "every-form.yaml": 40,
    VALID / "eighteen.yaml": 20,
    VALID / "seeds.yaml": 100,
    TANGLED: 200,
}
SEEN = {
    "E1": {"date": "2026-01-19", "variable": "v2", "likelihood": {"s0": 0.3, "s1": 0.9, "s2": 0.7}},
    "E2": {"date": "2026-01-19", "variable": "v2", "likelihood": {"s0": 0.1, "s1": 0.7, "s2": 0.3}},
    "E5": {"date": "2026-01-19", "variable": "v2", "likelihood": {"s0": 0.9, "s1": 0.3, "s2": 0.1}},
    "E3": {"date": "2026-01-26", "variable": "v1", "reached": "s1"},
    "E4": {"date": "2026-01-12", "variable": "v0", "likelihood": {"s0": 0.7, "s1": 0.9}},
}
NETWORK: dict[str, Any] = {
    "schema_version": 1, "id": "lawn", "title": "A lawn", "as_of": "2026-01-05",
    "timeline": {"steps": 1, "step": "1 week"},
    "experts": {"ann": {"name": "Ann"}, "ben": {"name": "Ben", "weight": 2.5}},
    "variables": {
        "rain": {"label": "Rain", "states": ["no", "yes"]},
        "hose": {"label": "Hose", "states": ["no", "yes"], "parents": ["rain"]},
        "wet": {"label": "Wet", "states": ["no", "yes"], "parents": ["rain", "hose"]},
    },
    "judgments": {
        "rain": {f"R{i}": {"expert": who, "about": "yes", "says": says} for i, (who, says) in
                 enumerate([("ann", "likely"), ("ben", "unlikely")])},
        "hose": {"H1": {"expert": "ann", "about": "yes", "given": {"rain": "no"}, "says": "likely"},
                 "H2": {"expert": "ben", "about": "yes", "given": {"rain": "yes"}, "says": "very unlikely"},
                 "H3": {"expert": "ben", "about": "yes", "given": {"rain": "no"}, "says": "unlikely"},
                 "H4": {"expert": "ann", "about": "yes", "given": {"rain": "yes"}, "says": "unlikely"}},
        "wet": {"W1": {"expert": "ann", "about": "yes", "says": {"probability": 0.8, "worth": 20}}},
    },
    "policies": {"none": {}},
    "questions": {name.upper(): {"asks": name, "is": {name: "yes"}, "at": "2026-01-12"}
                  for name in ("wet", "rain", "hose")},
}  # fmt: skip


def data_of(file: Path) -> Any:
    return yaml_text.parse(file.read_text(encoding="utf-8"), file.name).data


def built(data: Any, file: Path = TANGLED) -> Scenario:
    return read.build(data, Places(file.name), beside=Beside(file.parent))


def permuted(value: Any, rng: random.Random) -> Any:
    """The same data with the entries of every mapping in another order; lists stay as they are."""
    if isinstance(value, dict):
        entries = [(key, permuted(inner, rng)) for key, inner in value.items()]
        return dict(rng.sample(entries, len(entries)))
    return [permuted(inner, rng) for inner in value] if isinstance(value, list) else value


def numbers(made: Forecast) -> dict[tuple[str, ...], str]:
    """Every answer as the JSON has it, to the last digit, and what evidence teaches; by name."""
    (whole,) = json.loads(as_json([made]))["forecasts"]
    found = {(one["policy"], one["question"]): repr(_plain(one)) for one in whole["answers"]}
    for one in whole.get("evidence", ()):
        together = [one[key] for key in ("probability", "effective_draws", "effective_worlds")]
        found[one["policy"], "seen"] = repr(together)
        found |= {(one["policy"], "voice", voice["id"]): repr(voice) for voice in one["voices"]}
        found |= {(one["policy"], j["id"], j["event"]): repr(j) for j in one["judgments"]}
    return found


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its words, in which conditions stand as the file has them, and its voices in one order."""
    return {key: value for key, value in answer.items() if key != "event"} | {"rests_on": sorted(answer["rests_on"])}


def seen(scenario: Scenario, entries: dict[str, Any]) -> tuple[Any, ...]:
    return evidence.loads(json.dumps({"schema_version": 1, "evidence": entries}), "seen.yaml", scenario)


@pytest.mark.parametrize(("file", "draws"), FILES.items(), ids=lambda value: getattr(value, "stem", ""))
def test_the_order_of_entries_changes_no_byte(file: Path, draws: int) -> None:
    data, rng = data_of(file), random.Random(5)
    before = forecast(built(data, file), draws=draws)
    for _ in range(2):
        after = forecast(built(permuted(data, rng), file), draws=draws)
        assert after.digest == before.digest
        assert numbers(after) == numbers(before)


def test_another_number_changes_bytes() -> None:
    """Or else nothing is compared."""
    data = data_of(TANGLED)
    before = numbers(forecast(built(data), draws=100))
    data["experts"]["ben"]["weight"] = 2.5000001
    after = numbers(forecast(built(data), draws=100))
    assert before.keys() == after.keys()
    assert sum(before[key] != after[key] for key in before) > len(before) / 2


@pytest.mark.parametrize("data", [data_of(TANGLED), NETWORK], ids=["sampled", "solved"])
def test_the_order_of_what_was_seen_changes_no_byte(data: Any) -> None:
    rng = random.Random(7)
    wet = {"E1": {"date": "2026-01-12", "variable": "wet", "likelihood": {"no": 0.3, "yes": 0.9}},
           "E2": {"date": "2026-01-12", "variable": "wet", "likelihood": {"no": 0.7, "yes": 0.1}},
           "E3": {"date": "2026-01-12", "variable": "wet", "likelihood": {"no": 0.11, "yes": 0.13}},
           "E4": {"date": "2026-01-12", "variable": "hose", "likelihood": {"no": 0.7, "yes": 0.9}}}  # fmt: skip
    entries = wet if data is NETWORK else SEEN
    scenario = built(data)
    before = numbers(forecast(scenario, draws=200, observations=seen(scenario, entries)))
    for _ in range(4):
        other = built(permuted(data, rng))
        assert numbers(forecast(other, draws=200, observations=seen(other, permuted(entries, rng)))) == before


def grown(data: Any) -> Any:
    """The data with voices who say nothing about what is asked, and variables that no question hangs on."""
    data = json.loads(json.dumps(data))
    data["experts"] = {"aaron": {"name": "A", "weight": 3}} | data["experts"] | {"zoe": {"name": "Z"}}
    data["sources"] = {"letter": {"title": "A letter"}}
    first = {"label": "F", "states": ["no", "yes"], "chance": "each_step", "start": "no",
             "parents": ["v1", "v2@previous", "a0@previous"]}  # fmt: skip
    last = {"label": "L", "states": ["no", "yes"], "parents": ["v0", "v1"], "chance": "once"}
    data["variables"] = {"a0": first} | data["variables"] | {"zz": last}
    data["judgments"] |= {
        "a0": {"B1": {"expert": "aaron", "about": "yes", "per": "step", "says": "likely"}},
        "zz": {"B2": {"expert": "ben", "about": "yes", "says": "unlikely"}},
    }
    return data


def test_what_no_question_hangs_on_changes_no_byte() -> None:
    data = data_of(TANGLED)
    small, large = built(data), built(grown(data))
    assert numbers(forecast(large, draws=200)) == numbers(forecast(small, draws=200))
    before = numbers(forecast(small, draws=100, observations=seen(small, SEEN)))
    after = numbers(forecast(large, draws=100, observations=seen(large, SEEN)))
    answers = {key for key in before if len(key) == 2}
    assert {key: after[key] for key in answers} == {key: before[key] for key in answers}


def test_nothing_is_worked_out_for_it() -> None:
    scenario, kept = built(grown(data_of(TANGLED))), Cache()
    forecast(scenario, draws=20, kept=kept)
    priors = build(scenario, 20, 1)
    worked = kept.nearest(priors, "free", {}, needed(compile(scenario, priors)).questions)
    assert worked is not None
    assert {variable.name for variable in worked.worked.ways.stage.program.variables} == {"v0", "v1", "v2"}
    assert set(worked.worked.outcomes.slices) == {"v0"}  # the others' questions are answered from their chains
    assert not case(scenario, "Q1", "free", draws=100).outcomes().slices


def test_shares_of_the_vote_are_added_up_by_name() -> None:
    data = data_of(TANGLED)
    scenario = built(data)
    names = list(data["experts"])
    for order in permutations(names):
        other = built(data | {"experts": {name: data["experts"][name] for name in order}})
        found, before = shares(weigh(other), 200, 1), shares(weigh(scenario), 200, 1)
        assert list(found) == [name for name in order if name in before]
        assert all(np.array_equal(found[name], before[name]) for name in before)


def test_a_question_about_what_others_hang_on_changes_no_byte_of_theirs() -> None:
    data = data_of(TANGLED)
    whole = numbers(forecast(built(data), draws=200))
    fewer = dict(data) | {"questions": {key: data["questions"][key] for key in ("Q0", "Q4", "Q6")}}
    part = numbers(forecast(built(fewer), draws=200))
    assert part == {key: whole[key] for key in part}


def test_a_question_that_brings_in_a_variable_moves_last_digits_at_most() -> None:
    data = data_of(TANGLED)
    fewer = dict(data) | {"questions": {key: data["questions"][key] for key in ("Q1", "Q2", "Q4", "Q5")}}
    part, whole = (forecast(built(one), draws=200) for one in (fewer, data))
    for key, answer in part.answers.items():
        assert whole.answers[key].probability == pytest.approx(answer.probability, rel=1e-12)
