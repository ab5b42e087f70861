"""What the program tells of a scenario, with the names that people know in the place of identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.priors.assumption import Assumption
from sim.scenario.model.voices import Source
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming import names

RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "of unknown reliability",
}  # fmt: skip
INFORMATION = (
    "confirmed by others", "probably true", "possibly true", "doubtful", "improbable", "of a truth nobody can judge"
)  # fmt: skip
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
    claims = (claim for source in scenario.sources.values() for claim in source.claims)
    known = {key: name_judgment(scenario, key) for key in scenario.resolved}
    keys = dict.fromkeys(claims, "another sentence") | known
    keys = {key: name for key, name in keys.items() if any(letter.isdigit() for letter in key)}
    if keys:
        pattern = rf"\b{_any(keys)}\b(?: \({_any(scenario.variables)}\))?"
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
    key, _, part = assumption.path.removeprefix("judgments.").partition(".")
    if part == "source":
        return f"{name_judgment(scenario, key)} rests on a weak source: {_say_source(scenario, key)}."
    text, about = say_plainly(scenario, assumption.text), find_variable(scenario, assumption)
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
    """A judgment by its speaker and the quoted words; one of several numbers by what it is about."""
    judgment, variable = scenario.resolved[key].record, scenario.resolved[key].variable
    speaker, told = scenario.experts[judgment.expert].name, names.quote(scenario, judgment)
    return f"{speaker} on {scenario.variables[variable].label}" if told == "split" else f"{speaker} ({told})"


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


def say_grade(source: Source) -> str:
    """The source's Admiralty code in words; empty without one."""
    reliability = RELIABILITY.get(source.reliability or "", "")
    information = INFORMATION[source.information - 1] if source.information else ""
    told = [f"source {reliability}" if reliability else "", f"information {information}" if information else ""]
    return ", ".join(part for part in told if part)


def _say_source(scenario: Scenario, key: str) -> str:
    source = scenario.sources[scenario.resolved[key].record.source or ""]
    return f"{source.publisher or source.author or source.title}, {say_grade(source)}"


def _identifiers(scenario: Scenario) -> list[str]:
    return [*scenario.resolved, *scenario.variables, *scenario.experts, *scenario.camps, *scenario.sources]


def _any(words: Iterable[str]) -> str:
    """A group of a pattern that takes any of the words, the longest first."""
    return "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
