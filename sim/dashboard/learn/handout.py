"""The report of what this page shows: `sim report` of the view with just what counts as seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st
import yaml

from sim.dashboard.learn.beside import EvidenceBeside, find_folder
from sim.dashboard.learn.choice import CHANCES, GivenCondition, LearnChoice
from sim.dashboard.takeaway.parcel import Parcel
from sim.dashboard.takeaway.seen import SeenOfVisit
from sim.dashboard.takeaway.source import read_source
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.results.replay.days import BESIDE
from sim.scenario.evidence.file import said
from sim.scenario.file import read, yaml_text
from sim.scenario.resolve.scenario import Scenario


def draw_report(visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice, policy: str) -> None:
    """Draw the button; the report is made when it is pressed, and has what was seen in it."""
    state = replace(visit.state, policy=policy)
    try:
        source = read_source(state)
    except (OSError, StopIteration, SimError):  # told where the page draws its head
        return
    seen = write_seen(visit.scenario, known, chosen, CHANCES.get(state.learn_quiet))
    parcel = Parcel(source.raw, visit.file, state, datetime.now(UTC).date(), seen, few=True)
    st.download_button(
        "Report of this view (HTML)", parcel.report_html, f"{parcel.stem}-seen.html", "text/html", key="learn-report",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    st.caption("The chosen answer given what counts as seen here; it takes some seconds.")


def write_seen(
    scenario: Scenario, known: EvidenceBeside, chosen: LearnChoice, reported: float | None = None
) -> SeenOfVisit:
    """What counts as seen, as a file of evidence: the one beside the scenario where nothing else was chosen.

    reported: the chance of a report, where the file says nothing of silence and silence counts.
    """
    folder = find_folder(scenario)
    file = None if folder is None else folder / BESIDE
    text = "" if file is None or known.problem is not None or not file.is_file() else read.read_text(file)
    own = bool(text) and not chosen.without and not chosen.given and chosen.silence is known.quiet
    if not own:
        text = _write(scenario, text, chosen, reported)
    ahead = any(one.observation.date and one.observation.date > chosen.day for one in chosen.given)
    return SeenOfVisit((BESIDE, text), until=None if ahead else chosen.day) if text else SeenOfVisit()


def _write(scenario: Scenario, text: str, chosen: LearnChoice, reported: float | None) -> str:
    """The file with the entries that count, those that are supposed, and silence as it was chosen."""
    written: dict[str, Any] = dict(yaml_text.parse(text.removeprefix("\ufeff"), BESIDE).data) if text else {}
    listed = dict(written.get("evidence") or {})
    entries = {name: dict(record) for name, record in listed.items() if name not in chosen.without}
    entries = {name: record for name, record in entries.items() if str(record["date"]) <= chosen.day.isoformat()}
    for number, one in enumerate(chosen.given, start=1):
        name = f"supposed-{number}"
        entries[name if name not in listed else f"{name}-here"] = _record(scenario, one)
    made: dict[str, Any] = {"schema_version": 1, "evidence": entries}
    until = None if chosen.silence is None else min(chosen.silence.until, chosen.day)
    if until is not None and until > scenario.as_of:
        made["quiet"] = {**(written.get("quiet") or {"reported": reported}), "until": until.isoformat()}
    if not entries and "quiet" not in made:
        return ""
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True)


def _record(scenario: Scenario, supposed: GivenCondition) -> dict[str, Any]:
    """A condition as an entry of a file of evidence."""
    one = supposed.observation
    if one.at is None or set(one.at) <= {0.0, 1.0}:
        return said(supposed.text, "the address")
    states = scenario.variables[one.variable].states
    assert one.date is not None
    likelihood = dict(zip(states, one.at, strict=True))
    return {"variable": one.variable, "date": one.date.isoformat(), "likelihood": likelihood}
