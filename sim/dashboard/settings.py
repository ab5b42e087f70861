"""Settings: how voices are pooled, which lexicon is used, how much is sampled."""

from __future__ import annotations

import math
import shlex
from pathlib import Path

import streamlit as st

from sim.dashboard import address
from sim.dashboard.sliders.labels import write_number
from sim.dashboard.state import DRAWS, MOST_SEED, WORLDS, State
from sim.results.forecast.summary import lexicons
from sim.scenario.resolve.scenario import Scenario
from sim.shipped import examples
from sim.show import words

_CONCENTRATIONS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, math.inf)
_RULES = ("log", "linear", "average", "median")  # four short words: more do not fit beside each other on a phone


def draw_settings(file: Scenario, scenario: Scenario, state: State) -> None:
    """The widgets; the first three edit the scenario as a slider does, the rest the run."""
    with st.container(horizontal=True, gap="medium", key="settings-belief"):
        _draw_belief(file, scenario)
    with st.container(horizontal=True, gap="medium", key="settings-run"):
        _choice("draws", "Draws", DRAWS, state, "Samples of what we do not know.")
        _choice("worlds", "Worlds a draw", WORLDS, state, "Simulated histories under each draw.")
        st.number_input(
            "Seed", min_value=0, max_value=MOST_SEED, step=1, width=180, **address.bind_field(state, "seed"),
            help="Another seed is another sample; the answer should hardly move.",
        )  # fmt: skip


def write_command(file: str, state: State) -> str:
    """The command that prints this page's forecast in a terminal; file: the scenario's, wherever the server has it."""
    edits = [f"--set {shlex.quote(f'{path}={text}')}" for path, text in state.edits.items()]
    run = [f"--policy {shlex.quote(state.policy)}", f"--draws {state.draws}", f"--worlds {state.worlds}"]
    return " ".join(["sim run", shlex.quote(name_file(file)), *run, f"--seed {state.seed}", *edits])


def name_file(file: str) -> str:
    """What a scenario's file is called by who has it too, or the example; no folder of the server.

    >>> name_file("/srv/a/harbour.yaml"), name_file("/srv/harbour/scenario.yaml"), name_file("scenario.yaml")
    ('harbour.yaml', 'harbour', 'scenario.yaml')
    """
    path = Path(file)
    if path.name == "scenario.yaml" and path.parent.name:
        return path.parent.name
    example = examples().get(path.stem)
    return path.stem if example is not None and path.resolve() == example else path.name


def _draw_belief(file: Scenario, scenario: Scenario) -> None:
    """The pool's rule and concentration, and the lexicon."""
    address.hold("pool.rule", scenario.pool.rule)
    st.segmented_control(
        "Pool rule", _RULES, required=True, **address.bind_edit("pool.rule", "pool.rule", file.pool.rule, str),
        help="How voices about one event become one probability: log, the mean of their odds; linear, a mixture of the "
        "voices; average and median, of their probabilities.",
    )  # fmt: skip
    path, base, present = "pool.concentration", file.pool.concentration, scenario.pool.concentration
    address.hold(path, present)
    st.selectbox(
        "Concentration", sorted({*_CONCENTRATIONS, base, present}), width=220,
        format_func=lambda value: "inf: weights are certain" if value == math.inf else write_number(value),
        help="How sure the weights themselves are: low, and each draw leans towards few voices.",
        **address.bind_edit(path, path, base, write_number),
    )  # fmt: skip
    # Names and weights of several lexicons can be chosen in the address or the file only.
    own, used = lexicons(file), lexicons(scenario)
    address.hold("lexicon", used)
    st.selectbox(
        "Lexicon", list(dict.fromkeys([own, used, *scenario.catalogue.names])), width=220,
        format_func=words.lexicon_name, help="The book that turns phrases into numbers.",
        **address.bind_edit("lexicon", "lexicon", own, str),
    )  # fmt: skip


def _choice(field: str, label: str, allowed: tuple[int, ...], state: State, help_text: str) -> None:
    st.selectbox(
        label, allowed, width=180, help=help_text, format_func=lambda value: f"{value:,}",
        **address.bind_field(state, field),
    )  # fmt: skip
