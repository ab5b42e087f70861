"""How far the answers move under other word lists and other ways to pool: one table, all rows on the same draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

from sim.errors import FormatError, Problem, SimError
from sim.lexicon.record import SHIPPED
from sim.progress import Progress, portion, untold
from sim.results.ancestry import opening
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.run import forecast
from sim.results.head import ResultHead, head_of
from sim.results.limits import MEMORY, require_known
from sim.scenario import edit
from sim.scenario.model.voices import PoolSettings
from sim.scenario.resolve.scenario import Scenario

HEADLINES = 4
"""Questions that are shown where none are asked for."""

_FIRST_BOOKS = ("capphrase", "icd203", "phia", "nato")
_CONCENTRATIONS = ("inf", "0.3", "3")
_DEPENDENCES = ("0", "1")


@dataclass(frozen=True)
class Choice:
    """Another value for one path of the scenario, as `--set PATH=TEXT` takes it."""

    path: str
    text: str


@dataclass(frozen=True)
class ChoiceCell:
    """One question under one choice.

    median, low90, high90, probability: as in `Answer`. points: the median less the file's, in percentage points.
    odds_ratio: the median's odds over those of the file's; None where one of them is 0 or 1, or undefined.
    moved: whether any of its numbers is another. settled: what stands in place of numbers where the policy sets
        the answer or nobody is asked; else empty.
    error: standard error of the median, where the draws tell it.
    """

    median: float
    low90: float
    high90: float
    probability: float
    points: float
    odds_ratio: float | None
    moved: bool = False
    settled: str = ""
    error: float | None = None


@dataclass(frozen=True)
class ChoiceRow:
    """All questions under one choice, None for the file's own."""

    choice: Choice | None
    cells: Mapping[str, ChoiceCell]

    @property
    def moved(self) -> bool:
        """Whether any answer did that was worked out, shown or not."""
        return any(cell.moved for cell in self.cells.values())


@dataclass(frozen=True)
class Choices(ResultHead):
    """The table of one scenario under one policy.

    questions: those to show, in order. asks: all questions in words. rows: the file's own first, each with at least
        the questions that are shown.
    refused: choices that the scenario does not allow, each with the reason.
    """

    policy: str
    questions: tuple[str, ...]
    asks: Mapping[str, str]
    rows: tuple[ChoiceRow, ...]
    refused: tuple[tuple[Choice, str], ...] = ()
    edits: tuple[str, ...] = ()


def offered(scenario: Scenario) -> tuple[Choice, ...]:
    """The choices that are tried: other lexicons and one blend, pool rules, concentrations, dependence, trust in words.

    >>> from sim.scenario.file.read import read
    >>> [choice.text for choice in offered(read("scenarios/first-steps.yaml"))][:3]
    ['icd203', 'phia', 'nato']
    """
    used = [name for name, weight in scenario.lexicon.items() if weight > 0]
    alone = used[0] if len(used) == 1 else None
    books = [name for name in (*_FIRST_BOOKS, *scenario.catalogue.names) if name != alone]
    if alone is not None:
        books.append(f"{{{alone}: 2, {'icd203' if alone != 'icd203' else 'capphrase'}: 1}}")
    rules = [rule for rule in get_args(PoolSettings.model_fields["rule"].annotation) if rule != scenario.pool.rule]
    spreads = [text for text in _CONCENTRATIONS if float(text) != scenario.pool.concentration]
    shared = [text for text in _DEPENDENCES if float(text) != scenario.dependence]
    tried = {"lexicon": books, "pool.rule": rules, "pool.concentration": spreads, "dependence": shared}
    tried["pool.recalibrate"] = ["none" if scenario.track_record is not None else SHIPPED]
    return tuple(dict.fromkeys(Choice(path, text) for path, texts in tried.items() for text in texts))


