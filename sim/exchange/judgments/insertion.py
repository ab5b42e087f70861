"""A table of judgments appended to the text of a scenario; the rest of the text stays as it is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import FormatError, Problem, SimError
from sim.exchange.judgments import elements, table
from sim.exchange.judgments.answers import Gathering, TableAnswer
from sim.exchange.judgments.limits import rename_limits
from sim.exchange.judgments.table import Line
from sim.priors.consistency.check import check as check_beliefs
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.scenario.file import yaml_text
from sim.scenario.file.read import loads
from sim.scenario.file.validation import shape
from sim.scenario.model import values
from sim.scenario.model.file import ScenarioFile
from sim.scenario.model.forms import expand
from sim.scenario.writing.yaml_insert import insert_entries

_ID_MAX = 56
_ON_THE_ROW = ("locator", "source", "date", "expert", "round")


@dataclass(frozen=True)
class TargetFile:
    """The scenario that judgments go into: its text without a byte order mark, its name in messages, its folder."""

    text: str
    name: str
    base: Path | None = None


@dataclass(frozen=True)
class Imported:
    """The scenario's new text, the ids of new judgments and experts, and how many rows were left out."""

    text: str
    judgments: tuple[str, ...]
    experts: tuple[str, ...]
    left_out: int


def insert_judgments(
    target: TargetFile,
    raw: bytes,
    file: str,
    *,
    only: int | None = None,
    add_experts: bool = False,
    per_cent: bool = False,
) -> Imported:
    """The scenario with the judgments of a table appended.

    raw: the table's bytes. file: its name in messages. only: the one round to read; rows without a round belong to it.
    per_cent: plain numbers that are probabilities are per cent. Raises FormatError and ModelError with every problem,
    each at the cell of the table that causes it.
    """
    document = yaml_text.parse(target.text, target.name)
    scenario, misshapen, _ = shape(document.data, document.places)
    if document.problems or misshapen or scenario is None:
        raise FormatError([*document.problems, *misshapen])
    problems: list[Problem] = []
    lines = table.read_lines(raw, file, problems)
    gathered = Gathering(scenario, file, problems, only, add_experts, per_cent)
    gathered.take(lines)
    answers = _with_ids(gathered)
    if problems:
        raise FormatError(problems[:PROBLEMS_MAX])
    new_experts = {key: {"name": name, "weight": 1} for key, name in gathered.new_experts.items()}
    additions: dict[tuple[str, ...], dict[str, object]] = {("experts",): {**new_experts}} if new_experts else {}
    for key, answer in answers.items():
        additions.setdefault(("judgments", answer.variable), {})[key] = _record(answer)
    text = insert_entries(target.text, additions)
    _require_untouched(target, document.data, additions, text)
    try:
        check_beliefs(loads(text, target.name, target.base))
    except SimError as error:
        problems_placed = (_placed(problem, answers, scenario, file) for problem in error.problems)
        raise type(error)(dict.fromkeys(problems_placed)) from None
    return Imported(text, tuple(answers), tuple(gathered.new_experts), gathered.left_out)


def _with_ids(gathered: Gathering) -> dict[str, TableAnswer]:
    """Id -> answer; the id is the table's where it is free, else made of expert and variable."""
    taken = {name for group in gathered.scenario.judgments.values() for name in group}
    out: dict[str, TableAnswer] = {}
    ids: dict[tuple[str, int, str], str] = {}
    for answer in gathered.answers.values():
        made = f"{answer.expert}_{answer.variable}"[:_ID_MAX] + (f"_r{answer.round}" if answer.round > 1 else "")
        wished = str(answer.attributes.pop("id", "")).strip() or made
        try:
            wished = values.identifier(wished)
        except ValueError as error:
            gathered.complain(answer.rows.get(("id",), answer.first), "value", str(error))
            continue
        name = _free(wished, answer.round, taken)
        taken.add(name)
        out[name] = answer
        ids[answer.expert, answer.round, wished] = name
    rename_limits(((answer.expert, answer.round, answer.says) for answer in out.values()), ids)
    return out


