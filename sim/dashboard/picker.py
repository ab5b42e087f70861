"""The choice of the scenario: in a folder named at the start, or a file that somebody uploads.

A bad file shows the problems that `sim check` prints.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address, compute
from sim.dashboard.state import State
from sim.errors import SimError, escaped, nearest
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.shipped import shipped
from sim.text_files import label

VARIABLE = "SIM_SCENARIO"
UPLOADED = "uploaded"
_PICK, _UPLOAD, _BOX = "scenario", "upload", "upload-box"


def pick_scenario(state: State, row: DeltaGenerator) -> Scenario | None:
    """The chosen scenario, or None where it cannot be used (and the page has said why below `row`)."""
    scenarios = _found()
    uploaded = st.session_state.get(_UPLOAD)
    names = [*scenarios, *([UPLOADED] if uploaded is not None else [])]
    chosen = state.scenario if state.scenario in names else next(iter(names), None)
    with row:
        _widgets(names, chosen, uploaded.name if uploaded is not None else "")
    if state.scenario not in ("", *names):
        _missing(state.scenario, list(scenarios), chosen)
    if chosen is None:
        place = address.escape(str(find_root()))
        st.info(f"No scenario in {place}. Upload one, or start with `sim dashboard PATH`.")
        return None
    try:
        if chosen == UPLOADED and uploaded is not None:
            return read_upload(uploaded.name, uploaded.getvalue())
        return compute.read_scenario(scenarios[chosen])
    except SimError as error:
        show_problems(error, "This scenario cannot be used")
    except OSError as error:
        st.error(address.escape(f"This scenario cannot be read: {error}"))
    return None


def show_problems(error: SimError, what: str) -> None:
    """Every problem, one a line, word for word as `sim check` prints them."""
    count = len(error.problems)
    st.error(f"{what}: {count} problem{'s' if count != 1 else ''}.", icon=":material/error:")
    st.code("\n".join(str(problem) for problem in error.problems), language=None, wrap_lines=True)


def find_root(arguments: Sequence[str] | None = None) -> Path:
    """The file or folder that holds the scenarios: the page's argument, SIM_SCENARIO, or `scenarios`.

    `scenarios` is looked for in the current folder, then among what comes with the package.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given:
        return Path(given[0])
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    folder = Path("scenarios")
    return folder if folder.is_dir() else shipped("scenarios")


def list_scenarios(place: Path) -> dict[str, Path]:
    """The scenarios in a file or folder by short name, a folder's or a file's; whole folders first, then single files.

    >>> list(list_scenarios(Path("scenarios")))[:2]
    ['venezuela-2025', 'first-steps']

    Raises what `read.find` raises where nothing is found.
    """
    files = sorted(read.find(place), key=lambda file: (file.name != "scenario.yaml", str(file)))
    names = [escaped(file.resolve().parent.name if file.name == "scenario.yaml" else file.stem) for file in files]
    return {name if names.count(name) == 1 else label(file): file for name, file in zip(names, files, strict=True)}


def read_upload(name: str, content: bytes) -> Scenario:
    """The scenario in an uploaded file. Raises FormatError or ModelError with every problem."""
    return read.loads(read.decoded(content, name), name)


def _found() -> dict[str, Path]:
    try:
        return list_scenarios(find_root())
    except OSError as error:
        st.error(address.escape(f"{find_root()}: {error.strerror or error}"))
        return {}


def _widgets(names: list[str], chosen: str | None, uploaded: str) -> None:
    if chosen is not None:
        address.hold(_PICK, chosen)
        st.selectbox(
            "Scenario", names, key=_PICK, on_change=_switched, width=200, label_visibility="collapsed",
            format_func=lambda name: f"{uploaded} (uploaded)" if name == UPLOADED else name,
        )  # fmt: skip
    with st.popover("Upload", icon=":material/upload:", key=_BOX, on_change="rerun"):
        st.file_uploader(
            "A scenario file (YAML, up to 1 MB). It stays in this session and is gone after a reload.",
            type=["yaml", "yml", "json"], key=_UPLOAD, max_upload_size=2, on_change=_uploaded,
        )  # fmt: skip


def _switched() -> None:
    """Another scenario starts with its own policies, questions and values."""
    if st.session_state[_PICK] is not None:
        address.go(State(scenario=st.session_state[_PICK]))


def _uploaded() -> None:
    """Show the file, and put the box away: it would cover what there is to say about it."""
    st.session_state[_BOX] = False
    address.go(State(scenario=UPLOADED if st.session_state[_UPLOAD] is not None else ""))


def _missing(asked: str, known: list[str], chosen: str | None) -> None:
    if asked == UPLOADED:
        st.warning("The uploaded file is gone after a reload: upload it again.")
    else:
        shown = f" Showing {chosen}." if chosen else ""
        st.warning(address.escape(f"No scenario '{asked}'{nearest(asked, known)}.{shown}"))
