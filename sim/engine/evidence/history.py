"""What must be remembered of the cells that were met, so that what was seen can be weighed; the same in every draw.

Of observed variables drawn once, given the cells met, one group says nothing of another. So a chain need not hold the
pieces of their uniforms, only which of their situations were met when something was seen; the likelihood of that is
summed over the pieces, draw by draw, and weighs the past at the step that saw the last of the group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.groups import LaidEvidence, Letters, ObservedGroup, letters_of
from sim.engine.exact.response_types import Situations, lettered, situations
from sim.engine.exact.stage import Stage

MOST_PAIRS = 50_000  # of cells and pasts that are looked at, all steps together
MOST_BITS = 8  # of a letter

Places = NDArray[np.intp]
Content = tuple[tuple[bytes | None, ...], int | None]
"""What is seen at a step, of each variable; with the step where it is not sure."""
Key = tuple[Content, frozenset[int], int]
"""Something seen: what, the situations met so far where they matter, and the situation."""
Met = tuple[frozenset[int], frozenset[int]]
"""Of a group: the situations met so far where they matter, and all that has been seen, by number."""
NOTHING: Met = (frozenset(), frozenset())


@dataclass(frozen=True, eq=False)
class GroupPast:
    """How a group is remembered. met: its situations. letters: of its pieces. keys: all that may be seen, numbered.
    ends: what may have been seen in the end, numbered."""

    group: ObservedGroup
    met: Situations
    letters: Letters
    keys: dict[Key, int] = field(default_factory=dict)
    ends: dict[frozenset[int], int] = field(default_factory=dict)

    def after(self, before: Met, step: int, situation: int) -> Met:
        """What is remembered after one more step."""
        visited, keys = before
        matters, content = self._steps[step - 1]
        if matters:
            visited = visited | {situation}
        if content is not None:
            keys = keys | {self.keys.setdefault((content, visited, situation), len(self.keys))}
        return visited, keys

    @cached_property
    def _steps(self) -> list[tuple[bool, Content | None]]:
        """By step, up to the last looked at: whether the situation met there matters later, and what is seen there."""
        watches, found = self.group.watches.values(), list[tuple[bool, Content | None]]()
        for step in range(1, self.group.last + 1):
            factors = [watched.factors.get(step) for watched in watches]
            sure = all(factor is None or np.isin(factor, (0.0, 1.0)).all() for factor in factors)
            told = tuple(None if factor is None else factor.tobytes() for factor in factors)
            matters = any(watched.pasts > 1 and step <= watched.last for watched in watches)
            found.append((matters, (told, None if sure else step) if any(told) else None))
        return found

    def likelihood(self, stage: Stage, draws: Places) -> Floats:
        """(ends, draws): of all that may have been seen in the end. Raises TooManyPieces."""
        made, letters = lettered(stage, self.met, draws, self.letters.events)
        starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
        parts = [self._factor(key, letters) for key in self.keys]
        found = np.empty((len(self.ends), len(draws)))
        for keys, place in self.ends.items():
            weight = made.weight
            for key in sorted(keys):
                weight = weight * parts[key]
            found[place] = np.add.reduceat(weight, starts)
        return found

    def _factor(self, key: Key, letters: NDArray[np.uint8]) -> Floats:
        """(pieces,): the likelihood of one thing seen."""
        (content, _), visited, situation = key
        total = np.ones(letters.shape[1])
        for told, (place, watched) in zip(content, self.group.watches.items(), strict=True):
            if told is not None:
                factor = np.frombuffer(told).reshape(watched.moves.shape)
                past = np.zeros(letters.shape[1], dtype=np.intp)
                for met in sorted(visited) if watched.pasts > 1 else ():
                    past = watched.after(past, self.letters.state(place, letters[met]))
                total = total * factor[past, self.letters.state(place, letters[situation])]
        return total


def group_past(seen: LaidEvidence, group: ObservedGroup) -> GroupPast | None:
    """How a group is remembered; None where its letters are too long."""
    letters = letters_of(group.watches)
    if len(letters.events) > MOST_BITS:
        return None
    return GroupPast(group, situations(seen.stage, group.shown.axes, group.shown.followers), letters)
