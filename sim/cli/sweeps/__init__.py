"""Sweeps on the command line: `sim batch` and `sim plot`."""
