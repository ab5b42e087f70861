"""The door of the terminal: `sim check`, `sim run`, `sim schema`, `sim dashboard`.

It loads nothing that Python has not loaded itself: until `main` runs, a Ctrl-C is a traceback.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # type checkers take it for True
if TYPE_CHECKING:
    from typing import Any

    from sim.cli.commands import cli

__all__ = ["cli", "main"]

RUBBISH = 50_000
"""Objects made and not let go, before Python looks for circles among them."""


def __getattr__(name: str) -> Any:
    """The commands, loaded when they are asked for (PEP 562)."""
    if name != "cli":
        raise AttributeError(f"module 'sim.cli' has no attribute '{name}'")
    from sim.cli.commands import cli

    return cli


def main() -> None:
    """Runs the command line and ends the process with its exit code, 130 where Ctrl-C stopped it."""
    import gc

    gc.set_threshold(RUBBISH, 20, 20)  # loading makes much that stays: at 700, Python looks through it again and again
    try:
        from sim.cli.process import process

        code = process()
    except KeyboardInterrupt:
        code = 130
        if sys.stderr is not None:
            print("stopped", file=sys.stderr)
    if code == 130:
        os._exit(code)  # Python would end itself by the signal, and not with this code, where it came during an import
    gc.freeze()  # else Python looks through all that was loaded for circles, a tenth of a short command's time
    sys.exit(code)
