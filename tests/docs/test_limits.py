"""The table of limits in docs/format.md is the code's: every bound of the schema and every constant, and no others."""

from __future__ import annotations

import ast
import datetime
import importlib
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.engine.program import budget
from sim.exchange.article import draft, yaml
from sim.exchange.judgments import answers, table
from sim.exchange.networks import bif, to_scenario
from sim.lexicon import lexicon_file, record
from sim.results.limits import LIMITS
from sim.scenario import evidence
from sim.scenario.check import bounds as check_bounds
from sim.scenario.check import elicited as check_elicited
from sim.scenario.check import findings, questions, variables
from sim.scenario.file import schema, yaml_scalars, yaml_text  # fmt: skip
from sim.scenario.model import elicited, forms, row_sum, seed_questions, values
from sim.scenario.model.file import SHORT_MAX
from sim.scenario.model.presentation import CONDITION_MAX, NAME_MAX, STATEMENT_MAX

ROOT = Path(__file__).parents[2]
Bounds = tuple[float | None, float | None]
NONE = (None, None)

# What stands in the table -> what it stands for in the schema.
FIELDS = {
    "`timeline.steps`": ["Timeline.steps"],
    "`variables`": ["variables"],
    "states of a variable": ["Variable.states"],
    "judgments of a variable": ["judgments.*"],
    "`lexicons` of one's own": ["lexicons"],
    "`seeds`": ["seeds"],
    "quantiles in an answer to a seed": ["Seed.answers.*"],
    "a seed's `realisation` and quantiles": ["Seed.realisation", "Seed.answers.*.*"],
    "a probability, `dependence`, `pool.cut_off`": [
        "dependence", "PoolSettings.cut_off", "Judgment.says", "Number.probability", "Quantiles.quantiles.*",
        "Range.low", "Range.best", "Range.high", "Range.confidence", "Split.split.*", "Table.table.*",
        "Table.table.*.*", "AtMost.at_most", "AtMost.down_to", "AtLeast.at_least", "AtLeast.up_to",
    ],
    "`worth`": ["Number.worth", "Split.worth", "AtMost.worth", "AtLeast.worth"],
    "`odds_within`": ["Number.odds_within", "Split.odds_within", "AtMost.odds_within", "AtLeast.odds_within",
        "Expert.odds_within"],
    "`widen`": ["Phrase.widen", "Range.widen", "Quantiles.widen", "Chips.widen", "AtMost.widen", "AtLeast.widen"],
    "`nudge`, the effects of a `shift`": ["Judgment.nudge", "Shift.shift.*.*"],
    "`sd` of a shift": ["Shift.sd"],
    "`happened`": ["Counts.happened"],
    "`of`, beside `happened`": ["Counts.of"],
    "`a` and `b` of a `prior`": ["Counts.prior.a", "Counts.prior.b"],
    "quantiles, or bins with chips, of one judgment": ["Quantiles.quantiles", "Chips.chips"],
    "chips on a bin": ["Chips.chips.*"],
    "`round`": ["Judgment.round"],
    "`weight` of an expert, of a lexicon": ["Expert.weight"],
    "`weight` of a camp": ["Camp.weight"],
    "`dependence` of a camp: not below the file's": ["Camp.dependence"],
    "`camps`": ["camps"],
    "`alternatives`": ["alternatives"],
    "`information` of a source": ["Source.information"],
    "`pool.gamma`": ["PoolSettings.gamma"],
    "`pool.delta`": ["PoolSettings.delta"],
    "`pool.concentration`, beside `inf`": ["PoolSettings.concentration"],
    "`pool.extremize`": ["PoolSettings.extremize"],
}  # fmt: skip
# Bounded on one side in the schema, where the reader does the rest, or told in another line.
ONE_SIDED = {"Table.worth": "worth", "lexicon.*": "weight", "Seed.answers": "not empty"}

