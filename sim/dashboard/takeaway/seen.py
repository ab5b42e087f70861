"""What the visit has as seen, as a report takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sim.results.report.recipe import Named


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
