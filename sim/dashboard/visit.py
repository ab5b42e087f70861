"""What every page stands on: a scenario, the view that the address asks for, and the edits that go into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address, compute, picker
from sim.dashboard.added.settle import settle_added
from sim.dashboard.address import escape
from sim.dashboard.guard.permitted import keep_permitted
from sim.dashboard.sliders.edits import merge_edits
from sim.dashboard.sliders.ranges import keep_within
from sim.dashboard.state import State
from sim.dashboard.view import View
from sim.errors import ModelError, SimError
from sim.scenario import edit
from sim.scenario.resolve.scenario import Scenario

_TOLD = "told"


@dataclass(frozen=True)
class PageVisit:
    """What is settled before a page is drawn.

    state: with a policy and a question that the scenario has; its edits are those that are in `scenario`.
    source, file, scenario: as it was read, with the judgments that were added in this visit, and with the edits too.
    kept: with those of the variant that is kept beside it; None where there is none. row: where the page's own choices
    go, in the head. problems: the place for what is wrong, above all that moves. draw_choices: draws the ways to the
    pages and the choice of the scenario, before the page's own choices; a second call does nothing. draw_way: draws a
    link to the page of a path, with the view in its address, under a text; fields of the view by name differ there.
    """

    state: State
    source: Scenario
    file: Scenario
    scenario: Scenario
    kept: Scenario | None
    row: DeltaGenerator
    problems: DeltaGenerator
    draw_choices: Callable[[], None]
    draw_way: Callable[..., None]


def settle_visit(
    state: State, source: Scenario, row: DeltaGenerator, problems: DeltaGenerator, draw_choices: Callable[[], None],
    draw_way: Callable[..., None],
) -> PageVisit:  # fmt: skip
    """The visit that the address asks for; what in it makes no sense is left out, and `problems` says why.

    A name that the scenario does not have, or none, stands for where the page opens.
    """
    with problems:
        state, file = settle_added(state, source)
    policy, question = compute.find_opening(file)
    state = replace(
        state,
        policy=state.policy if state.policy in file.policies else policy,
        question=state.question if state.question in file.questions else question,
    )
    with problems:
        permitted, refused = keep_permitted(file, state.edits)
        state = _inside(replace(state, edits=permitted), file)
        edits = tuple(state.edits.items())
        scenario, taken, wrong = compute.apply_edits(file, edits) if edits else (file, (), ())
        if refused or wrong:
            picker.show_problems(ModelError((*refused, *wrong)), "What does not fit is left out")
    state = replace(state, edits=dict(taken))
    return PageVisit(state, source, file, scenario, _kept(state, file), row, problems, draw_choices, draw_way)


def make_view(visit: PageVisit) -> View | None:
    """The whole forecast under one policy; None, and the reason on the page, where the scenario cannot be run.

    Edits that do not go together are left out, and the page says why.
    """
    state, file, scenario = visit.state, visit.file, visit.scenario
    run = (state.policy, state.draws, state.worlds, state.seed)
    try:
        ghost = compute.compute_forecast(file, *run)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "This scenario cannot be run")
        return None
    try:
        forecast = compute.compute_forecast(scenario, *run)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "These values do not go together, so the file's own are shown")
        state, scenario, forecast = replace(state, edits={}), file, ghost
    return View(state, file, scenario, forecast, ghost if scenario != file else None)


def list_differing(file: Scenario, scenario: Scenario, edits: Mapping[str, str]) -> dict[str, str]:
    """Those of the edits in `scenario` that change something."""
    return {path: text for path, text in edits.items() if edit.value(file, path) != edit.value(scenario, path)}


def _kept(state: State, file: Scenario) -> Scenario | None:
    """The variant that is kept, of those of its edits that fit; None where nothing is left of it."""
    permitted, _ = keep_permitted(file, state.kept)
    edits, _ = keep_within(file, compute.find_places(file), merge_edits(file, permitted))
    return compute.apply_edits(file, tuple(edits.items()))[0] if edits else None


def _inside(state: State, file: Scenario) -> State:
    """The state with its values inside their sliders' ranges; the address follows, and what was changed is said."""
    edits, sentences_told = keep_within(file, compute.find_places(file), merge_edits(file, state.edits))
    if list(edits.items()) != list(state.edits.items()):
        address.go(replace(address.read_state(), edits=edits))
    if sentences_told:
        st.session_state[_TOLD] = (edits, sentences_told)
    about, sentences = st.session_state.get(_TOLD, ({}, ()))
    for sentence in sentences if about == edits else ():
        st.warning(escape(sentence))
    return replace(state, edits=edits)
