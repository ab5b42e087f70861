"""What is told when something goes wrong, and the exit code that says so."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from sim.errors import SimError, escaped

EXIT_CODES = (
    "Exit codes: 0 all well, 1 a fault of this program, 2 the input is wrong, 3 the question has no answer, "
    "4 a file cannot be read or written, 130 stopped with Ctrl-C or a signal. Of several files the lowest code above 0 "
    "counts."
)
OUR_FAULT = "a fault of sim, not of your file; please report it as CONTRIBUTING.md says, with what `sim --debug` shows"


class Doors(click.Group):
    """A group of commands whose failures become a line a problem and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command's result; ends with an exit code where it fails."""
        with _told():
            return super().invoke(ctx)

    def make_context(self, *words: Any, **more: Any) -> click.Context:
        """The context of the whole command line; `--help` and `--version` print, and fail, in here."""
        with _told():
            return super().make_context(*words, **more)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, click.Abort, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise click.UsageError(escaped(error.format_message()), error.ctx) from None
    except KeyboardInterrupt as stop:
        say(f"stopped by {stop}" if str(stop) else "stopped")
        raise click.exceptions.Exit(130) from None
    except Exception as error:
        raise click.exceptions.Exit(tell(error)) from None


def tell(error: Exception) -> int:
    """Prints what went wrong, a line a problem, and returns its exit code."""
    if isinstance(error, SimError):
        for problem in error.problems:
            say(str(problem))
        return error.exit_code
    if isinstance(error, OSError):
        reason = "is closed" if error.errno == errno.EBADF else error.strerror or str(error)
        if error.filename is not None:
            say(escaped(f"{error.filename}: {reason}"))
            return 4
        # The one file without a name is standard output. What is still to come goes nowhere.
        if not isinstance(error, BrokenPipeError):  # else the reader has gone (`sim run ... | head`) and needs no word
            say(f"standard output: {reason}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 4
    if isinstance(error, MemoryError):
        say("not enough memory for this scenario: ask for fewer --draws")
        return 2
    context = click.get_current_context(silent=True)
    if context is not None and context.find_root().params.get("debug"):
        import traceback

        traceback.print_exception(error)
    say(escaped(f"{type(error).__name__}: {error} - {OUR_FAULT}"))
    return 1


def say(text: str) -> None:
    """Prints on standard error; where that fails, the exit code says it alone."""
    with suppress(OSError):
        # `print`, because a progress bar makes way for what is written to sys.stderr, and click writes past it.
        print(clean(text), file=sys.stderr)


def clean(text: str) -> str:
    """A text from a file may not drive the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
