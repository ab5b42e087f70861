"""What the program tells of a scenario, with the names that people know in the place of identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from sim.priors.assumption import Assumption
from sim.scenario.model.voices import Source
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming import names
from sim.show.titles import find_titles

RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "of unknown reliability",
}  # fmt: skip
INFORMATION = (
    "confirmed by others", "probably true", "possibly true", "doubtful", "improbable", "of a truth nobody can judge"
)  # fmt: skip
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_GRADE = re.compile(r"(weak source, .+) \(([A-F])([1-6])\)")
_SEEN = re.compile(r"\b\w+ \((\w+ (?:is|not) [^()]+)\)")
_JOINTS = re.compile(r"(?<=\w)_(?=\w)")
_SAID_OTHERWISE = tuple((re.compile(pattern), instead) for pattern, instead in (
    (r"\bin every row\b", "whatever happens"), (r"\bof (\d+) rows\b", r"of \1 conditions"),
    (r"\bwidened ([\d.]+)x in log-odds", r"taken \1 times as unsure"), (r" evenly in log-odds", " evenly"),
    (r"\bodds within ([\d.]+)x", r"odds that may be off by a factor of \1"),
    *((rf"\({key}\)", f"(as {name} has it)") for key, name in words.LEXICONS.items()),
    (r",? gamma [\d.]+, delta [+-]?[\d.]+", ""), (r"\bpooled log-odds\b", "pooled odds"), (r"\blog-odds\b", "odds"),
))  # fmt: skip


def say_plainly(scenario: Scenario, text: str) -> str:
    """A text of the program without identifiers of variables and judgments; blanks stand for underscores.

    A variable is known by what stands beside it (`clash: `, `clash rests`), since its name may be a word like others.
    """
    told = _GRADE.sub(lambda found: f"{found[1]} ({_say_code(found[2], int(found[3]))})", text)
    told = _SEEN.sub(lambda found: _say_seen(scenario, found), told)
    told = re.sub(r" ?\(([^():;]+)\)", lambda found: _say_list(scenario, found), told)
    told = _name_questions(scenario, told)
    told = re.sub(rf"\b(?:judgments|variables|experts|camps|sources)\.(?={_any(_identifiers(scenario))}\b)", "", told)
    told = _name_judgments(scenario, _name_variables(scenario, told))
    for otherwise, instead in _SAID_OTHERWISE:
        told = otherwise.sub(instead, told)
    return read_days(_JOINTS.sub(" ", told))


def say_observation(scenario: Scenario, text: str) -> str:
    """What was seen, as evidence tells it, in words.

    >>> from sim.scenario.file.read import read
    >>> say_observation(read("scenarios/first-steps.yaml"), "us_action is limited_strike or more, 2025-12-29")
    'US action: limited strike or more, 29 December 2025'
    """
    name, _, rest = text.partition(" ")
    if name not in scenario.variables:
        return read_days(words.read_aloud(text))
    joint = ": " if rest.startswith("is ") else " "
    return scenario.variables[name].label + joint + read_days(words.read_aloud(rest.removeprefix("is ")))


def read_days(text: str) -> str:
    """A text with its dates in words.

    >>> read_days("by 2026-01-07, 26 of 2026-99-99")
    'by 7 January 2026, 26 of 2026-99-99'
    """
    return _DAY.sub(_read_day, text)


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
    return _say_code(source.reliability or "", source.information)


def _read_day(found: re.Match[str]) -> str:
    with suppress(ValueError):
        return words.day(date.fromisoformat(found[0]))
    return found[0]


def _name_questions(scenario: Scenario, text: str) -> str:
    titles = find_titles(scenario).questions
    pattern = rf"\bquestions\.{_any(titles)}\b(?:\.\w+)*"
    return re.sub(pattern, lambda found: titles[found[1]], text) if titles else text


def _name_variables(scenario: Scenario, text: str) -> str:
    labels = {name: variable.label for name, variable in scenario.variables.items()}
    after = r"(?=: | \([^()]+: |\.parents|\.says| rests on| stays as | changes no )"
    told = re.sub(
        rf"\b{_any(labels)}({re.escape(PREVIOUS)})?{after}",
        lambda found: labels[found[1]] + (" before" if found[2] else ""), text,
    )  # fmt: skip
    return told.replace(".says", "").replace(".parents", "")


def _name_judgments(scenario: Scenario, text: str) -> str:
    claims = (claim for source in scenario.sources.values() for claim in source.claims)
    keys = dict.fromkeys(claims, "another sentence") | {key: name_judgment(scenario, key) for key in scenario.resolved}
    keys = {key: name for key, name in keys.items() if _is_code(key)}
    pattern = rf"\b{_any(keys)}\b(?:\.(?:by|within|date|given|about)\b)?(?: \({_any(scenario.variables)}\))?"
    return re.sub(pattern, lambda found: keys[found[1]], text) if keys else text


def _is_code(key: str) -> bool:
    """Whether a key is told from a word by a figure in it."""
    return any(letter.isdigit() for letter in key)


def _say_seen(scenario: Scenario, found: re.Match[str]) -> str:
    known = found[1].partition(" ")[0] in scenario.variables
    return f"'{say_observation(scenario, found[1])}'" if known else found[0]


def _say_list(scenario: Scenario, found: re.Match[str]) -> str:
    """A list in brackets: none of judgments, whose sentences have names; of voices their names; any other as it is."""
    items = found[1].split(", ")
    if all(item in scenario.resolved and _is_code(item) for item in items):
        return ""
    if all(item in scenario.experts for item in items):
        return f" ({', '.join(names.name_voice(scenario, item) for item in items)})"
    return found[0]


def _say_code(letter: str, figure: int | None) -> str:
    told = [f"source {RELIABILITY[letter]}"] if letter in RELIABILITY else []
    return ", ".join([*told, *([f"information {INFORMATION[figure - 1]}"] if figure else [])])


def _say_source(scenario: Scenario, key: str) -> str:
    source = scenario.sources[scenario.resolved[key].record.source or ""]
    return f"{source.publisher or source.author or source.title}, {say_grade(source)}"


def _identifiers(scenario: Scenario) -> list[str]:
    return [*scenario.resolved, *scenario.variables, *scenario.experts, *scenario.camps, *scenario.sources]


def _any(words: Iterable[str]) -> str:
    """A group of a pattern that takes any of the words, the longest first."""
    return "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
