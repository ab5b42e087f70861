"""What the visit has as seen, as a report takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.dashboard.state import State
from sim.results.report.recipe import Named
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class SeenOfVisit:
    """What was seen, by the options of `sim report`.

    evidence: the name and text of a file of observations. given: more of them, each `VARIABLE: EVENT @ DATE`. until:
    only those up to this day count.
    """

    evidence: Named | None = None
    given: tuple[str, ...] = ()
    until: date | None = None


NOTHING_SEEN = SeenOfVisit()


def find_seen_of_visit(state: State, scenario: Scenario, folder: Path | None) -> SeenOfVisit:
    """What a view has as seen: nothing, since no field of it says so.

    A page on which something is seen gives its fields of the state their meaning here. folder: of the scenario's file;
    None where it was uploaded.
    """
    return NOTHING_SEEN
