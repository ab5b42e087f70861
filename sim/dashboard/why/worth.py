"""What an answer is worth, in lines below it: confidence, the record of such words and voices, and the other views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape_html as escape
from sim.dashboard.compare.asking import find_beside
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.forecast.whose import tell_confidence
from sim.lexicon.record import TrackRecord, class_phrase, shipped_record
from sim.results.compare.views import Views
from sim.results.explain.model import Explanation
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import percent, span
from sim.results.shares.model import EXPERTS
from sim.results.track.words import class_said
from sim.scenario.model.bounds import Bound
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Phrase
from sim.scenario.resolve.scenario import Scenario
from sim.show.explanation import pick_largest
from sim.show.naming import names
from sim.show.words import join_items

_MOST = 3
NO_WORDS = "Nothing that carries most of the doubt is an expert's word that is on record."
NO_VIEWS = "The file names no other view."


@dataclass(frozen=True)
class WordRecord:
    """How often a word came true. judgment: whose word it is. called: the word, quoted. came, of: statements."""

    judgment: str
    called: str
    came: int
    of: int


def draw_worth(moment: Moment, made: Explanation) -> DeltaGenerator:
    """The lines; gives back the place of the last, which further runs fill."""
    if moment.answer.settled or not made.sentences:
        return st.empty()
    if (confidence := tell_confidence(moment, made.answer)) is not None:
        st.html(write_line("Confidence", f"{confidence[0].upper()}{confidence[1:]}"))
    resolved = find_beside(moment.state, "resolutions.yaml") is not None
    st.html(write_line("Track record", tell_record(moment.scenario, made, resolved=resolved)))
    place = st.empty()
    count = len(moment.scenario.alternatives)
    named = f"The file names {count} other view{'' if count == 1 else 's'}; each is a run of its own."
    place.html(write_line("Other views", named if count else NO_VIEWS))
    return place


def write_line(head: str, text: str) -> str:
    """A line as HTML. head: in two words."""
    return f'<p class="why-worth"><b>{escape(head)}.</b> {escape(text)}</p>'


def tell_record(scenario: Scenario, made: Explanation, *, resolved: bool) -> str:
    """What is known of such words, and of those who said them. resolved: whether it is known how the scenario ended."""
    return " ".join([*_tell_words(scenario, made), *_tell_voices(scenario, made), *_tell_ended(resolved)])


def tell_views(answer: Answer, found: Views) -> str:
    """From where to where the answer goes under the views that were not written in hindsight, and which goes farthest.

    answer: as the file is written.
    """
    others = [(view, view.answers[answer.question]) for view in found.views[1:] if answer.question in view.answers]
    told = [(view, other) for view, other in others if not view.hindsight]
    late = len(found.views) - 1 - len(told)
    left = f" Written in hindsight and not counted: {late} more." if late else ""
    if not told:
        return NO_VIEWS + left
    numbers = [other.probability for _, other in told]
    if max(abs(number - answer.probability) for number in numbers) <= 1e-6:
        return f"The answer is the same under {_count(len(told))} that the file names.{left}"
    view, farthest = max(told, key=lambda pair: abs(pair[1].probability - answer.probability))
    return (
        f"{span(min(numbers), max(numbers))} under {_count(len(told))} that the file names, instead of {answer.shown}; "
        f"farthest, {farthest.shown}, if this were so: {view.says.strip().rstrip('.')}.{left}"
    )


def _count(views: int) -> str:
    return "the one other view" if views == 1 else f"the {views} other views"


def list_recorded(scenario: Scenario, made: Explanation) -> list[WordRecord]:
    """How often such words as those of the first sentences came true: in the scenario's own record, else in ours."""
    record = scenario.track_record or shipped_record()
    found: dict[str, WordRecord] = {}
    for one in pick_largest(made.sentences):
        judgment = scenario.resolved[one.judgment].record
        known = class_said(scenario, judgment) if one.kind in EXPERTS else None
        if known is not None and known in record.said:
            called = _call(known, _quote_word(judgment))
            found.setdefault(known, WordRecord(one.judgment, called, *count_said(record, known)))
    return [*found.values()][:_MOST]


def _tell_words(scenario: Scenario, made: Explanation) -> Iterator[str]:
    record, counted = scenario.track_record or shipped_record(), list_recorded(scenario, made)
    if not counted:
        yield NO_WORDS
        return
    told = [
        f"what was called {one.called} came true {one.came} times of {one.of} ({percent(one.came / one.of)})"
        for one in counted
    ]
    whose = "quoted experts" if record.file == shipped_record().file else "the scenario's own file"
    size = f"{int(record.of.sum())} statements on {len(record.topics)} topics"
    yield f"In the record of {whose} ({size}) {join_items(told)}."
    if scenario.track_record is None:
        yield "Here the words are taken at face value."


def count_said(record: TrackRecord, said: str) -> tuple[int, int]:
    """How many statements of a class in the record came true, of how many."""
    column = record.said.index(said)
    return int(record.happened[:, column].sum()), int(record.of[:, column].sum())


def _quote_word(judgment: Judgment) -> str:
    """The word of likelihood that was used; empty for a number."""
    says = judgment.says
    word = says.phrase if isinstance(says, Phrase) else says.limit if isinstance(says, Bound) else ""
    return word if isinstance(word, str) else ""


def _call(known: str, word: str) -> str:
    """A class of statements by its usual phrase, and the other word that is read so."""
    phrase = class_phrase(known)
    return f"“{phrase}”" if word in ("", phrase) else f"“{phrase}” (as “{word}” is read here)"


def _tell_voices(scenario: Scenario, made: Explanation) -> Iterator[str]:
    """Of which of the voices of the first sentences answers to seed questions are known."""
    heard = dict.fromkeys(one.voice for one in pick_largest(made.sentences) if one.kind in EXPERTS)
    answered = {voice: sum(voice in seed.answers for seed in scenario.seeds.values()) for voice in heard}
    known = [f"{names.name_voice(scenario, voice)} ({count})" for voice, count in answered.items() if count]
    unknown = [names.name_voice(scenario, voice) for voice, count in answered.items() if not count]
    if known:
        yield f"Scored on questions whose answers are known: {join_items(known)}."
    if unknown:
        yield f"What {join_items(unknown)} foretold before is not on record here."


def _tell_ended(resolved: bool) -> Iterator[str]:
    if resolved:
        yield (
            "How it ended is known: the page Compare scores this file's answers by it, and shows how often answers of "
            "this size came true."
        )