def _free(wished: str, number: int, taken: set[str]) -> str:
    """The first free id of: the id itself, the id with its round, the id with a number."""
    choices = [wished]
    if number > 1 and not wished.endswith(f"_r{number}"):
        choices.append(f"{wished[:_ID_MAX]}_r{number}")
    counted = (f"{choices[-1][:_ID_MAX]}_{count}" for count in itertools.count(2))
    return next(name for name in itertools.chain(choices, counted) if name not in taken)


def _record(answer: TableAnswer) -> dict[str, object]:
    """A judgment as it stands in a scenario file."""
    beside = {column: line.whole(column).strip() for column, line in answer.once.items()}
    record: dict[str, object] = {"expert": answer.expert}
    if answer.round > 1:
        record["round"] = answer.round
    record |= {key: beside[key] for key in ("source", "locator", "date") if key in beside}
    record |= {key: value for key, value in answer.attributes.items() if key == "claims"}
    return record | answer.fields | {"says": _short(answer.says)} | answer.attributes


def _short(says: Mapping[str, object]) -> object:
    """A lone phrase or probability in its short form, where reading gives the same."""
    if says.keys() not in ({"phrase"}, {"probability"}):
        return dict(says)
    ((key, short),) = says.items()
    try:
        said: Any = expand(short)
    except ValueError:  # a phrase that begins like a number
        return dict(says)
    same = said == says if key == "phrase" else said.get(key) == values.probability(short)
    return short if same else dict(says)


def _require_untouched(target: TargetFile, before: Any, additions: Mapping[tuple[str, ...], Any], text: str) -> None:
    """Raise FormatError unless the new text holds what the old one did and the additions, and nothing else."""
    document = yaml_text.parse(text, target.name)
    wanted = dict(before)
    for steps, entries in additions.items():
        mapping: dict[str, Any] = wanted
        for step in steps:
            mapping[step] = dict(mapping.get(step) or {})
            mapping = mapping[step]
        mapping.update(entries)
    if document.problems or document.data != wanted:
        message = "judgments cannot be added to this layout of the file: write `judgments:` as an indented block"
        raise FormatError([Problem(message, "judgments", target.name)])


def _placed(problem: Problem, answers: Mapping[str, TableAnswer], scenario: ScenarioFile, file: str) -> Problem:
    """A problem of the whole scenario at the table's cell that caused it, or where it stands in the scenario."""
    head, _, rest = problem.path.partition(".")
    key, _, rest = rest.partition(".")
    answer = answers.get(key) if head == "judgments" else None
    if answer is None:
        return scenario.problem(problem.path, problem.message) if problem.path else problem
    line, column = _cell(answer, rest, scenario.variables[answer.variable].states)
    return line.problem(problem.message, column, file)


def _cell(answer: TableAnswer, rest: str, states: Sequence[str]) -> tuple[Line, str]:
    """The row and the column that a value of a judgment came from."""
    key, _, inner = rest.partition(".")
    if key in _ON_THE_ROW:
        return answer.once.get(key, answer.first), key
    if (key,) in answer.rows:
        return answer.rows[key,], "value"
    if key != "says":
        return answer.first, "question"
    at = {_dotted(path, states): row for path, row in answer.rows.items() if path[0] not in elements.ATTRIBUTES}
    near = [path for path in at if path == inner or path.startswith(f"{inner}.") or inner.startswith(f"{path}.")]
    path = inner if inner in at else next(iter(near), next(iter(at)))
    return at[path], "phrase" if path == "phrase" and at[path].text("phrase") else "value"


def _dotted(path: elements.Path, states: Sequence[str]) -> str:
    """The way to a value as problems have it: a table's cells by number."""
    if path[0] == "table":
        return f"table.{int(path[1]) - 1}.{states.index(path[2])}"
    return ".".join(path)