CONSTANTS: dict[str, list[Bounds]] = {
    "bytes of a scenario or an evidence file": [(None, yaml_text.SIZE_MAX)],
    "levels of `{...}`, `[...]` and indents": [(None, yaml_text.DEPTH_MAX)],
    "entries: keys, values and items": [(None, yaml_text.ENTRIES_MAX)],
    "characters of a number": [(None, yaml_scalars._DIGITS_MAX)],
    "years": [(datetime.MINYEAR, datetime.MAXYEAR)],
    "problems told of one file": [(None, findings.PROBLEMS_MAX)],
    "parents of a variable, its own previous state not counted": [(None, variables.PARENTS_MAX)],
    "rows of a variable: combinations of its parents' states": [(None, forms.ROWS_MAX)],
    "parts in `all` or `any`": [(questions.PARTS_MIN, questions.PARTS_MAX)],
    "`seeds`": [(None, seed_questions.SEEDS_MAX)],
    "`confidence` of a range": [(check_elicited.LEAST_CONFIDENCE, 1)],
    "quantiles, or bins with chips, of one judgment": [(None, elicited.POINTS_MAX)],
    "judgments each of which is the bound of the one before it": [(None, check_bounds.CHAIN_MAX)],
    "`round`": [(1, answers._ROUNDS_MAX)],
    "how far a row may miss the sum 1": [(None, row_sum.TOLERANCE)],
    "observations of an evidence file": [(None, evidence.MOST)],
    "a `likelihood`": [(0, 1e100)],
    "bytes of a word list": [(None, lexicon_file.SIZE_MAX)],
    "phrases of a word list": [(None, lexicon_file.ROWS_MAX)],
    "bytes of a record": [(None, record.SIZE_MAX)],
    "lines of a record": [(None, record.ROWS_MAX)],
    "letters of a `short` title": [(None, SHORT_MAX)],
    "letters of a `statement`": [(None, STATEMENT_MAX)],
    "letters of a condition in words": [(None, CONDITION_MAX)],
    "letters of a policy's name": [(None, NAME_MAX)],
    "letters of a phrase in a word list": [(None, lexicon_file.PHRASE_MAX)],
    "bytes of a network file, of a table of judgments": [(None, bif.SIZE_MAX), (None, table.SIZE_MAX)],
    "rows of a table of judgments": [(None, table.ROWS_MAX)],
    "bytes of an article for `sim draft`": [(None, draft.SIZE_MAX)],
    "statements under one variable of a draft; more go under a second": [(None, yaml.GROUP_MAX)],
    "questions made of an imported network; more are left out": [(None, to_scenario._QUESTIONS)],
    "`--draws`": [LIMITS["draws"]],
    "`--draws` of `sim explain`": [LIMITS["explain_draws"]],
    "`--worlds`": [LIMITS["worlds"]],
    "`--seed`": [LIMITS["seed"]],
    "`--threads`": [LIMITS["threads"]],
    "`--keep-worlds`": [LIMITS["keep_worlds"]],
    "`--digits`": [LIMITS["digits"]],
    "bytes that solving holds at once; beyond them answers are sampled": [(None, budget.CEILING)],
}

# Held by a function, not by a constant: what passes and what does not.
TRIED = {
    "letters of an id or of a state's name": [("a" * 64, "a" * 65)],
    "letters of a word list's file name": [("a" * 196 + ".csv", "a" * 197 + ".csv")],
    "units in `timeline.step`, steps in `within`": [("1 week", "0 weeks"), ("9999 days", "10000 days")],
}
ON_THE_PAGE = {"values changed in an address of the dashboard; more are left out"}


def _table() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    section = text.split("\n## Limits\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {what: (least, most) for what, least, most in rows[2:] if not what.startswith("**")}


def _number(cell: str) -> float | None:
    return float(cell.removeprefix("> ").replace(",", "")) if cell else None


def _bounds(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str, float | None, float | None]]:
    """Every bounded value of the schema: its path, the sign of its lower bound, and both bounds."""
    for mark in ("minimum", "exclusiveMinimum", "minItems", "minProperties"):
        if mark in node or mark.replace("min", "max").replace("exclusiveMinimum", "maximum") in node:
            most = node.get(mark.replace("exclusiveMinimum", "maximum").replace("min", "max"))
            if mark in node or "Items" in mark or "Properties" in mark:
                yield ".".join(path), "> " if mark.startswith("ex") else "", node.get(mark), most
    for name, inner in {**node.get("properties", {}), **node.get("$defs", {})}.items():
        yield from _bounds(inner, (*path, name))
    loose = [node.get("additionalProperties"), node.get("items"), *node.get("patternProperties", {}).values()]
    for inner in (one for one in loose if isinstance(one, dict)):
        yield from _bounds(inner, (*path, "*"))
    for inner in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _bounds(inner, path)


