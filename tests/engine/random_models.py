"""Random tiny models that hold every structure which solving tells apart, small enough to enumerate."""

from __future__ import annotations

import numpy as np
from tiny_models import Model, fixed, floor, table

from sim.scenario.resolve.policy_path import PolicyPath

STEPS = 3
KINDS = ("plain", "trait", "loop", "restless", "echo", "long")


def random_model(seed: int) -> Model:
    """Two that remember and two that are drawn once in a chain; by `seed % 6` one thing more.

    A trait that lasts and that a variable with memory reads; a loop through a lag; a restless parent;
    one that reads a variable drawn once, anew each step; a third drawn once, one state more.
    """
    rng, kind = np.random.default_rng(seed), KINDS[seed % len(KINDS)]
    sizes = {str(rng.choice(["first", "second", "near", "middle"])): 3}
    tables = []

    def add(name: str, axes: list[tuple[str, int]], **how) -> None:
        named = [(other, sizes.get(other, 2), lag) for other, lag in axes]
        tables.append(table(rng, name, sizes.get(name, 2), named, steps=STEPS, **how))

    if kind == "trait":
        add("trait", [], once=True)
    lasting = [("trait", 0)] if kind == "trait" else []
    loop = [("second", 1)] if kind == "loop" else []
    add("first", [*lasting, *loop, ("first", 1)], never_falls=not loop and seed % 4 < 2, start=0, phases=2)
    add("second", [("second", 1), ("first", seed // 6 % 2)], start=1)
    if kind == "restless":
        add("restless", [("first", 0)] if seed % 4 else [])
    add("near", [("first", 0), ("restless" if kind == "restless" else "second", 0)], once=True, merge=seed % 3 == 0)
    add("middle", [*lasting, ("near", 0)] if seed % 4 else [("near", 0), ("second", 0)], once=True)
    if kind == "echo":
        add("echo", [("near", 0)])
    if kind == "long":
        add("far", [("middle", 0), ("first", 0)], once=True, merge=True)
    return Model(tuple(tables), _policies(rng, {one.variable: len(one.states) for one in tables}), STEPS)


def _policies(rng: np.random.Generator, sizes: dict[str, int]) -> dict[str, dict[str, PolicyPath]]:
    """Free; one variable set throughout, one in part, one lifted."""
    names = sorted(sizes)
    paths = {name: tuple(int(s) for s in rng.integers(sizes[name], size=STEPS)) for name in names}
    chosen = [str(name) for name in rng.permutation(names)]
    return {
        "free": {},
        "set": fixed(chosen[0], None, *paths[chosen[0]]),
        "in part": fixed(chosen[1], None, *paths[chosen[1]][:1], None, *paths[chosen[1]][2:]),
        "lifted": floor(chosen[0], 0, *paths[chosen[0]]),
    }
