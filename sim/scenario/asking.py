"""A scenario asked other questions, under other policies, than its file holds."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.model import Question, Scenario


def asking(
    scenario: Scenario, questions: Mapping[str, Question], policies: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Scenario:
    """The scenario with these questions and policies in place of its own; what is believed stays as it is.

    Nothing is checked: the caller's events and states must exist. Paths of `sim.scenario.edit` are not for it.

    >>> from sim.scenario.read import loads
    >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
    >>> one = loads(head + "variables: {x: {label: X, states: [no, yes]}}")
    >>> sorted(asking(one, {}, {"free": {}}).policies)
    ['free']
    """
    made = scenario.model_copy(update={"questions": dict(questions), "policies": dict(policies)})
    made.__dict__.pop("digest", None)  # worked out from the whole scenario, and copied along
    return made
