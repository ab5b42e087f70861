"""What took long is kept for all visitors; while it is worked out, a bar says how far that is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

from sim.dashboard.turns import TURNS
from sim.progress import Progress

Made = TypeVar("Made")
_MOST = 32  # results of each kind
_lock = Lock()


def recall(key: tuple[Hashable, ...], told: str, make: Callable[[Progress], Made]) -> Made:
    """What is kept under a key, or else is made now and kept.

    key: its kind, and all that it hangs on. told: what is done meanwhile, in words. make: is given whom to tell how far
    it is. A visitor who asks for something else meanwhile ends it, and nothing is kept.
    """
    kept = _find_kept(str(key[0]))
    with _lock:
        if key in kept:
            kept.move_to_end(key)
            found: Made = kept[key]
            return found
    slot = st.empty()
    bar = slot.progress(0.0, told)

    def show(share: float) -> None:
        bar.progress(min(share, 1.0), f"{told}: {share:.0%}".replace("%", "\u00a0%"))

    try:
        with _between_others(show) as progress:
            made = make(progress)
    finally:
        slot.empty()
    with _lock:
        kept[key] = made
        while len(kept) > _MOST:
            kept.popitem(last=False)
    return made


@st.cache_resource(show_spinner=False)
def _find_kept(kind: str) -> OrderedDict[tuple[Hashable, ...], Any]:
    """The results of one kind, the latest last."""
    return OrderedDict()


@contextmanager
def _between_others(tell: Progress) -> Iterator[Progress]:
    """Long work that holds a turn and, at every step of its progress, lets go before it whoever waits."""
    with ExitStack() as held:
        held.enter_context(TURNS.take())

        def step(share: float) -> None:
            held.close()
            tell(share)
            held.enter_context(TURNS.take())

        yield step
