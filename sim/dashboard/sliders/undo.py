"""The edits in words, each with a way back to the file's value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from sim.dashboard import address
from sim.dashboard.sliders.labels import write_number
from sim.dashboard.sliders.trust import find_mark
from sim.errors import SimError
from sim.results.forecast.percent import percent
from sim.results.forecast.summary import lexicons
from sim.scenario import edit
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.names import TRUST, name_path, plain
from sim.show.naming.stated import find_stated, shift_median

_LONGEST = 40


class ToldEdit(NamedTuple):
    """One edit: its path, what was changed, and from what to what."""

    path: str
    name: str
    change: str


def tell_edits(file: Scenario, scenario: Scenario, edits: Mapping[str, str], question: str = "") -> list[ToldEdit]:
    """The edits that change something, in their order, whether or not they have a slider here.

    file, scenario: without and with the edits. edits: path -> text, as in the address. question: the one that is
    looked at; a split is told by its event.
    """
    target = file.targets.get(question)
    return [
        ToldEdit(path, name_path(file, path, target), _change(file, scenario, path, target))
        for path in edits
        if _value(file, path) != _value(scenario, path)
    ]


def edits_in_words(
    file: Scenario, scenario: Scenario, edits: Mapping[str, str], question: str = ""
) -> list[tuple[str, str]]:
    """Each edit's path and a sentence about it, such as "weight of Rouvinski 1 → 1.5"; arguments as of `tell_edits`."""
    return [(told.path, f"{told.name} {told.change}") for told in tell_edits(file, scenario, edits, question)]


def draw_edits(file: Scenario, scenario: Scenario, edits: Mapping[str, str], question: str = "") -> None:
    """Draw a button that undoes it and the change of each edit, into `st.container(key="edits")`.

    Arguments as of `tell_edits`, the edits those in use; what else the address asks for is told as left out.
    """
    asked = address.read_state().edits
    refused = [ToldEdit(path, name_path(file, path), "left out") for path in asked if path not in edits]
    with st.container(key="edits", horizontal=True, gap="small", vertical_alignment="center"):
        for told in (*tell_edits(file, scenario, edits, question), *refused):
            with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", width="content"):
                st.button(
                    f"Undo {told.name}", key=f"undo:{file.id}:{told.path}", icon=":material/undo:", type="tertiary",
                    on_click=undo, args=(told.path,),
                )  # fmt: skip
                st.markdown(plain(told.change), width="content")


def undo(path: str) -> None:
    """A callback: one value as the file has it."""
    address.go(address.read_state().with_edit(path, None))


def _change(file: Scenario, scenario: Scenario, path: str, target: Target | None) -> str:
    if path == "lexicon":
        return f"{words.lexicon_name(lexicons(file))} → {words.lexicon_name(lexicons(scenario))}"
    if path == TRUST:
        return f"{_shown(find_mark(file))} → {_shown(_value(scenario, path))}"
    if path.startswith("judgments.") and path.endswith(".nudge"):
        return _nudged(file, scenario, path.split(".")[-2], target)
    before, after = _value(file, path), _value(scenario, path)
    return "changed" if isinstance(after, dict | list) else f"{_shown(before)} → {_shown(after)}"


def _nudged(file: Scenario, scenario: Scenario, key: str, target: Target | None) -> str:
    """A nudge as what it makes of the judgment's median; of a shift as what it does to the odds."""
    judgment = scenario.resolved[key]
    before, after = file.resolved[key].nudge, judgment.nudge
    stated = find_stated(scenario, judgment.variable, judgment.record, target)
    if stated is None:
        return f"odds times {math.exp(after - before):.2g}"
    was, now = shift_median(stated.median, before), shift_median(stated.median, after)
    digits = next((digits for digits in (0, 1, 2) if _tell_apart(was, now, digits)), 3)
    return f"{percent(was, digits).removesuffix(' %')} → {percent(now, digits)}"


def _tell_apart(was: float, now: float, digits: int) -> bool:
    texts = {percent(was, digits), percent(now, digits)}
    return len(texts) == 2 and not texts & {"0 %", "100 %"}


def _value(scenario: Scenario, path: str) -> object:
    try:
        return edit.value(scenario, path)
    except SimError:
        return None


def _shown(value: object) -> str:
    if value is None:
        return "not stated"
    text = write_number(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
