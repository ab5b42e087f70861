"""Who says what about what, on which condition, in words: no identifier, no Markdown, no number that a move changes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.priors.reading.judgment import read_event
from sim.results.forecast.percent import percent
from sim.scenario.model.bounds import Bound
from sim.scenario.model.file import Judgment, Variable
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Phrase
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.events import states
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.lines import curl_quotes, hold_figures
from sim.show.naming.stated import Stated, find_stated

TRUST = "pool.gamma"
"""The path of the number that says how far words deserve trust."""
_NO_LETTERS = re.compile(r"[\\`*\[\]<>$~|^{}]")
_LINKS = (
    (re.compile(r":(?=[\w/+-])(?!\d)"), ": "), (re.compile(r"\bwww\."), "www "), (re.compile(r"&(?=#?\w+;)"), "and ")
)  # fmt: skip
_FIRST = re.compile(r"^[#+=!>-]+\s*")


def plain(text: str) -> str:
    """A text on one line without what Markdown would take for a sign: the name of a slider is drawn and read as it is.

    >>> plain("*bold* [x](y): `a_b`, :red[z] https://example.org"), plain("12:30, 5 - 7")
    ('bold x(y): a b, : redz https: //example.org', '12:30, 5 - 7')
    """
    line = " ".join(_NO_LETTERS.sub("", text.replace("_", " ")).split()).replace("@", " at ")
    for sign, instead in _LINKS:
        line = sign.sub(instead, line)
    return hold_figures(curl_quotes(_FIRST.sub("", line)))


def quote(scenario: Scenario, judgment: Judgment) -> str:
    """What was said, as short as it can be quoted: 'unlikely', at most 'unlikely', 0 of 26, 20 %."""
    says = judgment.says
    if isinstance(says, Phrase):
        return f"'{says.phrase}'"
    if isinstance(says, Bound):
        return f"{says.key.replace('_', ' ')} {_limit(scenario, says)}"
    return read_event(scenario, judgment).phrase if says.subject is Subject.EVENT else "split"


def name_path(file: Scenario, path: str, target: Target | None = None) -> str:
    """What a value is called in a list: a nudge, a weight or trust as its slider has it, else the path in words.

    target: of the question that is looked at; a split is named by its event.
    """
    first, _, rest = path.partition(".")
    if path == TRUST:
        return "trust in words"
    if first == "experts" and rest.endswith(".weight") and rest.removesuffix(".weight") in file.experts:
        return f"weight of {name_voice(file, rest.removesuffix('.weight'))}"
    known = file.resolved.get(rest.removesuffix(".nudge")) if first == "judgments" and rest.endswith(".nudge") else None
    if known is None:
        return {"lexicon": "phrase book"}.get(path, words.read_aloud(path.replace(".", " ")))
    return name_said(file, known.record, find_stated(file, known.variable, known.record, target), known.variable)


def name_voice(file: Scenario, voice: str) -> str:
    """A voice inside a sentence."""
    name = plain(file.experts[voice].name)
    return name.replace("The ", "the ", 1) if name.startswith("The ") else name


def name_said(file: Scenario, judgment: Judgment, stated: Stated | None, variable: str) -> str:
    """Who said what, in short: the phrase, of a split the event that stands for it.

    stated: what a slider shows of the judgment, None where it has none.
    """
    speaker = file.experts[judgment.expert].name
    if stated is None:
        return plain(f"{speaker} on {file.variables[variable].label}")
    own = f"on {name_event(file, variable, stated.event)}" if stated.quoted else quote(file, judgment)
    return plain(f"{speaker} {own}")


def name_event(scenario: Scenario, variable: str, event: str) -> str:
    """An event in words: the short title of the question that asks for it, else the variable's label and the state."""
    known = scenario.variables[variable]
    said = states(event, known.states, known.ordered)
    titles = {
        short
        for name, target in scenario.targets.items()
        if target.compound is None and (target.variable, target.states) == (variable, said)
        for short in [scenario.questions[name].short]
        if short
    }
    return titles.pop() if len(titles) == 1 else f"{known.label}: {words.read_aloud(event)}"


