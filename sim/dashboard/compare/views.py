"""Other views of the matter: the sentence of each, every answer under each, and how likely each made what was seen."""

from __future__ import annotations

import math

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.compare.asking import ask_for, find_beside, is_begun, tell_fewer
from sim.dashboard.compare.html_table import ComparedCell, ComparedRow, draw_table, fill_move
from sim.dashboard.compare.naming import HINDSIGHT, name_seen, name_statements, name_view
from sim.dashboard.compare.work import FileState, find_run, find_views, fit_draws, read_seen, weigh_views
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.compare.views import AlternativeView, Views
from sim.results.forecast.percent import fine_percent, span
from sim.results.score.report import history
from sim.scenario.resolve.observations import by_statement
from sim.show.charts.ink import Palette
from sim.show.titles import find_titles
from sim.show.views import ratio, tell_gain

IMPOSSIBLE = "what was seen cannot be"
_TOGETHER, _ALONE = 2, 0.1  # of a whole run, what all that was seen takes, and one statement by itself
_LARGE = math.log(10)  # a ratio that has the full colour


def draw_views(visit: PageVisit) -> None:
    """Draw the section. Raises SimError where the scenario cannot be run."""
    st.markdown("## Under other views of the matter", anchors=False)
    known = visit.scenario.alternatives
    if not known:
        st.caption("The scenario names no other view of the matter.")
        return
    late = {name: f" *({HINDSIGHT})*" if view.hindsight else "" for name, view in known.items()}
    told = [f"- **{escape(name_view(name))}**{late[name]}: {escape(view.says)}" for name, view in known.items()]
    st.markdown("\n".join(told))
    if any(late.values()):
        st.caption("In hindsight: whoever wrote it knew how the matter ended.")
    if ask_for(visit.state, "views", "Every answer under each view"):
        _draw_answers(visit)
    seen = find_beside(visit.state, "evidence.yaml")
    if seen is None:
        st.caption("Nothing that was seen is on record, so none of them is weighed by it.")
    elif ask_for(visit.state, "seen", "How likely each view made what was seen (takes some seconds)"):
        _draw_likelihoods(visit, seen)


def _draw_answers(visit: PageVisit) -> None:
    effort = fit_draws(visit.scenario, visit.state, visit.state.policy, 1 + len(visit.scenario.alternatives))
    if not is_begun(visit.scenario, "views", effort):
        return
    state = effort.state
    made = find_views(visit.scenario, state.policy, find_run(state))
    tell_fewer(effort, visit.state)
    palette, titles = find_palette(), find_titles(visit.file)
    moves = {(view.name, q): _move(made, view, q) for view in made.views for q in made.questions}
    most = max(map(abs, moves.values()), default=0.0)
    rows = [
        ComparedRow(
            titles.questions[question],
            [_answer_cell(view, question, fill_move(moves[view.name, question], most, palette)) for view in made.views],
        )
        for question in (visit.state.question, *(q for q in made.questions if q != visit.state.question))
    ]
    with st.container(key="views-figures"):
        draw_table("Every answer under each view", ["Question", *map(_name, made.views)], rows, palette)
    st.caption(
        escape(
            f"The forecast {titles.case(state.policy)} with its 90 % interval. Blue: higher than in the file as it "
            "stands; brown: lower."
        )
    )


def _draw_likelihoods(visit: PageVisit, seen: FileState) -> None:
    policy = history(visit.scenario)
    observations = by_statement(read_seen(visit.scenario, seen))
    if not observations:
        st.caption("Nothing has been seen yet.")
        return
    runs = (1 + len(visit.scenario.alternatives)) * (_TOGETHER + _ALONE * len(observations))
    effort = fit_draws(visit.scenario, visit.state, policy, runs)
    if not is_begun(visit.scenario, "seen", effort):
        return
    made = weigh_views(visit.scenario, policy, visit.state.question, find_run(effort.state), seen)
    tell_fewer(effort, visit.state)
    st.markdown(f"**{escape(tell_gain(made.views, name_view))}**")
    palette = find_palette()
    together = [_likelihood(made, view, None, palette) for view in made.views]
    silent = sum(statement[0].silence is not None for statement in observations.values())
    count = name_statements(len(observations) - silent, silent)
    rows = [ComparedRow(f"All {len(observations)} together", together, count)]
    rows += [
        ComparedRow(name_seen(visit.scenario, seen_of), [_likelihood(made, v, text, palette) for v in made.views])
        for text, seen_of in observations.items()
    ]
    question = visit.state.question
    given = [_answer_cell(view, question, "") for view in made.views]
    rows.append(ComparedRow(find_titles(visit.file).questions[question], given, "the forecast given all of it"))
    with st.container(key="seen-figures"):
        heads = ["What was seen", *map(_name, made.views)]
        draw_table("How likely each view made what was seen", heads, rows, palette, wrapped=True)
    case = find_titles(visit.file).case(policy)
    st.caption(
        escape(
            f"The probability that each view gave to what was seen {case}, and how many times as much as the file as "
            "it stands: blue speaks for a view, brown against it. Last row: what the forecast is then, with its 90 % "
            "interval."
        )
    )


def _name(view: AlternativeView) -> str:
    return name_view(view.name) + (f" ({HINDSIGHT})" if view.hindsight else "")


def _move(made: Views, view: AlternativeView, question: str) -> float:
    own, answer = made.views[0].answers.get(question), view.answers.get(question)
    if own is None or answer is None or own.settled or answer.settled:
        return 0.0
    move = answer.probability - own.probability
    return move if abs(move) >= 0.0005 else 0.0


def _answer_cell(view: AlternativeView, question: str, fill: str) -> ComparedCell:
    answer = view.answers.get(question)
    if answer is None:
        return ComparedCell(IMPOSSIBLE)
    if answer.settled:
        return ComparedCell(answer.shown)
    interval = span(answer.interval90.low, answer.interval90.high)
    return ComparedCell(fine_percent(answer.probability), interval, fill)


def _likelihood(made: Views, view: AlternativeView, text: str | None, palette: Palette) -> ComparedCell:
    """How likely a view made one statement, or all of them (None), beside the file as written."""
    own, value = (one.evidence if text is None else (one.single or {}).get(text) for one in (made.views[0], view))
    shown = fine_percent(value or 0.0)
    if view is made.views[0] or value is None or not own:
        return ComparedCell(shown)
    odds = value / own
    fill = fill_move(math.log(odds), _LARGE, palette) if odds > 0 else fill_move(-1.0, 1.0, palette)
    return ComparedCell(shown, ratio(odds), "" if 0.995 < odds < 1.005 else fill)
