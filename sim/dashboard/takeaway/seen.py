"""What the visit has as seen on the page Learn, as a report takes it: as options of `sim report`, or as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.dashboard.learn.beside import EvidenceBeside, find_folder, read_beside
from sim.dashboard.learn.choice import CHANCES, GivenCondition, LearnChoice, gather_seen, settle_choice
from sim.dashboard.learn.size import fit_watching
from sim.dashboard.learn.work import LearnRun
from sim.dashboard.state import State
from sim.results.replay.days import BESIDE
from sim.results.report.recipe import Named
from sim.scenario.evidence.file import said
from sim.scenario.file import read, yaml_text
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.yaml_write import write_entry


@dataclass(frozen=True)
class SeenOfVisit:
    """What was seen, by the options of `sim report`.

    evidence: the name and text of a file of observations. given: more of them, each `VARIABLE: EVENT @ DATE`. until:
    only those up to this day count. is_written: whether the file lies nowhere yet, since none says just that.
    draws: by which the report is made; 0 for those of the view.
    """

    evidence: Named | None = None
    given: tuple[str, ...] = ()
    until: date | None = None
    is_written: bool = False
    draws: int = 0


NOTHING_SEEN = SeenOfVisit()


def find_seen_of_visit(state: State, scenario: Scenario, name: str) -> SeenOfVisit:
    """What counts as seen on the page Learn in a view: `NOTHING_SEEN` where nothing does.

    scenario: that of the view. name: of a file that has to be written. Raises OSError where the evidence beside the
    scenario cannot be read any more.
    """
    known = read_beside(scenario)
    chosen, _ = settle_choice(state, scenario, known)
    seen = gather_seen(scenario, known, chosen)
    if not seen:
        return NOTHING_SEEN
    run = LearnRun(scenario, state.policy, state.question, state.draws, state.worlds, state.seed)
    draws = fit_watching(run, seen)
    if _is_as_beside(known, chosen):
        file = (BESIDE, _read_beside(scenario)) if known.entries or known.quiet else None
        return SeenOfVisit(file, tuple(one.text for one in chosen.given), chosen.day, draws=draws)
    return SeenOfVisit((name, write_seen(scenario, known, chosen, state.learn_quiet)), is_written=True, draws=draws)


def write_seen(scenario: Scenario, known: EvidenceBeside, chosen: LearnChoice, chance: str) -> str:
    """A file of evidence with all that counts as seen, and nothing else.

    chance: of a report, a name of `CHANCES`, where silence counts and the file beside the scenario says nothing of it.
    """
    beside = yaml_text.parse(_read_beside(scenario), BESIDE).data if known.entries or known.quiet else {}
    counted = {one.id for one in chosen.shows(known)}
    records = {key: record for key, record in beside.get("evidence", {}).items() if key in counted}
    for number, one in enumerate(chosen.given, start=1):
        records[next(key for key in (f"G{number}", f"given_{number}") if key not in records)] = _record(scenario, one)
    data: dict[str, Any] = {"schema_version": 1, "evidence": records}
    until = None if chosen.silence is None else min(chosen.silence.until, chosen.day)
    if until is not None and until > scenario.as_of:
        data["quiet"] = {**(beside.get("quiet") or {"reported": CHANCES[chance]}), "until": until}
    return "\n".join(line for key, value in data.items() for line in write_entry(key, value, 0)) + "\n"


def _is_as_beside(known: EvidenceBeside, chosen: LearnChoice) -> bool:
    """Whether the file beside the scenario, conditions and a day say all that counts as seen."""
    plain = all(" *" not in one.text and (one.observation.date or chosen.day) <= chosen.day for one in chosen.given)
    return not chosen.without and chosen.silence == known.quiet and plain


def _read_beside(scenario: Scenario) -> str:
    folder = find_folder(scenario)
    assert folder is not None  # there is evidence in it
    return read.read_text(folder / BESIDE)


def _record(scenario: Scenario, given: GivenCondition) -> Mapping[str, object]:
    """A condition as an entry of a file; an uncertain one by how likely the sign is in each state."""
    words, star, _ = given.text.rpartition(" *")
    record: dict[str, object] = dict(said(words if star else given.text, "the address"))
    if star and given.observation.at is not None:
        states = scenario.variables[given.observation.variable].states
        del record["is"]
        record["likelihood"] = dict(zip(states, map(float, given.observation.at), strict=True))
    return record
