"""Random scenarios over the whole format: solved answers and sampled ones against an enumeration of worlds."""

from __future__ import annotations

import pytest
from agreeing import Held, agree


def test_random_scenarios_agree_with_every_world(request: pytest.FixtureRequest) -> None:
    told = Held()
    for seed in range(request.config.getoption("--random-cases")):
        told.add(agree(seed))
    for (form, method), count in sorted(told.held.items()):
        print(f"{form:24} {method:14} {count:6}")
    assert not told.faults, "\n".join([f"{len(told.faults)} faults", *told.faults[:20]])
