"""What is dear and waits to be asked for: the answer day by day, what to watch; and what was said in a ledger."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.learn.answers import write_number
from sim.dashboard.learn.asking import is_asked
from sim.dashboard.learn.beside import EvidenceBeside, list_entries
from sim.dashboard.learn.evidence_list import list_by_day
from sim.dashboard.learn.size import fit_watching
from sim.dashboard.learn.work import LearnRun, find_days, find_indicators
from sim.errors import SimError
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import fine_percent, span
from sim.results.ledger.said import SaidThen, find_said
from sim.results.replay.model import News, Replay, ReplayDay
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.charts.over_time.dumbbells import Dumbbells
from sim.show.charts.over_time.replay import replay_spec
from sim.show.differences import points
from sim.show.over_time.indicators import pick_top, sentence

_TOP = 5
SeenBy = Callable[[datetime.date], Observations]


def draw_days(run: LearnRun, known: EvidenceBeside, seen_by: SeenBy, key: object, palette: Palette) -> None:
    """The answer as of every day, as `sim replay` has it, when somebody asks. key: of all that it hangs on."""
    if not is_asked("learn-days", key, "Show the answer day by day"):
        return
    told = "Working out every day"
    slot = st.empty()
    bar = slot.progress(0.0, told)
    made = find_days(run, seen_by, known.days, lambda share: bar.progress(share, told))
    slot.empty()
    replay = _replay(run, known, made)
    with st.container(key="learn-line"):
        draw_chart(replay_spec(replay, palette=palette), "learn-line-picture", "The answer as of each day")
    st.caption("Dot: the answer as of the day. Line: the median. Bands: half and nine tenths of the draws. Above: the "
               "numbers of what was seen that day.")  # fmt: skip
    rows = [
        {"As of": words.day(day.day), "Answer": escape(write_number(day.answers[run.question])),
         "Nine tenths": escape(_between(day.answers[run.question])),
         "Seen": escape("; ".join(f"no. {one.id}" for one in day.news))}
        for day in replay.days
    ]  # fmt: skip
    st.table(rows, hide_index=True, border="horizontal")


def draw_watch(run: LearnRun, seen: Observations, key: object, palette: Palette) -> None:
    """The events that would move the answer most, as `sim indicators` has them, when somebody asks."""
    slow = " (about a minute)" if fit_watching(run, seen) < run.draws else ""
    if not is_asked("learn-watch", key, f"Show what to watch{slow}"):
        return
    run = replace(run, draws=fit_watching(run, seen))
    with st.spinner("Asking what every event would tell"):
        made = find_indicators(run, seen)
    st.caption(f"From {run.draws:,} draws.")
    top = pick_top(made, _TOP)
    if not top:
        st.markdown(escape(f"Nothing to watch for: {made.settled or 'no event of another variable is open'}."))
        return
    if made.statement:
        st.markdown("\n".join(f"- {escape(sentence(made, one))}" for one in top))
    picture = Dumbbells(made, _TOP, palette)
    with st.container(key="learn-events"):
        draw_chart(picture.spec(), "learn-events-picture", "What to watch: the answer if an event is seen, and if not")
    st.caption(escape(picture.guide()))
    names = ("Event", "Chance, %", "If seen, %", "If not, %")
    rows = [{name: escape(str(row[name])) for name in names} for row in picture.table()]
    st.table(rows, hide_index=True, border="horizontal")


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
        change = f"{points(now.probability - then.probability)} points" if both else ""
        cells = {"Question": names(question), "Then": fine_percent(then.probability), "Now": write_number(now)}
        found.append({name: escape(cell) for name, cell in (cells | {"Change": change}).items()})
    return found


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scenario: lambda scenario: scenario.digest})
def _last_said(scenario: Scenario, policy: str, folder: str, entries: tuple[str, ...]) -> SaidThen | None:
    said = find_said(folder, scenario, policy)
    return max(said, key=lambda one: one.date, default=None)


def _replay(
    run: LearnRun, known: EvidenceBeside, made: Sequence[tuple[datetime.date, Observations, Forecast]]
) -> Replay:
    """The days as what the picture is drawn of; entries go by their numbers on the page."""
    numbers = {one.id: str(number) for number, one in enumerate(list_by_day(known), start=1)}
    told = {one.id: one.sentence for one in known.entries}
    before: set[str] = set()
    days = []
    for day, seen, forecast in made:
        here = {one.id for one in seen if one.silence is None and one.id in numbers}
        new = sorted(here - before, key=lambda name: int(numbers[name]))
        news = tuple(News(numbers[name], told[name]) for name in new)
        days.append(ReplayDay(day, news, {run.question: forecast.answers[run.policy, run.question]}, {}))
        before = here
    scenario, last = run.scenario, made[-1][2]
    return Replay(
        scenario=scenario.id, title=scenario.title, file=scenario.name, digest=scenario.digest, as_of=scenario.as_of,
        policy=run.policy, settings=last.settings, questions=(run.question,),
        asks={run.question: scenario.questions[run.question].asks}, days=tuple(days), forecasts=len(days),
        silence=any(one.silence is not None for _, seen, _ in made for one in seen),
    )  # fmt: skip


def _between(answer: Answer) -> str:
    return "" if answer.settled else span(answer.interval90.low, answer.interval90.high)
