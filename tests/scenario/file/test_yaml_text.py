"""YAML read as analysts mean it, and refused where they cannot have meant it."""

from __future__ import annotations

import unicodedata

import pytest
import yaml

from sim.errors import FormatError
from sim.scenario.file import yaml_text
from sim.scenario.file.yaml_text import parse


def _problems(text: str) -> list[str]:
    try:
        return [str(problem) for problem in parse(text, "f").problems]
    except FormatError as error:
        return [str(problem) for problem in error.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("010", "010"), ("0x1F", "0x1F"), ("1_000", "1_000"),
        ("1:30", "1:30"), ("2026-01-31", "2026-01-31"), ("1e4", 1e4), ("1e-3", 1e-3), (".5", 0.5), ("5.", 5.0),
        ("-3", -3), ("+3", 3), ("0", 0), ("true", True), ("FALSE", False), ("~", None), ("null", None),
        ("'3'", "3"), ('"true"', "true"), ("5%", "5%"), ("n/a", "n/a"), ("- x", ["x"]), ("{}", {}), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_of_yaml_1_2(written: str, value: object) -> None:
    data = parse(f"key:\n  {written}\n", "f").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


def test_keys_are_texts() -> None:
    assert parse("{1: a, true: b, 010: c, 5%: d}", "f").data == {"1": "a", "true": "b", "010": "c", "5%": "d"}


def test_texts_come_out_composed() -> None:
    data = parse(f"{unicodedata.normalize('NFD', 'é')}: {unicodedata.normalize('NFD', 'ü')}", "f").data
    assert data == {"é": "ü"}


def test_places_count_from_one() -> None:
    places = parse("a: 1\nb:\n  - {c: x,\n     d: y}\n", "f").places
    assert places.values[("a",)] == (1, 4)
    assert places.keys[("b",)] == (2, 1)
    assert places.values[("b", "0")] == (3, 5)
    assert places.keys[("b", "0", "d")] == (4, 6)
    assert places.values[("b", "0", "d")] == (4, 9)


@pytest.mark.parametrize("depth", [32, 33])
def test_depth(depth: int) -> None:
    found = _problems("[" * depth + "]" * depth)
    assert found == ([] if depth == 32 else ["f:1:33  nested deeper than 32 levels"])


def test_entries() -> None:
    assert _problems("[" + "1," * 49_999 + "]") == []
    assert "more than 50,000 entries" in _problems("[" + "1," * 50_000 + "]")[0]


def test_the_parser_without_c_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: no, c: [1, 2.5, x y]}\nd: 'q'\n"
    fast = parse(text, "f").data
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert parse(text, "f").data == fast
    assert _problems("a: &x [*x]") == ["f:1:4  anchors (&x) are not allowed: write the value out where it is needed"]


def test_duplicate_keys_name_both_lines_and_the_first_counts() -> None:
    document = parse("a: 1\nb: 2\na: {c: 3}\n", "f")
    assert [str(problem) for problem in document.problems] == ["f:3:1  a: key 'a' is there twice: first in line 1"]
    assert document.data == {"a": 1, "b": 2}


def test_look_alike_keys() -> None:
    (problem,) = _problems("\u00e9: 1\ne\u0301: 2\n")
    assert problem.endswith("is there twice in other code points (they look the same): first in line 1")


@pytest.mark.parametrize("text", ["title: War #2", "title: to war # or not", "{asks: War #2\n}", "a: b #c"])
def test_a_comment_that_cuts_a_text(text: str) -> None:
    assert any("' #' ends the text here" in problem for problem in _problems(text))


@pytest.mark.parametrize("text", ["title: war # yes", "title: to war  # yes", "a: [1]  #x", "a: 'to war' # b", "# a b"])
def test_comments(text: str) -> None:
    assert _problems(text + "\nz: 1\n") == []


def test_all_traps_of_a_text_are_told() -> None:
    found = _problems("a: {x: Does it, or not, y: 1}\nb: {z: Does it?}\nc: War #2\nd:\n")
    assert [problem.split("  ")[0] for problem in found] == ["f:1:17", "f:2:8", "f:3:8", "f:4:1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {b: c\nd: e\n", "a comma is missing before this, or the { or [ of line 1, column 4 is not closed"),
        ("a: 'b\n", "the quote that opens in line 1 is never closed"),
        ("a: @b\n", "a text cannot begin with '@': quote it"),
        ("\ta: b\n", "a tab: indent with blanks"),
        ("a: b: c\n", "a second ': ' in one text"),
        ("a: %b\n", "a text cannot begin with '%': quote it"),
    ],
)
def test_syntax_errors_in_plain_words(text: str, message: str) -> None:
    assert any(message in problem for problem in _problems(text))


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ufeff", "\ufffe", "\ud800"])
def test_characters_that_no_text_holds(character: str) -> None:
    (problem,) = _problems(f"a: 1\nb: x{character}\n")
    assert problem.startswith("f:2:5  ")
