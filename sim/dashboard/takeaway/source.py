"""Where the page's scenario comes from: the bytes of its file, and the name by which an address asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sim.dashboard import picker
from sim.dashboard.added.rows import insert_texts
from sim.dashboard.guard.uploads import UPLOADED, kept_upload
from sim.dashboard.state import State


@dataclass(frozen=True)
class PageSource:
    """The scenario's file. name: what the address calls it. folder: where it lies; None where it was uploaded."""

    raw: bytes
    name: str
    folder: Path | None


def read_source(state: State) -> PageSource:
    """The file that the page shows, with the judgments that were added in this visit.

    Raises OSError where it cannot be read any more, and SimError where they cannot be written into its text.
    """
    source = _read(state)
    return replace(source, raw=insert_texts(source.raw, source.name, source.folder, state.said))


def _read(state: State) -> PageSource:
    files = picker.list_scenarios(picker.find_root())
    uploaded = kept_upload()
    if uploaded is not None and (state.scenario == UPLOADED or not files):
        return PageSource(uploaded.raw, UPLOADED, None)
    name = state.scenario if state.scenario in files else next(iter(files))
    file = files[name] / "scenario.yaml" if files[name].is_dir() else files[name]
    return PageSource(file.read_bytes(), name, file.parent)
