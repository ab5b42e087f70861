"""The process around the commands: the streams it is given, and the code it ends with."""

from __future__ import annotations

import os
import signal
import sys

from sim.cli.commands import cli
from sim.cli.common.failures import tell
from sim.cli.common.stopping import catch_signals


def process() -> int:
    """Runs the command line on the process's arguments and streams; its exit code."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to fail
    code = 0
    caught = catch_signals()
    try:
        cli(prog_name="sim")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError:
        code = 2  # a slip in the command, told by click, and standard error fails
    for number in (signal.SIGINT, *caught):
        signal.signal(number, signal.SIG_IGN)  # all is done: nothing is left that could be stopped
    return _flushed(code)


def _open_streams() -> None:
    """Gives a closed stream a place, so that no file that is opened later gets its number.

    Standard input and output fail when they are used; what is said on standard error is lost.
    """
    for number, (name, way, mode) in enumerate(
        (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))
    ):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, way), number)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))


def _flushed(code: int) -> int:
    """The exit code, with what could not be written any more in it."""
    try:
        sys.stdout.flush()
    except OSError as error:
        code = code or tell(error)
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return code
