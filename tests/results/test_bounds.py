"""Bounds beyond the priors: in answers, explanations, reports of coherence, and under evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small import small

from sim.log_odds import log_odds_of
from sim.results.coherence.report import coherence
from sim.results.explain.report import explain
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

FERRY = {
    "F": {"expert": "ann", "about": "lost", "says": {"at_least": {"judgment": "R"}, "up_to": "95%"}},
    "B": {"expert": "ben", "about": "lost", "says": {"at_most": "20%", "down_to": "0.1%"}},
}


def limited(**ferry: Any) -> Scenario:
    return small(
        experts={"ann": {"name": "Ann"}, "ben": {"name": "Ben"}},
        variables={
            "road": {"label": "Road", "states": ["open", "closed"]},
            "ferry": {"label": "Ferry", "states": ["sails", "lost"], "parents": ["road"]},
        },
        judgments={
            "road": {"R": {"expert": "ann", "about": "closed", "says": {"at_most": "unlikely", "down_to": "1%"}}},
            "ferry": FERRY | ferry,
        },
        questions={"Q": {"asks": "Lost?", "is": {"ferry": "lost"}, "at": "2025-12-31"}},
    )


LIMITED = limited()


def test_an_answer_is_explained_by_its_bounds_and_all_shares_sum_to_one() -> None:
    made = explain(LIMITED, "Q", draws=400)
    shares = {sentence.judgment: sentence.share for sentence in made.sentences}
    assert shares["F"] > 0.1
    assert shares["B"] > 0.1
    assert sum(shares.values()) + sum(part.share for part in made.parts) == pytest.approx(1.0, abs=1e-6)
    swings = {swing.sentence.judgment: swing for swing in made.tornado}
    assert swings["F"].low < swings["F"].high
    assert not made.not_held


def test_a_bound_lowered_lowers_what_it_bounds() -> None:
    """Under every policy's answer, though no row of the ferry hangs on the road."""
    told = [forecast(edit(LIMITED, {"judgments.R.nudge": by}), draws=200).answers["let_it_run", "Q"] for by in (-2, 2)]
    assert told[0].median < told[1].median


def test_an_overall_bound_is_brought_to_agree() -> None:
    says = {"at_least": {"judgment": "F"}, "up_to": "99%"}
    report = coherence(limited(W={"expert": "ann", "about": "lost", "overall": True, "says": says}), draws=100)
    (own, pooled) = report.proposals
    for proposal in (own, pooled):
        (gap,) = proposal.gaps
        assert abs(gap.gap) > 0.5
        assert abs(gap.after) < 1e-3
    assert {move.judgment for move in pooled.moves} >= {"F", "W"}


def test_evidence_teaches_a_bound_and_what_it_bounds() -> None:
    """A draw in which the road was likelier to close is one in which the ferry is likelier to be lost."""
    seen = Observation("E", "road", 1, at=(0.0, 1.0), text="road is closed")
    made = forecast(LIMITED, draws=400, observations=(seen,))
    learned = {one.judgment: one for one in made.seen["let_it_run"].judgments}
    for key in ("R", "F"):
        before, after = learned[key].before, learned[key].after
        assert log_odds_of(after[1]) > log_odds_of(before[1]) + 0.1
    assert np.isclose(learned["B"].after[1], learned["B"].before[1], rtol=0.5)
