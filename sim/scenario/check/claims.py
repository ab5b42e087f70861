"""The claims of combed-through sources: each carried by a judgment or set aside with a reason, never both."""

from __future__ import annotations

from sim.errors import nearest
from sim.scenario.check.findings import Findings
from sim.scenario.model.places import Steps

_COMPARED_MAX = 1000


def check_claims(findings: Findings) -> None:
    """Every claim that a source lists exactly once accounted for; nothing accounted for that no source lists."""
    scenario = findings.scenario
    listed = _listed(findings)
    if not listed or any(steps[:1] == ("sources",) for steps in findings.lost):
        return
    carried = _carried(findings, tuple(listed))
    for claim in scenario.not_encoded:
        here: Steps = ("not_encoded", claim)
        if claim not in listed:
            hint = nearest(claim, tuple(listed)[:_COMPARED_MAX])
            findings.add(here, f"no source lists the claim {claim!r}{hint}", at_key=True)
        elif claim in carried:
            message = f"claim {claim} is carried by the judgment {carried[claim]} as well: keep one"
            findings.add(here, message, at_key=True)
    if any(steps[:1] in (("judgments",), ("not_encoded",)) for steps in findings.lost):
        return  # what could not be read may have accounted for what seems to be missing
    for claim, here in listed.items():
        if claim not in carried and claim not in scenario.not_encoded:
            findings.add(here, f"claim {claim} is carried by no judgment and has no reason in not_encoded")


def _listed(findings: Findings) -> dict[str, Steps]:
    """Every claim of a source, and where it is listed."""
    listed: dict[str, Steps] = {}
    for name, source in findings.scenario.sources.items():
        for position, claim in enumerate(source.claims):
            here: Steps = ("sources", name, "claims", str(position))
            if claim in listed:
                findings.add(here, f"claim {claim} is listed twice")
            listed.setdefault(claim, here)
    return listed


def _carried(findings: Findings, listed: tuple[str, ...]) -> dict[str, str]:
    """Claim -> the first judgment that carries it: by its `claims`, or else by its own id."""
    carried: dict[str, str] = {}
    for variable, group in findings.scenario.judgments.items():
        for name, judgment in group.items():
            for position, claim in enumerate(judgment.claims or (name,)):
                if claim in listed:
                    carried.setdefault(claim, name)
                elif judgment.claims:
                    here = ("judgments", variable, name, "claims", str(position))
                    findings.add(here, f"no source lists the claim {claim!r}{nearest(claim, listed[:_COMPARED_MAX])}")
    return carried
