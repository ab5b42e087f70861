"""The answer, large: what this is, how likely it is said to be, how far what was said leaves it open, whose it is."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.learn.beside import read_beside
from sim.results.forecast.model import Answer
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.phrases import chance_in_words, whole, whole_span


def draw_answer(moment: Moment) -> None:
    """The sentence, and below it the word, what is left open, and how much it stands on."""
    st.markdown(f"# {answer_sentence(moment)}", anchors=False)
    st.markdown(escape(span_sentence(moment.answer)))


def draw_voices(moment: Moment) -> None:
    """Whose answer it is, and how much it has to stand on."""
    speakers, answer = moment.now.forecast.speakers, moment.shared_answer()
    if not answer.settled:
        st.markdown(escape(write_grounds(answer, speakers)))
    told = []
    if answer.confidence is not None:
        told.append(f"Confidence {answer.confidence.level}: {answer.confidence.reason}.")
    if answer.worlds_needed is not None:
        told.append(words.method_line(answer, moment.now.forecast))
    st.caption(escape(" ".join([*told, *answer.notes])))
    if later := write_later(moment.file):
        st.caption(escape(later))


def write_later(file: Scenario) -> str:
    """What lies beside a scenario and is not in its answers: what was seen after they were frozen; empty without it."""
    days = [one.day for one in read_beside(file).entries if one.day > file.as_of]
    if not days:
        return ""
    things = f"{len(days)} things were" if len(days) > 1 else "One thing was"
    return (
        f"{things} seen after {words.day(file.as_of)}, the last on {words.day(max(days))}; nothing here counts them. "
        "What they make of the answer is on the page Learn."
    )


def write_grounds(answer: Answer, speakers: words.Speakers) -> str:
    """Whose answer it is: the voices with the shares of the doubt that they carry; without shares, their names."""
    named = words.named_shares(answer, speakers)
    if not named:
        told = words.rests_on(answer, speakers)
        return f"{told[0].upper()}{told[1:]}."
    ends = [" of the doubt)", *[")"] * len(named)]  # said once
    shares = [f"{name} ({words.whole_share(share)}{end}" for (name, share), end in zip(named, ends, strict=False)]
    return f"Rests on {words.join_items(shares, len(shares))}."


def answer_sentence(moment: Moment) -> str:
    """How likely, of what, under which condition: as Markdown, the chance in bold."""
    answer, file = moment.answer, moment.file
    statement = file.questions[answer.question].statement
    when = f", {escape(moment.titles.case(answer.policy))}" if len(file.policies) > 1 else ""
    if answer.settled:
        chance = f"{answer.shown.capitalize()}, {words.WHY[answer.method]}"
        return f"**{chance}**: {escape(statement or answer.asks)}{when if statement else ''}"
    chance = chance_in_words(answer.probability).capitalize()
    if statement is None:
        return f"**{chance}**{when}: {escape(answer.asks)}"
    return f"**{chance}** that {escape(statement)}{when}."


def span_sentence(answer: Answer) -> str:
    """The word and the number, and from which word to which the interval reaches."""
    if answer.settled or answer.word == answer.shown:
        return ""
    ends = answer.interval90
    between, spanned = whole_span(ends.low, ends.high, "and"), answer.words or answer.word
    lie = "lie between" if " and " in between else "say"
    return (
        f"{answer.word.capitalize()}: {whole(answer.probability)}. Nine tenths of the readings of what was said {lie} "
        f"{between}: {spanned}."
    )
