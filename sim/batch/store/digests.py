"""What decides the bytes of a part, as a digest: two sweeps that agree in it may share a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.sweep.model import Level, Sweep, SweepSetting

FORMAT = 1
"""Of the store: its columns and how its files are laid out."""

KEY_DIGITS = 16

_MOST_LEVELS = 100_000  # whose texts are kept

Runs = Sequence[int] | NDArray[np.int64]
"""Numbers of settings, from 1."""


def common_digest(sweep: Sweep) -> str:
    """SHA-256 of all but the points: format, version of sim, sources, axes, evidence, what is asked and how."""
    return _hexed(_common_lines(sweep))


def sweep_digest(sweep: Sweep) -> str:
    """SHA-256 of the whole sweep, points too; its title and its file's name decide no byte and are left out."""
    told = _Levels()
    return _hexed([*_common_lines(sweep), *("\0".join(map(told, point)) for point in sweep.points)])


def part_key(sweep: Sweep, settings: Sequence[SweepSetting]) -> str:
    """The key in the name of a part, 16 hexadecimal digits of a SHA-256.

    sweep: its points are not read. settings: those of the part, in any order.
    """
    told = _Levels()
    lines = (
        f"{setting.run} {setting.source} " + "\0".join(map(told, setting.levels))
        for setting in sorted(settings, key=lambda setting: setting.run)
    )
    return _hexed([*_common_lines(sweep), *lines])[:KEY_DIGITS]


def runs_digest(runs: Iterable[int]) -> str:
    """SHA-256 of numbers of settings, in that order."""
    return _hexed(str(int(run)) for run in runs)


def axis_record(sweep: Sweep) -> list[tuple[str, str]]:
    """Name and kind of every axis."""
    return [(axis.name, axis.kind) for axis in sweep.axes]


def _common_lines(sweep: Sweep) -> list[str]:
    fields: Mapping[str, Any] = {
        "format": FORMAT, "sim": version("scenario-sim"),
        "sources": [(source.file, source.digest) for source in sweep.sources], "axes": axis_record(sweep),
        "evidence": sorted(sweep.evidence.items()), "policies": sweep.policies, "questions": sweep.questions,
        "draws": sweep.draws, "worlds": sweep.worlds, "seed": sweep.seed, "keep": sweep.keep,
    }  # fmt: skip
    return [f"{name} {value!r}" for name, value in fields.items()]


class _Levels:
    """Each level as a text, made once where points share it."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[Level, str]] = {}  # the level too, so that no other can have its place

    def __call__(self, level: Level) -> str:
        told = self._told.get(id(level))
        if told is None:
            if len(self._told) >= _MOST_LEVELS:
                self._told.clear()
            text = repr((level.cell, level.changes, level.evidence, level.until and level.until.isoformat()))
            self._told[id(level)] = told = level, text
        return told[1]


def _hexed(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
