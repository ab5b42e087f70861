"""What the program tells of a scenario, with the names that people know in the place of identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.dashboard.sliders.naming import names
from sim.priors.assumption import Assumption
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario

_JOINTS = re.compile(r"(?<=\w)_(?=\w)")
_SAID_OTHERWISE = tuple((re.compile(pattern), instead) for pattern, instead in (
    (r"\bin every row\b", "whatever happens"), (r"\bof (\d+) rows\b", r"of \1 conditions"),
    (r"\bwidened ([\d.]+)x in log-odds", r"taken \1 times as unsure"), (r" evenly in log-odds", " evenly"),
    (r",? gamma [\d.]+, delta [+-]?[\d.]+", ""), (r"\bpooled log-odds\b", "pooled odds"), (r"\blog-odds\b", "odds"),
))  # fmt: skip


def say_plainly(scenario: Scenario, text: str) -> str:
    """A text of the program without identifiers of variables and judgments; blanks stand for underscores.

    A variable is known by what stands beside it (`clash: `, `clash rests`), since its name may be a word like others.
    """
    told = re.sub(rf"\b(?:judgments|variables|experts|camps|sources)\.(?={_any(_identifiers(scenario))}\b)", "", text)
    keys = {key: name_judgment(scenario, key) for key in scenario.resolved if any(letter.isdigit() for letter in key)}
    if keys:  # in brackets the same may be the grade of a source
        pattern = rf"(?<!\()\b{_any(keys)}\b(?: \({_any(scenario.variables)}\))?"
        told = re.sub(pattern, lambda found: keys[found[1]], told)
    labels = {name: variable.label for name, variable in scenario.variables.items()}
    before = re.escape(PREVIOUS)
    told = re.sub(
        rf"\b{_any(labels)}({before})?(?=: |\.parents|\.says| rests on| stays as | changes no )",
        lambda found: labels[found[1]] + (" before" if found[2] else ""), told,
    )  # fmt: skip
    told = told.replace(".says", "").replace(".parents", "")
    for otherwise, instead in _SAID_OTHERWISE:
        told = otherwise.sub(instead, told)
    return _JOINTS.sub(" ", told)


def say_assumption(scenario: Scenario, assumption: Assumption) -> str:
    """An assumption as a sentence: without the name of the variable below whose label it stands."""
    text = say_plainly(scenario, assumption.text)
    about = find_variable(scenario, assumption)
    label = scenario.variables[about].label if about else ""
    told = text.removeprefix(f"{label}: ") if label else text
    if label and told.startswith(f"{label} rests on"):
        told = told.removeprefix(f"{label} ")
    return told[:1].upper() + told[1:] + ("" if told.endswith((".", "?", "!")) else ".")


def find_variable(scenario: Scenario, assumption: Assumption) -> str:
    """The variable that an assumption is about; empty for one about voices or the pool."""
    section, _, rest = assumption.path.partition(".")
    name = rest.partition(".")[0]
    if section == "judgments" and name in scenario.resolved:
        return scenario.resolved[name].variable
    return name if section == "variables" and name in scenario.variables else ""


def name_judgment(scenario: Scenario, key: str) -> str:
    """A judgment by its speaker and the quoted words."""
    judgment = scenario.resolved[key].record
    return f"{scenario.experts[judgment.expert].name} ({names.quote(scenario, judgment)})"


def say_condition(scenario: Scenario, text: str) -> str:
    """Combinations of states as `provenance` tells them, as the end of a sentence: `if the US strikes`."""
    if ": " not in text:
        return text
    ways = []
    for way in text.split("; or "):
        parts = [part.partition(": ") for part in way.split(", ")]
        known = all(name.removesuffix(PREVIOUS) in scenario.variables for name, _, _ in parts)
        told = [names.name_state(scenario, name, event) for name, _, event in parts] if known else [way]
        ways.append(" and ".join(told))
    return "if " + ", or ".join(ways)


def _identifiers(scenario: Scenario) -> list[str]:
    return [*scenario.resolved, *scenario.variables, *scenario.experts, *scenario.camps, *scenario.sources]


def _any(words: Iterable[str]) -> str:
    """A group of a pattern that takes any of the words, the longest first."""
    return "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
