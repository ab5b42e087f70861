"""What a scenario's parts must be to each other: every problem at once, each told once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from sim.scenario.check_boxes import check_boxes
from sim.scenario.check_claims import check_claims
from sim.scenario.check_clocks import check_clocks
from sim.scenario.check_graph import check_graph
from sim.scenario.check_judgments import check_judgments
from sim.scenario.check_lexicons import check_lexicons
from sim.scenario.check_questions import check_policies, check_questions
from sim.scenario.check_says import check_says
from sim.scenario.check_seeds import check_seeds
from sim.scenario.check_timeline import check_timeline
from sim.scenario.check_variables import check_variables
from sim.scenario.check_voices import check_voices
from sim.scenario.findings import Findings, TooMany
from sim.scenario.model import ScenarioFile
from sim.scenario.places import Steps

# From the frame inwards: each check may rely on what the ones before it have let through.
_CHECKS = (
    check_timeline,
    check_lexicons,
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
    with contextlib.suppress(TooMany):
        for part in _CHECKS:
            part(findings)
    return findings
