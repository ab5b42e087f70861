"""The reader of BIF files: what it takes, and what it refuses, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError
from sim.exchange.networks import bif
from sim.exchange.networks.network import Node

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


@pytest.mark.parametrize("end", ["\r", "\r\n"], ids=["CR", "CR LF"])
def test_lines_end_as_they_like(end: str) -> None:
    text = ("// first\n" + HEAD + "// second\n" + A + B).replace("\n", end)
    assert bif.loads(text) == bif.loads(HEAD + A + B)
    assert problems(text.replace("0.99", "0.98")) == ["x.bif:8:15  a: its only row sums to 0.99, not 1"]


def test_bar_and_comma_are_blanks_between_a_variable_and_its_parents() -> None:
    """As the first programs of the format wrote it: names between quotes, and nothing before the parents."""
    text = """network "small" { //2 variables
}
variable "light" { //2 values
 type discrete[2] { "on" "off" };
 property "position = (1, 2)" ;
}
variable "out" { type discrete[2] { "true" "false" }; }
probability ( "light" "out" ) { //2 variable(s) and 4 values
 table 0.6 0.05 0.4 0.95 ;
}
probability ( "out" ) { table 0.15 0.85 ; }
"""
    found = nodes(text)
    assert (found["light"].parents, found["light"].rows) == (("out",), ((0.6, 0.4), (0.05, 0.95)))
    assert sum(p * row[0] for p, row in zip(found["out"].rows[0], found["light"].rows, strict=True)) == 0.1325
    for between in (" | ", " , ", ", | "):
        assert bif.loads(text.replace('"light" "out"', f'"light"{between}"out"')).nodes == bif.loads(text).nodes


@pytest.mark.parametrize(
    "passed",
    [
        'property "multi\nline" ;', 'property "a; b } c";', "property version = 1.0 ;", "property ;",
        'property 5" long;\n', 'property "over; two\nlines";', "property a\n  b\n;", 'property "a" x "b;" c;',
    ],
)  # fmt: skip
def test_a_property_is_passed_over_up_to_its_semicolon(passed: str) -> None:
    assert bif.loads(HEAD + A.replace("table", f"{passed} table") + B) == bif.loads(HEAD + A + B)
    assert bif.loads(HEAD.replace("type", f"{passed} type") + A + B) == bif.loads(HEAD + A + B)


def test_property_is_a_name_like_any_other() -> None:
    text = "variable property { type discrete [2] { table, default }; } probability ( property ) { table 1 0; }"
    assert bif.loads(text).nodes == (Node("property", ("table", "default"), (), ((1.0, 0.0),)),)


def test_numbers_are_written_in_every_usual_way() -> None:
    for first, second in (("1e-6", "999999e-6"), (".5", "5.E-1"), ("0.5", "+.5"), ("1.", "0."), ("1E0", "0e9")):
        text = HEAD + f"probability ( a ) {{ table {first}, {second}; }}\n" + B
        assert nodes(text)["a"].rows == ((float(first), float(second)),)


def test_a_default_beside_every_row_is_of_no_account() -> None:
    assert bif.loads(HEAD + A + B.replace("{", "{ default 0, 0, 1;")) == bif.loads(HEAD + A + B)


def test_a_row_may_be_off_by_the_rounding_of_its_last_digit() -> None:
    for thirds in ("0.333333", "0.3333", "0.33333"):
        text = HEAD + A + B.replace("0.2 0.3 0.5", " ".join([thirds] * 3))
        assert nodes(text)["b"].rows[0] == (float(thirds),) * 3
    twenty = "variable t { type discrete [20] { " + " ".join(map(str, range(20))) + " }; }\nprobability ( t ) "
    assert len(nodes(twenty + "{ table " + "0.0499995 " * 20 + "; }")["t"].rows[0]) == 20
    told = problems(twenty + "{ table " + "0.049999 " * 20 + "; }")
    assert told == ["x.bif:2:15  t: its only row sums to 0.99998, not 1"]


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
    "table and row": (
        HEAD + A + "probability ( b | a ) { table 0.2 1 0.3 0 0.5 0;\n(yes) 1 0 0; }",
        ["x.bif:8:1  b: gives rows twice: by `table` and by a row in brackets"],
    ),
    "row and table": (
        HEAD + A + "probability ( b | a ) { (yes) 1 0 0;\ntable 0.2 1 0.3 0 0.5 0; }",
        ["x.bif:8:1  b: gives rows twice: by a row in brackets and by `table`"],
    ),
    "two tables": (
        HEAD + "probability ( a ) { table 0.5 0.5; table 0.5 0.5; }\n" + B,
        ["x.bif:6:36  a: gives rows twice: by `table` and by `table`"],
    ),
    "table and default": (
        HEAD + "probability ( a ) { table 0.5 0.5; default 0.5 0.5; }\n" + B,
        ["x.bif:6:36  a: gives rows twice: by `table` and by `default`"],
    ),
    "default and table": (
        HEAD + "probability ( a ) { default 0.5 0.5; table 0.5 0.5; }\n" + B,
        ["x.bif:6:38  a: gives rows twice: by `default` and by `table`"],
    ),
    "two defaults": (
        HEAD + "probability ( a ) { default 0.5 0.5; default 0.1 0.9; }\n" + B,
        ["x.bif:6:38  a: gives rows twice: by `default` and by `default`"],
    ),
    "row of no parents twice": (
        HEAD + "probability ( a ) { () 0.5 0.5; () 0.1 0.9; }\n" + B, ["x.bif:6:33  a: () is there twice"]
    ),
    "two blocks": (HEAD + A + "probability ( a ) { table 0.5 0.5; }\n" + B, ["x.bif:7:15  'a' is there twice"]),
    "two types": (
        HEAD.replace("};", '}; type discrete [2] { yes, "no way" };', 1) + A + B, ["x.bif:3:53  a: a second type"]
    ),
    "cycle": (
        HEAD + "probability ( a | b ) { default 0.5 0.5; }\n" + B, ["x.bif:6:15  a: cycle: a -> b -> a"]
    ),
    "its own parent": (
        HEAD + "probability ( a | a ) { default 0.5 0.5; }\n" + B, ["x.bif:6:15  a: cycle: a -> a"]
    ),
    "parent twice": (
        HEAD + A + "probability ( b | a, a ) { default 1 0 0; }", ["x.bif:7:22  b: parent 'a' is there twice"]
    ),
    "too many states": (
        HEAD + A + B + f"variable c {{ type discrete [101] {{ {' '.join(map(str, range(101)))} }}; }}\n"
        f"probability ( c ) {{ table 1{' 0' * 100}; }}", ["x.bif:8:10  c: 101 states: at most 100 are allowed"]
    ),
    "long word": (
        HEAD + A + B + f"variable {'c' * 201} {{ }}", ["x.bif:8:10  a word of 201 letters: at most 200 are read"]
    ),
    "open property": (
        HEAD + A + B + 'variable c {\n property "a', ["x.bif:9:2  a property that no ';' ends"]
    ),
    "a fault before one that ends it all": (
        HEAD + A + A + "probability {", ["x.bif:7:15  'a' is there twice", "x.bif:8:13  '(' is expected here, not '{'"]
    ),
    "thirds in three digits": (
        HEAD + A + B.replace("0.2 0.3 0.5", "0.333 0.333 0.333"), ["x.bif:7:26  b: (yes) sums to 0.999, not 1"]
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


def network_of(count: int, given: str = "") -> str:
    """So many variables of two states without parents; `given` are the parents of one more, c."""
    variables = "".join(f"variable p{i} {{ type discrete [2] {{ 0, 1 }}; }}\n" for i in range(count))
    tables = "".join(f"probability ( p{i} ) {{ table 0.5 0.5; }}\n" for i in range(count))
    more = "variable c { type discrete [2] { 0, 1 }; }\n" + f"probability ( c | {given} ) {{ default 0.5 0.5; }}"
    return variables + tables + (more if given else "")


def test_too_many_parents_rows_or_variables_are_refused_before_any_row_is_made() -> None:
    many = network_of(64, ", ".join(f"p{i}" for i in range(64)))
    assert problems(many) == ["x.bif:130:15  c: 64 parents: at most 8 are allowed"]
    long = network_of(1, ", ".join(["p0"] * 100_000))  # 2 to the power of 100,000 has more digits than Python writes
    assert problems(long) == ["x.bif:4:15  c: 100000 parents: at most 8 are allowed"]
    wide = "".join(f"variable w{i} {{ type discrete [9] {{ 0, 1, 2, 3, 4, 5, 6, 7, 8 }}; }}\n" for i in range(4))
    wide += "".join(f"probability ( w{i} ) {{ table 1 0 0 0 0 0 0 0 0; }}\n" for i in range(4))
    assert problems(wide + network_of(1, "w0, w1, w2, w3")) == ["x.bif:11:10  c: 6,561 rows: at most 5,000 are allowed"]
    chain = network_of(2000).replace("( p1 )", "( p1 | p0 )")
    assert problems(chain) == ["x.bif:501:10  at most 500 variables are allowed, not 2,000"]


def test_large_files_and_other_encodings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.bif"
    file.write_bytes(b" " * (bif.SIZE_MAX + 1))
    with pytest.raises(FormatError, match="larger than 5 MB"):
        bif.read(file)
    file.write_bytes(b"network caf\xe9 { }\n")
    with pytest.raises(FormatError, match=r"x\.bif:1:12  byte 0xE9 is not UTF-8"):
        bif.read(file)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'<?xml version="1.0"?>\n<smile version="1.0" id="N">', "this is a GeNIe file (XDSL); only BIF is read"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<BIF VERSION="0.3">', "this is an XMLBIF file; only BIF is read"),
        (b"<ANALYSISNOTEBOOK>", "this is an MSBN file (XBN); only BIF is read"),
        (b"<html>", "this is an XML file; only BIF is read"),
        (b"% made by hand\nnet\n{\n node_size = (80 40); }", "this is a HUGIN file (NET); only BIF is read"),
        (b"net Name { HEADER = { } }", "this is a GeNIe file (DSL); only BIF is read"),
        (b'belief network "x"\nnode A { }', "this is an MSBN file (DSC); only BIF is read"),
        (b"// ~->[DNET-1]->~\nbnet x { }", "this is a Netica file (DNE); only BIF is read"),
        (b"BAYES\n3\n2 2 2", "this is a UAI file; only BIF is read"),
        (b'{"nodes": []}', "this is a JSON file; only BIF is read"),
        (b"# a comment\nschema_version: 1", "this is a scenario file already; only BIF is read"),
        (b"\x1f\x8b\x08\x00", "packed with gzip: unpack it first"),
        (b"PK\x03\x04" + bytes(30), "packed with zip: unpack it first"),
        (b"BZh91AY", "packed with bzip2: unpack it first"),
        (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
        (b"n.bif".ljust(257, b"\0") + b"ustar", "packed with tar: unpack it first"),
        ("network x { }".encode("utf-16"), "this is UTF-16: save the file as UTF-8"),
        ("network x { }".encode("utf-16-be"), "this is UTF-16: save the file as UTF-8"),
    ],
)
def test_other_formats_and_packed_files_are_named(raw: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "x.bif"
    file.write_bytes(raw)
    with pytest.raises(FormatError) as caught:
        bif.read(file)
    assert str(caught.value) == f"{file}  {told}"


def test_a_hostile_file_takes_no_time() -> None:
    crowded = problems("variable a { type discrete [2] {" + " a" * 1_100_000)
    assert crowded == ["x.bif:1:2000015  more than 1,000,000 words and marks, the most a network file may hold"]
    assert len(problems(network_of(1, " ".join(f"z{i}" for i in range(8))) * 100)) == 200
    assert len(problems("(" * 400_000)) == 1
    assert len(problems('variable "' + "a" * 1_000_000)) == 1
    assert len(problems("/* " * 400_000)) == 1
    assert len(problems('"\n' * 400_000)) == 1
