"""The register of a ledger: a list of all that was entered, by which an entry that is gone is noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.errors import Problem
from sim.results.ledger.entry_file import NAME
from sim.text_files import content
from sim.whole_files import rewrite

REGISTER = "entered.txt"
"""The file beside the entries, with a line for the name of each; a ledger of an older version has none."""

_MOST_BYTES = 10_000_000


def read_register(folder: Path) -> list[str]:
    """The names of the entries that were ever made, by day; lines that are no such name do not count.

    >>> read_register(Path("nowhere"))
    []
    """
    file = folder / REGISTER
    lines = content(file, _MOST_BYTES).decode("utf-8", "replace").splitlines() if file.exists() else []
    return [line for line in lines if NAME.fullmatch(line)]


def register(folder: Path, files: Iterable[Path]) -> None:
    """Adds the files that are entries by their names to the register; whoever calls it holds the folder's lock."""
    names = {*read_register(folder), *(file.name for file in files if NAME.fullmatch(file.name))}
    rewrite(folder / REGISTER, "".join(f"{name}\n" for name in sorted(names)).encode())


def find_removed(folder: Path) -> Iterator[Problem]:
    """The entries that were made and are no longer there."""
    for name in read_register(folder):
        if not (folder / name).exists():
            message = f"was entered and is no longer there: bring it back, or take its line out of {REGISTER}"
            yield Problem(message, file=str(folder / name))
