"""Random judgments: who says what of which rows, in every form of `says`, with the clock that the variable needs."""

from __future__ import annotations

import datetime
from itertools import pairwise, product
from random import Random
from typing import Any

MOST_ROWS = 24  # of a table


def judgments(
    rng: Random, name: str, variables: dict[str, Any], steps: int, *, background: bool
) -> dict[str, dict[str, Any]]:
    """All that is said of one variable."""
    speaking = _Speaking(rng, name, variables, steps)
    said = speaking.whole() if rng.random() < 0.25 and speaking.may_be_a_table else speaking.row_by_row("ann")
    if rng.random() < 0.4:
        said += speaking.row_by_row("ben")
    if background and rng.random() < 0.6:
        said.append(speaking.background())
    elif speaking.may_shift(said) and rng.random() < 0.5:
        said.append(speaking.shift())
    named = {f"{name}J{number}": one for number, one in enumerate(said)}
    _bound_by_another(rng, named, variables[name]["states"])
    return named


def _bound_by_another(rng: Random, named: dict[str, dict[str, Any]], states: list[str]) -> None:
    """Now and then the last judgment on one event of two states is bounded by the voice's one before it."""
    if len(states) > 2:
        return  # nested events that one voice bounds by each other may contradict each other
    single = [key for key, one in named.items() if one.get("about") == states[1]]
    for first, last in pairwise(single):
        before, one = named[first], named[last]
        certain = isinstance(before["says"], dict) and "certain" in before["says"]
        if before["expert"] == one["expert"] and not certain and rng.random() < 0.2:
            one["says"] = {"at_most": {"judgment": first}, "down_to": "1%"}


class _Speaking:
    def __init__(self, rng: Random, name: str, variables: dict[str, Any], steps: int) -> None:
        self._rng, self._steps = rng, steps
        variable = variables[name]
        self._states = variable["states"]
        self._ordered = variable.get("ordered", True)
        own = name + "@previous"
        parents = list(variable.get("parents", ()))
        self._axes = {p: variables[p.removesuffix("@previous")]["states"] for p in parents}
        self._never_falls = variable.get("never_falls", False)
        self._memory = self._never_falls or own in parents
        self._clocked = self._never_falls or variable.get("chance") != "once"
        self._own = own

    @property
    def may_be_a_table(self) -> bool:
        rows = 1
        for states in self._axes.values():
            rows *= len(states)
        return not self._never_falls and rows <= MOST_ROWS

    def whole(self) -> list[dict[str, Any]]:
        """A table: every row at once, some with certain cells."""
        rows = [self._split(zeros=True) for _ in product(*self._axes.values())]
        says: dict[str, Any] = {"table": [list(row.values()) for row in rows]}
        if any(1 in row.values() for row in rows):
            says["certain"] = True
        if self._rng.random() < 0.6:
            says["worth"] = self._rng.choice((5, 40))
        return [{"expert": "ann", "says": says, **({"per": "step"} if self._clocked else {})}]

    def row_by_row(self, expert: str) -> list[dict[str, Any]]:
        """One statement a combination of the states of up to two parents, all of one form and clock."""
        rng = self._rng
        usable = [p for p in self._axes if p != self._own or rng.random() < 0.3]
        chosen = rng.sample(usable, min(len(usable), rng.choice((0, 1, 1, 2, 2))))
        clock, form = self._clock(), rng.choice(("split", "more", "more"))
        found = []
        for states in product(*(self._axes[p] for p in chosen)):
            given = dict(zip(chosen, states, strict=True))
            found += self._about(expert, form, given, clock)
        return found

    def _about(self, expert: str, form: str, given: dict[str, str], clock: dict[str, str]) -> list[dict[str, Any]]:
        rng = self._rng
        frame = {"expert": expert, **({"given": given} if given else {}), **clock}
        if form == "split" or not self._ordered:
            split: dict[str, Any] = {"split": self._split(zeros=False)}
            split |= rng.choice(({}, {"odds_within": 3}, {"worth": 12}))
            return [{**frame, "about": "any", "says": split}]
        levels = sorted((rng.uniform(0.08, 0.92) for _ in self._states[1:]), reverse=True)
        if len(levels) == 1:
            return [{**frame, "about": self._states[1], "says": self._chance(levels[0], alone=True)}]
        return [
            {**frame, "about": f"{state} or more", "says": self._chance(level, alone=False)}
            for state, level in zip(self._states[1:], levels, strict=True)
        ]

    def _chance(self, level: float, *, alone: bool) -> Any:
        """One number, in one of the forms in which it can be said."""
        percent = f"{100 * level:.1f}%"
        ways: list[Any] = [
            {"probability": percent, "family": "point"},
            {"probability": percent, "odds_within": 2},
            {"probability": percent, "worth": 15},
            percent,
        ]
        if alone:
            low, high = f"{60 * level:.1f}%", f"{100 * (0.4 + 0.6 * level):.1f}%"
            ways += [
                "likely",
                "unlikely",
                {"at_most": "likely", "down_to": "2%"},
                {"at_least": "unlikely", "up_to": "97%"},
                {"at_most": percent, "down_to": "1%"},
                {"at_least": percent, "up_to": "99%", "odds_within": 2},
                {"happened": self._rng.randint(0, 4), "of": 6},
                {"low": low, "best": percent, "high": high, "confidence": "80%"},
                {"quantiles": {"10%": low, "50%": percent, "90%": high}},
                {"chips": {"0-30%": 2, "30-60%": 4, "60-100%": 1}},
                {"probability": self._rng.choice((0, 1)), "certain": True},
            ]
        return self._rng.choice(ways)

    def _split(self, *, zeros: bool) -> dict[str, float]:
        """Shares of the states in whole thousandths; `zeros`: some may be 0, and one 1."""
        rng, count = self._rng, len(self._states)
        weights = [rng.choice((0, 1, 1, 2, 5)) if zeros else rng.uniform(1, 6) for _ in range(count)]
        if not any(weights):
            weights[rng.randrange(count)] = 1
        thousandths = [int(1000 * weight / sum(weights)) for weight in weights]
        thousandths[max(range(count), key=lambda n: thousandths[n])] += 1000 - sum(thousandths)
        return {state: share / 1000 for state, share in zip(self._states, thousandths, strict=True)}

    def _clock(self) -> dict[str, str]:
        if not self._clocked:
            return {}
        step = self._rng.randint(1, self._steps)
        by = (datetime.date(2026, 1, 5) + datetime.timedelta(days=7 * step)).isoformat()
        return self._rng.choice(({"by": by}, {"within": f"{step} steps"}, {"per": "step"}, {"per": "step"}))

    def background(self) -> dict[str, Any]:
        says = {"split": self._split(zeros=False), "odds_within": 3}
        return {"expert": "author", "about": "any", "says": says, **self._clock()}

    def may_shift(self, said: list[dict[str, Any]]) -> bool:
        """A shift goes with `STATE or more` alone, along a parent that is not its own past."""
        plain = all(not isinstance(one["says"], dict) or not {"split", "table"} & one["says"].keys() for one in said)
        return plain and self._ordered and any(p != self._own for p in self._axes)

    def shift(self) -> dict[str, Any]:
        parent = self._rng.choice([p for p in self._axes if p != self._own])
        moved = {state: round(self._rng.uniform(-1.5, 1.5), 2) for state in self._axes[parent][1:]}
        return {"expert": "author", "about": "any", "says": {"shift": {parent: moved}, "sd": 0.3}}
