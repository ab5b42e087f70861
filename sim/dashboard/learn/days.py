"""The answer day by day, when somebody asks: what silence alone did since the day before, and then each entry."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from sim.dashboard import picker
from sim.dashboard.address import escape, escape_cell
from sim.dashboard.chart import draw_chart
from sim.dashboard.figures import MINUS, tell_apart
from sim.dashboard.learn.answers import write_number
from sim.dashboard.learn.asking import is_asked
from sim.dashboard.learn.beside import EvidenceBeside
from sim.dashboard.learn.evidence_list import list_by_day
from sim.dashboard.learn.work import LearnRun, find_answer
from sim.errors import SimError
from sim.results.compare.differences import TIE
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import fine_percent, span
from sim.results.replay.days import SeenByDay
from sim.results.replay.model import SILENCE, Contribution, Move, News, Replay, ReplayDay
from sim.results.replay.news import DayStep
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.charts.over_time.replay import replay_guide, replay_spec
from sim.show.over_time.replay import say_moves

_UNKNOWN = float("nan")
_MOVED = (
    "Moved: what each step added to those above it, in percentage points. Answer: after the step; at the end of a day "
    "with the span of nine tenths of the readings."
)
_SILENCE = " Silence comes first, as if nothing had been seen that day; it says more as each step of the model begins."


@dataclass(frozen=True)
class WalkedDay:
    """One day. forecasts: after each piece of its news in turn, the last of them that of the day; one where none."""

    step: DayStep
    forecasts: tuple[Forecast, ...]


def draw_days(run: LearnRun, known: EvidenceBeside, watched: SeenByDay, key: object, palette: Palette) -> None:
    """The answer as of every day, as `sim replay` has it, when somebody asks. key: of all that it hangs on."""
    if not is_asked("learn-days", key, "Show the answer day by day"):
        return
    slot = st.empty()
    bar = slot.progress(0.0, "Working out every day")
    try:
        walked = walk_days(run, watched, known.days, lambda share, told: bar.progress(share, told))
    except SimError as error:
        slot.empty()
        picker.show_problems(error, "What is seen and supposed on some of the days cannot be")
        return
    slot.empty()
    replay = _replay(run, known, walked)
    st.markdown(escape(say_moves(replay, run.question).replace(" -", f" {MINUS}")))
    with st.container(key="learn-line"):
        draw_chart(replay_spec(replay, palette=palette), "learn-line-picture", "The answer as of each day")
    st.caption(escape(replay_guide(replay).replace("what was seen that day.", "the numbers of what was seen.", 1)))
    st.table(list(_rows(replay, run.question)), hide_index=True, border="horizontal")
    st.caption(_MOVED + (_SILENCE if replay.silence else ""))


def walk_days(
    run: LearnRun, watched: SeenByDay, days: Sequence[datetime.date], progress: Callable[[float, str], object]
) -> list[WalkedDay]:  # fmt: skip
    """The chosen answer as of every day, and after each piece of a day's news."""
    steps = [DayStep(watched, first, day) for first, day in pairwise([None, *days]) if day is not None]
    walked = []
    for number, step in enumerate(steps):
        progress(number / len(steps), f"Working out {words.day(step.last)}, day {number + 1} of {len(steps)}")
        parts = 1 if step.first is None else max(len(step.news), 1)
        seen = [step.company(frozenset(range(part))) for part in range(1, parts)]
        walked.append(WalkedDay(step, tuple(find_answer(run, one) for one in (*seen, step.after))))
    return walked


def _replay(run: LearnRun, known: EvidenceBeside, walked: Sequence[WalkedDay]) -> Replay:
    """The days as what the picture is drawn of; entries go by their numbers on the page."""
    numbers = {one.id: str(number) for number, one in enumerate(list_by_day(known), start=1)}
    told, key = {one.id: one.sentence for one in known.entries}, (run.policy, run.question)
    days: list[ReplayDay] = []
    for day in walked:
        news = tuple(
            one if one.id == SILENCE else News(numbers[one.id], told[one.id])
            for one in day.step.news
            if one.id == SILENCE or one.id in numbers
        )
        answers = [one.answers[key] for one in day.forecasts]
        moves = {run.question: _move(news, days[-1].answers[run.question], answers)} if days else {}
        days.append(ReplayDay(day.step.last, news, {run.question: answers[-1]}, moves))
    scenario, last = run.scenario, walked[-1].forecasts[-1]
    return Replay(
        scenario=scenario.id, title=scenario.title, file=scenario.name, digest=scenario.digest, as_of=scenario.as_of,
        policy=run.policy, settings=last.settings, questions=(run.question,),
        asks={run.question: scenario.questions[run.question].asks}, days=tuple(days), forecasts=len(days),
        silence=any(one.silence is not None for day in walked for one in day.step.after),
    )  # fmt: skip


def _move(news: Sequence[News], before: Answer, answers: Sequence[Answer]) -> Move:
    """How far each piece of news moved the answer in turn; averages over orders are not worked out here."""
    reached = [before.probability, *(one.probability for one in answers)]
    steps = [0.0 if abs(after - start) <= TIE else after - start for start, after in pairwise(reached)]
    parts = tuple(
        Contribution(one.id, step, _UNKNOWN, _UNKNOWN, 0.0) for one, step in zip(news, steps, strict=False)
    )  # fmt: skip
    return Move(sum(steps), _UNKNOWN, parts)


def _rows(replay: Replay, question: str) -> Iterator[dict[str, str]]:
    """The table: a row a step, silence first; the last of a day has the answer as of the day with its interval."""
    reached = replay.days[0].answers[question].probability
    for number, day in enumerate(replay.days):
        answer, parts = day.answers[question], day.moves[question].parts if number else ()
        told = [_say_news(one, replay.days[number - 1].day) for one in day.news] if parts else [_say_start(day)]
        for place, what in enumerate(told, start=1):
            before, reached = reached, reached + (parts[place - 1].in_turn if parts else 0.0)
            row = {
                "As of": words.day(day.day) if place == 1 else "", "What came": what,
                "Moved": tell_apart(reached, before)[2] if parts else "",
                "Answer": _say_answer(answer) if place == len(told) else fine_percent(reached),
            }  # fmt: skip
            yield {name: escape_cell(cell) for name, cell in row.items()}


def _say_news(news: News, before: datetime.date) -> str:
    """One step in words. before: the day of the row above."""
    if news.id == SILENCE:
        return f"Silence since {words.day(before)}"
    return f"No. {news.id}. {news.text}"


def _say_start(day: ReplayDay) -> str:
    """What stands in the row of the first day, and of one that brings nothing."""
    seen = [f"no. {one.id}" for one in day.news if one.id != SILENCE]
    nothing = "Nothing new" if day.moves else "Before anything was seen"
    return f"Seen by then: {', '.join(seen)}" if seen else nothing


def _say_answer(answer: Answer) -> str:
    told = write_number(answer)
    return told if answer.settled else f"{told} ({span(answer.interval90.low, answer.interval90.high)})"
