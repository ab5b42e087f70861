"""The answers before and after what was seen: a sentence that is spoken, dumbbells, and their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from sim.dashboard.address import escape, escape_cell, escape_html
from sim.dashboard.chart import draw_chart
from sim.dashboard.figures import tell_apart
from sim.dashboard.learn.choice import LearnChoice
from sim.dashboard.learn.work import LearnRun, tell_run, tell_seen
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import fine_percent, span
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.charts.over_time.before_after import BeforeAfter, LearnedAnswer
from sim.show.charts.scale import Scale
from sim.show.titles import Titles, find_titles

_LAST = "learn-last"
FEW_DRAWS = 100
"""Effective draws below which the page says that they are few."""


@dataclass(frozen=True)
class LastAnswer:
    """An answer that was shown. run, seen: what it was of. told: what the change before it did."""

    run: tuple[object, ...]
    seen: tuple[object, ...]
    number: str
    told: str


def write_number(answer: Answer) -> str:
    """The probability, or what stands for it: `certain`, `excluded`, `undefined`.

    A tenth of a per cent, since two are compared.
    """
    return answer.shown if answer.word == answer.shown or answer.settled else fine_percent(answer.probability)


def write_status(
    chosen: LearnChoice, case: str, counted: int, count: int, answers: Sequence[Answer], *, silent: bool,
    change: str = "",
) -> str:  # fmt: skip
    """What the answer was and is, as HTML of a live region.

    case: the policy's condition as `write_case` has it. counted: entries that count, of `count` in the file. silent:
    whether silence counts. answers: before, after, and, if anything is supposed, with it. change: what the last change
    did.
    """
    before, after, *supposing = answers
    parts = [f"{counted} of {count} entries"] if counted else []
    parts += ["silence"] if silent else []
    what = f"having counted {words.join_items(parts)}" if parts else "with nothing counted as seen"
    told = (
        f"<b>{escape_html(write_number(after))}</b> as of {words.day(chosen.day)}{escape_html(case)}, {what}; "
        f"{escape_html(write_number(before))} before anything was seen."
    )
    if not after.settled:
        low, high = after.interval90.low, after.interval90.high
        told += f" Nine tenths of the readings: {escape_html(span(low, high))}."
    for given in supposing:
        supposed = escape_html(words.join_items([one.told for one in chosen.given], len(chosen.given)))
        told += f" Given that {supposed}: <b>{escape_html(write_number(given))}</b>."
    told += f" {escape_html(change)}" if change else ""
    return f'<div role="status" aria-live="polite">{_plain(told)}</div>'


def tell_change(run: LearnRun, seen: Observations, answer: Answer) -> str:
    """What the last change did to the answer, in a sentence; empty at first sight and for another question.

    seen: what counts now, what is supposed included. answer: with it.
    """
    now, number, told = (tell_run(run), tell_seen(seen)), write_number(answer), ""
    last: LastAnswer | None = st.session_state.get(_LAST)
    if last is not None and last.run == now[0]:
        moved = "left it there" if last.number == number else f"moved it from {last.number}"
        told = last.told if last.seen == now[1] else f"The last change {moved}."
    st.session_state[_LAST] = LastAnswer(*now, number, told)
    return told


def write_case(scenario: Scenario, policy: str) -> str:
    """The condition under which an answer stands, as the end of a sentence; empty where there is one policy alone."""
    return f", {find_titles(scenario).case(policy)}" if len(scenario.policies) > 1 else ""


def write_waiting(before: Answer, case: str) -> str:
    """What stands there until the answer is worked out. case: as of `write_status`."""
    told = escape_html(f"{write_number(before)} before anything was seen{case}; working out what it is now.")
    return f"<div>{_plain(told)}</div>"


def tell_weight(made: Forecast, policy: str) -> str:
    """How likely what was seen was, and what it leaves of the sample; empty where nothing was seen."""
    seen = made.seen.get(policy)
    if seen is None:
        return ""
    chance = words.number(seen.probability) if seen.probability >= 0.001 else words.one_in(seen.probability)
    few = "; few, so ask for more in Settings" if seen.effective_draws < FEW_DRAWS else ""
    return (
        f"All that counts as seen or is supposed had together a chance of {chance} before. The answer now rests on "
        f"about {seen.effective_draws:,.0f} of {made.settings.draws:,} readings of what was said: those that expected "
        f"it{few}."
    )


def draw_dumbbells(rows: Sequence[LearnedAnswer], scale: Scale, palette: Palette, key: str) -> None:
    """The picture, and its numbers as a table."""
    picture = BeforeAfter(rows, scale, palette)
    with st.container(key=key):
        draw_chart(picture.spec(), f"{key}-picture", "Answers before and after what was seen")
    st.caption(escape(picture.guide()))
    told = [row | _tell_change(one) for row, one in zip(picture.table(), rows, strict=True)]
    table = [{name: escape_cell(str(cell)) for name, cell in row.items()} for row in told]
    st.table(table, hide_index=True, border="horizontal")


def _tell_change(one: LearnedAnswer) -> dict[str, str]:
    """The figures of a row that are to agree; empty where one of them is not known."""
    if math.isnan(one.before) or math.isnan(one.after):
        return {}
    after, before, change = tell_apart(one.after, one.before)
    return {"Before": before, "After": after, "Change": f"{change} points"}


def pair_answers(titles: Titles, policy: str, made: Sequence[Forecast], first: str) -> list[LearnedAnswer]:
    """A row a question, the chosen one first, then in the file's order. made: before, after, with what is supposed."""
    questions = sorted(made[0].questions, key=lambda name: name != first)
    return [
        LearnedAnswer(titles.questions[name], *(one.answers[policy, name].probability for one in made))
        for name in questions
    ]


def _plain(text: str) -> str:
    """HTML in which no sign is one of Markdown's."""
    for sign in "\\`*_[]~$":
        text = text.replace(sign, f"&#{ord(sign)};")
    return text