def name_condition(scenario: Scenario, judgment: Judgment) -> str:
    """On which condition a judgment holds and by when; empty where it holds whatever happens."""
    conditions = [name_state(scenario, parent, event) for parent, event in judgment.given.items()]
    parts = ["if " + " and ".join(conditions)] if conditions else []
    if judgment.by:
        parts.append(f"by {words.day(judgment.by)}")
    elif judgment.within:
        parts.append(f"within {name_duration(scenario.timeline.step, judgment.within)}")
    elif judgment.per_step:
        parts.append(f"in each {scenario.timeline.step.removeprefix('1 ')}")
    return ", ".join(parts)


def describe_judgment(scenario: Scenario, judgment: Judgment) -> str:
    """What a judgment is about, on which condition, and by when."""
    about = "every state" if judgment.about == "any" else words.read_aloud(judgment.about)
    return ", ".join(part for part in (about, name_condition(scenario, judgment)) if part)


def _limit(scenario: Scenario, says: Bound) -> str:
    if says.other is not None:
        other = scenario.resolved[says.other]
        return f"what is said of {name_event(scenario, other.variable, other.record.about)}"
    return f"'{says.limit}'" if isinstance(says.limit, str) else percent(float(says.limit))  # type: ignore[arg-type]


def name_state(scenario: Scenario, parent: str, event: str) -> str:
    """What one parent's event is called in a condition; a policy's own words where it brings the lever there."""
    name = parent.removesuffix(PREVIOUS)
    variable = scenario.variables[name]
    before = " a step before" if parent.endswith(PREVIOUS) else ""
    told = _told_by_policies(scenario, name)
    lowest, *others = event.removesuffix(" or more").removesuffix(" or less").split(" or ")
    if lowest in told and not before and all(state in told for state in others):
        less = " or less" if event.endswith(" or less") else ""
        return " or ".join(told[state] for state in (lowest, *others)) + less
    return f"“{variable.label}” {'was' if before else 'is'} {quote_states(event)}{before}"


def quote_states(event: str) -> str:
    """An event with its states in quotation marks, so that it can stand in a sentence.

    >>> quote_states("minister_contact or more"), quote_states("none or cargo"), quote_states("out")
    ('“minister contact” or more', '“none” or “cargo”', '“out”')
    """
    parts = event.split(" or ")
    return " or ".join(part if part in ("more", "less") else f"“{words.read_aloud(part)}”" for part in parts)


def ask_event(variable: Variable, event: str) -> str:
    """What is asked of a variable, as the end of a sentence that begins with its label in quotation marks.

    >>> ask_event(Variable(label="X", states=["no", "a_bit", "all"]), "a_bit or more")
    'reach “a bit” or more'
    """
    up = len(variable.states) > 2 and variable.ordered and (event.endswith(" or more") or event == variable.states[-1])
    return f"{'reach' if up else 'be'} {plain(quote_states(event))}"


def _told_by_policies(scenario: Scenario, lever: str) -> Mapping[str, str]:
    """State of a lever -> the words of the policy that brings it there, as the file has them."""
    conditions = scenario.presentation.conditions if scenario.presentation is not None else {}
    found: dict[str, str] = {}
    for policy, text in conditions.items():
        path = scenario.paths.get(policy, {}).get(lever)
        if path is not None and path.fixed[-1] is not None:
            found.setdefault(scenario.variables[lever].states[path.fixed[-1]], text)
    return found


def name_duration(step: str, count: int) -> str:
    """So many steps as a time.

    step: as in the file. count: of them.

    >>> name_duration("1 week", 14), name_duration("3 days", 2), name_duration("1 day", 1)
    ('14 weeks', '6 days', '1 day')
    """
    number, unit = step.split()
    total = int(number) * count
    return f"{total} {unit.rstrip('s')}{'' if total == 1 else 's'}"
