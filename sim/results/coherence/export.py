"""A coherence report as JSON, the same bytes for the same run."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sim.results.coherence.model import Coherence, Gap, Proposal
from sim.results.document import document, record
from sim.results.settings import TOLD


def as_json(reports: Iterable[Coherence]) -> str:
    """One JSON object with a list of reports, in the order given."""
    return document("coherence", reports=[_report(one) for one in reports])


def _report(one: Coherence) -> dict[str, Any]:
    return record(
        one, f"scenario title file digest policy {TOLD} settled proposals not_compared=left_out",
        policy=one.policy or None, proposals=[_proposal(proposal) for proposal in one.proposals],
    )  # fmt: skip


def _proposal(one: Proposal) -> dict[str, Any]:
    moves = "judgment voice variable event said proposed log_odds=by doubt=sd in_doubts path nudge"
    return record(
        one, "kind voice variable found gaps moves distance borrowed unexplained",
        voice=one.voice or None, variable=one.variable or None, gaps=[_gap(gap) for gap in one.gaps],
        moves=[record(move, moves) for move in one.moves],
    )  # fmt: skip


def _gap(one: Gap) -> dict[str, Any]:
    target = record(one.target, "judgment voice variable event")
    names = "said implied gap z beyond_doubt after under=basis compared=how"
    return target | record(one, names, z=one.z if math.isfinite(one.z) else None)
