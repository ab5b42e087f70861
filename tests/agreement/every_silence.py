"""How likely it is, in every world, that nothing was reported: as the format says it, first visits counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from every_answer import Answering, observed_step
from every_world import once, paths, positions


def silent(scenario: Mapping[str, Any], quiet: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of every variable about which silence counts: the last step, the highest state seen, the chance and the delay."""
    found = {}
    until = observed_step(scenario, {"date": quiet["until"]})
    for name, variable in scenario["variables"].items():
        entry = quiet.get("variables", {}).get(name, {"reported": quiet["reported"]})
        entry = entry if isinstance(entry, dict) else {"reported": entry}
        named = [one for one in seen.values() if one["variable"] == name and one["date"] <= quiet["until"]]
        if entry["reported"] in ("unknown", 0) or not variable.get("ordered", True):
            continue
        if once(variable) and "delay" not in entry:
            continue
        states = variable["states"]
        known = [states.index(variable["start"])] if "start" in variable else []
        known += [states.index(entry["beyond"])] if "beyond" in entry else []
        top = max([0, *known, *(_shown(scenario, one) for one in named)])
        delay = int(entry["delay"].split()[0]) if "delay" in entry else 0
        found[name] = {"until": until, "top": top, "reported": entry["reported"], "delay": delay}
    return found


def _shown(scenario: Mapping[str, Any], one: Mapping[str, Any]) -> int:
    if "likelihood" in one:
        return int(np.argmax(list(one["likelihood"].values())))
    event = one.get("is", one.get("reached"))
    return 0 if event is None else min(positions(scenario, one["variable"], event))


def likelihood(
    every: Answering, scenario: Mapping[str, Any], quiet: Mapping[str, Any], seen: Mapping[str, Any], policy: str
) -> np.ndarray:
    """Of silence in every world, beside that of what is listed."""
    total, path = np.ones_like(every.weight), paths(scenario, policy)
    for name, said in silent(scenario, quiet, seen).items():
        states, until = scenario["variables"][name]["states"], said["until"]
        held = path.get(name, [(None, 0)] * (until + 1))[1 : until + 1]
        if any(fixed is not None for fixed, _ in held):
            continue
        for rung in range(said["top"] + 1, len(states)):
            if max(floor for _, floor in held) >= rung:
                continue
            event = list(range(rung, len(states)))
            total = total * _one_rung(every, scenario, name, event, said, seen)
    return total


def _one_rung(
    every: Answering, scenario: Mapping[str, Any], name: str, event: list[int], said: Mapping[str, Any],
    seen: Mapping[str, Any],
) -> np.ndarray:  # fmt: skip
    """The smaller of the chances to miss a rung, of silence and of what is listed, over that of what is listed."""
    missed = np.ones_like(every.weight)
    left = np.ones_like(every.weight, dtype=bool)
    for step in range(1, said["until"] + 1):
        first = left & np.broadcast_to(every.holds(name, event, step), left.shape)
        share = min(1.0, (said["until"] - step) / said["delay"]) if said["delay"] else 1.0
        missed, left = np.where(first, 1 - said["reported"] * share, missed), left & ~first
    listed = np.ones_like(missed)
    for one in seen.values():
        if one["variable"] == name and "not_reached" in one and positions(scenario, name, one["not_reached"]) == event:
            listed = listed * every.likelihood(one)
    return np.where(listed > 0, np.minimum(missed, listed) / np.where(listed > 0, listed, 1), 1.0)
