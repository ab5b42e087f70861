"""What no expert said: the author's assumptions by variable, heaviest first, and what nobody was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from sim.dashboard.address import escape_html as escape
from sim.dashboard.why.sentences import SentenceTeller, fold
from sim.priors.assumption import Assumption
from sim.results.explain.model import Explanation, Sentence
from sim.results.explain.standing import AnswerGrounds
from sim.results.shares.model import AUTHOR
from sim.show.naming.plain_words import find_variable, say_assumption, say_plainly
from sim.show.words import SMALL_SHARE, whole_share

_VOICES = "Voices and how they are put together"


def draw_unasked(grounds: AnswerGrounds, teller: SentenceTeller) -> None:
    """Everything in the expander, made while it is open."""
    expander = st.expander(
        f"What no expert said ({len(grounds.assumptions)})", key="fold-assumptions", on_change="rerun"
    )
    if not expander.open:
        return
    with expander:
        st.html(write_unasked(grounds, teller))


def write_unasked(grounds: AnswerGrounds, teller: SentenceTeller) -> str:
    """A fold a variable, with what it weighs in this answer, as HTML; what it does not hang on comes last."""
    scenario, made = teller.scenario, grounds.explanation
    groups = group_assumptions(grounds, teller)
    weights = weigh_author(made)
    behind = [name for name in groups if name in grounds.met]
    behind.sort(key=lambda name: (-weights.get(name, 0.0), grounds.met.index(name)))
    items = [f"<p>{escape(text)}</p>" for text in _tell_alone(made, teller)]
    for name in behind:
        items.append(_group(scenario.variables[name].label, weights.get(name, 0.0), groups[name], made, teller))
    if "" in groups:
        items.append(fold(f"<b>{_VOICES}</b> <i>({len(groups[''])})</i>", _lines(groups[""], teller)))
    others = [one for name, found in groups.items() if name and name not in grounds.met for one in found]
    if others:
        told = f"<b>Not behind this answer</b> <i>({len(others)})</i>"
        items.append(fold(told, _lines(others, teller, with_label=True)))
    if grounds.warnings:
        lines = "".join(f"<li>{escape(say_plainly(scenario, text))}</li>" for text in grounds.warnings)
        told = f"<b>Worth a look</b> <i>({len(grounds.warnings)})</i>"
        items.append(fold(told, f'<ul class="why-list">{lines}</ul>'))
    return "".join(items)


def group_assumptions(grounds: AnswerGrounds, teller: SentenceTeller) -> dict[str, list[Assumption]]:
    """Variable -> what is assumed of it; "" -> what is about voices or the pool."""
    groups: dict[str, list[Assumption]] = {}
    for assumption in grounds.assumptions:
        groups.setdefault(find_variable(teller.scenario, assumption), []).append(assumption)
    return groups


def weigh_author(made: Explanation) -> dict[str, float]:
    """Variable -> the share of the doubt that the author's own sentences about it carry."""
    weights: dict[str, float] = {}
    for sentence in made.sentences:
        if sentence.kind == AUTHOR:
            weights[sentence.variable] = weights.get(sentence.variable, 0.0) + sentence.share
    return weights


def _tell_alone(made: Explanation, teller: SentenceTeller) -> Iterator[str]:
    """What nobody was asked about."""
    alone = made.unasked()
    heavy = [f"{teller.scenario.variables[name].label} ({whole_share(part)} of the doubt)"
             for name, part in alone.items() if part >= SMALL_SHARE]  # fmt: skip
    light = [teller.scenario.variables[name].label for name, part in alone.items() if part < SMALL_SHARE]
    if heavy:
        yield f"Nobody but the author was asked about: {', '.join(heavy)}."
    if light:
        yield f"Nor, but it hardly moves this answer, about: {', '.join(light)}."
    if not alone and made.sentences:
        yield "Of everything behind this answer somebody other than the author has spoken."


def _group(
    label: str, weight: float, assumptions: list[Assumption], made: Explanation, teller: SentenceTeller
) -> str:  # fmt: skip
    summary = f"<b>{escape(label)}</b> {escape(whole_share(weight))} of the doubt <i>({len(assumptions)})</i>"
    said = {sentence.judgment: sentence for sentence in made.sentences}
    return fold(summary, _lines(assumptions, teller, said))


def _lines(
    assumptions: list[Assumption], teller: SentenceTeller, said: Mapping[str, Sentence] | None = None,
    with_label: bool = False,
) -> str:  # fmt: skip
    lines = "".join(f"<li>{_line(one, teller, said or {}, with_label)}</li>" for one in assumptions)
    return f'<ul class="why-list">{lines}</ul>'


def _line(assumption: Assumption, teller: SentenceTeller, said: Mapping[str, Sentence], with_label: bool) -> str:
    """The author's own judgments as sentences that open; all else in words."""
    key = assumption.path.partition(".")[2].partition(".")[0]
    label = teller.scenario.variables[find_variable(teller.scenario, assumption)].label if with_label else ""
    before = f"<i>{escape(label)}:</i> " if label else ""
    if assumption.kind == "assumption" and key in teller.scenario.resolved:
        sentence = said.get(key)
        share = f" <i>{escape(whole_share(sentence.share))} of the doubt</i>" if sentence is not None else ""
        return fold(f"{before}{teller.headline(key)}{share}", teller.body(key, sentence))
    return before + escape(say_assumption(teller.scenario, assumption))
