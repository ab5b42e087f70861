"""A scenario asked other questions, under other policies, than its file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.scenario.model.file import Question
from sim.scenario.resolve.resolver import Resolver
from sim.scenario.resolve.scenario import Scenario


def asking(
    scenario: Scenario, questions: Mapping[str, Question], policies: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Scenario:
    """The scenario with these questions and policies in place of its own; what is believed stays as it is.

    Nothing is checked: the caller's events and states must exist. Raises ModelError for a policy that cannot be
    followed. Paths of `sim.scenario.edit` are not for it.

    >>> from sim.scenario.file.read import loads
    >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
    >>> one = loads(head + "variables: {x: {label: X, states: [no, yes]}}")
    >>> sorted(asking(one, {}, {"free": {}}).policies)
    ['free']
    """
    words = Resolver(scenario.file.changed(questions=dict(questions), policies=dict(policies)))
    words.calendar = scenario.calendar
    paths, targets = {name: words.path(name) for name in policies}, {name: words.target(name) for name in questions}
    return replace(scenario, file=words.file, paths=paths, targets=targets)
