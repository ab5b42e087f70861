"""What only numbers can show: a voice that contradicts itself, a prior of an odd shape, a parent without effect."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from sim.errors import ModelError, Problem
from sim.priors.consistency.allowed import find_allowed, find_empty_bounds, median
from sim.priors.consistency.contradictions import contradictions
from sim.priors.consistency.oversights import oversights
from sim.priors.families.fit_beta import beta_total
from sim.priors.reading.judgment import read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows.matching import Statement, VariableRows, match
from sim.priors.rows.weights import weigh
from sim.scenario.model.bounds import Bound
from sim.scenario.model.elicited import Chips, Marginals, Quantiles, Range
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Number
from sim.scenario.resolve.scenario import Scenario


def check(scenario: Scenario) -> tuple[str, ...]:
    """The warnings of a scenario's beliefs; raises ModelError with every contradiction.

    Cheap: no draws are made.
    """
    weighing = weigh(scenario)
    scenario = weighing.heard
    matched = {name: match(scenario, name) for name in sorted(scenario.variables)}
    wrong = [problem for rows in matched.values() for problem in problems(scenario, rows)]
    if wrong:
        raise ModelError(wrong)
    return (*weighing.warnings, *oversights(scenario), *warnings(scenario, matched))


def notes(scenario: Scenario) -> tuple[str, ...]:
    """What `sim check` says of a sound scenario: notes on the file, then warnings of its beliefs.

    Raises ModelError with every voice that contradicts itself.

    >>> from sim.scenario.file.read import read
    >>> notes(read("scenarios/first-steps.yaml"))
    ()
    """
    return (*scenario.notes, *check(scenario))


def problems(scenario: Scenario, rows: VariableRows) -> list[Problem]:
    """Every pair of one voice's statements whose medians cross: the part would be likelier than the whole."""
    found: dict[tuple[str, str], Problem] = {}
    for group in rows.groups:
        spoken = [(event, s) for event, statements in group.speakers for s in statements]
        for (whole, a), (part, b) in combinations(spoken, 2):
            if a.voice != b.voice or a.id == b.id or not part < whole or (a.id, b.id) in found:
                continue
            high, low = find_allowed(scenario, rows, a, whole)[1], find_allowed(scenario, rows, b, part)[0]
            if low > high + 1e-9:
                clock = " a step" if a.steps is not None else ""
                message = (
                    f"{b.voice} contradicts {a.id}: '{rows.in_words(part)}' "
                    f"{'is no less than' if isinstance(b.says, Bound) else 'has the median'} {100 * low:.3g} %{clock} "
                    f"here, but '{rows.in_words(whole)}', which holds it, "
                    f"{'at most' if isinstance(a.says, Bound) else 'only'} {100 * high:.3g} %{clock} there"
                    f"{_proposal(scenario, rows, b)}"
                )
                found[a.id, b.id] = scenario.problem(f"judgments.{b.id}.says", message)
    for group in rows.groups:
        for event, statements in group.speakers:
            sure = [s for s in statements if isinstance(s.says, Number) and s.says.certain]
            if len({median(scenario, rows, s, event) for s in sure}) > 1:
                first, second = sure[0], sure[1]
                message = f"is certain of the opposite of {first.id} ({first.voice}) on '{rows.in_words(event)}'"
                found.setdefault((first.id, second.id), scenario.problem(f"judgments.{second.id}.says", message))
    return [*find_empty_bounds(scenario, rows), *found.values()]


def _proposal(scenario: Scenario, rows: VariableRows, statement: Statement) -> str:
    """The nearest words of the voice that do not contradict each other, as the end of a message."""
    for found in contradictions(scenario, [rows]):
        if found.voice == statement.voice and found.nudges is not None:
            group = scenario.judgments[rows.name]
            moves = [f"judgments.{key}.nudge = {group[key].nudge + x:.2f}" for key, x in found.nudges.items() if x]
            return f"; nearest without contradiction: about {', '.join(moves)} (`sim coherence` has it exactly)"
    return ""


def warnings(scenario: Scenario, matched: Mapping[str, VariableRows]) -> tuple[str, ...]:
    """What may be meant but probably is not: J-shaped priors, fits that miss, parents that change no row."""
    out = []
    for variable in (name for name in scenario.judgments if name in matched):
        for key, judgment in scenario.current[variable].items():
            says = judgment.says
            out += _misses(scenario, variable, key, judgment)
            if isinstance(says, Number) and says.worth is not None:
                beta = beta_total(says.probability, says.worth + 2.0)
                if min(beta.a, beta.b) < 1.0:
                    out.append(
                        f"judgments.{key}.says: {100 * says.probability:.3g} % worth {says.worth:g} cases is "
                        f"{beta.name}, a J that piles up at {'0' if beta.a < 1 else '1'}; odds_within says it better"
                    )
        rows = matched[variable]
        for i, axis in enumerate(rows.axes):
            across = np.moveaxis(rows.row_of, i + 1, 0)
            if i != rows.own and len(axis.states) > 1 and (across == across[:1]).all():
                idle = f"{axis.name} changes no row (no judgment or shift speaks of it)"
                out.append(f"variables.{variable}.parents: {idle}")
    return tuple(out)


def _misses(scenario: Scenario, variable: str, key: str, judgment: Judgment) -> list[str]:
    """One warning for a judgment whose fitted quantiles lie outside the rounding cells of the elicited ones."""
    if isinstance(judgment.says, Marginals):
        row = dirichlet(judgment.says, scenario.variables[variable].states)
        points, family = row.points, row.name
    elif isinstance(judgment.says, Range | Quantiles | Chips):
        reading = read_event(scenario, judgment)
        points, family = reading.fit, reading.family
    else:
        return []
    missed = [
        f"{f'{point.of}, ' if point.of else ''}{100 * point.level:.3g} %: "
        f"{100 * point.elicited:.3g} % became {100 * point.fitted:.3g} %"
        for point in points
        if point.missed
    ]
    return [f"judgments.{key}.says: {family} misses quantiles ({'; '.join(missed)})"] if missed else []
