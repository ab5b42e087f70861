"""The ledgers that lie beside a scenario's file: what was last said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sim.results.ledger.entries import entries
from sim.results.ledger.entry_file import NAME
from sim.results.report.recipe import Named
from sim.scenario.resolve.scenario import Scenario

_MOST_FOLDERS = 200
"""That are looked into."""


def find_last_entry(folder: Path, scenario: Scenario, until: date | None = None) -> Named | None:
    """The last entry of a scenario in any ledger beside its file, or the last one before a day; None without one.

    folder: of the scenario's file; a ledger is it, or a folder in it. The name begins with the ledger's, as it is
    called from there. Raises FormatError where a ledger was changed, OSError where it cannot be read.
    """
    found = [
        (entry.date, ledger, Path(entry.file))
        for ledger in _list_ledgers(folder)
        for entry in entries(ledger, scenario.id)
        if until is None or entry.date < until
    ]
    if not found:
        return None
    _, _, file = max(found)
    return str(file.relative_to(folder)), file.read_text(encoding="utf-8")


def _list_ledgers(folder: Path) -> Iterator[Path]:
    """The folders that hold files named as entries are."""
    below = sorted(path for path in folder.iterdir() if path.is_dir())
    for place in (folder, *below[:_MOST_FOLDERS]):
        if any(NAME.fullmatch(path.name) for path in place.iterdir()):
            yield place
