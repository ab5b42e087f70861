"""Ctrl-C and the other signals that end a command: each stops the work, even where a library swallows it on its way."""

from __future__ import annotations

import signal
from types import FrameType

from sim.signal_mask import STOPPING

_came: list[str] = []
"""What stopped the work: a signal's name, empty for Ctrl-C."""


def catch_signals() -> list[int]:
    """Has every signal that ends a command stop the work as Ctrl-C does, unless it is ignored, as under nohup.

    Those that were caught are returned.
    """
    usual = (signal.SIG_DFL, signal.default_int_handler)
    caught = [number for number in STOPPING if signal.getsignal(number) in usual]
    for number in caught:
        signal.signal(number, _stop)
    return caught


def require_going() -> None:
    """Raises KeyboardInterrupt where one has come and gone: pydantic takes it for a failure of what it was calling."""
    if _came:
        raise KeyboardInterrupt(*filter(None, _came[:1]))


def _stop(number: int, _: FrameType | None) -> None:
    _came.append("" if number == signal.SIGINT else signal.Signals(number).name)
    require_going()
