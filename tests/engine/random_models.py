"""Random tiny models that hold every structure which solving tells apart, small enough to enumerate."""

from __future__ import annotations

import numpy as np
from tiny_models import Model, fixed, floor, table

from sim.scenario.structure import PolicyPath

STEPS = 3


def random_model(seed: int) -> Model:
    """Two that remember, one lever that lasts, one restless, and up to three drawn once in a chain."""
    rng = np.random.default_rng(seed)
    sizes: dict[str, int] = {}
    tables = []

    def add(name: str, axes: list[tuple[str, int]], **kind) -> None:
        sizes[name] = sizes.get(name) or int(rng.integers(2, 4))
        named = [(other, sizes.setdefault(other, 2), lag) for other, lag in axes]
        tables.append(table(rng, name, sizes[name], named, steps=STEPS, **kind))

    chance = rng.random(8)
    if chance[0] < 0.5:
        add("trait", [], once=True)
    sizes["first"] = sizes["second"] = 2 + int(rng.integers(2)) * (chance[1] < 0.3)
    lasting = [("trait", 0)] if "trait" in sizes and chance[2] < 0.6 else []
    loop = [("second", 1)] if chance[3] < 0.4 else []
    add("first", [*lasting, *loop, ("first", 1)], never_falls=not loop and chance[4] < 0.6, start=0, phases=2)
    add("second", [("second", 1), ("first", int(chance[5] < 0.3))], start=1 * (chance[1] < 0.5))
    if chance[6] < 0.5:
        add("restless", [("first", 0)] if chance[7] < 0.5 else [])
    kinds = [name for name in ("restless", "second") if name in sizes]
    add("near", [("first", 0), (str(rng.choice(kinds)), 0)], once=True)
    sizes["middle"] = sizes["far"] = 2
    add("middle", [("near", 0)] + ([("trait", 0)] if "trait" in sizes else []), once=True, merge=chance[2] < 0.3)
    if chance[5] < 0.6:
        add("far", [("middle", 0), ("second", 0)], once=True)
    if chance[4] < 0.4:
        add("echo", [("near", 0), ("first", 1)])
    return Model(tuple(tables), _policies(rng, sizes), STEPS)


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
