"""What a scenario's parts must be to each other: every problem at once, each told once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from sim.scenario.check.boxes import check_boxes
from sim.scenario.check.claims import check_claims
from sim.scenario.check.clocks import check_clocks
from sim.scenario.check.findings import Findings, TooManyProblems
from sim.scenario.check.frame import check_camps, check_lexicons, check_record, check_timeline, check_voices
from sim.scenario.check.graph import check_graph
from sim.scenario.check.judgments import check_judgments
from sim.scenario.check.questions import check_policies, check_questions
from sim.scenario.check.says import check_says
from sim.scenario.check.seed_questions import check_seeds
from sim.scenario.check.variables import check_variables
from sim.scenario.model.file import ScenarioFile
from sim.scenario.model.places import Steps

# From the frame inwards: each check may rely on what the ones before it have let through.
_CHECKS = (
    check_timeline,
    check_lexicons,
    check_record,
    check_camps,
    check_voices,
    check_seeds,
    check_variables,
    check_graph,
    check_judgments,
    check_says,
    check_clocks,
    check_boxes,
    check_claims,
    check_policies,
    check_questions,
)


def check(scenario: ScenarioFile, lost: Iterable[Steps] = ()) -> Findings:
    """Every problem of meaning, and the notes; `lost` are the values whose shape is wrong already."""
    findings = Findings(scenario, frozenset(lost))
    with contextlib.suppress(TooManyProblems):
        for part in _CHECKS:
            part(findings)
    return findings
