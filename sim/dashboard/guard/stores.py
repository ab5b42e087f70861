"""The stores of `sim batch` that an address may name: those below the place that the start named, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sim.batch.store.plan import PLAN
from sim.errors import escaped

MOST_LOOKED = 2000
"""Folders that are looked into."""


def find_stores(place: Path) -> dict[str, Path]:
    """Name -> folder of every store at a place, by name.

    place: a store; a folder, in which stores and folders of stores count; or a scenario's file, beside which stores do.
    A name is the way from the place to the store. Hidden folders do not count.

    >>> find_stores(Path("scenarios"))
    {}
    """
    if (place / PLAN).is_file():
        return {escaped(place.resolve().name): place}
    folder = place if place.is_dir() else place.parent
    stores: dict[str, Path] = {}
    for path in islice(_list_folders(folder, 2 if place.is_dir() else 1), MOST_LOOKED):
        if (path / PLAN).is_file():
            stores[escaped(path.relative_to(folder).as_posix())] = path
    return dict(sorted(stores.items()))


def _list_folders(folder: Path, depth: int) -> Iterator[Path]:
    """The folders in a folder, and those in them as deep as that; a store holds none."""
    try:
        within = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return
    yield from within
    for path in within if depth > 1 else ():
        if not (path / PLAN).exists():
            yield from _list_folders(path, depth - 1)
