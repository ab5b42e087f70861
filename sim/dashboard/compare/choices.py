"""How far answers move with other word lists and other ways to pool: a heat table with the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.compare.asking import ask_for, is_begun, tell_fewer
from sim.dashboard.compare.html_table import ComparedCell, ComparedRow, draw_table, fill_move
from sim.dashboard.compare.naming import capital, name_choice, name_group
from sim.dashboard.compare.work import find_run, fit_draws, try_choices
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.choices.compare import HEADLINES, ChoiceCell, ChoiceRow, Choices, offered, widest
from sim.results.forecast.percent import fine_percent
from sim.show.charts.ink import Palette
from sim.show.choices import tell_numbers, tell_shift
from sim.show.titles import find_titles

LEAST = 0.05
"""Percentage points below which a move is printed as none."""


def draw_choices(visit: PageVisit) -> None:
    """Draw the section. Raises SimError where the scenario cannot be run."""
    st.markdown("## With other word lists and other ways to pool", anchors=False)
    if not ask_for(visit.state, "choices", "How far each choice moves the answers (takes some seconds)"):
        return
    effort = fit_draws(visit.scenario, visit.state, visit.state.policy, 1 + len(offered(visit.scenario)))
    if not is_begun(visit.scenario, "choices", effort):
        return
    state = effort.state
    made = _with_chosen(try_choices(visit.scenario, state.policy, find_run(state)), state.question)
    tell_fewer(effort, visit.state)
    titles, palette = find_titles(visit.file), find_palette()
    moves = [abs(row.cells[name].points) for row in made.rows for name in made.questions]
    heads = ["Choice", *(titles.questions[name] for name in made.questions)]
    rows = [_row(row, made.questions, max(moves), palette) for row in made.rows]
    with st.container(key="choices-figures"):
        draw_table("How far each choice moves the answers", heads, rows, palette)
    st.caption(
        escape(
            f"The median {titles.case(state.policy)} with its 90 % interval, in per cent; below it how many percentage "
            "points and by what factor in odds the choice moves it. Blue: up; brown: down."
        )
    )
    st.markdown(escape(_tell_widest(made, titles.questions)))
    for choice, _ in made.refused:
        told = f"{capital(name_group(choice))}: {name_choice(choice)}"
        st.caption(escape(f"Left out, for this scenario does not allow it: {told}."))


def _with_chosen(made: Choices, question: str) -> Choices:
    """With the chosen question first, then those that move most."""
    return replace(made, questions=tuple(dict.fromkeys((question, *made.questions)))[:HEADLINES])


def _row(row: ChoiceRow, questions: Sequence[str], most: float, palette: Palette) -> ComparedRow:
    cells = [_cell(row.cells[name], most, palette) for name in questions]
    if row.choice is None:
        return ComparedRow("As the file has it", [replace(cell, strong=True) for cell in cells])
    return ComparedRow(name_choice(row.choice), cells, name_group(row.choice))


def _cell(cell: ChoiceCell, most: float, palette: Palette) -> ComparedCell:
    move = cell.points if abs(cell.points) >= LEAST else 0.0
    return ComparedCell(tell_numbers(cell), tell_shift(cell), fill_move(move, most, palette))


def _tell_widest(made: Choices, titles: Mapping[str, str]) -> str:
    """Which choice moves an answer of the table most."""
    most = widest(made)
    if most is None:
        return "No choice moves any of these answers."
    choice, question = most
    before = made.rows[0].cells[question].median
    after = next(row.cells[question].median for row in made.rows if row.choice == choice)
    return (
        f"The widest move: \u201c{name_choice(choice)}\u201d ({name_group(choice)}) takes "
        f"\u201c{titles[question]}\u201d from {fine_percent(before)} to {fine_percent(after)}."
    )
