"""Which judgments are another's bound, and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.model.bounds import Bound
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Form
from sim.scenario.resolve.scenario import Scenario


def find_limits(scenario: Scenario, group: Mapping[str, Judgment]) -> dict[str, tuple[str, Judgment]]:
    """The judgments that bound those of `group`, and theirs in turn: id -> its variable and itself."""
    found: dict[str, tuple[str, Judgment]] = {}
    waiting = list(group.values())
    while waiting:
        says = waiting.pop().says
        if isinstance(says, Bound) and says.other is not None and says.other not in found:
            exact = scenario.resolved[says.other]
            found[says.other] = exact.variable, exact.record
            waiting.append(exact.record)
    return found


def find_root(scenario: Scenario, says: Form) -> Form:
    """What a judgment's word rests on in the end: of a bound that is another judgment, what that one rests on."""
    while isinstance(says, Bound) and says.other is not None:
        says = scenario.resolved[says.other].says
    return says


def bounded_variables(scenario: Scenario, *judgments: str) -> tuple[str, ...]:
    """The variables with a judgment whose bound is one of `judgments`, directly or through others, in the file's order.

    >>> from sim.scenario.file.read import read
    >>> bounded_variables(read("scenarios/first-steps.yaml"))
    ()
    """
    return tuple(
        variable for variable, group in scenario.judgments.items() if find_limits(scenario, group).keys() & judgments
    )
