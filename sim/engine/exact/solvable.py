"""Which variables can be solved for, and from what: the core that remembers, and what only looks at it.

A pass forward in time holds the joint distribution of one step. It is exact where chance is drawn anew
each step, or once for all by a variable that never changes after. A variable that is drawn once and
follows its parents (the same uniform at every step) ties the steps together: its own distribution at
a step, and that of those who read it in the same step, is exact all the same; but nothing that
remembers may hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.exact.stage import Axis, OnStage, Stage
from sim.engine.program.graph import reachable


class Layout(OnStage):
    """What hangs on what under one policy; sets hold places of variables.

    constant: the policy (or certainty) leaves one state at every step. lasting: drawn once, and nothing that it
    reads ever changes. steady: no ancestor, nor itself, is drawn once without lasting. solvable: its
    distribution at every step can be solved for. core: what remembers, and what that reads.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        variables = stage.program.variables
        places = range(len(variables))
        seen = {place for place, _ in stage.cut}  # what is left is no certainty
        self.constant = frozenset(p for p in places if all(len(s) == 1 for s in stage.visitable[p][1:])) - seen
        self.lasting: frozenset[int] = frozenset()
        for place in places:
            if self._lasts(place):
                self.lasting |= {place}
        follows = {p for p in places if variables[p].once and p not in self.lasting and p not in self.constant}
        self.steady = frozenset(p for p in places if not follows & self.closure([p]))
        self.solvable: frozenset[int] = frozenset()
        for place in places:
            if self._solvable(place):
                self.solvable |= {place}
        remembered = {axis[0] for p in places for axis in self.reads(p) if axis[1]}
        self.core = self.closure(remembered & self.steady) if remembered else frozenset()

    def reads(self, place: int) -> list[Axis]:
        """What a variable reads that is not constant; nothing where it is constant itself."""
        if place in self.constant:
            return []
        return [link.axis for link in self.stage.links[place] if link.axis[0] not in self.constant]

    def _lasts(self, place: int) -> bool:
        stage = self.stage
        setting, variable = stage.plan.settings[place], stage.program.variables[place]
        if not variable.once or place in self.constant or any(s is not None for s in setting.fixed[1:]):
            return False
        same = len(set(setting.floor[1:])) == 1 and len(set(variable.phase_of_step[1:].tolist())) == 1
        return same and all(self._unchanging(link.axis) for link in stage.links[place])

    def _unchanging(self, axis: Axis) -> bool:
        place, lag = axis
        if lag == 0 and place in self.lasting:
            return True
        seen = self.stage.visitable[place][1 - lag : self.stage.program.steps + 1 - lag]
        return len(seen[0]) == 1 and len(set(seen)) == 1

    def _solvable(self, place: int) -> bool:
        """Parents of the same step solvable, those a step back steady."""
        if place in self.constant:
            return True
        return all(other in (self.steady if lag else self.solvable) for other, lag in self.reads(place))

    def closure(self, places: Iterable[int]) -> frozenset[int]:
        """Variables and their ancestors at any lag, without those that are constant."""
        free = (place for place in places if place not in self.constant)
        return frozenset(reachable(free, lambda place: [axis[0] for axis in self.reads(place)]))

    def parts(self) -> list[tuple[tuple[int, ...], tuple[Axis, ...]]]:
        """What is solvable outside the core, in pieces that share no variable: members, and core axes they read."""
        rest = [place for place in sorted(self.solvable) if place not in self.core and place not in self.constant]
        piece = {place: place for place in rest}
        for place in rest:
            for other, _ in self.reads(place):
                if other in piece and piece[other] != piece[place]:
                    old, new = sorted((piece[other], piece[place]), reverse=True)
                    piece = {p: new if q == old else q for p, q in piece.items()}
        found = []
        for name in dict.fromkeys(piece.values()):
            members = tuple(place for place in rest if piece[place] == name)
            axes = {axis for place in members for axis in self.reads(place) if axis[0] in self.core}
            found.append((members, tuple(sorted(axes))))
        return found
