"""The timeline must stay within the calendar, and nothing later than `as_of` may inform a prior."""

from __future__ import annotations

import datetime

from sim.scenario.findings import Findings
from sim.scenario.places import Steps


def check_timeline(findings: Findings) -> None:
    """The end of the timeline, the dates of sources and of judgments."""
    scenario = findings.scenario
    if not findings.sound("as_of"):
        return
    if findings.sound("timeline"):
        try:
            findings.words.calendar  # noqa: B018 - the look finds out
        except OverflowError:
            findings.add(("timeline", "steps"), "the timeline ends after the year 9999")
    for name, source in scenario.sources.items():
        if source.date is not None:
            _check_date(findings, ("sources", name, "date"), source.date)
    for variable, group in scenario.judgments.items():
        for name, judgment in group.items():
            if judgment.date is not None:
                _check_date(findings, ("judgments", variable, name, "date"), judgment.date)


def _check_date(findings: Findings, steps: Steps, date: datetime.date) -> None:
    if date > findings.scenario.as_of:
        message = f"{date} is after as_of ({findings.scenario.as_of}): nothing later may inform a prior"
        findings.add(steps, message)
