"""Whose work comes first where many visitors move sliders at once: the answer that somebody waits for before the rest.

One piece of work at a time: pieces that share a processor only hold each other up, and the first answer with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """Turns at work; an urgent piece goes before every other that is still waiting, none is interrupted.

    Threads that hold no turn may wait for one; who holds one must not ask for another.
    """

    def __init__(self) -> None:
        self._change = Condition()
        self._taken = False
        self._urgent = 0

    @contextmanager
    def take(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a turn and hold it."""
        with self._change:
            self._urgent += urgent
            try:
                self._change.wait_for(lambda: not self._taken and (urgent or not self._urgent))
                self._taken = True
            finally:
                self._urgent -= urgent
        try:
            yield
        finally:
            with self._change:
                self._taken = False
                self._change.notify_all()


TURNS = Turns()
"""Those of all visitors of this server."""
