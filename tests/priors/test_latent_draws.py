"""What is handed on per draw is what the rows were made of: votes times words give the row back."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sim.arrays import Floats
from sim.log_odds import expit, logit
from sim.priors.build import build
from sim.priors.latent_draws import Drawn, Spoke, drawn
from sim.priors.reading.judgment import read_event
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[2]
DRAWS = 300

BOX = """
schema_version: 1
id: box
title: A box
as_of: 2025-12-24
timeline: {steps: 4, step: 1 week}
background: [cat]
experts:
  ann: {name: Ann}
  bob: {name: Bob, weight: 2}
  cat: {name: Cat, kind: assumption, weight: 0.5}
variables:
  lever: {label: Lever, role: lever, states: [down, up]}
  box: {label: Box, states: [shut, ajar, open], parents: [lever]}
judgments:
  box:
    A1: {expert: ann, about: ajar or more, given: {lever: up}, says: unlikely}
    A2: {expert: ann, about: ajar or more, given: {lever: down}, says: almost no chance}
    B1: {expert: bob, about: shut, given: {lever: up}, says: {probability: 70%, odds_within: 3}}
    C1: {expert: cat, about: any, says: {split: {shut: 90%, ajar: 8%, open: 2%}, odds_within: 4}}
policies: {rest: {lever: down}, pull: {lever: up}}
questions:
  Q: {asks: "Is the box opened by 21 January 2026?", is: {box: ajar or more}, at: 2026-01-21}
"""


@pytest.fixture(scope="module")
def box() -> Scenario:
    return loads(BOX)


def behind(scenario: Scenario, name: str, row: int, draws: int = DRAWS) -> Drawn:
    """What lies behind one row of a variable."""
    counts = np.zeros(build(scenario, 2, 1).tables[name].row_of[0].size, dtype=bool)
    counts[row] = True
    return drawn(build(scenario, draws, 1), {name: counts}, scenario.timeline.steps)


def by_id(found: Drawn) -> dict[str, Spoke]:
    return {one.judgment: one for one in found.spoke}


def test_votes_times_words_are_the_row(box: Scenario) -> None:
    found = behind(box, "box", 1)
    spoke = by_id(found)
    assert list(spoke) == ["A1", "B1", "C1"]
    voices = ("ann", "bob", "cat")
    said = np.stack([spoke[key].log_odds[0] for key in ("A1", "B1", "C1")])
    pooled = np.sum(found.pooled[voices] * said, axis=0)
    table = build(box, DRAWS, 1).tables["box"]
    assert np.abs(pooled - logit(table.tails[table.row_of[0, 1], :, 0])).max() < 1e-9


def test_each_votes_with_the_share_it_has_there_and_the_background_alone(box: Scenario) -> None:
    found = behind(box, "box", 1)
    shares = found.pooled["ann", "bob", "cat"]
    for share, key in zip(shares[:2], ("A1", "B1"), strict=True):
        assert (by_id(found)[key].votes == share).all()
    assert sorted(map(tuple, by_id(found)["C1"].votes[:, :2])) == sorted(map(tuple, [shares[2][:2], [1.0, 1.0]]))


def test_rows_that_do_not_count_are_not_listened_to(box: Scenario) -> None:
    assert list(by_id(behind(box, "box", 0))) == ["A2", "C1"]


CLOCK = """
schema_version: 1
id: clock
title: A clock
as_of: 2025-12-24
timeline: {steps: 4, step: 1 week}
experts:
  ann: {name: Ann}
  bob: {name: Bob}
variables:
  strike: {label: Strike, states: [none, some], never_falls: true, start: none}
judgments:
  strike:
    A1: {expert: ann, about: some, by: 2025-12-31, says: unlikely}
    B1: {expert: bob, about: some, by: 2026-01-21, says: likely}
policies: {none: {}}
questions:
  Q: {asks: "A strike by 21 January 2026?", reaches: {strike: some}, by: 2026-01-21}
