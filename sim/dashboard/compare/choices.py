"""How far answers move with other word lists and other ways to pool: the chosen answer, then those that move most."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.compare.asking import ask_for, is_begun, tell_fewer
from sim.dashboard.compare.html_table import ComparedCell, ComparedRow, draw_table, fill_move
from sim.dashboard.compare.naming import capital, name_choice, name_group
from sim.dashboard.compare.work import find_run, fit_draws, try_choices
from sim.dashboard.figures import tell_apart
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.choices.compare import ChoiceRow, Choices, offered
from sim.results.forecast.percent import fine_percent, span
from sim.show.charts.ink import Palette
from sim.show.titles import Titles, find_titles

LEAST = 0.0005
"""A move below which none is printed."""
_ALONE = 0.15  # of the work of every answer, that of one takes


def draw_choices(visit: PageVisit) -> None:
    """Draw the section. Raises SimError where the scenario cannot be run."""
    st.markdown("## With other word lists and other ways to pool", anchors=False)
    if not ask_for(visit.state, "choices", "How far each choice moves the answer"):
        return
    runs = 1 + len(offered(visit.scenario))
    effort = fit_draws(visit.scenario, visit.state, visit.state.policy, _ALONE * runs)
    if not is_begun(visit.scenario, "choices", effort):
        return
    state, titles = effort.state, find_titles(visit.file)
    made = try_choices(visit.scenario, state.policy, (state.question,), find_run(state))
    tell_fewer(effort, visit.state)
    st.markdown(escape(_tell_widest(made, titles)))
    with st.container(key="choices-figures"):
        _draw_answer(made, state.question)
    st.caption(
        escape(
            f"The forecast, which is the mean of the draws, {titles.case(state.policy)}, and how many points a choice "
            "moves it. Blue: up; brown: down."
        )
    )
    for choice, _ in made.refused:
        told = f"{capital(name_group(choice))}: {name_choice(choice)}"
        st.caption(escape(f"Left out, for this scenario does not allow it: {told}."))
    _draw_others(visit, runs, titles)


def _draw_others(visit: PageVisit, runs: int, titles: Titles) -> None:
    """The answers that such choices move most, when somebody opens the fold."""
    if len(visit.scenario.questions) < 2:
        return
    expander = st.expander("The answers that such choices move most", key="fold-choices", on_change="rerun")
    if not expander.open:
        return
    effort = fit_draws(visit.scenario, visit.state, visit.state.policy, runs)
    state = effort.state
    with expander, st.container(key="choices-others"):
        made = try_choices(visit.scenario, state.policy, (), find_run(state))
        tell_fewer(effort, visit.state)
        _draw_moves(made, titles)


def _draw_answer(made: Choices, question: str) -> None:
    """One answer, a row a choice."""
    own, rows = made.rows[0].cells[question], []
    moves = [_move(row, made.rows[0], question) for row in made.rows]
    for row, move in zip(made.rows, moves, strict=True):
        cell, told = row.cells[question], _tell_move(row, made.rows[0], question)
        moved = ComparedCell(told, fill=fill_move(move, max(map(abs, moves)), find_palette()))
        shown = [cell.settled, ""] if cell.settled else [fine_percent(cell.probability), span(cell.low90, cell.high90)]
        rows.append(_row(row, [*(ComparedCell(text, strong=cell is own) for text in shown), moved]))
    heads = ["Choice", "Forecast", "90\u00a0% interval", "Moved by, points"]
    draw_table("How far each choice moves the forecast", heads, rows, find_palette())


def _draw_moves(made: Choices, titles: Titles) -> None:
    """Several answers, a column each."""
    own, palette = made.rows[0], find_palette()
    most = max(abs(_move(row, own, name)) for row in made.rows for name in made.questions)
    rows = [
        _row(row, [_cell(row, own, name, most, palette) for name in made.questions])
        for row in made.rows
    ]
    heads = ["Choice", *(titles.questions[name] for name in made.questions)]
    draw_table("How far each choice moves the forecasts", heads, rows, palette)


def _row(row: ChoiceRow, cells: Sequence[ComparedCell]) -> ComparedRow:
    if row.choice is None:
        return ComparedRow("As the file has it", cells)
    return ComparedRow(name_choice(row.choice), cells, name_group(row.choice))


def _cell(row: ChoiceRow, own: ChoiceRow, question: str, most: float, palette: Palette) -> ComparedCell:
    cell, told = row.cells[question], _tell_move(row, own, question)
    if cell.settled:
        return ComparedCell(cell.settled)
    shown = f"{fine_percent(cell.probability)} ({span(cell.low90, cell.high90)})"
    return ComparedCell(shown, f"{told} points" if told else "", fill_move(_move(row, own, question), most, palette))


def _move(row: ChoiceRow, own: ChoiceRow, question: str) -> float:
    """How far a choice moves the forecast, from -1 to 1; 0 where that is next to nothing."""
    cell, file = row.cells[question], own.cells[question]
    move = cell.probability - file.probability
    return move if not cell.settled and abs(move) >= LEAST else 0.0


def _tell_move(row: ChoiceRow, own: ChoiceRow, question: str) -> str:
    """How far a choice moves the forecast in points, so that it agrees with the two forecasts; empty for none."""
    cells = row.cells[question], own.cells[question]
    return tell_apart(*(cell.probability for cell in cells))[2] if _move(row, own, question) else ""


def _tell_widest(made: Choices, titles: Titles) -> str:
    """Which choice moves the one answer of the table most."""
    question, own = made.questions[0], made.rows[0]
    row = max(made.rows, key=lambda row: abs(_move(row, own, question)))
    if row.choice is None or not _move(row, own, question):
        return "No choice moves this answer."
    before, after = (fine_percent(one.cells[question].probability) for one in (own, row))
    told = f"\u201c{name_choice(row.choice)}\u201d ({name_group(row.choice)})"
    return f"The widest move: {told} takes \u201c{titles.questions[question]}\u201d from {before} to {after}."
