"""What was last said in a ledger, beside what is said now."""

from __future__ import annotations

from collections.abc import Iterator

from sim.results.forecast.model import Answer
from sim.results.ledger.model import LedgerAnswer
from sim.results.report.model import QuestionPage, Report
from sim.results.report.since import LastSaid
from sim.show import words
from sim.show.differences import points
from sim.show.phrases import whole, whole_span
from sim.show.report.answer import tell_more
from sim.show.report.blocks import Block, Heading, Run, TableBlock, TableRow, TextBlock
from sim.show.titles import find_titles

_LEAST, _ROWS = 0.005, 8
"""Of a move that is told in the overview, and the most of them."""


def tell_since(report: Report) -> Iterator[Block]:
    """Which answers have moved since the ledger's last entry, under the leading policy; nothing without a ledger."""
    said = report.said
    if said is None:
        return
    yield Heading(2, f"What has moved since {words.day(said.date)}")
    both = [pair for answer in report.forecast.answers.values() if (pair := _find_pair(report, said, answer))]
    if not both:
        yield TextBlock("What was said on that day tells nothing of these questions.")
        return
    moved = sorted((pair for pair in both if abs(_move(*pair)) >= _LEAST), key=lambda pair: -abs(_move(*pair)))
    yield TextBlock(_told(said, len(moved), len(both)), "small")
    if moved:
        titles = find_titles(report.scenario)
        rows = [_row(titles.question(report.forecast, now.question), then, now) for then, now in moved[:_ROWS]]
        columns = ["Question", "Said then", "Span", "Now", "Span", "Moved"]
        yield TableBlock("The answers that have moved most", columns, rows, "views")
        yield from tell_more(len(moved) - _ROWS, "answers have moved")


def tell_since_answer(page: QuestionPage) -> Iterator[Block]:
    """What was last said of a page's answer; nothing where nothing was."""
    answer = page.answer
    then = None if page.said is None else page.said.answers.get((answer.policy, answer.question))
    if page.said is None or then is None or answer.settled or not _is_number(then):
        return
    number, day = Run(whole(then.probability), "strong"), words.day(page.said.date)
    yield TextBlock([f"On {day} it was said: ", number, f"; {points(_move(then, answer))} points since."], "small")


def _find_pair(report: Report, said: LastSaid, answer: Answer) -> tuple[LedgerAnswer, Answer] | None:
    """What was said then and now of a question under the leading policy, where both are numbers."""
    then = said.answers.get((answer.policy, answer.question))
    if then is None or answer.policy != report.policy or answer.settled or not _is_number(then):
        return None
    return then, answer


def _is_number(then: LedgerAnswer) -> bool:
    return then.probability == then.probability  # not asked of any world


def _move(then: LedgerAnswer, now: Answer) -> float:
    return now.probability - then.probability


def _told(said: LastSaid, moved: int, both: int) -> str:
    changed = f" Otherwise than then: {words.join_items(said.otherwise, 9)}." if said.otherwise else ""
    less = "half a percentage point"
    if not moved:
        return f"No answer has moved by {less} or more from what the ledger has as said on that day.{changed}"
    return f"Of {both} answers {moved} moved by {less} or more from what the ledger has as said on that day.{changed}"


def _row(title: str, then: LedgerAnswer, now: Answer) -> TableRow:
    spans = [whole_span(one.interval90.low, one.interval90.high) for one in (then, now)]
    moved = f"{points(_move(then, now))} points"
    return TableRow([title, whole(then.probability), spans[0], whole(now.probability), spans[1], moved])
