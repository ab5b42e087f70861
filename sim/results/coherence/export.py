"""A coherence report as JSON, the same bytes for the same run."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sim.results.coherence.model import Coherence, Gap, NudgeMove, Proposal
from sim.results.document import document

JSON_FORMAT = "scenario-sim coherence"
JSON_VERSION = 1


def as_json(reports: Iterable[Coherence]) -> str:
    """One JSON object with a list of reports, in the order given."""
    return document(JSON_FORMAT, JSON_VERSION, "reports", (_report(one) for one in reports))


def _report(one: Coherence) -> dict[str, Any]:
    return {
        "scenario": one.scenario,
        "title": one.title,
        "file": one.file,
        "digest": one.digest,
        "policy": one.policy or None,
        **one.settings.told,
        "settled": one.settled,
        "proposals": [_proposal(proposal) for proposal in one.proposals],
        "not_compared": dict(one.left_out),
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "voice": one.voice or None,
        "variable": one.variable or None,
        "found": list(one.found),
        "gaps": [_gap(gap) for gap in one.gaps],
        "moves": [_move(move) for move in one.moves],
        "distance": one.distance,
        "borrowed": list(one.borrowed),
        "unexplained": list(one.unexplained),
    }


def _gap(one: Gap) -> dict[str, Any]:
    return {
        "judgment": one.judgment,
        "voice": one.voice,
        "variable": one.variable,
        "event": one.event,
        "said": one.said,
        "implied": one.implied,
        "gap": one.gap,
        "z": one.z if math.isfinite(one.z) else None,
        "beyond_doubt": one.beyond_doubt,
        "after": one.after,
        "under": one.basis,
        "compared": one.how,
    }


def _move(one: NudgeMove) -> dict[str, Any]:
    return {
        "judgment": one.judgment,
        "voice": one.voice,
        "variable": one.variable,
        "event": one.event,
        "said": one.said,
        "proposed": one.proposed,
        "log_odds": one.by,
        "doubt": one.sd,
        "in_doubts": one.in_doubts,
        "path": one.path,
        "nudge": one.nudge,
    }
