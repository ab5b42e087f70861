"""Random questions in every form, each an event of one variable or of several."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

FORMS = ("reaches", "is", "within of", "given", "all", "any", "not", "nested", "given all", "given within of")


def questions(rng: Random, variables: dict[str, Any], steps: int, still: bool) -> dict[str, tuple[str, dict[str, Any]]]:
    """Id -> form and question. still: mostly questions of one event, whose posteriors can be solved."""
    plain = still and rng.random() < 0.7
    forms = rng.choices(FORMS[:2], k=3) if plain else rng.sample(FORMS, k=6)
    asking = _Asking(rng, variables, steps)
    found = {f"Q{n}": (form, {"asks": "Is it so?", **asking.question(form)}) for n, form in enumerate(forms)}
    if plain:  # every variable's own distribution
        found |= {f"all-{n}": ("is", {"asks": "Is it so?", **asking.plain("is", n)}) for n in variables}
    return found


class _Asking:
    def __init__(self, rng: Random, variables: dict[str, Any], steps: int) -> None:
        self._rng, self._variables, self._steps = rng, variables, steps

    def question(self, form: str) -> dict[str, Any]:
        """A question of one form, with its dates."""
        rng = self._rng
        if form in ("reaches", "is"):
            return self.plain(form)
        if form == "given":
            return {**self.plain(rng.choice(("reaches", "is"))), "given": self._given()}
        if form in ("all", "any"):
            return {form: [self.plain() for _ in range(rng.choice((2, 2, 3)))]}
        if form == "not":
            return {"not": self.plain() if rng.random() < 0.5 else {"any": [self.plain(), self.plain()]}}
        if form == "nested":
            return {"all": [self.plain(), {"any": [self.plain(), {"not": self.plain()}]}]}
        if form == "given all":
            return {"all": [self.plain(), self.plain()], "given": self._given()}
        made: dict[str, Any] = {"reaches": self._condition(), "within": f"{rng.randint(1, self._steps)} steps"}
        made["of"] = self._condition()
        if rng.random() < 0.5:
            made["by"] = self._date()
        return {**made, "given": self._given()} if form == "given within of" else made

    def plain(self, kind: str | None = None, name: str | None = None) -> dict[str, Any]:
        """One event with its date."""
        kind = kind or self._rng.choice(("reaches", "is"))
        return {kind: self._condition(name), "by" if kind == "reaches" else "at": self._date()}

    def _given(self) -> dict[str, str]:
        return {k: v for _ in range(self._rng.choice((1, 1, 2))) for k, v in self._condition().items()}

    def _condition(self, name: str | None = None) -> dict[str, str]:
        name = name or self._rng.choice(sorted(self._variables))
        return {name: event(self._rng, self._variables[name])}

    def _date(self) -> str:
        """A date that is read at some step, as often as not at the last."""
        step = self._rng.choice((self._steps, self._rng.randint(1, self._steps)))
        days = self._rng.choice((0, 0, 3)) if step < self._steps else 0
        return (datetime.date(2026, 1, 5) + datetime.timedelta(days=7 * step + days)).isoformat()


def event(rng: Random, variable: dict[str, Any]) -> str:
    """Some of a variable's states, and not all."""
    states = variable["states"]
    texts = list(states)
    if variable.get("ordered", True):
        texts += [f"{state} or more" for state in states[1:]] + [f"{state} or less" for state in states[:-1]]
    if len(states) > 2:
        texts.append(f"{states[0]} or {states[rng.choice((1, 2))]}")
    return rng.choice(texts)
