"""A scenario's judgments as a long table: one row a round, question, expert and element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import ModelError
from sim.exchange.judgments import elements, question_key
from sim.exchange.judgments.figures import escape_formula
from sim.exchange.judgments.limits import name_limits
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import expand
from sim.scenario.resolve.scenario import Scenario

COLUMNS = ("round", "question", "expert", "element", "value", "phrase", "locator", "source", "date")
_NAMING = frozenset({"id", "claim", "claims", "note"})


def write_table(scenario: Scenario, *, anonymise: bool = False) -> str:
    """All judgments of all rounds as CSV, in the file's order.

    anonymise: experts become E1, E2, ... in the order of the scenario's `experts`, and what would name them is
    left out: ids, claims, notes, sources, locators and dates.
    """
    table = [COLUMNS, *list_rows(scenario, anonymise=anonymise)]
    return "".join(",".join(_quoted(escape_formula(cell)) for cell in row) + "\n" for row in table)


def list_rows(scenario: Scenario, *, anonymise: bool = False) -> Iterator[tuple[str, ...]]:
    """The cells of every row, in the order of `COLUMNS`.

    Raises ModelError where one voice answers a question twice in a round, which only unheard voices can.
    """
    names = {name: f"E{number}" if anonymise else name for number, name in enumerate(scenario.experts, start=1)}
    limits = name_limits(scenario) if anonymise else {}
    first: dict[tuple[object, ...], str] = {}
    for variable, group in scenario.judgments.items():
        for key, judgment in group.items():
            asked = question_key.write_key(variable, judgment)
            before = first.setdefault((judgment.round, asked, judgment.expert), key)
            if before != key:
                message = f"{before} is {judgment.expert}'s answer to the same question in round {judgment.round}"
                raise ModelError([scenario.problem(f"judgments.{key}", f"{message}: a table holds one, merge the two")])
            where = (judgment.locator or "", judgment.source or "", str(judgment.date or ""))
            where = ("", "", "") if anonymise else where
            for path, value in _values(scenario, variable, key, judgment):
                if anonymise and path[0] in _NAMING and not (path == ("id",) and key in limits):
                    continue
                if path == ("id",) or path[1:] == ("judgment",):
                    value = limits.get(str(value), value)
                cell = elements.find_kind(path).write(value)
                said = (cell, "") if path != ("phrase",) else ("", cell)
                yield (str(judgment.round), asked, names[judgment.expert], elements.write_element(path), *said, *where)


def _quoted(cell: str) -> str:
    """A cell between quotes where it needs them; Python's csv leaves out those around a lone carriage return."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell


def _values(scenario: Scenario, variable: str, key: str, judgment: Judgment) -> Iterator[tuple[elements.Path, object]]:
    """What a judgment says, as the file has it, and then what else it carries."""
    says = expand(scenario.file._data["judgments"][variable][key]["says"])
    assert isinstance(says, Mapping)
    yield from elements.list_values(says, scenario.variables[variable].states)
    yield ("id",), key
    for name in ("claim", "claims", "note", "nudge"):
        if value := getattr(judgment, name):
            yield (name,), value
    if judgment.stance != "forecast":
        yield ("stance",), judgment.stance
