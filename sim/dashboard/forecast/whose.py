"""Whose answer it is: what `sim explain` says, for moved values as soon as the visitor has stopped moving."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.forecast import first_sight
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.forecast.rest import ask_for_rest, has_rested
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
from sim.show.naming.judgments import say_moved

RESTS, BEFORE = "Rests on", "Before this it rested on"
WAITING = "What it rests on now follows when you stop moving; until then this is of the values before."
_LAST = "voices-last"
_AGAINST = (
    (r"% the author's assumptions", "% of the doubt is the author's own"),
    ("% disagreement between voices", "% of the doubt is disagreement between voices"),
    ("one voice beside the author", "there is but one voice beside the author"),
    (r"(\d+ voices beside the author), worth ([\d.]+) independent ones", r"the \1 are worth but \2 independent ones"),
)
"""The reasons of `sim run` as parts of a sentence."""


@dataclass(frozen=True)
class GroundsInWords:
    """Whose answer it is, in words. about: the view and the values that it is true of.

    whose: a sentence; empty where there is nothing to tell. measure: what its shares are of. notes: what follows.
    """

    about: tuple[str, str]
    whose: str
    measure: str
    notes: tuple[str, ...]


def draw_voices(moment: Moment) -> None:
    """Whose answer it is, and how much it has to stand on.

    After a move what was true before it stays, and says so, until the visitor has stopped: to take an answer apart
    takes longer than to find it.
    """
    _draw(moment, find_before(moment))


def find_before(moment: Moment) -> GroundsInWords | None:
    """What was true of other values of the same view, and stays until the visitor has stopped; None without any."""
    last: GroundsInWords | None = st.session_state.get(_LAST)
    view, values = _about(moment)
    waits = last is not None and last.about[0] == view and last.about[1] != values and first_sight.has_browser()
    return last if waits else None


@st.fragment
def _draw(moment: Moment, before: GroundsInWords | None) -> None:
    """The sentence and the notes, in places that stay the same whatever they hold. before: what stands until a rest."""
    about = moment.scenario.digest
    waits = before is not None and not has_rested(about)
    if before is not None and waits:
        told = replace(before, whose=before.whose.replace(RESTS, BEFORE, 1), measure=WAITING)
    else:
        st.session_state[_LAST] = told = _put_in_words(moment)
    if told.whose:
        st.markdown(escape(told.whose))
    st.caption(escape(" ".join((told.measure, *told.notes, write_later(moment.file))).strip()))
    if waits:
        ask_for_rest(about)


def _about(moment: Moment) -> tuple[str, str]:
    """The view, and the values: the first stays while sliders move."""
    state = moment.state
    view = (moment.file.digest, state.question, state.policy, state.draws, state.worlds, state.seed)
    return " ".join(map(str, view)), moment.scenario.digest


def _put_in_words(moment: Moment) -> GroundsInWords:
    """The figures of `sim explain`; where it has nothing to say, who was heard."""
    try:
        made = moment.explain()
    except SimError:
        made = None
    answer, notes = moment.answer if made is None else made.answer, []
    whose = measure = ""
    if made is not None and made.sentences:
        whose = write_grounds(moment.scenario, made, moment.file)
        measure = f"{DOUBT} What moves the number stands on the page Why."
    elif not answer.settled:
        rests = words.rests_on(answer, moment.now.forecast.speakers)
        whose = f"{rests[0].upper()}{rests[1:]}."
    if (confidence := tell_confidence(moment, answer)) is not None:
        notes.append(f"Confidence {confidence}")
    if answer.worlds_needed is not None:
        notes.append(words.method_line(answer, moment.now.forecast))
    return GroundsInWords(_about(moment), whose, measure, (*notes, *answer.notes))


def tell_confidence(moment: Moment, answer: Answer) -> str | None:
    """How much the answer has to stand on, and why; nobody can say it of values that the visitor has set.

    answer: that of the explanation; None is given back where it tells none.
    """
    if answer.confidence is None:
        return None
    if moved := len(moment.state.edits):
        values = "one value is" if moved == 1 else f"{moved} values are"
        return f"is told of the file's own values; here {values} yours."
    level, reason = answer.confidence.level, answer.confidence.reason
    if level == "high":
        return f"{level}: {reason}."
    return f"{level}{', not high' if level == 'moderate' else ''}, since {_say_against(reason)}."


def _say_against(reason: str) -> str:
    """What speaks against high confidence, as the rest of a sentence that begins with `since`.

    >>> _say_against("one voice beside the author; 21 % the author's assumptions")
    "there is but one voice beside the author and 21 % of the doubt is the author's own"
    """
    for plain, told in _AGAINST:
        reason = re.sub(plain, told, reason)
    return words.join_items(reason.split("; "), 9)


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


def write_grounds(scenario: Scenario, made: Explanation, file: Scenario) -> str:
    """On whose sentences the answer rests, each with its share of the doubt: those that the page Why has first.

    scenario: with the edits; file: without, so that a sentence that the visitor has moved is told from its speaker's.
    """
    shown = pick_largest(made.sentences)
    ends = [" of the doubt", *[""] * len(shown)]  # said once
    told = [
        f"{_say_who(scenario, one)}{say_moved(file, scenario, one.judgment)} ({words.whole_share(one.share)}{end})"
        for one, end in zip(shown, ends, strict=False)
    ]
    rest = len(made.sentences) - len(shown)
    more = [f"{rest} more sentence{'' if rest == 1 else 's'}"] if rest else []
    return f"{RESTS} {words.join_items([*told, *more], len(told) + 1)}."


def _say_who(scenario: Scenario, sentence: Sentence) -> str:
    """The speaker and the quoted words; the speaker alone where numbers were given."""
    judgment = scenario.resolved[sentence.judgment].record
    quoted = judgment.says.subject is Subject.EVENT and not isinstance(judgment.says, Number)
    name = re.sub("^The ", "the ", sentence.speaker)
    return f"{name}: {names.quote(scenario, judgment)}" if quoted else name
