"""A scenario between two: some of the edits from the first file to the second are made, the others are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.results.replay.days import is_silence
from sim.results.replay.edits import DEPTHS, HOMES, SILENT, Edit, find_edits, value_at
from sim.results.replay.model import SILENCE
from sim.results.replay.news import NOTHING_ELSE
from sim.scenario.evidence.silence import with_silence
from sim.scenario.file.read import build
from sim.scenario.model.lexicon_files import Beside
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.observations import Observation, Observations
from sim.scenario.resolve.scenario import Scenario

Seen = Sequence[Observation]


@dataclass(frozen=True, eq=False)
class WatchedScenario:
    """One end of a comparison: a scenario and what was seen."""

    scenario: Scenario
    seen: Seen = ()


def evidence_edits(first: Seen, second: Seen) -> list[Edit]:
    """What was seen on one side alone, or differently, in the order of the second; silence last.

    An observation in the same words is the same: what silence takes over of it belongs to silence.
    """
    old, new = ({one.id: one for one in seen if not is_silence(one)} for seen in (first, second))
    edits = []
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            edits.append(Edit(("evidence", key), "evidence", f"seen: {new[key].text}"))
        elif key not in new:
            edits.append(Edit(("evidence", key), "evidence", f"no longer seen: {old[key].text}"))
        elif old[key].text != new[key].text:
            edits.append(Edit(("evidence", key), "evidence", f"{old[key].text} -> {new[key].text}"))
    if _silence(first) != _silence(second):
        edits.append(Edit(("evidence", SILENCE), "evidence", NOTHING_ELSE))
    return edits


@dataclass(frozen=True, eq=False)
class Mixture:
    """Two ends and the edits between them."""

    first: WatchedScenario
    second: WatchedScenario
    edits: tuple[Edit, ...]

    @classmethod
    def between(cls, first: WatchedScenario, second: WatchedScenario) -> Mixture:
        """Finds the edits."""
        edits = find_edits(first.scenario, second.scenario) + evidence_edits(first.seen, second.seen)
        return cls(first, second, tuple(edits))

    def take(self, made: Collection[Edit]) -> WatchedScenario:
        """The scenario and what was seen with some of the edits made; raises what `build` raises."""
        if len(made) == len(self.edits):
            return self.second
        return self.first if not made else WatchedScenario(self._scenario(made), self._seen(made))

    def _scenario(self, made: Collection[Edit]) -> Scenario:
        ways = {one.steps for one in made if one.group != "evidence"}
        if not ways:
            return self.first.scenario
        if all(one.group == "evidence" or one.steps in ways for one in self.edits):
            return self.second.scenario
        old, new = self.first.scenario.file, self.second.scenario.file
        edited = {one.steps for one in self.edits}
        data: dict[str, Any] = {}
        for key in dict.fromkeys((*new._data, *old._data)):
            if key in ("alternatives", "presentation", "not_encoded"):
                continue  # no number hangs on them, and they may name what is not there
            if key == "sources":
                data[key] = _without_claims({**old._data.get(key, {}), **new._data.get(key, {})})
            elif (value := _mixed((key,), old._data, new._data, edited, ways)) is not SILENT:
                data[key] = value
        return build(data, Places(new.name), beside=self._beside(ways))

    def _beside(self, ways: Collection[Steps]) -> Beside:
        """What both files have read from their folders; of two of one name, that of the side whose edit is made."""
        one, other = self.first.scenario.file._beside, self.second.scenario.file._beside
        lists = {**one.lists, **other.lists} if ("lexicons",) in ways else {**other.lists, **one.lists}
        newer = ("pool", "recalibrate") in ways
        records = {**one.records, **other.records} if newer else {**other.records, **one.records}
        return replace(other, lists=lists, records=records)

    def _seen(self, made: Collection[Edit]) -> Seen:
        """What was seen, silence about what lies beyond it included: with an entry it is heard of once."""
        ways = {one.steps for one in made}
        edited = {one.steps for one in self.edits}
        silent = ("evidence", SILENCE)
        quiet = self.second if silent in ways or silent not in edited else self.first
        old, new, words = ({one.id: one for one in _written(side.seen)} for side in (self.first, self.second, quiet))
        listed = []
        for key in dict.fromkeys((*new, *old)):
            if ("evidence", key) in edited:
                chosen = (new if ("evidence", key) in ways else old).get(key)
            else:
                chosen = words.get(key)
            listed += [] if chosen is None else [chosen]
        if isinstance(quiet.seen, Observations):
            return with_silence(listed, quiet.seen.quiet, quiet.scenario)
        return [*listed, *filter(is_silence, quiet.seen)]


def _written(seen: Seen) -> Seen:
    """The list as it was written, without what silence says and what it takes over."""
    return seen.written if isinstance(seen, Observations) else [one for one in seen if not is_silence(one)]


def _without_claims(sources: Mapping[str, Any]) -> dict[str, Any]:
    """Sources that do not ask for every claim of theirs to be carried by a judgment."""
    return {name: {key: value for key, value in one.items() if key != "claims"} for name, one in sources.items()}


def _mixed(steps: Steps, old: Any, new: Any, edited: Collection[Steps], ways: Collection[Steps]) -> Any:
    """The value there: the second file's where its edit is made, else the first's."""
    if steps[0] not in HOMES:
        return value_at(new, steps)
    if len(steps) == DEPTHS.get(steps[0], 1):
        return value_at(new if steps in ways or steps not in edited else old, steps)
    there = [value for value in (value_at(new, steps), value_at(old, steps)) if isinstance(value, Mapping)]
    if not there:
        return SILENT
    keys = dict.fromkeys(str(key) for value in there for key in value)
    parts = {key: _mixed((*steps, key), old, new, edited, ways) for key in keys}
    return {key: value for key, value in parts.items() if value is not SILENT} or SILENT


def _silence(seen: Seen) -> list[tuple[object, ...]]:
    return [(one.variable, one.step, sorted(one.ever), one.if_ever) for one in seen if is_silence(one)]
