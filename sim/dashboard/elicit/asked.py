"""What can be asked of a voice, in sentences: the events that voices of the file speak of, or any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sim.dashboard.added.judgment import AskedEvent
from sim.exchange.judgments.question_key import write_key
from sim.results.ancestry import ancestry, bearing
from sim.scenario.model.file import Judgment, Variable
from sim.scenario.model.form import Subject
from sim.scenario.resolve.axes import PREVIOUS, parents
from sim.scenario.resolve.events import states
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import ask_event, name_condition, plain


def list_asked(scenario: Scenario, question: str, policy: str) -> dict[str, AskedEvent]:
    """What voices of the file have been asked, by the key of the judgments' table.

    The question's own variable comes first, then what it hangs on; of one variable first the conditions that the policy
    brings about, and of these the question's own event.
    """
    target = scenario.targets[question]
    near = list(ancestry(scenario, target.variable, policy))
    order = [*near, *(name for name in scenario.variables if name not in near)]
    found: dict[str, AskedEvent] = {}
    for variable in order:
        can_hold = bearing(scenario, variable, policy)
        spoken = scenario.current.get(variable, {})
        asks = {key for key in spoken if scenario.resolved[key].said == target.states}
        for key in sorted(spoken, key=lambda key: (key not in can_hold, not spoken[key].given, key not in asks)):
            judgment = spoken[key]
            if judgment.says.subject is Subject.EVENT and not judgment.overall:
                found.setdefault(write_key(variable, judgment), _asked(variable, judgment))
    return found


def name_sentences(scenario: Scenario, found: Mapping[str, AskedEvent]) -> dict[str, str]:
    """Key -> sentence, no two alike: a browser knows a choice by what it shows."""
    seen: Counter[str] = Counter()
    told = {}
    for key, asked in found.items():
        sentence = write_sentence(scenario, asked)
        seen[sentence] += 1
        told[key] = sentence if seen[sentence] == 1 else f"{sentence} ({seen[sentence]})"
    return told


def write_sentence(scenario: Scenario, asked: AskedEvent) -> str:
    """A question in words, made of titles and labels.

    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> write_sentence(file, AskedEvent("direct_military", "incident or more", {"us_action": "limited_strike"}))
    'If “US action” is “limited strike”, will “Direct military” reach “incident” or more?'
    """
    condition, _, when = _split(name_condition(scenario, asked.judgment()))
    start = condition[0].upper() + condition[1:] if condition else "Whatever happens"
    label = plain(scenario.variables[asked.variable].label)
    event = ask_event(scenario.variables[asked.variable], asked.about)
    title = _title(scenario, asked)
    return f"{start}, will “{label}” {event}{f' {when}' if when else ''}?" + (f" ({title})" if title else "")


def list_events(variable: Variable) -> list[str]:
    """The events that can be asked of a variable, as a file writes them, the most usual first."""
    names = variable.states
    if not variable.ordered:
        return list(names)
    above = [f"{state} or more" for state in names[1:-1]] + [names[-1]]
    return [*above, *(() if variable.clocked else names[1:-1]), *(() if variable.clocked else names[:1])]


def list_conditions(scenario: Scenario, variable: str) -> dict[str, list[str]]:
    """Parent -> the events that may be its part of a condition, as a file writes them."""
    found = {}
    for parent in parents(variable, scenario.variables[variable]):
        name = parent.removesuffix(PREVIOUS)
        known = scenario.variables[name]
        above = [f"{state} or more" for state in known.states[1:-1]] if known.ordered else []
        found[parent] = [*known.states, *above]
    return found


def name_parent(scenario: Scenario, parent: str) -> str:
    """A parent in words."""
    label = plain(scenario.variables[parent.removesuffix(PREVIOUS)].label)
    return f"{label}, a step before" if parent.endswith(PREVIOUS) else label


def _asked(variable: str, judgment: Judgment) -> AskedEvent:
    clock = {
        "by": str(judgment.by or ""),
        "within": f"{judgment.within} step{'s' if judgment.within != 1 else ''}" if judgment.within else "",
        "per": judgment.per or "",
    }
    kept = {key: value for key, value in clock.items() if value}
    return AskedEvent(variable, judgment.about, dict(judgment.given), kept)


def _split(told: str) -> tuple[str, str, str]:
    """The condition and the clock in what `name_condition` tells of a judgment."""
    for sign in (", by ", ", within ", ", in each "):
        before, found, after = told.rpartition(sign)
        if found:
            return before, found, found.removeprefix(", ") + after
    if told.startswith(("by ", "within ", "in each ")):
        return "", "", told
    return told, "", ""


def _title(scenario: Scenario, asked: AskedEvent) -> str:
    """The short title of the one question that asks for just this event; empty where there is none or several."""
    known = scenario.variables[asked.variable]
    said = states(asked.about, known.states, known.ordered)
    return next(iter(titles)) if len(titles := set(_titles(scenario, asked.variable, said))) == 1 else ""


def _titles(scenario: Scenario, variable: str, said: frozenset[int]) -> Iterator[str]:
    for name, target in scenario.targets.items():
        short = scenario.questions[name].short
        if short and target.compound is None and (target.variable, target.states) == (variable, said):
            yield plain(short)
