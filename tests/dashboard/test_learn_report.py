"""The report that the page "Learn" hands on: what counts as seen on the page, as a file of evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_learn_page import ENTRIES, HEAD, QUIET

import sim
from sim.dashboard.learn.beside import read_beside
from sim.dashboard.learn.choice import CHANCES, gather_seen, settle_choice
from sim.dashboard.learn.handout import write_seen
from sim.dashboard.state import State
from sim.dashboard.takeaway.parcel import Parcel
from sim.dashboard.takeaway.seen import SeenOfVisit
from sim.engine.evidence.observed import by_content
from sim.show.report.verify import verify

HARBOUR = Path(__file__).with_name("harbour.yaml")
VIEWS = (
    State(), State(learn_day="2026-01-05"), State(learn_quiet="off"), State(learn_without="O1,O3"),
    State(learn_day="2026-01-05", learn_quiet="off", learn_without="O2", learn_given="rumour: some @ 2026-01-07 *3"),
    State(learn_without="O1,O2,O3", learn_given="clash: shots or more @ 2026-01-07; mood: angry @ 2026-01-07 *10"),
)  # fmt: skip


def written(folder: Path, state: State) -> tuple[SeenOfVisit, list[str], list[str]]:
    """The file for the report; what it says was seen, and what the page has as seen."""
    scenario = sim.read(folder / "harbour.yaml")
    known = read_beside(scenario)
    chosen, problems = settle_choice(state, scenario, known)
    assert not problems
    seen = write_seen(scenario, known, chosen, CHANCES.get(state.learn_quiet))
    page = gather_seen(scenario, known, chosen)
    if seen.evidence is None:
        return seen, [], _content(page)
    file = folder / "again.yaml"
    file.write_text(seen.evidence[1], encoding="utf-8")
    return seen, _content(sim.evidence(scenario, file, until=seen.until)), _content(page)


def _content(seen: object) -> list[str]:
    return sorted(str(by_content(one)) for one in seen)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
    (tmp_path / "evidence.yaml").write_text(HEAD + ENTRIES + QUIET, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("state", VIEWS)
def test_the_report_is_told_just_what_the_page_has_as_seen(folder: Path, state: State) -> None:
    _, report, page = written(folder, state)
    assert report == page


def test_silence_counts_without_a_file_of_evidence(folder: Path) -> None:
    (folder / "evidence.yaml").unlink()
    for state in (State(), State(learn_quiet="0.9"), State(learn_given="mood: angry @ 2026-01-07")):
        _, report, page = written(folder, state)
        assert report == page
    assert written(folder, State())[0] == SeenOfVisit()


def test_the_file_beside_the_scenario_is_handed_on_as_it_stands(folder: Path) -> None:
    seen = written(folder, State(learn_day="2026-01-05"))[0]
    assert seen == SeenOfVisit(("evidence.yaml", HEAD + ENTRIES + QUIET), until=date(2026, 1, 5))


def test_the_report_is_made_again_from_what_it_holds(folder: Path) -> None:
    file = folder / "harbour.yaml"
    state = State(policy="let_it_run", question="Q3", draws=100, learn_without="O1")
    seen = written(folder, state)[0]
    made = Parcel(file.read_bytes(), sim.read(file), state, date(2026, 1, 12), seen, few=True).report_html()
    assert "every figure and word agrees" in verify(made.decode(), "report.html")
    assert "rumour likelihood none 0.2, some 1, 2026-01-05" in made.decode().replace("\u00a0", " ")