"""


@pytest.mark.parametrize(("steps", "ways"), [(1, 1), (4, 2)])
def test_only_rows_in_force_up_to_the_last_step_count(steps: int, ways: int) -> None:
    """Ann falls silent after a week; from then on Bob speaks alone."""
    found = by_id(drawn(build(loads(CLOCK), 10, 1), {"strike": np.ones(2, dtype=bool)}, steps))
    assert len(found["B1"].votes) == ways
    assert len(found["A1"].votes) == 1


def test_a_complement_is_told_and_its_own_probability_falls(box: Scenario) -> None:
    spoke = by_id(behind(box, "box", 1))
    assert [one.folded for one in spoke.values()] == [False, True, False]
    assert np.median(expit(-spoke["B1"].log_odds[0])) == pytest.approx(0.7, abs=0.005)


def test_what_is_certain_has_no_column(box: Scenario) -> None:
    certain = edit(box, {"judgments.B1.says": {"probability": 1, "certain": True}})
    assert len(by_id(behind(certain, "box", 1))["B1"].log_odds) == 0


def test_each_draw_reads_by_the_book_that_is_told(box: Scenario) -> None:
    blend = edit(box, {"lexicon": {"capphrase": 2, "icd203": 1}})
    found = behind(blend, "box", 1, 999)
    assert found.lexicons == ("capphrase", "icd203")
    assert np.bincount(found.lexicon).tolist() == pytest.approx([666, 333], abs=5)
    spoke = by_id(found)
    assert [one.by_lexicon for one in spoke.values()] == [True, False, False]
    books = [family for _, family in read_event(blend, blend.judgments["box"]["A1"]).families]
    for book, family in enumerate(books):
        said = np.sort(spoke["A1"].log_odds[0][found.lexicon == book])
        expected = family.log_odds((np.arange(said.size) + 0.5) / said.size)
        assert np.abs(said - expected)[5:-5].max() < 0.3
        assert abs(said.mean() - expected.mean()) < 0.05


def rise_together(one: Floats, other: Floats) -> bool:
    """Whether neither falls where the other rises."""
    return bool((np.diff(other[np.lexsort((other, one))]) >= 0).all())


def test_lockstep_is_sharing_a_latent_column() -> None:
    """On the flagship: judgments of one name rank the draws alike, judgments of two names do not.

    Draws in which a bound's words fall below its floor stand at the floor together: S6c ties where S27b does not.
    """
    scenario = read(ROOT / "scenarios" / "venezuela-2025")
    sizes = {name: table.row_of[0].size for name, table in build(scenario, 2, 1).tables.items()}
    rows = {name: np.ones(size, dtype=bool) for name, size in sizes.items()}
    spoke = [one for one in drawn(build(scenario, 200, 1), rows, scenario.timeline.steps).spoke if len(one.log_odds)]
    shared = 0
    for one, other in combinations(spoke, 2):
        same = rise_together(one.log_odds[0], other.log_odds[0])
        assert same == (one.lockstep == other.lockstep), (one.judgment, other.judgment)
        shared += same
    assert shared > 10


FORMS = {
    "one doubt": ("{split: {shut: 90%, ajar: 8%, open: 2%}, odds_within: 3}", 1),
    "worth": ("{split: {shut: 90%, ajar: 8%, open: 2%}, worth: 20}", 2),
    "table": ("{table: [[0.9, 0.08, 0.02], [0.5, 0.3, 0.2]], worth: 20}", 2),
    "bare table": ("{table: [[0.9, 0.08, 0.02], [0.5, 0.3, 0.2]]}", 0),
    "shift": ("{shift: {lever: {up: 1}}, sd: 0.4}", 1),
    "sure shift": ("{shift: {lever: {up: 1}}}", 0),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_hands_on_its_own_columns(form: str) -> None:
    says, columns = FORMS[form]
    text = BOX.replace("{split: {shut: 90%, ajar: 8%, open: 2%}, odds_within: 4}", says)
    found = by_id(behind(loads(text), "box", 1))
    assert len(found["C1"].log_odds) == columns


def test_an_unordered_split_has_a_column_a_state() -> None:
    text = BOX.replace("parents: [lever]}", "parents: [lever], ordered: false}").replace("ajar or more", "ajar")
    assert len(by_id(behind(loads(text), "box", 1))["C1"].log_odds) == 3
