"""The door of the terminal: `sim check`, `sim run`, `sim schema`, `sim dashboard`."""

from sim.cli.commands import cli, main

__all__ = ["cli", "main"]
