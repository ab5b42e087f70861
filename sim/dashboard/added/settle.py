"""The judgments that an address adds, checked and put into the scenario before any page is drawn, and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from sim.dashboard import compute
from sim.dashboard.added.adding import AddedEntry, WithAdded, add_texts, tell_said
from sim.dashboard.added.judgment import WHERE, AddedJudgment
from sim.dashboard.address import escape
from sim.dashboard.guard.budget import BUDGET, weigh
from sim.dashboard.state import State
from sim.errors import ModelError, Problem, SimError
from sim.priors.consistency.check import check
from sim.priors.rows.matching import match
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import plain

_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}, "show_spinner": False}
_MOST_TIMES = 1.5
"""So many times the work of the scenario's own judgments may that with the added ones be, beyond the budget."""
_MOST_ROWS, _MOST_ROWS_TIMES = 10, 2


def settle_added(state: State, source: Scenario) -> tuple[State, Scenario]:
    """The state with those of its judgments that fit, and the scenario with them; others are told."""
    if not state.said:
        return state, source
    made = find_added(source, state.said)
    if made.problems:
        why = " ".join(problem.message for problem in made.problems)
        st.warning(escape(f"Left out: {_count(made.problems)} of the address. {why}"))
    if made.taken:
        told = ", ".join(tell_added(made.scenario, entry) for entry in made.entries)
        st.caption(escape(f"With {_count(made.taken)} of this visit, by the page Elicit: {told}."))
    return replace(state, said=made.taken), made.scenario


def tell_added(scenario: Scenario, entry: AddedEntry) -> str:
    """Who said what, in short."""
    said = tell_said(scenario, scenario.resolved[entry.key].record)
    return plain(f"{scenario.experts[entry.voice].name} {said}")


@st.cache_resource(max_entries=64, **_BY_DIGEST)
def find_added(source: Scenario, texts: Sequence[str]) -> WithAdded:
    """The scenario with the judgments of some texts; one that contradicts its voice, or costs too much, is left out."""
    made = add_texts(source, texts)
    if made.taken and _sound(source, made):
        return made
    kept, problems = WithAdded(source, (), ()), list(made.problems)
    for text in made.taken:
        tried = add_texts(source, (*kept.taken, text))
        problem = _find_problem(source, tried)
        kept, problems = (kept, [*problems, problem]) if problem else (tried, problems)
    return replace(kept, problems=tuple(problems))


@st.cache_resource(max_entries=64, **_BY_DIGEST)
def find_draft(source: Scenario, texts: Sequence[str], edits: compute.Edits) -> tuple[WithAdded, Scenario]:
    """The scenario with judgments, whatever they contradict, and the same with the edits that go with it."""
    made = add_texts(source, texts)
    return made, compute.apply_edits(made.scenario, edits)[0] if edits else made.scenario


def elicited_name(scenario: Scenario) -> str:
    """The name of the scenario's file with the judgments of a visit in it."""
    return f"{scenario.id}-elicited.yaml"


def drop_same(scenario: WithAdded, added: AddedJudgment) -> tuple[str, ...]:
    """The texts without that of the judgment which the same voice gave to the same question in this visit."""
    same = [
        text
        for text, entry in zip(scenario.taken, scenario.entries, strict=True)
        if entry.added.voice == added.voice and entry.added.asked == added.asked
    ]
    return tuple(text for text in scenario.taken if text not in same)


def _count(items: Sequence[object]) -> str:
    return f"{len(items)} added judgment{'' if len(items) == 1 else 's'}"


def _sound(source: Scenario, made: WithAdded) -> bool:
    return not _find_problem(source, made)


def _find_problem(source: Scenario, made: WithAdded) -> Problem | None:
    """What `sim check` refuses in a scenario with added judgments, or that its work is beyond the budget."""
    try:
        check(made.scenario)
        if not _splits_rows(source, made):
            return None
        before, after = (weigh(one, 64).seconds(1000) for one in (source, made.scenario))
    except SimError as error:
        return error.problems[0]
    if after > max(BUDGET, _MOST_TIMES * before):
        return ModelError([Problem(f"it would take about {after:.2g} s of work", "say", WHERE)]).problems[0]
    return None


def _splits_rows(source: Scenario, made: WithAdded) -> bool:
    """Whether the judgments make so many more rows of a variable that their work is to be weighed, which takes time."""
    variables = {entry.added.asked.variable for entry in made.entries}
    counts = ([len(match(scenario, name).groups) for scenario in (source, made.scenario)] for name in variables)
    return any(after > _MOST_ROWS + _MOST_ROWS_TIMES * before for before, after in counts)
