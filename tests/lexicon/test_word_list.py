"""A user's own lexicon: what is read, and every rule with the message and the place it gives."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.lexicon import load, names
from sim.lexicon.csv_cells import rows
from sim.lexicon.entries import CONCEPTS
from sim.lexicon.lexicon_file import ROWS_MAX, SIZE_MAX, OwnLexicon, parse

HEAD = "phrase,concept,low,high,p5,median,p95\n"


def read(text: str | bytes) -> OwnLexicon:
    return parse(text if isinstance(text, bytes) else text.encode(), "words.csv", "mine")


def told(text: str | bytes) -> list[str]:
    return [str(problem).removeprefix("words.csv:") for problem in read(text).problems]


@pytest.mark.parametrize("name", names())
def test_the_shipped_lexicons_are_word_lists(name: str) -> None:
    """The two readers are independent of one another: csv of the standard library there, our own cells here."""
    raw = (files("sim.lexicon") / "data" / f"{name}.csv").read_bytes()
    found = parse(raw, "x.csv", name)
    assert found.problems == found.notes == ()
    assert dict(found.entries) == dict(load(name))


def test_a_range_and_a_subset_of_quantiles() -> None:
    found = read(HEAD + "no way,almost_none,0,2.5,,,\nMay  Well,possible,,,20,40,62.5\n")
    assert found.problems == ()
    assert (found.entries["no way"].low, found.entries["no way"].high) == (0.0, 0.025)
    assert found.entries["may well"].quantiles == ((0.05, 0.2), (0.5, 0.4), (0.95, 0.625))
    assert found.entries["may well"].lexicon == "mine"


def test_a_list_without_a_median_has_its_centre_between_the_neighbours() -> None:
    found = read("phrase,concept,p25,p95\nmaybe,possible,30,65\nrarely,unlikely,10,\n")
    assert found.entries["maybe"].centre == pytest.approx(0.3 + 0.35 * 25 / 70)
    assert told("phrase,concept,p25,p95\nrarely,unlikely,10,\n") == [
        "2:1  phrase: only p25 is given: a spread needs low and high, or at least two of p5, p25, median, p75, p95"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEAD + "no way,almost_none,0,2,,,\n",
        HEAD.replace("\n", "\r\n") + "no way,almost_none,0,2,,,\r\n",
        HEAD.replace("\n", "\r") + "no way,almost_none,0,2,,,",
        HEAD + '\n"no  way", almost_none ,"0"," 2 ",,,\n,,,,,,\n',
        HEAD.upper() + "NO WAY,almost_none,0,2,,,",
        "sep=,\n" + HEAD + "no way,almost_none,0,2,,,\n",
        '"sep=,"\r\n' + HEAD + "no way,almost_none,0,2,,,\n",
        '"",' + HEAD + '"1",no way,almost_none,0,2,,,\n',
        HEAD.replace("\n", ",,\n") + "no way,almost_none,0,2,,,,,\n",
    ],
    ids=["byte order mark", "CR LF", "CR", "quotes and blanks", "capitals", "separator line", "the same between quotes",
         "row names", "empty columns at the end"],
)
def test_how_spreadsheets_write_it(text: str) -> None:
    found = read(text)
    assert found.problems == ()
    assert [(entry.phrase, entry.low, entry.high) for entry in found.entries.values()] == [("no way", 0.0, 0.02)]


RANGE = "low and high, or at least two of p5, p25, median, p75, p95"
CASES = {
    "semicolons": ("phrase;concept;low;high\nx;even;1;2\n", ["1:1  columns are separated by semicolons here: "
                                                              "separate them by commas"]),
    "separator line": ("sep=;\nphrase;concept\n", ["1:1  columns are separated by semicolons here: "
                                                    "separate them by commas"]),
    "tabs": ("phrase\tconcept\tlow\thigh\n", ["1:1  columns are separated by tabs here: separate them by commas"]),
    "empty": ("", ["words.csv  empty; a lexicon begins with the columns phrase, concept, n, low, high, p5, p25, "
                   "median, p75, p95"]),
    "no row": (HEAD, ["1:1  no phrase below the header"]),
    "unknown column": ("phrase,concept,low,hihg\n", [
        "1:1  needs the columns low and high, or at least two of p5, p25, median, p75, p95",
        "1:20  unknown column 'hihg' - did you mean 'high'? (phrase, concept, n, low, high, p5, p25, median, p75, p95)",
    ]),
    "column twice": ("phrase,concept,low,high,low\n", ["1:25  column 'low' is there twice"]),
    "column missing": ("phrase,low,high\n", ["1:1  column 'concept' is missing"]),
    "no header": ("unlikely,unlikely,10,30\n", [
        "1:1  column 'concept' is missing",
        "1:1  column 'phrase' is missing",
        f"1:1  needs the columns {RANGE}",
        "1:1  unknown column 'unlikely' (phrase, concept, n, low, high, p5, p25, median, p75, p95)",
        "1:10  unknown column 'unlikely' (phrase, concept, n, low, high, p5, p25, median, p75, p95)",
        "1:19  unknown column '10' (phrase, concept, n, low, high, p5, p25, median, p75, p95)",
        "1:22  unknown column '30' (phrase, concept, n, low, high, p5, p25, median, p75, p95)",
    ]),
    "too few cells": (HEAD + "x,even,40,60\n", ["2:1  4 cells, but the header has 7"]),
    "decimal comma": ("phrase,concept,low,high\nx,even,40,5,60\n", ["2:1  5 cells, but the header has 4"]),
    "phrase twice": (HEAD + "x,even,40,60,,,\n X ,even,40,60,,,\n", [
        "3:1  phrase: 'x' is there twice: first in line 2"]),
    "no phrase": (HEAD + ",even,40,60,,,\n", ["2:1  phrase: a phrase is expected, not an empty cell"]),
    "long phrase": (HEAD + "x" * 101 + ",even,40,60,,,\n", [
        f"2:1  phrase: '{'x' * 40}' is no phrase: one line of at most 100 letters"]),
    "control letter": (HEAD + "a\x1b[2Jb,even,40,60,,,\n", [
        "2:1  phrase: 'a\\x1b[2jb' is no phrase: one line of at most 100 letters"]),
    "unknown concept": (HEAD + "x,evens,40,60,,,\n", [
        f"2:3  concept: unknown concept 'evens' - did you mean 'even'? ({', '.join(CONCEPTS)})"]),
    "no number": (HEAD + "x,even,forty,60,,,\n", ["2:8  low: a number is expected, not 'forty'"]),
    "not a number": (HEAD + "x,even,nan,inf,,,\n", [
        "2:8  low: a number is expected, not 'nan'", "2:12  high: a number is expected, not 'inf'"]),
    "per cent sign": (HEAD + "x,even,40%,60,,,\n", [
        "2:8  low: a number is expected, not '40%': the numbers are per cent already"]),
    "out of range": (HEAD + "x,even,-1,100.5,,,\n", [
        "2:8  low: -1 is not in 0..100, per cent", "2:11  high: 100.5 is not in 0..100, per cent"]),
    "low alone": (HEAD + "x,even,40,,,,\n", ["2:8  low: low needs high beside it"]),
    "high alone": (HEAD + "x,even,,60,,,\n", ["2:9  high: high needs low beside it"]),
    "range upside down": (HEAD + "x,even,60,40,,,\n", ["2:11  high: 40 must lie above low (60), by 0.01 or more"]),
    "CR LF is one line": (HEAD.replace("\n", "\r\n") + "x,even,60,40,,,\r\n", [
        "2:11  high: 40 must lie above low (60), by 0.01 or more"]),
    "no range": (HEAD + "x,even,60,60,,,\n", ["2:11  high: 60 must lie above low (60), by 0.01 or more"]),
    "whole range": (HEAD + "x,even,0,100,,,\n", ["2:8  low: 0 to 100 says nothing"]),
    "range and quantiles": (HEAD + "x,even,40,60,40,50,\n", [
        "2:8  low: low and high, or quantiles: a phrase has one of the two"]),
    "one quantile": (HEAD + "x,even,,,,50,\n", [f"2:1  phrase: only median is given: a spread needs {RANGE}"]),
    "no numbers": (HEAD + "x,even,,,,,\n", [f"2:1  phrase: no number is given: a spread needs {RANGE}"]),
    "quantiles fall": (HEAD + "x,even,,,40,30,20\n", [
        "2:13  median: 30 lies below p5 (40): quantiles do not fall",
        "2:16  p95: 20 lies below median (30): quantiles do not fall"]),
    "bad n": ("phrase,concept,n,low,high\nx,even,many,40,60\n", [
        "2:8  n: a number of answers is expected (1, 2, ...), not 'many'"]),
    "several in one row": (HEAD + "x,evn,60,40,,,\n", [
        f"2:3  concept: unknown concept 'evn' - did you mean 'even'? ({', '.join(CONCEPTS)})",
        "2:10  high: 40 must lie above low (60), by 0.01 or more"]),
    "quote not closed": (HEAD + '"x,even,40,60,,,\n', ["2:1  1 cell, but the header has 7",
                                                       "2:1  the quote that opens here is never closed"]),
    "text after a quote": (HEAD + '"x"y,even,40,60,,,\n', ["2:1  'y' follows the closing quote"]),
    "UTF-16": ("phrase".encode("utf-16"), ["words.csv  this is UTF-16: save the file as UTF-8"]),
    "packed": (b"\x1f\x8b\x08\x00", ["words.csv  packed with gzip: unpack it first"]),
    "Latin 1 at the start of a line": (b"phrase\r\n\xea", ["2:1  byte 0xEA is not UTF-8: save the file as UTF-8"]),
    "Latin 1": (HEAD.encode() + "peut-être".encode("latin-1"), ["2:6  byte 0xEA is not UTF-8: save the file as UTF-8"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_every_problem_is_told_with_its_place(text: str | bytes, expected: list[str]) -> None:
    assert sorted(told(text)) == sorted(expected)


def test_good_rows_are_read_and_bad_ones_are_left_out() -> None:
    found = read(HEAD + "bad,even,60,40,,,\ngood,even,40,60,,,\n")
    assert list(found.entries) == ["good"]
    assert len(found.problems) == 1


def test_places_count_letters_and_lines_inside_quotes() -> None:
    text = HEAD + '"one\ntwo",even,40,60,,,\n"ä ""b""",even,40,x,,,\n'
    assert told(text) == ["4:19  high: a number is expected, not 'x'"]
    assert list(read(text).entries) == ["one two"]


