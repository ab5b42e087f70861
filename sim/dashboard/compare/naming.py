"""What is compared, in words: views, choices, those who are scored, and what was seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.results.choices.compare import Choice
from sim.results.compare.views import AS_WRITTEN
from sim.results.score.model import EVEN, FORECAST
from sim.scenario import edit
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.names import name_voice

HINDSIGHT = "written in hindsight"
_GROUPS = {
    "lexicon": "word list", "pool.rule": "how voices are pooled",
    "pool.concentration": "how sure the voices' weights are",
    "dependence": "how far voices share their errors", "pool.recalibrate": "trust in words",
}  # fmt: skip
_RULES = {
    "log": "Mean of the voices' odds", "linear": "Mixture of the voices",
    "average": "Mean of the voices' probabilities", "median": "Median of the voices' probabilities",
}  # fmt: skip
_BASELINES = {
    FORECAST: "The forecast", EVEN: "50 % for everything",
    "base rates and markets alone": "Base rates and markets alone",
    "experts alone": "The experts' words alone", "author alone": "The author's assumptions alone",
}  # fmt: skip


def capital(text: str) -> str:
    """A text that begins with a capital letter.

    >>> capital("left open"), capital("")
    ('Left open', '')
    """
    return text[:1].upper() + text[1:]


def name_view(name: str) -> str:
    """An alternative's name, read aloud.

    >>> name_view("no_precedent"), name_view(AS_WRITTEN)
    ('No precedent', 'As the file stands')
    """
    return "As the file stands" if name == AS_WRITTEN else capital(words.read_aloud(name))


def name_baseline(scenario: Scenario, name: str) -> str:
    """Who is scored beside the forecast."""
    if name in _BASELINES:
        return _BASELINES[name]
    kind, _, key = name.partition(" ")
    if kind == "voice" and key in scenario.experts:
        return f"{capital(name_voice(scenario, key))} alone"
    return name_view(key) if kind == "alternative" else capital(name)


def name_group(choice: Choice) -> str:
    """What a choice is about."""
    return _GROUPS.get(choice.path, words.read_aloud(choice.path.replace(".", " ")))


def name_choice(choice: Choice) -> str:
    """What is chosen.

    >>> name_choice(Choice("lexicon", "{capphrase: 2, icd203: 1}")), name_choice(Choice("dependence", "0"))
    ('CAPphrase and ICD 203, 2 to 1', 'No shared errors')
    >>> print(name_choice(Choice("pool.concentration", "0.3")))
    Weights vary more: few voices lead a draw (0.3; usually 1)
    """
    if choice.path == "lexicon":
        return _name_books(edit.parse(choice.text))
    if choice.path == "pool.rule":
        return _RULES.get(choice.text, choice.text)
    if choice.path == "pool.concentration":
        return _name_concentration(choice.text)
    if choice.path == "dependence":
        return {"0": "No shared errors", "1": "All errors shared"}.get(choice.text, choice.text)
    if choice.path == "pool.recalibrate":
        return "Words as they are" if choice.text == "none" else "Words corrected by a record of forecasts"
    return choice.text


def name_seen(scenario: Scenario, seen: Sequence[Observation]) -> str:
    """One statement of what was seen: the variable, what of it, and when."""
    first = seen[0]
    known = scenario.variables[first.variable]
    if first.silence is not None:
        return f"{known.label}: nothing more reported until {words.day(first.silence.until)}"
    when = "" if first.date is None else f", {words.day(first.date)}"
    if first.at is None:
        event = _name_states(known.states, sorted(first.ever))
        return f"{known.label}: {event}{'' if first.if_ever > first.if_never else ' not reached'}{when}"
    most = max(first.at)
    sure = all(chance in (0.0, most) for chance in first.at)
    event = _name_states(known.states, [state for state, chance in enumerate(first.at) if chance == most])
    return f"{known.label}: {event if sure else f'a report that speaks most for {event}'}{when}"


def name_statements(written: int, silent: int) -> str:
    """What the statements are, of which some are entries that somebody wrote and some the silence about a variable.

    >>> name_statements(13, 10), name_statements(1, 0)
    ('13 entries and the silence about 10 variables', '1 entry')
    """
    entries = [f"{written} {'entry' if written == 1 else 'entries'}"] if written else []
    silences = [f"the silence about {silent} variable{'s' * (silent > 1)}"] if silent else []
    return words.join_items([*entries, *silences])


def _name_books(value: object) -> str:
    if not isinstance(value, dict):
        return capital(words.lexicon_name(str(value)))
    names = words.join_items([words.lexicon_name(str(name)) for name in value])
    return f"{names}, {' to '.join(f'{float(weight):g}' for weight in value.values())}"


def _name_concentration(text: str) -> str:
    """How closely each draw keeps to the weights that the voices were given."""
    value = float(text)
    if value == math.inf:
        return "Weights that are certain"
    if value == 1:
        return "Weights vary as usual"
    told = "more: few voices lead a draw" if value < 1 else "less: a draw keeps close to them"
    return f"Weights vary {told} ({text}; usually 1)"


def _name_states(states: Sequence[str], chosen: Sequence[int]) -> str:
    """Some states of a variable: one and all above it as such."""
    if len(chosen) > 1 and list(chosen) == list(range(chosen[0], len(states))):
        return f"{words.read_aloud(states[chosen[0]])} or more"
    return " or ".join(words.read_aloud(states[state]) for state in chosen) or "nothing"
