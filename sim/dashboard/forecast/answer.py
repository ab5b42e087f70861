"""The answer, large: what this is, how likely it is said to be, how far what was said leaves it open, whose it is."""

from __future__ import annotations

import re

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.learn.beside import read_beside
from sim.errors import SimError
from sim.results.explain.model import Explanation, Sentence
from sim.results.forecast.model import Answer
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Number
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.explanation import DOUBT, pick_largest
from sim.show.naming import names
from sim.show.phrases import chance_in_words, whole, whole_span

WAY = "Why this number, and what speaks against it"


def draw_answer(moment: Moment) -> None:
    """The sentence, and below it the word, and what is left open."""
    st.markdown(f"# {answer_sentence(moment)}", anchors=False)
    st.markdown(escape(span_sentence(moment.answer)))


def draw_voices(moment: Moment) -> None:
    """Whose answer it is, and how much it has to stand on: the figures of `sim explain`."""
    made = _explain(moment)
    answer, told = moment.answer if made is None else made.answer, []
    if made is not None and made.sentences:
        st.markdown(escape(write_grounds(moment.scenario, made)))
        told.append(f"{DOUBT} What moves the number stands on the page Why.")
    elif not answer.settled:
        rests = words.rests_on(answer, moment.now.forecast.speakers)
        st.markdown(escape(f"{rests[0].upper()}{rests[1:]}."))
    if answer.confidence is not None:
        told.append(f"Confidence {answer.confidence.level}: {answer.confidence.reason}.")
    if answer.worlds_needed is not None:
        told.append(words.method_line(answer, moment.now.forecast))
    st.caption(escape(" ".join([*told, *answer.notes, write_later(moment.file)]).strip()))


def _explain(moment: Moment) -> Explanation | None:
    """What `sim explain` says of the answer; None where it has nothing to say."""
    try:
        return moment.explain()
    except SimError:
        return None


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


def write_grounds(scenario: Scenario, made: Explanation) -> str:
    """On whose sentences the answer rests, each with its share of the doubt: those that the page Why has first."""
    shown = pick_largest(made.sentences)
    ends = [" of the doubt", *[""] * len(shown)]  # said once
    told = [
        f"{_say_who(scenario, one)} ({words.whole_share(one.share)}{end})"
        for one, end in zip(shown, ends, strict=False)
    ]
    rest = len(made.sentences) - len(shown)
    more = [f"{rest} more sentence{'' if rest == 1 else 's'}"] if rest else []
    return f"Rests on {words.join_items([*told, *more], len(told) + 1)}."


def _say_who(scenario: Scenario, sentence: Sentence) -> str:
    """The speaker and the quoted words; the speaker alone where numbers were given."""
    judgment = scenario.resolved[sentence.judgment].record
    quoted = judgment.says.subject is Subject.EVENT and not isinstance(judgment.says, Number)
    name = re.sub("^The ", "the ", sentence.speaker)
    return f"{name}: {names.quote(scenario, judgment)}" if quoted else name


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