def test_too_many_phrases_and_too_large_files_are_refused() -> None:
    line = "phrase {},even,40,60,,,\n"
    most = HEAD + "".join(line.format(i) for i in range(ROWS_MAX))
    assert told(most) == []
    assert told(most + line.format("more")) == [
        f"{ROWS_MAX + 2}:1  more than 1,000 phrases, the most a lexicon may hold"
    ]
    assert told(b"x" * (SIZE_MAX + 1)) == ["words.csv  larger than 200 kB, the most a lexicon may hold"]


def test_a_header_of_commas_takes_no_time() -> None:
    assert told("phrase," * 20_000) == [
        "1:1  20,000 columns; a lexicon has phrase, concept, n, low, high, p5, p25, median, p75, p95"
    ]


def test_shares_in_place_of_per_cent_are_noted() -> None:
    head = "phrase,concept,low,high\n"
    (note,) = read(head + "unlikely,unlikely,0.1,0.3\n").notes
    assert note == (
        "lexicon mine (words.csv): no number is above 1; they are read as per cent, so 0.2 is 0.2 % (write 20 for 20 %)"
    )
    assert read(head + "unlikely,unlikely,0.1,3\n").notes == ()


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf\x00,\x00\r\r\n\"")
@example(b"phrase,concept,low,high\n" + b"9" * 380)
@settings(max_examples=2 * settings.default.max_examples)
def test_any_bytes_give_entries_or_problems_and_never_an_exception(raw: bytes) -> None:
    found = read(raw)
    assert found.problems
    assert not found.entries


CELL = st.sampled_from(["", "x", "y", "even", "likely", "0", "5", "20", "99.9", "100", "1e2", '"', '"z"', "\r", "%"])


@given(st.lists(st.lists(CELL, min_size=4, max_size=8), max_size=6))
@settings(max_examples=2 * settings.default.max_examples)
def test_any_table_gives_sound_entries_or_problems(table: list[list[str]]) -> None:
    found = read(HEAD + "\n".join(",".join(row) for row in table))
    assert found.problems or len(found.entries) == sum(any(cell.strip() for cell in row) for row in table)
    for entry in found.entries.values():
        values = [value for _, value in entry.quantiles] or [entry.low, entry.high]
        assert values == sorted(values)
        assert 0 <= entry.centre <= 1
        assert entry.concept in CONCEPTS


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), max_size=5))
def test_what_the_standard_library_writes_is_read_back(table: list[list[str]]) -> None:
    """An independent writer: RFC 4180 as in `csv`, quotes around everything."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    problems: list = []
    found = [[cell.text for cell in row] for row in rows(out.getvalue(), "x.csv", problems)]
    assert problems == []
    assert found == [row for row in table if any(cell.strip() for cell in row)]
