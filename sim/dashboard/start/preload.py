"""While the server starts: the page's modules are imported and its opening forecast is made, for whoever comes first.

Whatever goes wrong here goes wrong again, and is told, when the page is opened.
"""

from __future__ import annotations

import gc
import importlib
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

_LATEST = 60.0  # seconds to wait for the server
_BEFORE = (
    "altair", "pandas", "pyarrow", "sim.results.focus.focus", "sim.results.explain.shares", "sim.show.charts.ladder",
)  # fmt: skip
_frozen = threading.Event()


def start_preload(place: Path | None) -> threading.Thread:
    """A running thread that fills the caches of the page, for the scenario or the first of the folder at `place`."""
    thread = threading.Thread(target=_preload, args=([str(place)] if place else [],), name="preload", daemon=True)
    thread.start()
    return thread


def freeze_once() -> None:
    """Take what is loaded out of the garbage collector's sight, at the first call.

    Streamlit collects after every run of the page. What is loaded stays anyway; to look through it takes longer than
    the page itself.
    """
    if not _frozen.is_set():
        _frozen.set()
        gc.collect()
        gc.freeze()


def _preload(arguments: Sequence[str]) -> None:
    try:
        for module in _BEFORE:  # they do not know Streamlit, which is being imported in the main thread
            importlib.import_module(module)
        if _server_is_there():
            pages = importlib.import_module("sim.dashboard.frame").PAGES
            importlib.import_module(pages[0].module)
            importlib.import_module("sim.dashboard.start.opening").make_opening(arguments)
            for page in pages:
                importlib.import_module(page.module)
    except Exception as error:  # the server must start whatever happens here
        print(f"The page was not loaded beforehand ({type(error).__name__}: {error}).", file=sys.stderr)


def _server_is_there() -> bool:
    """Whether the server has come up; before, its modules may be half imported."""
    last = time.monotonic() + _LATEST
    while time.monotonic() < last:
        runtime = sys.modules.get("streamlit.runtime")
        if getattr(runtime, "exists", lambda: False)():
            return True
        time.sleep(0.05)
    return False