def test_every_bound_of_the_schema_is_in_the_table() -> None:
    table, found = _table(), {path: bounds for path, *bounds in _bounds(json.loads(schema.text()))}
    named = {path: what for what, paths in FIELDS.items() for path in paths}
    assert found.keys() - ONE_SIDED.keys() == named.keys()
    for path, (sign, least, most) in found.items():
        if path in ONE_SIDED:
            continue
        told = table[named[path]]
        if least is not None and told[0]:
            assert told[0].startswith("> ") == bool(sign), path
        assert (_number(told[0]), _number(told[1])) == (least, most), path


def test_every_line_of_the_table_is_the_code_s() -> None:
    table = _table()
    assert table.keys() == FIELDS.keys() | CONSTANTS.keys() | TRIED.keys() | ON_THE_PAGE
    for what, bounds in CONSTANTS.items():
        for least, most in bounds:
            told = tuple(map(_number, table[what]))
            assert told[1] == pytest.approx(most), what
            assert told[0] == least or least is None, what


def test_bounds_that_a_function_keeps() -> None:
    table = _table()
    for name, check in (("an id", values.identifier), ("a word", values.lexicon_path)):
        (what,) = (line for line in TRIED if name in line)
        ((good, bad),) = TRIED[what]
        assert (check(good), len(good)) == (good, _number(table[what][1]))
        with pytest.raises(ValueError, match=r"no name|must be"):
            check(bad)
    what = "units in `timeline.step`, steps in `within`"
    assert tuple(map(_number, table[what])) == (1, 9999)
    for good, bad in TRIED[what]:
        assert values.step_length(good) == good
        with pytest.raises(ValueError, match="length of time"):
            values.step_length(bad)
    assert (values.within("1 step"), values.within("9999 steps")) == (1, 9999)


def test_the_page_s_own_limit() -> None:
    text = (ROOT / "sim" / "dashboard" / "state.py").read_text(encoding="utf-8")
    (found,) = re.findall(r"^MOST_EDITS = ([0-9_]+)$", text, re.MULTILINE)
    assert [_number(_table()[what][1]) for what in ON_THE_PAGE] == [float(found)]


# Limits of how something is done, which no input can pass: tables, caches, layouts, searches.
INNER = {
    "sim.scenario.check.claims": {"_COMPARED_MAX"}, "sim.scenario.check.findings": {"_COMPARED_MAX"},
    "sim.scenario.model.values": {"_WHOLE_MAX"}, "sim.exchange.judgments.insertion": {"_ID_MAX"},
    "sim.results.forecast.cache": {"MOST"},
    "sim.results.explain.tornado": {"MOST"}, "sim.exchange.article.attribution": {"_AFFILIATION_MAX"},
    "sim.exchange.article.names": {"_NAME_WORDS_MAX"}, "sim.exchange.article.quotes": {"SENTENCE_MAX"},
    "sim.exchange.article.speakers": {"_ASIDE_MAX", "_LEAD_MAX"},
}  # fmt: skip


def test_no_constant_is_forgotten() -> None:
    """A new `..._MAX` or `MOST` of an input joins the table, or the list of inner ones with a reason."""
    told = {most for bounds in CONSTANTS.values() for _, most in bounds}
    for room in ("scenario", "lexicon", "exchange", "results"):
        for file in sorted((ROOT / "sim" / room).glob("*.py")):
            name = f"sim.{room}.{file.stem}"
            for constant in _constants(file) - INNER.get(name, set()):
                value = getattr(importlib.import_module(name), constant)
                assert any(most is not None and math.isclose(most, value) for most in told), f"{name}.{constant}"


def _constants(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    found = {name.id for node in assigned for name in ast.walk(node) if isinstance(name, ast.Name)}
    return {name for name in found if re.fullmatch(r"_?[A-Z_]*MAX|MOST", name)}
