"""The stories of whole worlds: the commonest one by one, the others by what no told story comes to, and the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.results.paths.model import PathStory
from sim.results.paths.naming import tell_rung, tell_story
from sim.results.paths.tally import PathCounts
from sim.scenario.resolve.scenario import Scenario

OTHERS = "all other stories"
MOST_HIDDEN = 3
"""Events that are told by themselves because no told story comes to them."""
States = tuple[int, ...]


@dataclass(frozen=True)
class _Hidden:
    """A rung that no told story reaches, and the stories that do."""

    name: str
    rung: int
    stories: tuple[int, ...]


@dataclass(frozen=True)
class StoryTeller:
    """Tells the stories that were counted. names: the variables. settled: those that the policy sets throughout."""

    scenario: Scenario
    names: Sequence[str]
    settled: Collection[str]
    counts: PathCounts

    def tell(self, top: int) -> tuple[PathStory, ...]:
        """The `top` commonest, then at most `MOST_HIDDEN` groups of others, then all others; shares add up to 1.

        Of equally common stories first comes the one with the lowest states. A group holds the stories that come to an
        event to which no told story comes, the rarest event first; a story is in one group.
        """
        counted = self.counts.stories
        order = sorted(counted, key=lambda story: (-float(counted[story].sum()), story))
        order = [story for story in order if counted[story].any()]
        told, others = order[:top], order[top:]
        made, left = [self._story(story) for story in told], self.counts.weight.copy()
        for story in told:
            left -= counted[story]
        events = list[str]()
        for hidden in self._find_hidden(told, others):
            still = set(others)
            if group := [story for story in hidden.stories if story in still]:
                made.append(self._group(hidden, group, events))
                left -= self._sum(group)
                others = [story for story in others if story not in set(group)]
                events.append(tell_rung(self.scenario, hidden.name, hidden.rung))
        share, error = self.counts.share(np.maximum(left, 0.0)) if others else (0.0, 0.0)
        return (*made, PathStory({}, OTHERS, share, error, len(others)))

    def _read(self, story: int) -> States:
        """The states of a story, in the order of the variables."""
        states = list[int]()
        for name in reversed(self.names):
            story, state = divmod(story, len(self.scenario.variables[name].states))
            states.insert(0, state)
        return tuple(states)

    def _story(self, story: int) -> PathStory:
        states = self._read(story)
        share, error = self.counts.share(self.counts.stories[story])
        error = 0.0 if all(name in self.settled for name in self.names) else error
        known = self.scenario.variables
        told = {name: known[name].states[state] for name, state in zip(self.names, states, strict=True)}
        return PathStory(told, tell_story(self.scenario, self.names, states), share, error)

    def _sum(self, group: Sequence[int]) -> Floats:
        return np.asarray(np.stack([self.counts.stories[story] for story in group]).sum(axis=0), dtype=np.float64)

    def _group(self, hidden: _Hidden, group: Sequence[int], before: Sequence[str]) -> PathStory:
        """group: the stories, the commonest first. before: the events of the groups before, to which none comes."""
        share, error = self.counts.share(self._sum(group))
        states = self.scenario.variables[hidden.name].states
        more = " or more" if hidden.rung < len(states) - 1 else ""
        event = {hidden.name: states[hidden.rung] + more}
        name = tell_rung(self.scenario, hidden.name, hidden.rung)
        without = f" (without {', '.join(before)})" if before else ""
        return PathStory({}, name + without, share, error, len(group), event, self._story(group[0]))

    def _find_hidden(self, told: Sequence[int], others: Sequence[int]) -> list[_Hidden]:
        """The lowest rung of every ordered variable that no told story reaches and others do, the rarest first."""
        read = {story: self._read(story) for story in (*told, *others)}
        found = list(self._list_hidden(read, told, others))
        weight = {one: float(self._sum(one.stories).sum()) for one in found}
        return sorted(found, key=lambda one: (weight[one], self.names.index(one.name)))[:MOST_HIDDEN]

    def _list_hidden(
        self, read: Mapping[int, States], told: Sequence[int], others: Sequence[int]
    ) -> Iterator[_Hidden]:  # fmt: skip
        for place, name in enumerate(self.names):
            if self.scenario.variables[name].ordered:
                rung = max((read[story][place] for story in told), default=0) + 1
                if reaching := tuple(story for story in others if read[story][place] >= rung):
                    yield _Hidden(name, rung, reaching)
