"""Whose sentences an answer rests on: those that carry most of its doubt, each with its speaker, day and source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape as escape_markdown
from sim.dashboard.address import escape_html as escape
from sim.dashboard.why.sentences import SentenceTeller, fold
from sim.results.explain.model import Explanation, Sentence
from sim.results.shares.model import WHO
from sim.show import words
from sim.show.explanation import DOUBT, pick_largest
from sim.show.naming import names
from sim.show.words import whole_share


def draw_rests(made: Explanation, teller: SentenceTeller) -> DeltaGenerator:
    """The sentences, largest share first; gives back their place, for what further runs add."""
    shown = pick_largest(made.sentences)
    if not shown:
        return st.empty()
    st.markdown("## Whose sentences it rests on", anchors=False)
    st.markdown(escape_markdown(tell_sum(made, shown)))
    place = st.empty()
    fill_rests(place, made, teller)
    return place


def fill_rests(place: DeltaGenerator, made: Explanation, teller: SentenceTeller) -> None:
    """Put the sentences into their place, with the number without each voice where that is known."""
    shown = pick_largest(made.sentences)
    items = "".join(
        f"<li>{fold(_summary(one, teller), teller.body(one.judgment, one))}{_tell_voice(number, shown, made, teller)}"
        f"{_note(number, shown, teller)}</li>"
        for number, one in enumerate(shown)
    )
    if items:
        place.html(f'<ol class="why-list why-rests">{items}</ol>')


def tell_sum(made: Explanation, shown: Sequence[Sentence]) -> str:
    """How much of the doubt the sentences shown carry, how many others there are, and what belongs to none."""
    total, rest = sum(one.share for one in shown), len(made.sentences) - len(shown)
    who = next((part.share for part in made.parts if part.name == WHO), 0.0)
    many = "This sentence holds" if len(shown) == 1 else f"These {len(shown)} sentences hold"
    others = f" {rest} more {'stands' if rest == 1 else 'stand'} behind it, below." if rest else ""
    leaning = f" {whole_share(who)} is the question which voice is right." if who >= words.SMALL_SHARE else ""
    told = f"{many} {whole_share(total)} of the doubt."
    return (
        f"{told}{leaning}{others} They are told in the file's words; quoted is only the word of likelihood. A click "
        f"shows how each was read. {DOUBT} What moves the number stands below."
    )


def draw_share(share: float, largest: float) -> str:
    """A share as a bar, as HTML; largest: the share of a bar of full length."""
    width = 100 * max(share, 0.0) / largest if largest > 0 else 0.0
    return f'<span class="why-bar" style="width: {min(width, 100.0):.1f}%"></span>'


def _tell_voice(place: int, shown: Sequence[Sentence], made: Explanation, teller: SentenceTeller) -> str:
    """What all sentences of the voice hold, and what the number would be without it, once a voice; as HTML."""
    one, told = shown[place], []
    if any(before.voice == one.voice for before in shown[:place]):
        return ""
    together = whole_share(made.by_voice()[one.voice])
    if together != whole_share(one.share):
        voice = names.name_voice(teller.scenario, one.voice)
        told.append(f"{whole_share(one.share)} is this sentence; all that {voice} says holds {together}.")
    answer = next((without.answer for without in made.without if without.voice == one.voice), None)
    if answer is not None:
        told.append(f"Without this voice the number would be {answer.shown}, instead of {made.answer.shown}.")
    return f'<p class="why-note">{escape(" ".join(told))}</p>' if told else ""


def _note(place: int, shown: Sequence[Sentence], teller: SentenceTeller) -> str:
    """What the file says of the source, such as that its day is not known, in view and once a source; as HTML."""
    source, note = teller.record(shown[place].judgment).source, teller.source_note(shown[place].judgment)
    first = next(one for one in shown if teller.record(one.judgment).source == source)
    if not note:
        return ""
    told = note if first is shown[place] else f"the same as that of {teller.speaker(first.judgment)}; the same holds."
    return f'<p class="why-note">The source: {escape(told)}</p>'


def _summary(one: Sentence, teller: SentenceTeller) -> str:
    quiet = ", ".join(part for part in (teller.quoted(one.judgment), teller.chance(one.judgment)) if part)
    said = f"<i>· {escape(quiet)}</i>" if quiet else ""
    return (
        f'<span class="why-share">{escape(whole_share(one.share))}</span> {teller.headline(one.judgment)} {said}'
        f"{draw_share(one.share, 1.0)}"
    )
