"""From edits to steps: what cannot be made or left out by itself goes together with what it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sim.errors import SimError
from sim.priors.consistency.check import check
from sim.results.replay.days import is_silence
from sim.results.replay.edits import GROUPS, Edit, Group
from sim.results.replay.mixture import Mixture


@dataclass(frozen=True)
class EditStep:
    """One step of a waterfall: edits that are made together, in their order."""

    edits: tuple[Edit, ...]

    @property
    def group(self) -> Group:
        """That of its edits which comes first among the groups; evidence only where there is nothing else."""
        return min((one.group for one in self.edits), key=GROUPS.index)

    @property
    def id(self) -> str:
        """The path of its first edit, and how many more there are."""
        more = f" and {len(self.edits) - 1} more" if len(self.edits) > 1 else ""
        return f"{self.edits[0].path}{more}"


def find_steps(mixture: Mixture) -> list[EditStep]:
    """The smallest steps each of which can be made first, and left to the last, by itself.

    Judged by the scenario: its file must be sound and no voice may contradict itself. In the order of the edits.
    """
    steps = _joined_by_time(mixture)
    works = _Judge(mixture)
    number = 0
    while number < len(steps):
        needed = _needed(steps, number, works)
        if len(needed) > 1:
            steps = join(steps, [needed])
            number = 0
        else:
            number += 1
    order = {one: place for place, one in enumerate(mixture.edits)}
    return [EditStep(tuple(sorted(step.edits, key=order.__getitem__))) for step in steps]


def join(steps: Sequence[EditStep], together: Iterable[Collection[int]]) -> list[EditStep]:
    """The steps with some sets of them, by place, made one each, at the place of the first; no place is in two sets."""
    first = {place: min(places) for places in together for place in places}
    members: dict[int, list[Edit]] = {}
    for place, step in enumerate(steps):
        members.setdefault(first.get(place, place), []).extend(step.edits)
    return [EditStep(tuple(edits)) for edits in members.values()]


class _Judge:
    """Whether the scenario with some edits made can be run; asked once of each."""

    def __init__(self, mixture: Mixture) -> None:
        self._mixture = mixture
        self._known: dict[frozenset[Edit], bool] = {}

    def __call__(self, steps: Iterable[EditStep]) -> bool:
        made = [one for step in steps for one in step.edits]
        key = frozenset(one for one in made if one.group != "evidence")
        if key not in self._known:
            try:
                check(self._mixture.take(made).scenario)
                self._known[key] = True
            except SimError:
                self._known[key] = False
        return self._known[key]


def _needed(steps: Sequence[EditStep], number: int, works: _Judge) -> set[int]:
    """What has to go with a step, itself included, so that it can be made first and be left to the last."""
    everything = range(len(steps))
    if not works([steps[number]]):
        return _smallest(number, everything, lambda made: works(steps[place] for place in everything if place in made))
    left = [steps[place] for place in everything if place != number]
    if not works(left):
        return _smallest(
            number, everything, lambda undone: works(steps[place] for place in everything if place not in undone)
        )
    return {number}


def _smallest(number: int, everything: Iterable[int], works: Callable[[set[int]], bool]) -> set[int]:
    """A set with the step in it that works, and none of whose others can be spared."""
    kept = set(everything)
    for place in sorted(kept, reverse=True):
        if place != number and works(kept - {place}):
            kept.discard(place)
    return kept


def _joined_by_time(mixture: Mixture) -> list[EditStep]:
    """A step an edit; the two of time are one, and what was seen goes with an edit that changes what it means."""
    clock = {place for place, one in enumerate(mixture.edits) if one.steps[0] in ("as_of", "timeline")}
    variables = {one.steps[1]: place for place, one in enumerate(mixture.edits) if one.steps[0] == "variables"}
    seen = [one for side in (mixture.first, mixture.second) for one in side.seen if not is_silence(one)]
    old, new = mixture.first.scenario.variables, mixture.second.scenario.variables
    steady = {name for name in old if name in new and old[name].states == new[name].states}
    about = {one.id: variables[one.variable] for one in seen if one.variable in variables.keys() - steady}
    bound: list[set[int]] = [clock]
    for place, one in enumerate(mixture.edits):
        if one.group == "evidence":
            bound.append({place, *clock, *({about[one.steps[1]]} if one.steps[1] in about else ())})
    return join([EditStep((one,)) for one in mixture.edits], _merged(bound))


def _merged(sets: Iterable[set[int]]) -> list[set[int]]:
    """The sets with those that meet made one; single ones are left out."""
    merged: list[set[int]] = []
    for one in sets:
        meeting = [other for other in merged if other & one]
        merged = [other for other in merged if not other & one] + [set().union(one, *meeting)]
    return [one for one in merged if len(one) > 1]
