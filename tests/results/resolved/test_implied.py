"""Said v. implied on scenarios small enough to know the answer."""

from __future__ import annotations

import json

import pytest

from sim.priors.build import build
from sim.results.resolved.implied import UNREACHED, Implied, implied
from sim.results.resolved.report import text
from sim.scenario.file import read


def scenario(judgments: dict, us: dict | None = None):
    data = {
        "schema_version": 1,
        "id": "t",
        "title": "T",
        "as_of": "2025-12-24",
        "timeline": {"steps": 3, "step": "1 week"},
        "background": ["author"],
        "sources": {"paper": {"title": "P", "claims": ["J", "S9"]}},
        "experts": {"a": {"name": "A"}, "b": {"name": "B"}, "author": {"name": "Author", "kind": "assumption"}},
        "variables": {
            "us": {"label": "US", "role": "lever", "states": ["low", "high"], **(us or {})},
            "r": {"label": "R", "states": ["none", "some", "war"], "parents": ["us"]},
            "own": {"label": "Own", "states": ["x", "y"], "never_falls": True, "start": "x"},
        },
        "judgments": judgments,
        "not_encoded": {"S9": "background fact"},
        "policies": {"free": {}},
        "questions": {"Q": {"asks": "War?", "reaches": {"r": "war"}, "by": "2026-01-14"}},
    }
    return read.loads(json.dumps(data))


HALF = {"probability": "50%", "odds_within": 1.0001}
TENTH = {"probability": "10%", "odds_within": 1.0001}


def found(s, key: str) -> Implied:
    return next(entry for entry in implied(s) if entry.judgment == key)


def test_a_lone_word_is_implied_as_it_was_said() -> None:
    entry = found(scenario({"r": {"J": {"expert": "a", "about": "war", "given": {"us": "high"}, "says": TENTH}}}), "J")
    assert entry.value == pytest.approx(0.1, abs=1e-3)
    assert entry.basis == "no lever fixed"


def test_a_second_voice_moves_what_the_first_implies() -> None:
    said = {"about": "war", "given": {"us": "high"}}
    both = {"r": {"J": {"expert": "a", "says": TENTH, **said}, "K": {"expert": "b", "says": HALF, **said}}}
    entry = found(scenario(both), "J")
    assert entry.value == found(scenario(both), "K").value
    assert 0.15 < entry.value < 0.4


def test_a_word_without_condition_is_averaged_over_the_worlds_in_which_it_speaks() -> None:
    """Half the worlds are `high`, where the other voice's 50 % is all that is said about war."""
    rows = {
        "us": {"U": {"expert": "a", "about": "high", "says": HALF}},
        "r": {
            "J": {"expert": "a", "about": "war", "says": TENTH},
            "K": {"expert": "a", "about": "war", "given": {"us": "high"}, "says": HALF},
        },
    }
    assert found(scenario(rows), "J").value == pytest.approx(0.3, abs=0.01)
    assert found(scenario(rows), "K").value == pytest.approx(0.5, abs=1e-3)


def test_a_clocked_word_is_compared_over_its_own_steps() -> None:
    word = {"own": {"J": {"expert": "a", "about": "y", "by": "2026-01-07", "says": HALF}}}
    assert found(scenario(word), "J").value == pytest.approx(0.5, abs=1e-3)


def test_a_condition_that_is_never_met_is_looked_at_with_its_lever_held_there() -> None:
    rows = {
        "us": {"U": {"expert": "a", "about": "high", "says": {"probability": 0, "certain": True}}},
        "r": {"J": {"expert": "a", "about": "war", "given": {"us": "high"}, "says": TENTH}},
    }
    entry = found(scenario(rows), "J")
    assert entry.value == pytest.approx(0.1, abs=1e-3)
    assert entry.basis == "us held at high"
    unreached = found(scenario(rows, us={"role": "chance"}), "J")
    assert (unreached.value, unreached.basis) == (None, UNREACHED)


def test_the_resolved_text_tells_who_speaks_where_and_accounts_for_every_claim() -> None:
    split = {"expert": "author", "about": "any", "says": {"split": {"none": "70%", "some": "20%", "war": "10%"}}}
    s = scenario({"r": {"J": {"expert": "a", "about": "war", "given": {"us": "high"}, "says": TENTH}, "A": split}})
    shown = text(s)
    assert "  us: high\n      war: a (J), author (A)\n      rest: author (A)" in shown
    assert "  us: low\n      rest: author (A)" in shown
    assert "CLAIMS of paper: 2, 1 carried by judgments, 1 not encoded" in shown
    assert "S9     background fact" in shown
    assert all(a.text in shown for a in build(s, 50).assumptions)
