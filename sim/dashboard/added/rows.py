"""Added judgments as rows of the judgments' table, and put into a scenario's text as that table is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sim.dashboard.added.adding import AddedEntry, add_texts
from sim.errors import ModelError, Problem
from sim.exchange.judgments import elements, question_key
from sim.exchange.judgments.figures import escape_formula
from sim.exchange.judgments.insertion import Imported, TargetFile, insert_judgments
from sim.exchange.judgments.rows import COLUMNS
from sim.results.document import csv_text
from sim.scenario.excerpt import fingerprint
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import decode_whole

_TABLE = "judgments.csv"
_BYTE_ORDER = "\ufeff"


def write_table(scenario: Scenario, entries: Sequence[AddedEntry]) -> str:
    """A table of added judgments, as `sim judgments import --add-experts` reads it; scenario: with them in it."""
    return csv_text(list(COLUMNS), list(list_rows(scenario, entries)))


def list_rows(scenario: Scenario, entries: Sequence[AddedEntry]) -> Iterator[Mapping[str, str]]:
    """A row for each element of each judgment, column -> cell; a new voice is called by its name."""
    for entry in entries:
        variable = entry.added.asked.variable
        asked = question_key.write_key(variable, entry.judgment)
        says = elements.list_values(entry.added.says, scenario.variables[variable].states)
        for path, value in (*says, (("id",), entry.key)):
            cell = value if isinstance(value, str) else elements.find_kind(path).write(value)
            column = "phrase" if path == ("phrase",) else "value"
            row = dict.fromkeys(COLUMNS, "") | {
                "round": str(entry.round), "question": asked, "expert": entry.added.voice,
                "element": elements.write_element(path), column: cell,
            }  # fmt: skip
            yield {name: escape_formula(text) for name, text in row.items()}


def insert_table(target: TargetFile, table: bytes, name: str = _TABLE) -> Imported:
    """The scenario's text with the judgments of a table; raises as `insert_judgments` does."""
    return insert_judgments(target, table, name, add_experts=True)


def insert_texts(raw: bytes, name: str, folder: Path | None, texts: Sequence[str]) -> bytes:
    """A scenario file's bytes with added judgments in them, comments and all; the same bytes where there are none.

    Raises FormatError or ModelError where they do not go together, or cannot be written into this text.
    """
    if not texts:
        return raw
    text = decode_whole(raw, name)
    plain = text.removeprefix(_BYTE_ORDER)
    made = add_texts(loads(plain, name, folder), texts)
    if made.problems:
        raise ModelError(made.problems)
    table = write_table(made.scenario, made.entries).encode("utf-8")
    new = insert_table(TargetFile(plain, name, folder), table).text
    if fingerprint(loads(new, name, folder)) != fingerprint(made.scenario):  # never a file that says something else
        raise ModelError([Problem("added judgments cannot be written into this text in place", "judgments", name)])
    return (text[: len(text) - len(plain)] + new).encode("utf-8")
