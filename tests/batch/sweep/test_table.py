"""Tables of settings: columns of paths and of axes, empty cells, types, and where a cell is wrong."""

from __future__ import annotations

import pytest

from sim.batch.sweep.read import read_sweep

EVIDENCE = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: direct_military, is: none}\n"
VARY = """vary:
  trust: {paths: [experts.kosevich.weight, experts.rouvinski.weight], from: 0, to: 1}
  view: {bundles: {as written: {says: As it stands}, hawks: {says: H, set: {judgments.S14.nudge: 1}}}}
"""


def test_columns_are_paths_and_an_empty_cell_leaves_the_file_s_value(write) -> None:
    table = "judgments.S14.nudge,judgments.S22.says\n0.5,unlikely\n,likely\n1,\nnull,20%\n"
    sweep = read_sweep(write("table: t.csv", **{"t.csv": table}))
    assert (len(sweep), sweep.design) == (4, "table")
    assert [(axis.name, axis.kind) for axis in sweep.axes] == [
        ("judgments.S14.nudge", "number"), ("judgments.S22.says", "text"),
    ]  # fmt: skip
    assert [setting.changes for setting in sweep.settings([1, 2, 3, 4])] == [
        {"judgments.S14.nudge": 0.5, "judgments.S22.says": "unlikely"}, {"judgments.S22.says": "likely"},
        {"judgments.S14.nudge": 1}, {"judgments.S14.nudge": None, "judgments.S22.says": "20%"},
    ]  # fmt: skip
    assert [setting.levels[0].cell for setting in sweep.settings([1, 2, 3, 4])] == [0.5, None, 1.0, None]


def test_numbers_with_text_are_a_column_of_texts(write) -> None:
    sweep = read_sweep(write("table: t.csv", **{"t.csv": "pool.concentration\n1\ninf\n"}))
    assert sweep.axes[0].kind == "text"
    assert [setting.levels[0].cell for setting in sweep.settings([1, 2])] == ["1", "inf"]
    assert sweep.setting(1).changes == {"pool.concentration": 1}


def test_columns_are_axes_evidence_and_days(write) -> None:
    table = "trust,view,evidence,until\n0.25,hawks,seen.yaml,2026-01-06\n,as written,none,\n"
    sweep = read_sweep(write("table: t.csv\n" + VARY, **{"t.csv": table, "seen.yaml": EVIDENCE}))
    first, second = sweep.settings([1, 2])
    assert first.changes == {
        "experts.kosevich.weight": 0.25, "experts.rouvinski.weight": 0.25, "judgments.S14.nudge": 1,
    }  # fmt: skip
    assert (first.evidence, str(first.until), first.levels[1].says) == ("seen.yaml", "2026-01-06", "H")
    assert (second.changes, second.evidence, second.until) == ({}, None, None)
    assert [axis.kind for axis in sweep.axes] == ["number", "text", "text", "text"]
    assert sweep.axes[0].low == 0


def test_an_axis_of_values_is_named_by_its_cells(write) -> None:
    text = "table: t.csv\nvary: {trust: {paths: [experts.author.weight], values: [0, 0.5, null]}}"
    sweep = read_sweep(write(text, **{"t.csv": "trust\n0\n0.50\nnull\n"}))
    assert [setting.levels[0].cell for setting in sweep.settings([1, 2, 3])] == [0.0, 0.5, None]


REFUSED = {
    "unknown path": (
        "judgments.S14.nudg\n1\n",
        "t.csv:1:1  judgments.S14.nudg: unknown path: no 'nudg' in judgments.S14",
    ),
    "value": (
        "dependence,judgments.S14.nudge\n0,1\n,55\n",
        "t.csv:3:2  judgments.S14.nudge: must be at most 20; you wrote 55",
    ),
    "text": ("dependence\na\n", "t.csv:2:1  dependence: a number is expected, not 'a'"),
    "YAML": ('dependence\n"[1, 2"\n', "t.csv:2:1  dependence: a comma is missing"),
    "number": (f"dependence\n{'1' * 40}\n", "t.csv:2:1  dependence: a number of 40 characters"),
    "cells": ("dependence,pool.rule\n0,log\n1\n", "t.csv:3:1  row 2 has 1 cell, but the header has 2"),
    "empty": ("\n", "t.csv:1:1  empty: a table begins with a header"),
    "rows": ("dependence\n", "t.csv:1:1  no rows"),
    "twice": ("dependence,dependence\n1,1\n", "t.csv:1:12  dependence: column 'dependence' is there twice"),
    "nameless": ("dependence,,pool.rule\n1,1,log\n", "t.csv:1:12  a column without a name"),
    "semicolons": ("dependence;pool.rule\n1;log\n", "t.csv:1:1  separated by semicolons: save it with commas"),
    "quote": ('dependence\n"1\n', "t.csv:2:1  the quote that opens here is never closed"),
    "clash": ("experts.author,experts.author.weight\n{name: A},1\n", "two axes contradict"),
    "axis": ("trust\n7\n", "t.csv:2:1  trust: 7 is outside the range of trust, 0 to 1"),
    "axis text": ("trust\nx\n", "t.csv:2:1  trust: a number is expected, not 'x'"),
    "bundle": ("view\nhawk\n", "t.csv:2:1  view: unknown value 'hawk' - did you mean 'hawks'?"),
    "column": ("view\nhawks\n", "sweep.yaml:6:3  vary.trust: no column of t.csv has this name"),
    "evidence": ("evidence\nno.yaml\n", "t.csv:2:1  evidence: no.yaml: No such file or directory"),
    "day": ("evidence,until\nnone,x\n", "t.csv:2:6  until: a date is expected, written 2026-01-31, not 'x'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_cell_that_is_wrong_is_told_with_its_place(name: str, write, problems_of) -> None:
    table, message = REFUSED[name]
    named = VARY if {"trust", "view"} & set(table.splitlines()[0].split(",")) else ""
    problems = problems_of(write("table: t.csv\n" + named, **{"t.csv": table}))
    assert any(message in problem for problem in problems), problems


def test_a_table_that_is_not_there_or_no_text(write, problems_of, tmp_path) -> None:
    assert problems_of(write("table: no.csv"))[0].startswith("sweep.yaml:4:8  table: no.csv: No such file or directory")
    (tmp_path / "t.csv").write_bytes(b"PK\x03\x04" + bytes(100))
    assert problems_of(write("table: t.csv")) == ["t.csv  packed with zip: unpack it first"]


def test_header_and_cells_are_told_together(write, problems_of) -> None:
    table = "judgments.S14.nudg,dependence\n0.5,0\n1\n0.5,9\n"
    problems = problems_of(write("table: t.csv", **{"t.csv": table}))
    assert [problem.split("  ")[0] for problem in problems] == ["t.csv:1:1", "t.csv:3:1", "t.csv:4:5"]
