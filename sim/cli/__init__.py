"""The door of the terminal: `sim check`, `sim run`, `sim schema`, `sim dashboard`."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.cli.commands import cli

__all__ = ["cli", "main"]


def __getattr__(name: str) -> Any:
    """The commands, loaded when they are asked for (PEP 562): `main` does so where a Ctrl-C is caught."""
    if name != "cli":
        raise AttributeError(f"module 'sim.cli' has no attribute '{name}'")
    from sim.cli.commands import cli

    return cli


def main() -> None:
    """Runs the command line and ends the process with its exit code, 130 where Ctrl-C stopped it."""
    code = 130
    try:
        from sim.cli.process import process

        code = process()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            print("stopped", file=sys.stderr)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left that could be stopped
    if code == 130:
        os._exit(code)  # Python would end itself by the signal, and not with this code, where it came during an import
    sys.exit(code)
