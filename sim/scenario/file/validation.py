"""Plain data to a ScenarioFile: what pydantic finds wrong, said in the analyst's words and at its place.

Where single records are broken (a judgment, an expert), the rest is still built without them, so that
the checks of meaning can run and every problem of a file is shown at once.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem, nearest
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.scenario.model import alternatives, elicited, file, forms, seed_questions, values, voices
from sim.scenario.model.fields import Record
from sim.scenario.model.file import ScenarioFile
from sim.scenario.model.places import Places, Steps, record_of

_RECORDS: Mapping[str, type[Record]] = {
    "timeline": file.Timeline,
    "pool": voices.PoolSettings,
    "sources": voices.Source,
    "camps": voices.Camp,
    "experts": voices.Expert,
    "seeds": seed_questions.Seed,
    "variables": file.Variable,
    "judgments": file.Judgment,
    "questions": file.Question,
    "alternatives": alternatives.Alternative,
}
_LIMITS = {
    "greater_than": ("gt", "must be above"),
    "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be below"),
    "less_than_equal": ("le", "must be at most"),
}
_SIZES = {"too_short": ("min_length", "at least"), "too_long": ("max_length", "at most")}

# What stands in for values that must be there; the checks do not look at them, for they are lost.
_FRAME = {"schema_version": 1, "id": "x", "title": "x", "as_of": "2000-01-01",
          "timeline": {"steps": 520, "step": "1 year"}}  # fmt: skip
_STAND_INS: Mapping[tuple[str, str], object] = {
    ("timeline", "steps"): 520, ("timeline", "step"): "1 year", ("sources", "title"): "x", ("experts", "name"): "x",
    ("variables", "label"): "x", ("questions", "asks"): "x", ("alternatives", "says"): "x",
    ("judgments", "expert"): "x", ("judgments", "says"): 0.5,
    ("seeds", "asks"): "x", ("seeds", "realisation"): 1.0, ("seeds", "answers"): {"x": {"50%": 1.0}},
}  # fmt: skip


def shape(data: Any, places: Places) -> tuple[ScenarioFile | None, tuple[Problem, ...], frozenset[Steps]]:
    """A scenario as far as it could be built, the problems of shape, and the values left out.

    The scenario is None where not even its frame is there. data: what the file holds. places: where it stands.
    """
    if isinstance(data, dict) and not data.keys() & set(keys_of(()) or ()):
        message = "not a scenario: none of its keys is known; a scenario begins with schema_version: 1"
        return None, (places.problem((), message),), frozenset()
    try:
        return _built(data, places), (), frozenset()
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    problems = tuple(_problem(details, places) for details in wrong[:PROBLEMS_MAX])
    lost = frozenset(_lost(details) for details in wrong)
    scenario, dropped = _salvaged(data, wrong, places)
    return scenario, problems, lost | dropped


def keys_of(steps: Steps, form: str | None = None) -> tuple[str, ...] | None:
    """The keys allowed in the record at `steps`; None where keys are free names."""
    record: type[Record] | None = None
    if not steps:
        record = ScenarioFile
    elif "says" in steps[2:] and (steps[-1] == "says" or steps[4:5] == ("split",)) and form is not None:
        record = forms.FORMS[form]
    elif steps == record_of((*steps, "")):
        record = _RECORDS.get(steps[0])
    elif steps[0] == "questions" and (steps[-1] == "not" or steps[-1].isdigit()):
        record = file.QuestionPart
    if record is None:
        return None
    return tuple(field.alias or name for name, field in record.model_fields.items())


def _built(data: Any, places: Places) -> ScenarioFile:
    scenario = ScenarioFile.model_validate(data)
    scenario._data = data
    scenario._places = places
    return scenario


def _salvaged(data: Any, wrong: Iterable[ErrorDetails], places: Places) -> tuple[ScenarioFile | None, frozenset[Steps]]:
    """A scenario without the broken values, or failing that without their records (or None), and those records."""
    dropped: frozenset[Steps] = frozenset()
    for depth in (1, 0):
        broken = [_steps(details)[0] for details in wrong]
        dropped = dropped if depth else frozenset(map(record_of, broken))
        if not isinstance(data, dict) or not all(broken):
            break  # what is broken is needed to build anything
        data = copy.deepcopy(data)
        for steps in broken:
            _drop(data, steps[: len(record_of(steps)) + depth])
        data = {**_FRAME, **data}
        try:
            return _built(data, places), dropped
        except ValidationError as error:
            wrong = error.errors(include_url=False)
    return None, dropped


def _steps(details: ErrorDetails) -> tuple[Steps, str | None]:
    """The way through the file, without union tags and pydantic's word for keys, and the form of judgment it is in."""
    loc, form = [str(step) for step in details["loc"] if step != "[key]"], None
    if loc[:1] == ["judgments"] and loc[3:4] == ["says"] and len(loc) > 4:
        form = loc.pop(7) if loc[4] == elicited.Marginals.form and len(loc) > 7 else loc[4]
        del loc[4]
    return tuple(loc), form


