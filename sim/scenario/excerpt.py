"""What the rows of one variable can hang on, cut out of a scenario, and a fingerprint of it.

Rows are made from the excerpt and from nothing else: what is not in it cannot reach them, so that equal
fingerprints mean equal rows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sim.scenario.model.file import Judgment
from sim.scenario.resolve.bounds import find_limits
from sim.scenario.resolve.scenario import Scenario

_LEFT_OUT: dict[str, object] = {
    "id": "excerpt", "title": "excerpt", "description": None, "retrospective": False, "presentation": None,
    "sources": {}, "not_encoded": {}, "policies": {}, "questions": {}, "seeds": {}, "alternatives": {},
}  # fmt: skip


def excerpt(scenario: Scenario, variable: str) -> Scenario:
    """The scenario without what does not concern one variable's rows.

    Left in: the variable, its parents, the judgments about it, the experts who made them and the others of their camps,
    with the weights they have in the scenario, and all that is set for the whole file (lexicon, pool, dependence,
    background, dates). Judgments on other variables that bound one of these are left in too, and speak in no row.
    Raises KeyError for an unknown variable.
    """
    group = scenario.judgments.get(variable, {})
    limits = {key: pair for key, pair in find_limits(scenario, group).items() if key not in group}
    near = {variable, *(axis.variable for axis in scenario.axes[variable]), *(name for name, _ in limits.values())}
    silent: dict[str, dict[str, Judgment]] = {}
    for key, (name, judgment) in limits.items():
        silent.setdefault(name, {})[key] = judgment
    voices = {judgment.expert for judgment in group.values()}
    camps = {scenario.experts[voice].camp for voice in voices} - {None}
    file = scenario.file.changed(
        **_LEFT_OUT,
        variables={name: part for name, part in scenario.variables.items() if name in near},
        judgments=({variable: group} if variable in scenario.judgments else {}) | silent,
        experts={name: e for name, e in scenario.experts.items() if name in voices or e.camp in camps},
        camps={name: camp for name, camp in scenario.camps.items() if name in camps},
    )
    return replace(
        scenario,
        file=file,
        order=tuple(name for name in scenario.order if name in near),
        axes={variable: scenario.axes[variable]},
        current={variable: scenario.current[variable], **{name: {} for name in silent}},
        resolved={key: scenario.resolved[key] for key in (*group, *limits)},
        paths={},
        targets={},
    )


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of all data of a scenario, the order of the file included: texts about rows come in that order.

    >>> from sim.scenario.file.read import loads
    >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
    >>> one = loads(head + "variables: {x: {label: X, states: [no, yes]}}")
    >>> other = loads(head + "variables: {x: {label: X, states: [no, yes]}}\\nsources: {s: {title: S}}")
    >>> fingerprint(one) == fingerprint(other), fingerprint(excerpt(one, "x")) == fingerprint(excerpt(other, "x"))
    (False, True)
    """
    text = json.dumps(scenario.content(), separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
