"""What is said: a word of the lexicon, a range, chips on bins, a bound, or a number; nothing is filled in before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from sim.dashboard.elicit.form.chips import lay_chips
from sim.dashboard.elicit.form.fields import bind, read_field, with_present
from sim.scenario.resolve.scenario import Scenario

Says = Mapping[str, Any]

_KINDS = {"word": "A word", "range": "A range", "chips": "Chips", "bound": "A bound", "number": "A number"}
_DOUBTS = {2: "twice", 3: "three times", 4: "four times", 8: "eight times"}
_CASES = (5, 10, 20, 50, 100)
_CONFIDENCES = (50, 80, 90, 95)
A_NUMBER = "a number"
"""The first choice of a bound."""
_SIDES = {"at_most": "At most", "at_least": "At least"}


def choose_says(scenario: Scenario) -> Says | None:
    """What is said, as a scenario's file writes it; None while it is not complete."""
    st.segmented_control(
        "How it is said", list(_KINDS), format_func=_KINDS.__getitem__, required=True, **bind("kind", "word")
    )
    readers: Mapping[str, Callable[[Scenario], Says | None]] = {
        "word": _word, "range": _range, "chips": lambda _: lay_chips(), "bound": _bound, "number": _number,
    }  # fmt: skip
    with st.container(key="elicit-said", gap="small"):
        return readers[read_field("kind", "word")](scenario)


def list_words(scenario: Scenario) -> list[str]:
    """The phrases of the scenario's lexicons, the least likely first."""
    used = [name for name, weight in scenario.lexicon.items() if weight > 0]
    entries = {entry.phrase: entry for name in used for entry in scenario.catalogue.load(name).values()}
    return sorted(entries, key=lambda phrase: entries[phrase].centre)


def _word(scenario: Scenario) -> Says | None:
    phrase = st.selectbox(
        "Word", with_present(list_words(scenario), "word"), index=None, placeholder="Choose a word", **bind("word"),
        help="As readers of the scenario's lexicon take it; its spread is what they leave open.",
    )  # fmt: skip
    return {"phrase": phrase} if phrase else None


def _range(_: Scenario) -> Says | None:
    with st.container(horizontal=True, gap="small"):
        low, high = _per_cent("From (%)", "low"), _per_cent("To (%)", "high")
        best = _per_cent("Best guess (%), 0 for none", "best")
    st.selectbox(
        "How sure that it lies in there", with_present(_CONFIDENCES, "confidence"),
        format_func=lambda share: f"{share} %", **bind("confidence", 90),
    )  # fmt: skip
    if high is None:
        return None
    middle = {} if best is None else {"best": best}
    return {"low": low or "0%", **middle, "high": high, "confidence": f"{read_field('confidence', 90)}%"}


def _bound(scenario: Scenario) -> Says | None:
    st.segmented_control(
        "Which side", list(_SIDES), format_func=_SIDES.__getitem__, required=True, **bind("side", "at_most")
    )
    side = read_field("side", "at_most")
    limit = st.selectbox(
        "Bound", with_present([A_NUMBER, *list_words(scenario)], "limit"), index=None,
        placeholder="Choose a word or a number", **bind("limit"),
    )  # fmt: skip
    if limit == A_NUMBER:
        limit = _per_cent("Number (%)", "limit-number")
    name, end = ("But no lower than (%)", "down_to") if side == "at_most" else ("But no higher than (%)", "up_to")
    other = _per_cent(name, f"end-{end}", 0.1 if side == "at_most" else 99.9)
    return {side: limit, end: other} if limit and other else None


def _number(_: Scenario) -> Says | None:
    probability = _per_cent("Probability (%)", "number")
    told = {f"odds {factor}": f"nine times in ten within {text} the odds" for factor, text in _DOUBTS.items()}
    told |= {f"worth {cases}": f"as sure as {cases} past cases make one" for cases in _CASES}
    st.selectbox(
        "How sure of it", with_present(told, "doubt"), format_func=lambda key: told.get(key, key),
        **bind("doubt", "odds 4"),
    )  # fmt: skip
    kind, _, size = read_field("doubt", "odds 4").partition(" ")
    if probability is None:
        return None
    return {"probability": probability, "odds_within" if kind == "odds" else "worth": float(size)}


def _per_cent(label: str, name: str, default: float = 0.0) -> str | None:
    """A probability as a file writes it; None for 0, where it begins. By hand, by arrow keys or by the two buttons.

    Where nothing stood in it, its two buttons could not be pressed.
    """
    value = st.number_input(
        label, min_value=0.0, max_value=100.0, step=1.0, format="%.10g", width=190, **bind(name, default),
    )  # fmt: skip
    return f"{value:.10g}%" if value else None
