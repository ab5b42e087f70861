"""What to watch in the time that comes, when somebody asks; and what was said in a ledger."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address
from sim.dashboard.address import escape, escape_cell
from sim.dashboard.chart import draw_chart
from sim.dashboard.figures import tell_apart
from sim.dashboard.learn.answers import write_number
from sim.dashboard.learn.asking import is_asked
from sim.dashboard.learn.beside import list_entries
from sim.dashboard.learn.size import fit_watching
from sim.dashboard.learn.work import LearnRun, tell_run, tell_seen
from sim.dashboard.state import State
from sim.errors import SimError
from sim.progress import Progress
from sim.results.forecast.model import Forecast
from sim.results.forecast.percent import fine_percent, percent
from sim.results.indicators.model import Indicator, Indicators
from sim.results.indicators.report import indicators
from sim.results.ledger.said import SaidThen, find_said
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.charts.over_time.dumbbells import Dumbbells
from sim.show.over_time.indicators import WHENEVER, name_event, pick_top, sentence, tell_undated

_TOP = 5
_ASKING = "Asking what every event would tell"
WINDOWS = {"week": "next week", "month": "next month", "end": "until it is decided"}
"""How long to watch, from the last day that counts as seen on: name -> in words."""
LENGTHS = {"week": "1 week", "month": "1 month"}
"""The same as lengths of time; the rest last until the question is decided."""
USUAL_WINDOW = "week"


def choose_window(state: State) -> str:
    """The window that somebody chose, a name of `WINDOWS`."""
    st.segmented_control(
        "When to watch", list(WINDOWS), format_func=lambda name: WINDOWS[name].capitalize(), required=True,
        label_visibility="collapsed", **address.bind_field(replace(state, learn_within=_name(state)), "learn_within"),
    )  # fmt: skip
    return _name(state)


def draw_watch(run: LearnRun, seen: Observations, day: datetime.date, window: str, palette: Palette) -> None:
    """The events that would move the answer most, as `sim indicators --within` has them, when somebody asks.

    day: up to which was seen; what comes after it is watched. window: a name of `WINDOWS`.
    """
    slow = " (up to half a minute)" if fit_watching(run, seen) < run.draws else ""
    if not is_asked("learn-watch", (tell_run(run), tell_seen(seen)), f"Show what to watch {WINDOWS[window]}{slow}"):
        return
    run = replace(run, draws=fit_watching(run, seen))
    slot = st.empty()
    made = find_watched(run, seen, day, _length(run, day, window), _tell_share(slot.progress(0.0, _ASKING)))
    slot.empty()
    top = pick_top(made, _TOP)
    if not top:
        why = made.settled or f"no event of another variable that may first come {WINDOWS[window]} tells of the answer"
        st.markdown(escape(f"Nothing to watch for: {why}."))
        return
    if made.statement:
        st.markdown("\n".join(f"- {escape(sentence(made, one))}" for one in top))
    picture = Dumbbells(made, _TOP, palette)
    with st.container(key="learn-events"):
        draw_chart(picture.spec(), "learn-events-picture", "What to watch: the answer if an event is seen, and if not")
    st.caption(escape(f"{picture.guide()} {_say_window(made, top)} From {run.draws:,} draws."))
    st.table([_row(one) for one in top], hide_index=True, border="horizontal")


def find_watched(
    run: LearnRun, seen: Observations, day: datetime.date, within: str, progress: Progress
) -> Indicators:  # fmt: skip
    """What to watch for within some time of a day, as `sim indicators` has it; worked out once for all visitors."""
    kept = _keep_watched(run, seen, day, within)
    if not kept:
        made = indicators(
            run.scenario, run.question, within=within, since=day, policy=run.policy, observations=seen, draws=run.draws,
            worlds=run.worlds, seed=run.seed, progress=progress,
        )  # fmt: skip
        kept.append(made)
    return kept[0]


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={LearnRun: tell_run, Observations: tell_seen})
def _keep_watched(run: LearnRun, seen: Observations, day: datetime.date, within: str) -> list[Indicators]:
    """A place for what is worked out."""
    return []


def _name(state: State) -> str:
    return state.learn_within if state.learn_within in WINDOWS else USUAL_WINDOW


def _length(run: LearnRun, day: datetime.date, window: str) -> str:
    """The window as a length of time."""
    left = (run.scenario.targets[run.question].deadline - day).days
    return LENGTHS.get(window, f"{max(left, 1)} days")


def _row(one: Indicator) -> dict[str, str]:
    """An event of the table, its numbers as `sim indicators` writes them."""
    figures = one.figures
    chance = percent(figures.probability) + (f", {WHENEVER}" if one.at_once else "")
    cells = {"Event": name_event(one), "Chance": chance, "If seen": fine_percent(figures.seen),
             "If not": fine_percent(figures.unseen)}  # fmt: skip
    return {name: escape_cell(cell) for name, cell in cells.items()}


def _say_window(made: Indicators, top: Sequence[Indicator]) -> str:
    """What counts as new, in whole steps of the model."""
    undated = tell_undated(made, top)
    if made.after is None:
        return undated
    return f"New is what first happens after {words.day(made.after)}, where a step of the model ends. {undated}".strip()


def _tell_share(bar: DeltaGenerator) -> Progress:
    """What moves the bar on, and says how far it is."""

    def show(share: float) -> None:
        bar.progress(min(share, 1.0), f"{_ASKING}: {percent(share)} of it")

    return show


def draw_ledger(run: LearnRun, folder: Path, made: Forecast, names: Callable[[str], str]) -> None:
    """How far the answers have moved since the last entry of a ledger."""
    try:
        said = _last_said(run.scenario, run.policy, str(folder), list_entries(folder))
    except (SimError, OSError) as error:
        st.caption(escape(f"The ledger beside the scenario cannot be used: {error}"))
        return
    rows = [] if said is None else list(_since(said, made, run.policy, names))
    if said is None or not rows:
        st.caption("The ledger beside the scenario has no answer to this question.")
        return
    st.markdown(f"Said on {words.day(said.date)}, and now:")
    st.table(rows, hide_index=True, border="horizontal")


def _since(said: SaidThen, made: Forecast, policy: str, names: Callable[[str], str]) -> Sequence[dict[str, str]]:
    found = []
    for question in made.questions:
        now, then = made.answers[policy, question], said.answers.get(question)
        if then is None:
            continue
        both = not math.isnan(then.probability) and not math.isnan(now.probability)
        after, before, change = tell_apart(now.probability, then.probability)
        cells = {"Question": names(question), "Then": before, "Now": write_number(now)}
        cells["Now"] = after if cells["Now"] == fine_percent(now.probability) else cells["Now"]
        cells["Change"] = f"{change} points" if both else ""
        found.append({name: escape_cell(cell) for name, cell in cells.items()})
    return found


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scenario: lambda scenario: scenario.digest})
def _last_said(scenario: Scenario, policy: str, folder: str, entries: tuple[str, ...]) -> SaidThen | None:
    said = find_said(folder, scenario, policy)
    return max(said, key=lambda one: one.date, default=None)
