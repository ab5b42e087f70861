"""What every world answers: questions and observations read as the format describes them, world by world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from every_world import Worlds, positions, step_of


class Answering:
    """The answers of all worlds of one draw.

    weight: (worlds,), with the likelihood of what was seen.
    """

    def __init__(self, scenario: Mapping[str, Any], worlds: Worlds, seen: Mapping[str, Any]) -> None:
        self._scenario, self._worlds = scenario, worlds
        self.steps: int = scenario["timeline"]["steps"]
        self.weight = worlds.weight
        for one in seen.values():
            self.weight = self.weight * self.likelihood(one)

    def probability(self, question: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """(steps,) P(yes and asked), and P(asked); at each step with every later deadline moved to it.

        A question of one event, which has no other deadline to keep step with, is read at each step alike.
        """
        found = np.zeros((2, self.steps))
        for step in range(1, self.steps + 1):
            yes, asked = self._answer(question, step)
            found[0, step - 1] = self._mass(yes & asked)
            found[1, step - 1] = self._mass(asked)
        return found[0], found[1]

    def slice(self, name: str) -> np.ndarray:
        """(steps, states): P(state at step)."""
        states = len(self._scenario["variables"][name]["states"])
        return np.array(
            [[self._mass(self.holds(name, [s], step)) for s in range(states)] for step in range(1, self.steps + 1)]
        )

    def _mass(self, flags: np.ndarray) -> float:
        return float(self.weight[np.broadcast_to(flags, self.weight.shape)].sum())

    def holds(self, name: str, states: list[int], step: int) -> np.ndarray:
        """Whether a variable is in one of some states at a step, in every world."""
        return np.isin(self._worlds.states[name, step], states)

    def _event(self, condition: Mapping[str, str], step: int) -> np.ndarray:
        """Whether an event holds at a step."""
        ((name, text),) = condition.items()
        return self.holds(name, positions(self._scenario, name, text), step)

    def _reached(self, condition: Mapping[str, str], last: int) -> np.ndarray:
        """Whether it has held at some step 1..last."""
        return np.any(np.broadcast_arrays(*(self._event(condition, step) for step in range(1, last + 1))), axis=0)

    def _answer(self, question: Mapping[str, Any], now: int) -> tuple[np.ndarray, np.ndarray]:
        """Whether the answer is yes, and whether the question is asked, as far as a step."""
        several = "of" in question or "given" in question or not {"reaches", "is"} & question.keys()
        if not several:
            if "reaches" in question:
                return self._reached(question["reaches"], now), np.ones(1, dtype=bool)
            return self._event(question["is"], now), np.ones(1, dtype=bool)
        deadline = min(now, self._last(question))
        asked = np.ones(1, dtype=bool)
        for name, text in question.get("given", {}).items():
            asked = asked & self._reached({name: text}, deadline)
        if "of" not in question:
            return self._clause(question, now), asked
        window = int(str(question["within"]).split()[0])
        yes, started, left = np.zeros((3, len(self.weight)), dtype=int)
        for step in range(1, deadline + 1):
            starts = self._event(question["of"], step) & (started == 0)
            left = np.where(starts, window + 1, left)
            started = started | starts
            yes = yes | (self._event(question["reaches"], step) & (left > 0))
            left = left - 1
        return yes > 0, asked & (started > 0)

    def _last(self, question: Mapping[str, Any]) -> int:
        """The latest deadline in a question."""
        own = question.get("by", question.get("at"))
        if own is not None:
            return step_of(self._scenario, own)
        parts = [*question.get("all", ()), *question.get("any", ()), *([question["not"]] if "not" in question else [])]
        return max((self._last(part) for part in parts), default=self.steps)

    def _clause(self, part: Mapping[str, Any], now: int) -> np.ndarray:
        if "reaches" in part:
            return self._reached(part["reaches"], min(now, step_of(self._scenario, part["by"])))
        if "is" in part:
            return self._event(part["is"], min(now, step_of(self._scenario, part["at"])))
        if "not" in part:
            return ~self._clause(part["not"], now)
        parts = np.broadcast_arrays(*(self._clause(one, now) for one in part.get("all", part.get("any"))))
        return np.all(parts, axis=0) if "all" in part else np.any(parts, axis=0)

    def likelihood(self, one: Mapping[str, Any]) -> np.ndarray:
        """The likelihood of an observation in every world."""
        name = one["variable"]
        step = observed_step(self._scenario, one)
        if "likelihood" in one:
            told = np.array(list(one["likelihood"].values()))
            return told[self._worlds.states[name, step].astype(int)] / told.max()
        if "is" in one:
            return self._event({name: one["is"]}, step).astype(float)
        if "reached" in one:
            return self._reached({name: one["reached"]}, step).astype(float)
        missed = 1 - one.get("sensitivity", 1)
        return np.where(self._reached({name: one["not_reached"]}, step), missed, 1.0)


def observed_step(scenario: Mapping[str, Any], one: Mapping[str, Any]) -> int:
    """The step that holds an observation's date."""
    return -(-(_days(one["date"]) - _days(scenario["as_of"])) // 7)


def _days(date: str) -> int:
    return np.datetime64(date, "D").astype(int)


def steps_seen(scenario: Mapping[str, Any], one: Mapping[str, Any]) -> range:
    """The steps at which an observation looks at its variable."""
    step = observed_step(scenario, one)
    return range(1, step + 1) if {"reached", "not_reached"} & one.keys() else range(step, step + 1)
