"""One answer on its page: what is asked, the answer and its span, the policies beside each other, the readings."""

from __future__ import annotations

from collections.abc import Iterator

from sim.results.forecast.model import Answer
from sim.results.report.model import QuestionPage
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.explanation import DOUBT
from sim.show.phrases import chance_in_words, whole, whole_span
from sim.show.report.blocks import Block, Heading, Pair, Run, Section, TableBlock, TableRow, TextBlock
from sim.show.report.drawings.figures import READINGS, draw_dots, draw_span
from sim.show.titles import find_titles

_POLICIES, _BAR = 8, 90.0
_SAME = 1e-9
"""Readings that lie no further apart are one."""


def tell_answer(page: QuestionPage, level: int, anchor: str = "") -> Iterator[Block]:
    """The question and its answer. level: of the page's heading. anchor: what leads to it."""
    yield tell_top(page)
    yield Heading(level, page.answer.asks, anchor, "title")
    yield from _answered(page)


def tell_top(page: QuestionPage) -> TextBlock:
    """The scenario's title and day, and whether it was written after the fact."""
    scenario = page.scenario
    end = "" if scenario.title.endswith((".", "?", "!")) else "."
    known = f"{scenario.title}{end} What was known on {words.day(scenario.as_of)}."
    return TextBlock([known, *tell_retrospective(scenario)], "top")


def tell_retrospective(scenario: Scenario) -> list[str | Run]:
    """What stands behind the day where the scenario was written after the fact; else nothing."""
    return [" ", Run("Retrospective: written after the fact", "flag")] if scenario.retrospective else []


def _answered(page: QuestionPage) -> Iterator[Block]:
    answer, speakers = page.answer, page.forecast.speakers
    case = find_case(page.scenario, answer.policy)
    if answer.settled:
        yield TextBlock(answer.shown, "number")
        yield TextBlock(f"{f'{case}, ' if case else ''}{words.WHY[answer.method]}.")
        return
    chance = chance_in_words(answer.probability)
    yield TextBlock(f"{chance[:1].upper()}{chance[1:]} ({whole(answer.probability)})", "number")
    statement = page.scenario.questions[answer.question].statement
    if told := ", ".join(part for part in (statement and f"that {_inside(statement)}", case) if part):
        yield TextBlock(f"{told}.", "told")
    span = whole_span(answer.interval90.low, answer.interval90.high)
    lexicon = Run(f"(words of {words.lexicon_name(answer.word_lexicon)})", "quiet")
    yield TextBlock(["What was said leaves open ", Run(span, "strong"), f": {words.in_words(answer)} ", lexicon, "."])
    if answer.confidence is not None:
        yield TextBlock(f"Confidence is {answer.confidence.level}: {answer.confidence.reason}.")
    if shares := words.tell_shares(answer, speakers):
        yield TextBlock(f"Whose doubt it is, by voice{_seen(page)}: {shares}. {DOUBT}", "small")


def _seen(page: QuestionPage) -> str:
    """When the doubt of voices is divided, where something was seen: the sentences below are told as before it."""
    return ", after what was seen" if page.forecast.seen else ""


def find_case(scenario: Scenario, policy: str) -> str:
    """The policy as the end of a sentence; empty where the scenario has no other, and no condition of it."""
    titles = find_titles(scenario)
    return titles.case(policy) if len(scenario.policies) > 1 or policy in titles.conditions else ""


def compare_policies(page: QuestionPage, level: int) -> Iterator[Block]:
    """The same question under each policy, and the readings of the answer. level: of the headings."""
    tables, pictures = list(_compared(page, level)), list(tell_readings(page, level))
    if tables and pictures:
        yield Pair(Section(tables), Section(pictures))
    elif both := [*tables, *pictures]:
        yield Section(both)


def _compared(page: QuestionPage, level: int) -> Iterator[Block]:
    """Nothing where there is one policy."""
    if len(page.forecast.policies) > 1:
        yield Heading(level, "The same question under each policy")
        yield from _policies(page)


def tell_readings(page: QuestionPage, level: int) -> Iterator[Block]:
    """The readings of the answer; nothing where it is settled, or every reading says the same."""
    answer = page.answer
    if not answer.settled and answer.interval90.high - answer.interval90.low > _SAME:
        readings = [float(p) for p in page.forecast.draws.readings(answer.policy, answer.question, READINGS)]
        yield Heading(level, f"{READINGS} equally good readings of what was said")
        yield draw_dots(readings, answer)


def _policies(page: QuestionPage) -> Iterator[Block]:
    answer = page.answer
    answers = [one for one in page.forecast.answers.values() if one.question == answer.question]
    shown = [one for place, one in enumerate(answers) if place < _POLICIES or one.policy == answer.policy]
    most = max((one.interval90.high for one in shown if not one.settled), default=1.0)
    named = "If" if find_titles(page.scenario).conditions else "Policy"
    rows = [_policy_row(page, one, most) for one in shown]
    yield TableBlock("The forecast under each policy", [named, "Forecast", "Span", None], rows)
    yield from tell_more(len(answers) - len(shown), "policies")


def _policy_row(page: QuestionPage, one: Answer, most: float) -> TableRow:
    titles = find_titles(page.scenario)
    name, chosen = titles.conditions.get(one.policy) or titles.policy(one.policy), one.policy == page.answer.policy
    if one.settled:
        return TableRow([name, f"{one.shown}, {words.WHY[one.method]}"], chosen)
    span = whole_span(one.interval90.low, one.interval90.high)
    return TableRow([name, whole(one.probability), span, draw_span(one, most, _BAR)], chosen)


def tell_more(count: int, what: str) -> Iterator[Block]:
    """That more is not shown; nothing where there is none."""
    if count > 0:
        yield TextBlock(f"And {count} more {what}.", "small")


def _inside(statement: str) -> str:
    """A sentence as it stands inside another: without its point, articles in small letters.

    >>> _inside("The committee votes."), _inside("Russian and US forces exchange fire")
    ('the committee votes', 'Russian and US forces exchange fire')
    """
    first, blank, rest = statement.rstrip(".").partition(" ")
    return (first.lower() if first in ("The", "A", "An", "There", "It") else first) + blank + rest
