"""What is told when something goes wrong, and the exit code that says so."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from sim.errors import SimError

EXIT_CODES = (
    "Exit codes: 0 all well, 1 a fault of this program, 2 the input is wrong, 3 the question has no answer, "
    "4 a file cannot be read or written, 130 stopped with Ctrl-C. Of several files the lowest code above 0 counts."
)
OUR_FAULT = "a fault of sim, not of your file; please report it as CONTRIBUTING.md says, with what `sim --debug` shows"


class Doors(click.Group):
    """A group of commands whose failures become a line a problem and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command's result; ends with an exit code where it fails."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(130)
        except Exception as error:
            ctx.exit(tell(error))


def tell(error: Exception) -> int:
    """Prints what went wrong, a line a problem, and returns its exit code."""
    if isinstance(error, SimError):
        for problem in error.problems:
            _say(str(problem))
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        # The reader has gone (`sim run ... | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 4
    if isinstance(error, OSError):
        _say(f"{error.filename or 'file'}: {error.strerror or error}")
        return 4
    if isinstance(error, MemoryError):
        _say("not enough memory for this scenario: ask for fewer --draws")
        return 2
    if click.get_current_context().find_root().params.get("debug"):
        import traceback

        traceback.print_exception(error)
    _say(f"{type(error).__name__}: {error} - {OUR_FAULT}")
    return 1


def _say(text: str) -> None:
    # `print`, because a progress bar makes way for what is written to sys.stderr, and click writes past it.
    print(clean(text), file=sys.stderr)


def clean(text: str) -> str:
    """A text from a file may not drive the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
