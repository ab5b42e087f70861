"""A store of made-up answers over the harbour: a nudge and the pool's rule, a part a rule; one setting is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import sim
from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.sweep.model import Level, Sweep, SweepAxis, SweptScenario

HARBOUR = Path(__file__).with_name("harbour.yaml")
NUDGE, RULE = "judgments.J1.nudge", "pool.rule"
NUDGES = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
CHUNKS = [[1, 2, 3, 4, 5, 6, 7, 8], [9, 10, 11, 12, 13, 14, 15, 16]]
REFUSED = 16
TITLE = "How far does the *harbour* hang on Ann?"


def make_sweep() -> Sweep:
    """Eight nudges by two rules."""
    nudges = tuple(Level(nudge, ((NUDGE, nudge),)) for nudge in NUDGES)
    rules = tuple(Level(rule, ((RULE, rule),)) for rule in ("log", "linear"))
    axes = (SweepAxis(NUDGE, "number", nudges, (NUDGE,), -2.0, 5.0), SweepAxis(RULE, "text", rules))
    source = SweptScenario("harbour.yaml", sim.read(HARBOUR), "ab" * 32)
    return Sweep(TITLE, (source,), axes, tuple((nudge, rule) for rule in rules for nudge in nudges))


def chance(policy: str, question: str, nudge: float, rule: str) -> float:
    """A made-up answer: the nudge moves it, and the rule a little; Q2 is moved less.

    Q4 is asked of no world. Nothing moves Q3, which is asked of a world in some settings alone.
    """
    if question == "Q4" or (question == "Q3" and nudge < 0):
        return math.nan
    if question == "Q3":
        return 0.2
    size = {"Q1": 0.02, "Q2": 0.005}[question] / (1 if policy == "close" else 4)
    return 0.2 + size * nudge * nudge + (0.01 if rule == "linear" else 0.0)


def make_store(folder: Path, parts: int = 2) -> Store:
    """The store, with some of its two parts."""
    sweep = make_sweep()
    store = Store.create(folder, sweep, CHUNKS)  # type: ignore[arg-type]
    for number in range(parts):
        add_part(store, sweep, number)
    return store


def add_part(store: Store, sweep: Sweep, number: int) -> None:
    """Write one part of the store of `make_sweep()`."""
    rows: list[dict[str, Any]] = []
    for setting in sweep.settings(CHUNKS[number]):
        nudge, rule = (level.cell for level in setting.levels)
        row = {"run": setting.run, "file": "harbour.yaml", f"set:{NUDGE}": nudge, f"set:{RULE}": rule}
        if setting.run == REFUSED:
            rows.append(row | {"status": "refused", "message": "weights sum to 0"})
            continue
        for policy in ("close", "talk"):
            for question in ("Q1", "Q2", "Q3", "Q4") if policy == "close" else ("Q1", "Q2", "Q4"):
                value = chance(policy, question, float(str(nudge)), str(rule))
                ends = {"low90": value / 2, "low50": value * 0.8, "high50": value * 1.2, "high90": value * 1.5}
                answer = {"policy": policy, "question": question, "probability": value, "difference_error": 0.001}
                rows.append(row | {"status": "ok"} | answer | ends)
    store.write(number, encode_part(sweep, rows))
