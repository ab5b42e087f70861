"""The reader of BIF files: what it takes, and what it refuses, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError
from sim.exchange import bif
from sim.exchange.network import Node

HEAD = """network "two words" { property version 1.0; }
// a comment; /* another */
variable a { type discrete [ 2 ] { yes, "no way" }; property position = (1, 2); }
variable b { type discrete[3] {<5, 5-10, Asy/Patch} }  /* over
two lines */
"""
A = "probability ( a ) { table 0.01, 0.99; }\n"
B = "probability ( b | a ) { (yes) 0.2 0.3 0.5; (\"no way\") 1, 0, 0; }\n"


def nodes(text: str) -> dict[str, Node]:
    return {node.name: node for node in bif.loads(text).nodes}


def problems(text: str) -> list[str]:
    with pytest.raises(FormatError) as caught:
        bif.loads(text, "x.bif")
    return [str(problem) for problem in caught.value.problems]


def test_names_quotes_comments_and_properties() -> None:
    network = bif.loads(HEAD + A + B)
    assert network.name == "two words"
    assert network.nodes == (
        Node("a", ("yes", "no way"), (), ((0.01, 0.99),)),
        Node("b", ("<5", "5-10", "Asy/Patch"), ("a",), ((0.2, 0.3, 0.5), (1.0, 0.0, 0.0))),
    )


def test_numbers_keep_every_digit() -> None:
    text = HEAD + "probability ( a ) { table 1e-05, 0.99999; }\n" + B
    assert nodes(text)["a"].rows == ((1e-05, 0.99999),)


def test_one_table_lists_the_variable_s_own_states_slowest() -> None:
    text = HEAD + A + "probability ( b | a ) { table 0.2 1 0.3 0 0.5 0; }\n"
    assert nodes(text)["b"].rows == ((0.2, 0.3, 0.5), (1.0, 0.0, 0.0))


def test_rows_may_come_in_any_order_and_a_default_fills_the_rest() -> None:
    more = "variable c { type discrete [2] { u, v }; }\nprobability ( c | a, b ) "
    text = HEAD + A + B + more + '{ default 0.5, 0.5; ("no way", 5-10) 0.1, 0.9; (yes, <5) 1, 0; }'
    half = (0.5, 0.5)
    assert nodes(text)["c"].rows == ((1.0, 0.0), half, half, half, (0.1, 0.9), half)


BAD = {
    "sum": (HEAD + A.replace("0.99", "0.98") + B, ["x.bif:6:15  a: its only row sums to 0.99, not 1"]),
    "several": (
        HEAD + "probability ( a ) { table -0.5, 1.5; }\n" + B.replace("0.5", "half"),
        ["x.bif:6:15  a: its only row: a probability below 0 or without end",
         "x.bif:7:39  b: a number is expected, not 'half'"],
    ),
    "unknown parent": (
        HEAD + A + B.replace("| a", "| aa"), ["x.bif:7:19  unknown variable 'aa' - did you mean 'a'? (a, b)"]
    ),
    "unknown state": (
        HEAD + A + B.replace("(yes)", "(yess)"),
        ["x.bif:7:26  b: unknown state 'yess' of a - did you mean 'yes'? (yes, no way)"],
    ),
    "row missing": (HEAD + A + B.replace("(yes) 0.2 0.3 0.5;", ""), ["x.bif:7:15  b: 1 row is missing: yes"]),
    "row twice": (HEAD + A + B.replace('"no way"', "yes"), ["x.bif:7:45  b: (yes) is there twice"]),
    "too few numbers": (HEAD + A + B.replace("0.3 0.5", "0.8"), ["x.bif:7:26  b: (yes): 2 numbers for 3 states"]),
    "two parents' states": (HEAD + A + B.replace("(yes)", "(yes, yes)"), ["x.bif:7:26  b: 2 states for 1 parents"]),
    "table too short": (
        HEAD + A + "probability ( b | a ) { table 0.2, 0.8; }",
        ["x.bif:7:15  b: 2 numbers: 2 rows of 3 are needed"],
    ),
    "no block": (HEAD + B, ["x.bif:3:10  a: has no probabilities: its `probability` block is missing"]),
    "no variable": (HEAD + A + B + "probability ( c ) { table 1; }", ["x.bif:8:15  unknown variable 'c' (a, b)"]),
    "twice": (
        HEAD + 'variable a { type discrete [2] { yes, "no way" }; }\n' + A + B, ["x.bif:6:10  'a' is there twice"]
    ),
    "one state": (HEAD.replace("[ 2 ] { yes, \"no way\" }", "[ 1 ] { yes }") + "probability ( a ) { table 1; }\n"
                  "probability ( b | a ) { (yes) 1 0 0; }", ["x.bif:3:10  a: needs two states or more, each once"]),
    "wrong count": (HEAD.replace("[ 2 ]", "[ 3 ]") + A + B, ["x.bif:3:30  a: 3 states are announced, and 2 named"]),
    "continuous": (
        "variable a { type continuous; }", ["x.bif:1:19  a: only discrete variables can be read, not 'continuous'"]
    ),
    "no type": ("variable a { }", ["x.bif:1:10  a: has no type"]),
    "other word": (
        "varable a { }", ["x.bif:1:1  'network', 'variable' or 'probability' is expected here, not 'varable'"]
    ),
    "cut off": ("variable a { type discrete [2] { yes,", ["x.bif:1:38  the file ends here, in the middle of a block"]),
    "open quote": ('variable "a { }\n', ["x.bif:1:10  a quote that is not closed in its line"]),
    "open comment": (HEAD + A + B + "/* so on", ["x.bif:8:1  a comment that is never closed"]),
    "mark for a name": ("variable { }", ["x.bif:1:10  a name is expected here, not '{'"]),
    "wrong mark": ("variable a ( )", ["x.bif:1:12  '{' is expected here, not '('"]),
    "empty": ("", ["x.bif  no variable in this file"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_bad_files_are_refused_with_their_lines(text: str, expected: list[str]) -> None:
    assert problems(text) == sorted(expected, key=lambda line: tuple(map(int, line.split("  ")[0].split(":")[1:])))


def test_twenty_parents_are_refused_before_any_row_is_made() -> None:
    variables = "".join(f"variable p{i} {{ type discrete [2] {{ 0, 1 }}; }}\n" for i in range(64))
    given = "".join(f"probability ( p{i} ) {{ table 0.5 0.5; }}\n" for i in range(64))
    text = variables + given + "variable c { type discrete [2] { 0, 1 }; }\n"
    text += f"probability ( c | {', '.join(f'p{i}' for i in range(64))} ) {{ default 0.5 0.5; }}"
    assert problems(text) == ["x.bif:129:10  c: 18,446,744,073,709,551,616 rows: at most 5,000 are allowed"]


def test_large_files_and_other_encodings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.bif"
    file.write_bytes(b" " * (bif.SIZE_MAX + 1))
    with pytest.raises(FormatError, match="larger than 5 MB"):
        bif.read(file)
    file.write_bytes(b"network caf\xe9 { }\n")
    with pytest.raises(FormatError, match=r"x\.bif:1  byte 0xE9 is not UTF-8"):
        bif.read(file)


def test_a_hostile_file_takes_no_time() -> None:
    assert len(problems("(" * 400_000)) == 1
    assert len(problems('variable "' + "a" * 1_000_000)) == 1
    assert len(problems("/* " * 400_000)) == 1
    assert len(problems('"\n' * 400_000)) == 1
