"""Entries added to YAML text: what is there stays, and what is read is the old data and the new."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.scenario.file import yaml_text
from sim.scenario.writing import yaml_write
from sim.scenario.writing.yaml_insert import insert_entries

NEW = {"J2": {"expert": "ben", "says": "likely"}}
HEAD = "title: Fähre 🚢\nvariables: {a: 1}\n"
LAYOUTS: dict[str, tuple[str, str]] = {
    "a block": (
        "judgments:\n  clash:\n    J1: {expert: ann}  # so he said\n    # J9: dropped\n\n# Policies\npolicies: {}\n",
        "judgments:\n  clash:\n    J1: {expert: ann}  # so he said\n    J2: {expert: ben, says: likely}\n"
        "    # J9: dropped\n\n# Policies\npolicies: {}\n",
    ),
    "a group in braces": (
        "judgments:\n  clash: {J1: {expert: ann}}  # all\n",
        "judgments:\n  clash: {J1: {expert: ann}, J2: {expert: ben, says: likely}}  # all\n",
    ),
    "braces over lines, with a last comma": (
        "judgments:\n  clash: {\n    J1: {expert: ann},  # one\n  }\n",
        "judgments:\n  clash: {\n    J1: {expert: ann}, J2: {expert: ben, says: likely},  # one\n  }\n",
    ),
    "everything in braces": (
        "judgments: {clash: {J1: {expert: ann}}}\n",
        "judgments: {clash: {J1: {expert: ann}, J2: {expert: ben, says: likely}}}\n",
    ),
    "another group in braces": (
        "judgments: {other: {J1: {expert: ann}}}\n",
        "judgments: {other: {J1: {expert: ann}}, clash: {J2: {expert: ben, says: likely}}}\n",
    ),
    "an empty group": (
        "judgments:\n  clash: {}  # nobody\n  other: {J1: {expert: ann}}\n",
        "judgments:\n  clash:  # nobody\n    J2: {expert: ben, says: likely}\n  other: {J1: {expert: ann}}\n",
    ),
    "an empty section at the end, no line end": (
        "judgments: {}", "judgments:\n  clash:\n    J2: {expert: ben, says: likely}"
    ),
    "no section": (
        "# what is compared\npolicies: {}\n",
        "judgments:\n  clash:\n    J2: {expert: ben, says: likely}\n# what is compared\npolicies: {}\n",
    ),
    "a new group where groups stand apart": (
        "judgments:\n  a:\n    J1: {expert: ann}\n\n  b:\n    J3: {expert: ann}\n\npolicies: {}\n",
        "judgments:\n  a:\n    J1: {expert: ann}\n\n  b:\n    J3: {expert: ann}\n\n  clash:\n"
        "    J2: {expert: ben, says: likely}\n\npolicies: {}\n",
    ),
    "a folded text at the end": (
        "judgments:\n    clash:\n        J1:\n            claim: >-\n                so\n                on\n"
        "\n\npolicies: {}\n",
        "judgments:\n    clash:\n        J1:\n            claim: >-\n                so\n                on\n"
        "        J2: {expert: ben, says: likely}\n\n\npolicies: {}\n",
    ),
    "a text that keeps its blank lines": (
        "judgments:\n  clash:\n    J1:\n      claim: |+\n        so\n\n\npolicies: {}\n",
        "judgments:\n  clash:\n    J1:\n      claim: |+\n        so\n\n\n"
        "    J2: {expert: ben, says: likely}\npolicies: {}\n",
    ),
    "lines of another system": (
        "judgments:\r\n  clash:\r\n    J1: {expert: ann}\r\npolicies: {}\r\n",
        "judgments:\r\n  clash:\r\n    J1: {expert: ann}\r\n    J2: {expert: ben, says: likely}\r\npolicies: {}\r\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_an_entry_goes_to_the_end_of_its_group(before: str, after: str) -> None:
    old, new = yaml_text.parse(HEAD + before, "x").data, insert_entries(HEAD + before, {("judgments", "clash"): NEW})
    assert new == HEAD + after
    groups: dict[str, Any] = dict(old.get("judgments", {}))
    groups["clash"] = groups.get("clash", {}) | NEW
    assert yaml_text.parse(new, "x").data == old | {"judgments": groups}


def test_several_places_at_once_and_a_section_that_is_missing() -> None:
    text = "as_of: 2026-01-01\nvariables: {x: 1}\njudgments:\n  b:\n    J1: {expert: ann}\n"
    groups = {("judgments", "a"): {"J2": {"m": 1}}, ("judgments", "b"): {"J3": {"m": 2}}}
    new = insert_entries(text, {("experts",): {"ben": {"name": "Ben"}}, **groups})
    assert new == (
        "as_of: 2026-01-01\nexperts:\n  ben: {name: Ben}\nvariables: {x: 1}\n"
        "judgments:\n  b:\n    J1: {expert: ann}\n    J3: {m: 2}\n  a:\n    J2: {m: 1}\n"
    )


def test_a_file_that_is_all_braces_stays_so() -> None:
    assert insert_entries("{variables: {x: 1}}\n", {("judgments", "x"): NEW}) == (
        "{variables: {x: 1}, judgments: {x: {J2: {expert: ben, says: likely}}}}\n"
    )


TEXTS = some.text(some.characters(exclude_categories=("Cs",)), max_size=30)
TRAPS = some.sampled_from(["no", "1:30", "010", "5%", "a, b", "x: y", "~", "- a", "é'", "a #b", "so?", "1 in 3"])
KEYS = some.text(min_size=1, max_size=5)
DATA = some.recursive(
    TEXTS | TRAPS | some.floats(-1e9, 1e9) | some.booleans() | some.integers(-(10**6), 10**6),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=2 * settings.default.max_examples, deadline=None, derandomize=True)
@given(data=DATA, key=some.sampled_from(["k", "no", "a b", "é", "?"]))
def test_whatever_is_written_is_read_back(data: object, key: str) -> None:
    wanted = yaml_text.parse(yaml_write.write_flow({key: _composed(data)}), "x")
    assert not wanted.problems
    assert wanted.data == {key: _composed(data)}
    block = yaml_text.parse("\n".join(yaml_write.write_entry(key, _composed(data), 0)), "x")
    assert not block.problems
    assert block.data == {key: _composed(data)}


def _composed(data: object) -> object:
    """As the reader has texts and keys: in composed letters."""
    if isinstance(data, dict):
        return {unicodedata.normalize("NFC", key): _composed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_composed(item) for item in data]
    return unicodedata.normalize("NFC", data) if isinstance(data, str) else data


def test_long_records_get_a_line_a_key_and_short_ones_one() -> None:
    long = {"J1": {"expert": "ann", "claim": "So it is, " + "and so on " * 12 + "until then."}}
    assert list(yaml_write.write_entry("clash", {"J1": {"expert": "ann"}}, 2)) == ["  clash: {J1: {expert: ann}}"]
    lines = list(yaml_write.write_entry("clash", long, 2))
    assert lines[:3] == ["  clash:", "    J1:", "      expert: ann"]
    assert lines[3].startswith("      claim: So it is, and so on and")
