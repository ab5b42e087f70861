"""The choice of the scenario: in a folder named at the start, or a file that somebody uploads.

A bad file shows the problems that `sim check` prints.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address, compute
from sim.dashboard.added.kept_file import OPTION
from sim.dashboard.guard import uploads
from sim.dashboard.guard.stores import find_stores
from sim.dashboard.guard.uploads import UPLOADED, Upload
from sim.dashboard.state import State
from sim.errors import FormatError, Problem, SimError, escaped, nearest
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.shipped import shipped
from sim.text_files import label

VARIABLE = "SIM_SCENARIO"
_PICK, _GOOD = "scenario", "good"


@dataclass(frozen=True)
class Pick:
    """What is shown, and what draws the choice of it.

    found: the view and its scenario; where it cannot be shown, the last that was good in this session. None where there
    is none, and the page has said why. draw_choice: draws the widgets in their place; to be called once.
    """

    found: tuple[State, Scenario] | None
    draw_choice: Callable[[], None]


def pick_scenario(state: State, row: DeltaGenerator) -> Pick:
    """The scenario that the address asks for; what is wrong with it is told below `row`, the place of its choice."""
    scenarios = _found()
    uploaded = uploads.kept_upload()
    names = [*scenarios, *([UPLOADED] if uploaded is not None else [])]
    chosen = state.scenario if state.scenario in names else next(iter(names), None)
    place = row.container(horizontal=True, width="content", key="choice")
    if state.scenario not in ("", *names):
        _missing(state.scenario, list(scenarios), chosen)
    found = None if chosen is None else _open(state, chosen, scenarios, uploaded)
    if chosen is None:
        where = address.escape(str(find_root()))
        st.info(f"No scenario in {where}. Upload one, or start with `sim dashboard PATH`.")
    _draw_refused()

    def draw_choice() -> None:
        with place:
            _widgets(names, chosen if found is None else _name_of(found[0], names), uploaded.name if uploaded else "")

    return Pick(found, draw_choice)


def _name_of(state: State, names: list[str]) -> str:
    return state.scenario if state.scenario in names else names[0]


def _open(
    state: State, chosen: str, scenarios: Mapping[str, Path], uploaded: Upload | None
) -> tuple[State, Scenario] | None:
    """The view and its scenario, or the last good one with its address, and the problem noted."""
    try:
        if chosen != UPLOADED or uploaded is None:
            found = state, compute.read_scenario(scenarios[chosen])
        else:
            found = uploads.fit_draws(state, uploaded.scenario), uploaded.scenario
        if (note := uploads.refused()) is not None and note.name == chosen:
            uploads.forget_refused()  # it has been mended
    except SimError as error:
        uploads.refuse(chosen, error)
    except OSError as error:
        uploads.refuse(chosen, FormatError([Problem(f"cannot be read: {error.strerror}", file=chosen)]))
    else:
        st.session_state[_GOOD] = (chosen, found)
        return found
    if _GOOD not in st.session_state:
        return None
    name, (before, scenario) = st.session_state[_GOOD]
    if name == chosen:
        return state, scenario
    address.go(before)
    return before, scenario


def _draw_refused() -> None:
    """What was asked for and cannot be shown, in a box of its own, with a button that puts it away."""
    note = uploads.refused()
    with st.container(key="refused"):  # there in any case: what is below must not move up and be drawn anew
        if note is None:
            return
        show_problems(note.error, "This scenario cannot be used")
        st.button("Put away", key="put-away", icon=":material/close:", on_click=uploads.forget_refused)


def show_problems(error: SimError, what: str) -> None:
    """Every problem, one a line, word for word as `sim check` prints them."""
    count = len(error.problems)
    st.error(f"{what}: {count} problem{'s' if count != 1 else ''}.", icon=":material/error:")
    st.code("\n".join(str(problem) for problem in error.problems), language=None, wrap_lines=True)


def find_root(arguments: Sequence[str] | None = None) -> Path:
    """The file or folder that holds the scenarios: the page's argument, SIM_SCENARIO, or `scenarios`.

    `scenarios` is looked for in the current folder, then among what comes with the package.
    """
    given = [text for text in (sys.argv[1:] if arguments is None else arguments) if not text.startswith(OPTION)]
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
    found = [file for file in read.find(place) if file == place or not _is_sweep(file)]
    files = sorted(found, key=lambda file: (file.name != "scenario.yaml", str(file)))
    names = [escaped(file.resolve().parent.name if file.name == "scenario.yaml" else file.stem) for file in files]
    return {name if names.count(name) == 1 else label(file): file for name, file in zip(names, files, strict=True)}


def _is_sweep(file: Path) -> bool:
    """Whether a file is a sweep of `sim batch`, which lies beside scenarios and is none."""
    try:
        with file.open("rb") as stream:
            return re.search(rb"^batch_version:", stream.read(4000), re.MULTILINE) is not None
    except OSError:
        return False


def list_stores() -> dict[str, Path]:
    """The stores of `sim batch` at the place that holds the scenarios, by name; no address opens another one."""
    return find_stores(find_root())


def has_scenarios() -> bool:
    """Whether there is a scenario to show, or something to say about why there is none."""
    try:
        return bool(list_scenarios(find_root()))
    except OSError:
        return True


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
    uploads.draw_box()


def _switched() -> None:
    """Another scenario starts with its own policies, questions and values; one that cannot be read changes nothing."""
    name = st.session_state[_PICK]
    if name is None:
        return
    uploads.forget_refused()
    if name != UPLOADED:
        try:
            compute.read_scenario(_found()[name])
        except SimError as error:
            uploads.refuse(name, error)
            return
        except (OSError, KeyError):
            pass  # the run says so
    address.go(State(scenario=name))


def _missing(asked: str, known: list[str], chosen: str | None) -> None:
    if asked == UPLOADED:
        st.warning("The uploaded file is gone after a reload: upload it again.")
    else:
        shown = f" Showing {chosen}." if chosen else ""
        st.warning(address.escape(f"No scenario '{asked}'{nearest(asked, known)}.{shown}"))
