"""The rows of a table gathered into answers, one for each round, question and expert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem, nearest
from sim.exchange.judgments import elements, question_key
from sim.exchange.judgments.table import Line
from sim.exchange.networks import names
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.scenario.model.file import ScenarioFile
from sim.scenario.model.voices import Expert

_ROUND = re.compile(r"(?:round[ _]?)?([0-9]{1,3})", re.IGNORECASE)
_ROUNDS_MAX = 100
_ONCE = ("locator", "source", "date")


@dataclass
class TableAnswer:
    """A judgment read from the table: what it answers, what it says, and the row of each part."""

    round: int
    variable: str
    fields: dict[str, Any]
    expert: str
    first: Line
    says: dict[str, object] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    rows: dict[elements.Path, Line] = field(default_factory=dict)
    once: dict[str, Line] = field(default_factory=dict)
    leading: elements.Path | None = None
    broken: bool = False


@dataclass
class Gathering:
    """The answers read so far, and the problems of their rows.

    only: the one round that is read (rows without a round belong to it), or None for all. new_experts: voices that
    the scenario lacks, id -> name, where they may be added.
    """

    scenario: ScenarioFile
    file: str
    problems: list[Problem]
    only: int | None = None
    add_experts: bool = False
    per_cent: bool = False
    answers: dict[tuple[int, str, str], TableAnswer] = field(default_factory=dict)
    new_experts: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    _questions: dict[str, tuple[str, dict[str, Any]] | None] = field(default_factory=dict)
    _voices: dict[str, str | None] = field(default_factory=dict)

    def take(self, lines: Iterable[Line]) -> None:
        """Read every row, then check each answer as a whole."""
        every = list(lines)
        if self.add_experts:
            self._add_experts(every)
        for line in every:
            self._row(line)
        for answer in self.answers.values():
            if not answer.broken:
                self._close(answer)
        if not self.answers and not self.problems:
            rounds = sorted({self._round(line) or 1 for line in every})
            self.complain(every[0], "round", f"no row is of round {self.only} ({', '.join(map(str, rounds))})")

    def complain(self, line: Line, column: str, message: str) -> None:
        """Keep a problem with a row's cell."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(line.problem(message, column, self.file))

    def _row(self, line: Line) -> None:
        number = self._round(line)
        if number is None:
            return
        if self.only not in (None, number):
            self.left_out += 1
            return
        question, expert = self._question(line), self._expert(line)
        try:
            if not line.text("element"):
                raise ValueError(f"no element{nearest('', tuple(elements.KEYS))}")
            path = elements.read_element(line.text("element"))
        except ValueError as error:
            return self.complain(line, "element", str(error))
        if question is not None and expert is not None:
            key = (number, " ".join(line.text("question").split()), expert)
            answer = self.answers.setdefault(key, TableAnswer(number, *question, expert, line))
            self._put(answer, path, line)

    def _round(self, line: Line) -> int | None:
        """The row's round; None, with a problem, where its cell holds none."""
        if not line.text("round"):
            return self.only or 1
        number = _read_round(line, None)
        if number is not None and 1 <= number <= _ROUNDS_MAX:
            return number
        message = f"{line.text('round')[:40]!r} is no round: a whole number from 1 to {_ROUNDS_MAX}"
        self.complain(line, "round", message)
        return None

    def _question(self, line: Line) -> tuple[str, dict[str, Any]] | None:
        """What a row answers; a question that cannot be read is one problem, however often it stands there."""
        text = " ".join(line.text("question").split())
        if text not in self._questions:
            self._questions[text] = None
            try:
                if not text:
                    raise ValueError("no question: VARIABLE: EVENT | PARENT: EVENT | by DATE, or a judgment's id")
                self._questions[text] = question_key.read_key(text, self.scenario)
            except ValueError as error:
                self.complain(line, "question", str(error))
        return self._questions[text]

    def _expert(self, line: Line) -> str | None:
        """The id of a row's expert, given by id or by name; an unknown one is one problem."""
        text = line.text("expert")
        if text not in self._voices:
            experts = self.scenario.experts
            named = [key for key, expert in experts.items() if expert.name == text]
            expert_id = text if text in experts else next(iter(named if len(named) < 2 else []), None)
            if expert_id is None:
                hint = nearest(text, tuple(experts)[:1000])
                what = f"unknown expert {text[:60]!r}{hint}; --add-experts adds new voices with weight 1"
                self.complain(line, "expert", what if text else f"no expert{hint}")
            self._voices[text] = expert_id
        return self._voices[text]

    def _add_experts(self, every: list[Line]) -> None:
        heard = (line.text("expert") for line in every if self.only in (None, _read_round(line, self.only)))
        self.new_experts |= name_voices(self.scenario.experts, filter(None, heard))
        self._voices |= {name: key for key, name in self.new_experts.items()}

    def _put(self, answer: TableAnswer, path: elements.Path, line: Line) -> None:
        """Add the element of a row to its answer, with locator, source and date."""
        self._beside(answer, line)
        if path in answer.rows:
            there = f"the row is there twice: first in line {answer.rows[path].number}"
            return self._wrong(answer, line, "element", there)
        answer.rows[path] = line
        column = "phrase" if path == ("phrase",) and line.text("phrase") else "value"
        text = line.whole(column)
        if not text:
            return self._wrong(answer, line, column, "no value: leave the row out where nothing was said")
        if path == ("phrase",) and column == "phrase" and line.text("value"):
            return self._wrong(answer, line, "value", "a phrase stands in the column phrase and nothing beside it")
        if path != ("phrase",) and line.text("phrase"):
            return self._wrong(answer, line, "phrase", "a phrase has a row of its own, with the element phrase")
        if not self._one_form(answer, path, line):
            return
        try:
            value = elements.find_kind(path).read(text.strip() if path[0] in elements.KEYS else text, self.per_cent)
            elements.put_value(answer.attributes if path[0] in elements.ATTRIBUTES else answer.says, path, value)
        except ValueError as error:
            self._wrong(answer, line, column, str(error))

    def _beside(self, answer: TableAnswer, line: Line) -> None:
        """Locator, source and date: one each a judgment, on any of its rows."""
        for column in _ONCE:
            text = line.text(column)
            first = answer.once.setdefault(column, line) if text else line
            if text and first.text(column) != text:
                there = f"line {first.number} has {first.text(column)[:40]!r} for the same judgment: keep one"
                self._wrong(answer, line, column, there)

    def _one_form(self, answer: TableAnswer, path: elements.Path, line: Line) -> bool:
        if path[0] not in elements.FORMS:
            return True
        first = answer.leading = answer.leading or path
        form, before = elements.FORMS[path[0]], elements.FORMS[first[0]]
        if before != form:
            message = (
                f"{elements.write_element(path)!r} makes this a {form}, {elements.write_element(first)!r} in line "
                f"{answer.rows[first].number} a {before}: a judgment says it in one way"
            )
            self._wrong(answer, line, "element", message)
        return before == form

    def _close(self, answer: TableAnswer) -> None:
        """Check what an answer says as a whole."""
        if not answer.says:
            return self._wrong(answer, answer.first, "element", "says nothing: no phrase, no probability, no range")
        try:
            answer.says = elements.order_rows(answer.says, self.scenario.variables[answer.variable].states)
        except ValueError as error:
            self._wrong(answer, answer.first, "element", str(error))

    def _wrong(self, answer: TableAnswer, line: Line, column: str, message: str) -> None:
        answer.broken = True
        self.complain(line, column, message)


def name_voices(known: Mapping[str, Expert], heard: Iterable[str]) -> dict[str, str]:
    """Id -> name of the voices that are heard and not known, by id or by name.

    >>> name_voices({}, ["Ann Star", "ann", "Ann Star"])
    {'Ann_Star': 'Ann Star', 'ann': 'ann'}
    """
    names_known = {*known, *(expert.name for expert in known.values())}
    new = [name for name in dict.fromkeys(heard) if name not in names_known]
    ids = names.make_ids([*known, *new])
    voices: dict[str, str] = {}
    taken = set(ids.values())
    for name in new:
        short = ids[name].strip("_")
        voices[short if short and short not in taken else ids[name]] = name
        taken.add(short)
    return voices


def _read_round(line: Line, default: int | None) -> int | None:
    """The number in a row's cell of the round, within limits or not; `default` where it is none."""
    match = _ROUND.fullmatch(line.text("round"))
    return int(match[1]) if match else default
