"""The button that adds a judgment to this visit, and to the one file that the server may write, if it may."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address, picker
from sim.dashboard.added.judgment import AddedJudgment
from sim.dashboard.added.kept_file import KeptFile, find_kept
from sim.dashboard.added.taking_back import KeptRows
from sim.dashboard.address import escape
from sim.dashboard.guard.uploads import UPLOADED
from sim.dashboard.state import State, fits_address
from sim.dashboard.view import find_palette
from sim.errors import SimError

_TOLD, _KEPT, _PRESSED = "elicit-told-last", "elicit-kept", "elicit-pressed"
_FULL = "An address holds no more judgments: take the scenario file away, and go on from it."


def draw_button(state: State, added: AddedJudgment | None, others: tuple[str, ...], place: DeltaGenerator) -> None:
    """Draw the button into its place.

    It can be pressed at any time, also while what was typed a moment ago is still on its way: a press is noted, and
    looked at once the form has been read (`take_press`). added: None while it is not complete or cannot stand. others:
    the judgments of this visit that stay.
    """
    palette = find_palette()
    # The colour of controls is light where the page is dark, so what stands on it is of the page's own colour.
    look = f"color: {palette.paper}"
    if added is None:  # it looks idle, and can be pressed all the same
        look = f"color: {palette.quiet} !important; background: {palette.band}; border-color: {palette.grid}"
    st.html(f"<style>.st-key-elicit-add button {{{look} !important}}</style>")
    there = added is not None and added.text in state.said
    label = "It is in the forecast" if there else "Change it in the forecast" if _changes(state, added, others) else ""
    place.button(
        label or "Add to the forecast", key="elicit-add", type="primary", icon=":material/add:", on_click=_note_press,
    )  # fmt: skip


def take_press() -> bool:
    """Whether the button was pressed since this was last asked."""
    return bool(st.session_state.pop(_PRESSED, False))


def refuse(why: str) -> None:
    """Say why what was pressed did not add anything."""
    st.session_state[_TOLD] = [(True, why)]


def take_back(text: str, added: AddedJudgment) -> None:
    """A callback: take a judgment out of this visit, and out of the file what the visit has written there of it.

    text: as the address has it. added: the judgment.
    """
    state = address.read_state()
    address.go(replace(state, said=tuple(other for other in state.said if other != text)))
    st.session_state[_TOLD] = [(False, "Taken back: it is not in the forecast any more."), *_taken_out(state, added)]


def _taken_out(state: State, added: AddedJudgment) -> list[tuple[bool, str]]:
    """Whether it is out of the file, and what to say of that; nothing where no file is written."""
    file = find_file(state)
    if file is None:
        return []
    every: list[tuple[KeptFile, KeptRows]] = st.session_state.get(_KEPT, [])
    asked = file, added.voice, added.asked
    mine = [one for one in every if (one[0], one[1].added.voice, one[1].added.asked) == asked]
    written = [kept for _, kept in mine]
    st.session_state[_KEPT] = [one for one in every if one not in mine]
    name = file.out.name
    try:
        if written and all(file.take_back(kept) for kept in reversed(written)):
            return [(False, f"Taken out of {name} as well.")]
    except OSError as error:
        return [(True, f"It stays in {name}: {error.strerror or error}")]
    if written:
        return [(True, f"It stays in {name}: it was changed there since.")]
    return [(True, f"What {name} has of it from before this page was loaded stays there.")]


def draw_told() -> None:
    """What became of the last one."""
    for wrong, sentence in st.session_state.pop(_TOLD, ()):
        (st.warning if wrong else st.success)(escape(sentence))


def find_file(state: State) -> KeptFile | None:
    """The file that judgments of the scenario shown are written to; None where there is none."""
    out = find_kept()
    if out is None or state.scenario == UPLOADED:
        return None
    files = picker.list_scenarios(picker.find_root())
    chosen = files.get(state.scenario, next(iter(files.values())))
    return KeptFile(out, chosen / "scenario.yaml" if chosen.is_dir() else chosen)


def _changes(state: State, added: AddedJudgment | None, others: tuple[str, ...]) -> bool:
    return added is not None and len(others) < len(state.said)


def _note_press() -> None:
    """A callback."""
    st.session_state[_PRESSED] = True


def add(added: AddedJudgment, others: tuple[str, ...]) -> None:
    """Add a judgment to this visit, and to the file that the server may write; the page is to be run again then.

    others: the judgments of this visit that stay.
    """
    if added.text in address.read_state().said:
        return
    said = (*others, added.text)
    if not fits_address(said):
        st.session_state[_TOLD] = [(True, _FULL)]
        return
    state = address.read_state()
    address.go(replace(state, said=said))
    st.session_state[_TOLD] = [(False, "Added to the forecast of this visit."), *_written(state, added)]


def _written(state: State, added: AddedJudgment) -> list[tuple[bool, str]]:
    """Whether it could be written, and what to say of that; nothing where no file is written."""
    file = find_file(state)
    if file is None:
        return []
    name = file.out.name
    try:
        kept = file.append(added)
        st.session_state.setdefault(_KEPT, []).append((file, kept))
        return [(False, f"Written to {name}: {kept.told}.")]
    except SimError as error:
        return [(True, f"Not written to {name}: {' '.join(problem.message for problem in error.problems)}")]
    except OSError as error:
        return [(True, f"Not written to {name}: {error.strerror or error}")]
