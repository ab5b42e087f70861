"""What the checks have found so far, and which records are no longer worth checking."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.errors import Problem
from sim.scenario.model import Scenario
from sim.scenario.places import Steps


@dataclass
class Findings:
    """Problems and notes of one scenario.

    A record with a problem is `broken`: later checks pass it over, so that one mistake is told once.
    """

    scenario: Scenario
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    broken: set[Steps] = field(default_factory=set)
