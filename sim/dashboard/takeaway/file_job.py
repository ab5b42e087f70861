"""A file that takes seconds to make, in a thread of the server's own; the page waits, to say why where it failed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from sim.errors import SimError

_FAULT = "That is a fault of the program, and its log says more."


class FileJob:
    """One file that is made when its button is pressed. make: raises SimError where it cannot be made."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make
        self.begun, self.ended = Event(), Event()
        self.problem = ""

    def run(self) -> bytes:
        """The file. Raises what making it raises; `problem` then says it in a sentence."""
        self.begun.set()
        try:
            return self._make()
        except Exception as error:
            self.problem = tell_failure(error)
            raise
        finally:
            self.ended.set()


def tell_failure(error: Exception) -> str:
    """Why a file could not be made, without paths.

    >>> from sim.errors import FormatError, Problem
    >>> tell_failure(FormatError([Problem("what was seen cannot be", "evidence.O1", "a.yaml")]))
    'what was seen cannot be.'
    >>> tell_failure(ZeroDivisionError("division by zero"))
    'division by zero. That is a fault of the program, and its log says more.'
    """
    if isinstance(error, SimError):
        return " ".join(dict.fromkeys(f"{problem.message.rstrip('.')}." for problem in error.problems))
    if isinstance(error, OSError):
        return f"a file cannot be read any more: {error.strerror or error}."
    return f"{str(error).rstrip('.') or type(error).__name__}. {_FAULT}"
