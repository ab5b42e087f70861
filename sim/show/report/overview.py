"""The first sheet of a report: what it is, every answer as a ladder with the policies side by side, what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.results.forecast.model import Answer
from sim.results.forecast.percent import percent
from sim.results.report.model import Report
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.plain_words import read_days, say_observation, say_plainly
from sim.show.phrases import whole, whole_span
from sim.show.posterior import silence
from sim.show.report.answer import find_case, tell_more, tell_retrospective
from sim.show.report.blocks import Block, Bullets, Cell, Heading, Run, TableBlock, TableRow, TextBlock
from sim.show.report.drawings.figures import draw_scale, draw_span
from sim.show.report.making import tell_changes
from sim.show.report.since import tell_since
from sim.show.titles import Titles, find_titles

_WIDTH = 110.0
_POLICIES, _SEEN, _WARNINGS = 5, 30, 5
"""Other policies that have a column, observations and warnings that are told."""


def tell_overview(report: Report) -> Iterator[Block]:
    """The blocks of the sheet."""
    scenario = report.scenario
    yield TextBlock([f"What was known on {words.day(scenario.as_of)}.", *tell_retrospective(scenario)], "top")
    yield Heading(1, scenario.title, "overview", "title")
    if scenario.description:
        yield TextBlock(scenario.description, "small")
    if report.edits:
        yield tell_changes(report.file, scenario, report.edits, 2)
    yield from _seen(report)
    if not report.forecast.answers:
        yield TextBlock("The scenario asks no question.")
        return
    yield from _ladder(report)
    yield from tell_since(report)


def _ladder(report: Report) -> Iterator[Block]:
    made, titles = report.forecast, find_titles(report.scenario)
    others = [policy for policy in made.policies if policy != report.policy]
    case = find_case(report.scenario, report.policy)
    yield Heading(2, f"Every answer {case}".strip())
    settled = any(answer.settled for answer in made.answers.values())
    yield TextBlock(_guide(others, settled), "small")
    shown = others[:_POLICIES]
    lead = titles.policy(report.policy) if case else "Forecast"
    columns: list[Cell] = ["Question", lead, "Span", draw_scale(1.0, _WIDTH), "Confidence", *map(titles.policy, shown)]
    rows = [_row(report, titles, question, shown) for question in made.questions]
    yield TableBlock(f"Every answer {case}{', and under other policies' if others else ''}", columns, rows, "ladder")
    yield from tell_more(len(others) - len(shown), "policies")
    without = len(made.questions) - len(report.pages)
    if without and report.pages:
        told = words.join_items([titles.question(made, page.answer.question) for page in report.pages], 8)
        yield TextBlock(f"A page of its own has: {told}.", "small")


def _guide(others: Sequence[str], settled: bool) -> str:
    beside = " To the right: the forecast under the other policies." if others else ""
    fixed = " Set: settled by the policy." if settled else ""
    return (
        "Forecast: the chance as modelled. Span: what the words of those who were heard leave open, nine tenths of the "
        f"readings; thick bar: half of them; dot: the forecast.{beside}{fixed}"
    )


def _row(report: Report, titles: Titles, question: str, others: Sequence[str]) -> TableRow:
    made = report.forecast
    answer = made.answers[report.policy, question]
    page = next((place for place, one in enumerate(report.pages) if one.answer.question == question), None)
    title = titles.question(made, question)
    name = title if page is None else [Run(title, to=page_anchor(page))]
    rest = [_number(made.answers[policy, question]) for policy in others]
    if answer.settled:
        return TableRow([name, _number(answer), "", None, "", *rest])
    span = whole_span(answer.interval90.low, answer.interval90.high)
    level = "" if answer.confidence is None else answer.confidence.level
    bar = draw_span(answer, 1.0, _WIDTH)
    return TableRow([name, [Run(whole(answer.probability), "strong")], span, bar, level, *rest])


def _number(answer: Answer) -> str:
    """The forecast in a cell; a word where the policy settles it, a stroke where it is asked of no world.

    `certain` and `excluded` are told as yes and no.
    """
    if not answer.settled:
        return whole(answer.probability)
    return {"certain": "yes, set", "excluded": "no, set"}.get(answer.shown, "not asked")


def _seen(report: Report) -> Iterator[Block]:
    """What was seen, and how likely that was."""
    recipe, seen = report.recipe, report.forecast.seen.get(report.policy)
    until = "" if recipe.until is None else f" by {words.day(recipe.until)}"
    if seen is None:
        if recipe.evidence is not None or recipe.given:
            yield TextBlock(f"Nothing was seen{until}: the answers are those without evidence.")
        return
    yield Heading(2, f"What was seen{until}")
    told = [f"{_observation(report.scenario, text)}." for text in seen.observations[:_SEEN]]
    labels = {name: variable.label for name, variable in report.scenario.variables.items()}
    silent = silence(report.forecast.seen, labels.__getitem__, find_titles(report.scenario).policy)
    yield from (TextBlock(read_days(words.read_aloud(text.partition(" `quiet`")[0]))) for text in silent)
    yield TextBlock(" ".join(told), "small")
    yield from tell_more(len(seen.observations) - _SEEN, "observations")
    chance = f"All of it together had a chance of {percent(seen.probability)} before it was seen."
    yield TextBlock(f"{chance} Every answer counts it in.", "small")


def _observation(scenario: Scenario, text: str) -> str:
    """An observation without its name, in words."""
    _, _, inner = text.partition(" (")
    return say_observation(scenario, inner.removesuffix(")") or text)


def tell_missing(report: Report) -> dict[str, str]:
    """The command for the pages that are not there, by what it is called; empty where all are."""
    without = len(report.forecast.questions) - len(report.pages)
    if not without:
        return {}
    return {"More pages": f"sim report writes those of the other {without} with --question or --all"}


def tell_warnings(report: Report) -> Iterator[Block]:
    """What the run warns of."""
    warnings = report.forecast.warnings
    if warnings:
        yield Heading(2, "Worth a look")
        yield Bullets([say_plainly(report.scenario, text) for text in warnings[:_WARNINGS]])
        yield from tell_more(len(warnings) - _WARNINGS, "notes")


def page_anchor(place: int) -> str:
    """What leads to a page, by its place among the report's.

    >>> page_anchor(0)
    'page-1'
    """
    return f"page-{place + 1}"
