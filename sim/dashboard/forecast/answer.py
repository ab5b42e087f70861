"""The answer, large: what this is, how likely it is said to be, how far what was said leaves it open."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.results.forecast.model import Answer
from sim.show import words
from sim.show.phrases import chance_in_words, whole, whole_span

WAY = "Why this number, and what speaks against it"


def draw_answer(moment: Moment) -> None:
    """The sentence, and below it the word, and what is left open."""
    st.markdown(f"# {answer_sentence(moment)}", anchors=False)
    st.markdown(escape(span_sentence(moment.answer)))


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
