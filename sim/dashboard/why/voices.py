"""What each voice leaves open of one event, as ridgelines; the event is chosen in a box, heaviest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape, escape_html
from sim.dashboard.chart import draw_chart
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.why.against import name_spoken
from sim.dashboard.why.bridge import find_apart, tell_steps
from sim.dashboard.why.sentences import SentenceTeller, fold, tell_share
from sim.results.explain.model import Sentence
from sim.results.explain.standing import AnswerGrounds, SpokenEvent, VoiceStance
from sim.results.forecast.percent import percent, span
from sim.results.shares.model import AUTHOR
from sim.show.charts.explained.ridgelines import Ridge, RidgeChart
from sim.show.naming.plain_words import say_condition
from sim.show.words import whole_share

ALL = "All together"
_MOST_EVENTS, _MOST_VOICES = 12, 10
_LEAST = 0.001


def draw_voices(moment: Moment, grounds: AnswerGrounds, teller: SentenceTeller) -> None:
    """The box, the picture, and the sentences behind it."""
    events = list_events(grounds)
    if not events:
        return
    st.markdown("## Where the voices stand", anchors=False)
    event = _choose(moment, events, teller)
    shown = event.voices[:_MOST_VOICES]
    ridges = [_ridge(stance, teller) for stance in shown]
    chart = RidgeChart([*ridges, Ridge(ALL, "all", event.pooled, event.span)], palette=moment.palette)
    with st.container(key="ridges"):
        draw_chart(chart.spec(), "ridges-picture", "What each judgment leaves open, and all together")
    st.caption(escape(f"{_tell_where(event, teller)}{chart.guide()}{_tell_answer(event, grounds, teller)}"))
    said = {sentence.judgment: sentence for sentence in grounds.explanation.sentences}
    st.html(_list(event, shown, said, teller))


def list_events(grounds: AnswerGrounds) -> tuple[SpokenEvent, ...]:
    """The events that may be chosen: those that carry something, heaviest first; at least one, if there is any."""
    heavy = [event for event in grounds.events if event.share >= _LEAST][:_MOST_EVENTS]
    return tuple(heavy or grounds.events[:1])


def name_events(events: Sequence[SpokenEvent], teller: SentenceTeller) -> dict[str, str]:
    """Key of an event -> what the box calls it, each name once."""
    names = {event.key: name_spoken(teller.scenario, event) for event in events}
    speakers = {event.key: ", ".join(teller.speaker(one.judgment) for one in event.voices) for event in events}
    several = Counter(names.values())
    names = {key: f"{name} ({speakers[key]})" if several[name] > 1 else name for key, name in names.items()}
    return {event.key: f"{names[event.key]}: {whole_share(event.share)} of the doubt" for event in events}


def _choose(moment: Moment, events: Sequence[SpokenEvent], teller: SentenceTeller) -> SpokenEvent:
    """The box; what the address names and is not there stands for the heaviest."""
    by_key = {event.key: event for event in events}
    chosen = moment.state.why if moment.state.why in by_key else events[0].key
    names = name_events(events, teller)

    def changed() -> None:
        key = st.session_state["why"]
        address.go(replace(address.read_state(), why="" if key == events[0].key else key))

    address.hold("why", chosen, tuple(names.values()))
    st.selectbox("On which event", list(by_key), format_func=lambda key: names[key], key="why", on_change=changed)
    return by_key[chosen]


def _ridge(stance: VoiceStance, teller: SentenceTeller) -> Ridge:
    author = teller.scenario.experts[stance.voice].kind == AUTHOR
    return Ridge(teller.label(stance.judgment), "author" if author else "voice", stance.draws, stance.span)


def _tell_where(event: SpokenEvent, teller: SentenceTeller) -> str:
    """In which of the variable's rows the voices are shown, and whether anybody was asked."""
    when = say_condition(teller.scenario, event.condition)
    shown = f"Shown {when}. " if when.startswith("if ") else ""
    return shown + ("Nobody was asked: one voice stands for all. " if event.alone else "")


def _tell_answer(event: SpokenEvent, grounds: AnswerGrounds, teller: SentenceTeller) -> str:
    """Why all together are not in the middle of the ridges, and the answer is not the median of all together."""
    answer, recalibrated = grounds.explanation.answer, teller.scenario.pool.recalibrate != "none"
    moved = " There words are moved towards what was counted, as far as a record of such words advises." * recalibrated
    if event is find_apart(grounds):
        return f"{moved} {tell_steps(teller.scenario, event, answer)}"
    return moved + ("" if answer.settled else (
        f" The answer itself, {answer.shown}, is a mean, over all readings and over all that may happen on the way."
    ))  # fmt: skip


def _list(
    event: SpokenEvent, shown: Sequence[VoiceStance], said: Mapping[str, Sentence], teller: SentenceTeller
) -> str:  # fmt: skip
    """The same in words, with the sentences, in one fold."""
    lines = []
    for stance in shown:
        told = ", ".join(part for part in (teller.quoted(stance.judgment), _tell_span(stance.span)) if part)
        share = f", {tell_share(said[stance.judgment])} of the doubt" if stance.judgment in said else ""
        lines.append(f"<li>{teller.headline(stance.judgment)} <i>· {escape_html(told + share)}</i></li>")
    lines.append(f"<li><b>{ALL}</b> {escape_html(_tell_span(event.span))}</li>")
    rest = len(event.voices) - len(shown)
    more = f"<li><i>{rest} more</i></li>" if rest else ""
    told = "The voices in words, each with its sentence and source"
    return fold(told, f'<ul class="why-list why-voices">{"".join(lines)}{more}</ul>')


def _tell_span(ends: tuple[float, float, float]) -> str:
    low, median, high = ends
    return f"{percent(median)} ({span(low, high)})"