def choices(
    scenario: Scenario,
    *,
    policy: str | None = None,
    questions: Sequence[str] = (),
    also: Sequence[str] = (),
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Choices:
    """How far the answers move under other word lists and other ways to pool; a choice not allowed is in `refused`.

    policy: by default the one at which the dashboard opens. questions: which to work out and show; by default all are
    worked out, and shown is the one at which the dashboard opens and those whose median moves most under any choice, in
    percentage points and in odds by turns, `HEADLINES` in all. also: more choices, `PATH=VALUE` texts. draws, worlds,
    seed, threads, progress, memory: as in `sim.forecast`, the same for every row, so that rows differ by their choice
    and not by chance.

    Raises FormatError for a text that is no choice and for a scenario without questions, ModelError for an unknown
    path, policy or question, and what `sim.forecast` raises for the scenario as it is.
    """
    # What is no setting, or has an unknown path, is a slip and not a choice that the scenario refuses.
    asked = [Choice(edit.setting(text)[0], text.partition("=")[2].strip()) for text in also]
    for choice in asked:
        edit.value(scenario, choice.path)
    if not scenario.questions:
        raise FormatError([Problem("no question in this scenario: nothing to compare", "questions", scenario.name)])
    require_known(scenario, questions=questions, policies=() if policy is None else [policy])
    policy, first = opening(scenario, policy)
    # A choice leaves much as it was, and the cache has it: numbers, counts and splits know no word list.
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, policies=[policy], memory=memory,
        kept=Cache(), shares=False, curves=False, questions=tuple(questions) or None,
    )  # fmt: skip
    made = _table(scenario, policy, asked, run, progress)
    return replace(made, questions=tuple(questions) or _headlines(made.rows, first))


def _table(
    scenario: Scenario, policy: str, asked: Sequence[Choice], run: Callable[..., Forecast], progress: Progress
) -> Choices:
    tried = tuple(dict.fromkeys((*offered(scenario), *asked)))
    parts = [portion(progress, k / (1 + len(tried)), (k + 1) / (1 + len(tried))) for k in range(1 + len(tried))]
    own = run(scenario, progress=parts[0])
    rows, refused = [_row(None, own, own)], []
    for choice, part in zip(tried, parts[1:], strict=True):
        try:
            other = edit.edit(scenario, {choice.path: edit.parse(choice.text)})
            rows.append(_row(choice, run(other, progress=part), own))
        except SimError as error:
            more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
            refused.append((choice, error.problems[0].message + more))
    return Choices(
        **head_of(scenario, own.settings), policy=policy, questions=tuple(scenario.questions),
        rows=tuple(rows), refused=tuple(refused), asks={name: q.asks for name, q in scenario.questions.items()},
    )  # fmt: skip


def widest(choices: Choices, path: str | None = None, *, in_odds: bool = False) -> tuple[Choice, str] | None:
    """The choice, of those about `path` or of all, and the question shown that it moves most; None where none moves.

    Moves are measured in percentage points, or by the factor in the odds.
    """
    moves = [
        (_distance(row.cells[question], in_odds), row.choice, question)
        for row in choices.rows
        for question in choices.questions
        if row.choice is not None and path in (None, row.choice.path)
    ]
    far, choice, question = max(moves, key=lambda move: move[0], default=(0.0, None, ""))
    return (choice, question) if choice is not None and far > 0 else None


def _distance(cell: ChoiceCell, in_odds: bool) -> float:
    """How far a median has moved, up or down."""
    if not in_odds:
        return abs(cell.points)
    return abs(math.log(cell.odds_ratio)) if cell.odds_ratio is not None else 0.0


def _row(choice: Choice | None, made: Forecast, own: Forecast) -> ChoiceRow:
    return ChoiceRow(choice, {answer.question: _cell(answer, own.answers[key]) for key, answer in made.answers.items()})


def _cell(answer: Answer, file: Answer) -> ChoiceCell:
    p, q = answer.median, file.median
    inside = 0 < p < 1 and 0 < q < 1
    return ChoiceCell(
        median=p,
        low90=answer.interval90.low,
        high90=answer.interval90.high,
        probability=answer.probability,
        points=0.0 if math.isnan(p - q) else 100 * (p - q),
        odds_ratio=p * (1 - q) / (q * (1 - p)) if inside else None,
        moved=_numbers(answer) != _numbers(file),
        settled=answer.method if answer.settled else "",
        error=answer.quantile_errors[2] if answer.quantile_errors else None,
    )


def _numbers(answer: Answer) -> tuple[object, ...]:
    """What is compared; texts, because nothing equals what is undefined."""
    return tuple(map(repr, (answer.median, answer.interval90, answer.probability)))


def _headlines(rows: Sequence[ChoiceRow], first: str) -> tuple[str, ...]:
    """The first question, then by turns those that move most in points and in odds; what the policy sets does not."""
    open_to_move = [question for question, cell in rows[0].cells.items() if not cell.settled]
    ranked = [
        sorted(open_to_move, key=lambda question: -max(_distance(row.cells[question], in_odds) for row in rows))
        for in_odds in (False, True)
    ]
    by_turns = [question for pair in zip(*ranked, strict=True) for question in pair]
    return tuple(dict.fromkeys([first, *by_turns]))[:HEADLINES]
