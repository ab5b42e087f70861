"""Every sentence of the scenario, by what it is about, also those that this answer does not hang on."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape_html as escape
from sim.dashboard.why.sentences import SentenceTeller, fold
from sim.results.explain.standing import AnswerGrounds


def draw_all_sentences(grounds: AnswerGrounds, teller: SentenceTeller) -> None:
    """The expander; what is in it is made while it is open."""
    title = f"All sentences of the scenario ({len(grounds.judgments)})"
    expander = st.expander(title, key="fold-judgments", on_change="rerun")
    if expander.open:
        with expander:
            st.html(write_all_sentences(grounds, teller))


def write_all_sentences(grounds: AnswerGrounds, teller: SentenceTeller) -> str:
    """A fold a variable, in the file's order, as HTML."""
    said = {sentence.judgment: sentence for sentence in grounds.explanation.sentences}
    by_variable: dict[str, list[str]] = {}
    for key, prior in grounds.judgments.items():
        by_variable.setdefault(prior.variable, []).append(key)
    folds = []
    for variable, keys in by_variable.items():
        lines = (fold(_summary(key, teller), teller.body(key, said.get(key))) for key in keys)
        items = "".join(f"<li>{line}</li>" for line in lines)
        summary = f"<b>{escape(teller.scenario.variables[variable].label)}</b> <i>({len(keys)})</i>"
        folds.append(fold(summary, f'<ul class="why-list why-every">{items}</ul>'))
    return "".join(folds)


def _summary(key: str, teller: SentenceTeller) -> str:
    told = ", ".join(part for part in (teller.quoted(key), teller.chance(key)) if part)
    return teller.headline(key) + (f" <i>· {escape(told)}</i>" if told else "")
