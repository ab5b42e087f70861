"""The claims of combed-through sources: each carried by a judgment or set aside with a reason, never both."""

from __future__ import annotations

from sim.errors import nearest
from sim.scenario.check.findings import COMPARED_MAX, Findings
from sim.scenario.model.places import Steps


def check_claims(findings: Findings) -> None:
    """Every claim that a source lists exactly once accounted for; nothing accounted for that no source lists."""
    set_aside = findings.scenario.not_encoded
    listed = _listed(findings)
    if not listed or findings.lost_in("sources"):
        return
    carried = _carried(findings, tuple(listed))
    for claim in set_aside:
        if claim not in listed:
            message = f"no source lists the claim {claim!r}{nearest(claim, tuple(listed)[:COMPARED_MAX])}"
            findings.add(("not_encoded", claim), message, at_key=True)
        elif claim in carried:
            message = f"claim {claim} is carried by the judgment {carried[claim]} as well: keep one"
            findings.add(("not_encoded", claim), message, at_key=True)
    if findings.lost_in("judgments", "not_encoded"):
        return  # what could not be read may have accounted for what seems to be missing
    for claim, here in listed.items():
        if claim not in carried and claim not in set_aside:
            findings.add(here, f"claim {claim} is carried by no judgment and has no reason in not_encoded")


def _listed(findings: Findings) -> dict[str, Steps]:
    """Every claim of a source, and where it is listed."""
    listed: dict[str, Steps] = {}
    for name, source in findings.scenario.sources.items():
        for position, claim in enumerate(source.claims):
            here: Steps = ("sources", name, "claims", str(position))
            if listed.setdefault(claim, here) != here:
                findings.add(here, f"claim {claim} is listed twice")
    return listed


def _carried(findings: Findings, listed: tuple[str, ...]) -> dict[str, str]:
    """Claim -> the first judgment that carries it: by its `claims`, or else by its own id."""
    carried: dict[str, str] = {}
    for steps, judgment in findings.judgments():
        for position, claim in enumerate(judgment.claims or steps[2:]):
            if claim in listed:
                carried.setdefault(claim, steps[2])
            elif judgment.claims:
                message = f"no source lists the claim {claim!r}{nearest(claim, listed[:COMPARED_MAX])}"
                findings.add((*steps, "claims", str(position)), message)
    return carried