def _lost(details: ErrorDetails) -> Steps:
    """What nobody may rely on any more: the value; with an unknown key, the record it was meant for."""
    steps, _ = _steps(details)
    record = record_of(steps)
    return record if details["type"] == "extra_forbidden" else steps[: len(record) + 1]


def _drop(rest: Any, steps: Steps) -> None:
    """Take a value out, or its list; a value that must be there leaves a stand-in."""
    here: Any = rest
    for step in steps[:-1]:
        inner = here.get(step)
        if not isinstance(inner, dict):
            here.pop(step, None)
            return
        here = inner
    here.pop(steps[-1], None)
    stand_in = _STAND_INS.get((steps[0], steps[-1])) if len(steps) > 1 else None
    if stand_in is not None and len(steps) == len(record_of(steps)) + 1:
        here[steps[-1]] = stand_in


def _problem(details: ErrorDetails, places: Places) -> Problem:
    steps, form = _steps(details)
    return problem(details, steps, keys_of(steps[:-1], form) or (), places)


def problem(details: ErrorDetails, steps: Steps, allowed: Sequence[str], places: Places) -> Problem:
    """One of pydantic's complaints as a problem.

    steps: the way to the value. allowed: the keys of the record it is in.
    """
    if details["type"] == "extra_forbidden":
        return places.problem(steps, f"unknown key {steps[-1]!r}{nearest(steps[-1], allowed)}", at_key=True)
    if details["type"] == "missing":
        return places.problem(steps, f"{steps[-1]!r} is missing", at_key=True)
    return places.problem(steps, _message(details), at_key="[key]" in details["loc"])


def _message(details: ErrorDetails) -> str:
    kind, context, wrote = details["type"], details.get("ctx", {}), values.shown(details["input"])
    if kind == "value_error":
        return str(context["error"])
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"{words} {context[name]:.12g}; you wrote {wrote}"
    if kind in _SIZES:
        name, words = _SIZES[kind]
        verb = "needed" if kind == "too_short" else "allowed"
        return f"{words} {context[name]} are {verb}, not {len(details['input'])}"
    if kind == "literal_error":
        allowed = [part.strip(" '") for part in context["expected"].replace(" or ", ",").split(",")]
        unknown = details["input"] if isinstance(details["input"], str) else wrote
        return (
            f"must be {allowed[0]}; you wrote {wrote}"
            if len(allowed) == 1
            else (f"unknown value {wrote}{nearest(unknown, allowed)}")
        )
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return f"a mapping {{key: value}} is expected, not {wrote}"
    if kind in ("tuple_type", "list_type"):
        return f"a list [a, b] is expected, not {wrote}"
    return f"{details['msg']}; you wrote {wrote}"
