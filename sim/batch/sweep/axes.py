"""The axes of `vary`: lists of values, ranges, paths moved together, bundles of edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.batch.sweep.designs import between, number_level
from sim.batch.sweep.drafts import AxisDraft, Try, value_levels
from sim.batch.sweep.file import NAME_MAX, RESERVED, Moves, SweepFile
from sim.batch.sweep.model import Level, SweepAxis
from sim.batch.sweep.problems import SweepProblems
from sim.errors import Problem
from sim.scenario.file.validation import keys_of
from sim.scenario.model import values
from sim.scenario.model.places import Steps

_FORMS = "values, from and to, or bundles"


def draft_axes(file: SweepFile, problems: SweepProblems) -> Iterator[AxisDraft]:
    """The axes of a sweep file in its order, without evidence and its days; what is wrong is told."""
    for name, moves in file.vary.items():
        if name in RESERVED:
            continue
        drafting = _Drafting(name, file, problems)
        draft = drafting.moves(moves) if isinstance(moves, Moves) else drafting.listed(moves, (name,), ())
        if draft is not None:
            yield draft


class _Drafting:
    """One axis that is being made."""

    def __init__(self, name: str, file: SweepFile, problems: SweepProblems) -> None:
        self.name = name
        self.steps: Steps = ("vary", name)
        self.drawn = file.laid_out in ("latin", "sobol")
        self.grid = file.laid_out == "grid"
        self.problems = problems
        self.spot = problems.spot(*self.steps, at_key=True)
        if len(name) > NAME_MAX:
            self.tell((), f"a name of {len(name)} letters: at most {NAME_MAX} are allowed", at_key=True)

    def tell(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        self.problems.tell((*self.steps, *steps), message, at_key=at_key)

    def moves(self, moves: Moves) -> AxisDraft | None:
        """The axis of a mapping, which is one thing of three."""
        ranged = moves.from_ is not None or moves.to is not None
        given = [moves.values is not None, ranged, moves.bundles is not None]
        if sum(given) != 1:
            self.tell((), f"an axis has one of these: {_FORMS}", at_key=True)
            return None
        for key in () if ranged else ("points", "scale"):
            if getattr(moves, key) is not None:
                self.tell((key,), "goes with from and to", at_key=True)
        if moves.paths is not None:
            self._own_name()
        paths = (self.name,) if moves.paths is None else moves.paths
        if moves.bundles is not None:
            return self.bundled(moves)
        if moves.values is not None:
            return self.listed(moves.values, paths, ("values",), named=moves.paths is not None)
        return self.ranged(moves, paths)

    def listed(
        self, written: Sequence[object], paths: Sequence[str], under: Steps, *, named: bool = False
    ) -> AxisDraft:
        """An axis of values. under: the steps from the axis to their list."""
        kind, levels = value_levels(written, paths)
        spots = [self.problems.spot(*self.steps, *under, str(number)) for number in range(len(written))]
        self._twice(levels, spots)
        tries = [Try(spot, dict(level.changes)) for spot, level in zip(spots, levels, strict=True)]
        return AxisDraft(SweepAxis(self.name, kind, levels, tuple(paths)), self.spot, self._paths(paths, named), tries)

    def ranged(self, moves: Moves, paths: Sequence[str]) -> AxisDraft | None:
        """An axis of numbers between two ends."""
        low, high, scale = moves.from_, moves.to, moves.scale or "linear"
        if low is None or high is None:
            self.tell((), f"{'from' if low is None else 'to'!r} is missing: a range has both", at_key=True)
            return None
        if low >= high:
            self.tell(("from",), f"{low:.12g} is not below `to` ({high:.12g})")
            return None
        if scale == "log" and low <= 0:
            self.tell(("from",), f"{low:.12g} has no logarithm: with scale: log both ends are above 0")
            return None
        if self.grid and moves.points is None:
            self.tell((), "'points' is missing: how many values a grid goes through", at_key=True)
            return None
        levels: tuple[Level, ...] = ()
        if self.grid and moves.points is not None:
            levels = tuple(number_level(paths, number) for number in spaced(low, high, scale, moves.points))
        axis = SweepAxis(self.name, "number", levels, tuple(paths), low, high, scale)
        tries = [Try(self.problems.spot(*self.steps, key), {path: number for path in paths})
                 for key, number in (("from", low), ("to", high))]  # fmt: skip
        inner = levels[1].changes if levels else number_level(paths, between(low, high, scale, 0.3819660113)).changes
        if self.drawn or len(levels) > 2:
            tries.append(Try(self.spot, dict(inner)))
        return AxisDraft(axis, self.spot, self._paths(paths, moves.paths is not None), tries)

    def bundled(self, moves: Moves) -> AxisDraft | None:
        """An axis of named bundles of edits."""
        if moves.paths is not None:
            self.tell(("paths",), "goes with values or a range: a bundle has its own paths", at_key=True)
            return None
        self._own_name()
        levels, tries, paths = [], list[Try](), dict[str, Problem]()
        for name, bundle in (moves.bundles or {}).items():
            steps = (*self.steps, "bundles", name)
            levels.append(Level(name, tuple(bundle.set.items()), says=bundle.says))
            spots = {path: self.problems.spot(*steps, "set", path, at_key=True) for path in bundle.set}
            paths = {**spots, **paths}
            if spots:
                tries.append(Try(self.problems.spot(*steps, at_key=True), dict(bundle.set), spots))
        return AxisDraft(SweepAxis(self.name, "text", tuple(levels)), self.spot, paths, tries)

    def _own_name(self) -> None:
        """An axis of its own name: an identifier, and no key of a scenario, which a table could not tell from it."""
        if self.name in (keys_of(()) or ()):
            self.tell((), f"{self.name} is a path itself: give the axis a name of its own", at_key=True)
        try:
            values.identifier(self.name)
        except ValueError as error:
            self.tell((), str(error), at_key=True)

    def _paths(self, paths: Sequence[str], named: bool) -> dict[str, Problem]:
        if not named:
            return {path: self.spot for path in paths}
        spots: dict[str, Problem] = {}
        for number, path in enumerate(paths):
            if path in spots:
                self.tell(("paths", str(number)), f"{path} is there twice")
            spots.setdefault(path, self.problems.spot(*self.steps, "paths", str(number)))
        return spots

    def _twice(self, levels: Sequence[Level], spots: Sequence[Problem]) -> None:
        seen = set()
        for level, spot in zip(levels, spots, strict=True):
            if level.cell in seen:
                self.problems.tell_at(spot, f"{values.shown(level.cell)} is there twice")
            seen.add(level.cell)


def spaced(low: float, high: float, scale: str, points: int) -> tuple[float, ...]:
    """Numbers from low to high at equal distances, in logs for the scale `log`, to 12 digits of the larger end.

    >>> spaced(0.0, 1.0, "linear", 11)[3], spaced(0.001, 1.0, "log", 4)
    (0.3, (0.001, 0.01, 0.1, 1.0))
    """
    unit = max(abs(low), abs(high))
    inner = [between(low, high, scale, place / (points - 1)) for place in range(1, points - 1)]
    if scale == "log":
        rounded = [float(f"{number:.12g}") for number in inner]
    else:
        rounded = [float(f"{number:.12g}") if abs(number) > 1e-12 * unit else 0.0 for number in inner]
    return (low, *(min(max(number, low), high) for number in rounded), high)
