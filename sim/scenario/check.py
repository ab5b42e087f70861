"""What a scenario's parts must be to each other; every problem at once."""

from __future__ import annotations

from collections.abc import Iterable

from sim.scenario.findings import Findings
from sim.scenario.model import Scenario
from sim.scenario.places import Steps


def check(scenario: Scenario, lost: Iterable[Steps] = (), known: Iterable[str] = ()) -> Findings:
    """Every problem of meaning, and the notes."""
    return Findings(scenario)
