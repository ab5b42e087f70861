"""An evidence file's text with an observation added or its `quiet` moved; every other letter stays as it was."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import yaml

from sim.errors import FormatError, ModelError, Problem, SimError
from sim.scenario.evidence import EvidenceFile, parse
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.yaml_insert import insert_entries
from sim.scenario.writing.yaml_nodes import Steps, compose, walk
from sim.scenario.writing.yaml_replace import replace_values

NEW = "schema_version: 1\nevidence: {}\n"
"""The text of a file in which nothing was seen yet."""

_BYTE_ORDER = "\ufeff"


def add_record(text: str, name: str, scenario: Scenario, record: Mapping[str, object]) -> tuple[str, Observation]:
    """The text with one more observation under the next free id, and that observation.

    text: of an evidence file. name: as messages show it. record: as an entry of the file has it. Raises FormatError or
    ModelError for a text or a record that is wrong, and for an observation that is there already.

    >>> from sim.scenario.file.read import read
    >>> seen = "schema_version: 1\\nevidence:\\n  O7: {date: 2026-01-06, variable: us_action, is: blockade}  # so\\n"
    >>> record = {"date": datetime.date(2026, 1, 13), "variable": "us_action", "is": "limited_strike"}
    >>> new, one = add_record(seen, "evidence.yaml", read("scenarios/first-steps.yaml"), record)
    >>> print(one.id, new.splitlines()[-1])
    O8   O8: {date: 2026-01-13, variable: us_action, is: limited_strike}
    """
    before = parse(text, name, scenario)
    key = next_id([one.id for one in before.listed])
    new = _inserted(text, name, ("evidence",), {key: record})
    after = _said(new, name, scenario)
    if len(after.listed) != len(before.listed) + 1 or replace(after, listed=after.listed[:-1]) != before:
        raise _refused(name)
    return new, after.listed[-1]


def move_quiet(
    text: str, name: str, scenario: Scenario, until: datetime.date, reported: str | None = None
) -> tuple[str, EvidenceFile]:
    """The text with another last day of silence, and what it says then.

    reported: as the file has it; by default what is there. Raises as `add_record` does, and FormatError where nothing
    is there and nothing is given.
    """
    before = parse(text, name, scenario)
    values = {"until": until} if reported is None else {"until": until, "reported": reported}
    if before.quiet is None and reported is None:
        message = "the file does not say how much would be reported: give it, as --reported 95%"
        raise FormatError([Problem(message, "quiet", name)])
    new = _inserted(text, name, (), {"quiet": values}) if before.quiet is None else _replaced(text, name, values)
    after = _said(new, name, scenario)
    if after.listed != before.listed or after.quiet is None or after.quiet.until != until:
        raise _refused(name)
    return new, after


def next_id(ids: Sequence[str]) -> str:
    """The id that follows those of a file: the last one's, one above the highest number of its kind.

    >>> next_id(["O2", "O11", "note", "O3"]), next_id(["day-09"]), next_id([])
    ('O12', 'day-10', 'E1')
    """
    found = re.fullmatch(r"(.*?)([0-9]+)", ids[-1], re.ASCII) if ids else None
    before, width = (found[1], len(found[2])) if found else ("E", 1)
    numbers = [int(one[len(before) :]) for one in ids if re.fullmatch(re.escape(before) + "[0-9]+", one, re.ASCII)]
    return f"{before}{max(numbers, default=0) + 1:0{width}d}"


def _inserted(text: str, name: str, steps: Steps, entries: Mapping[str, object]) -> str:
    plain = text.removeprefix(_BYTE_ORDER)
    try:
        return text[: len(text) - len(plain)] + insert_entries(plain, {steps: entries})
    except (yaml.YAMLError, LookupError, ValueError):
        raise _refused(name) from None


def _replaced(text: str, name: str, values: Mapping[str, object]) -> str:
    plain = text.removeprefix(_BYTE_ORDER)
    try:
        there = {key: value for key, value in values.items() if len(walk(compose(plain), ("quiet", key))) == 3}
        new = replace_values(plain, {("quiet", key): value for key, value in there.items()})
    except (yaml.YAMLError, LookupError, ValueError):
        raise _refused(name) from None
    return text[: len(text) - len(plain)] + new


def _said(text: str, name: str, scenario: Scenario) -> EvidenceFile:
    """What a new text says; its problems are told without lines, for it stands nowhere."""
    try:
        return parse(text, name, scenario)
    except SimError as error:
        raise type(error)([Problem(one.message, one.path, name) for one in error.problems]) from None


def _refused(name: str) -> ModelError:
    return ModelError([Problem("cannot be written into this text in place: change the file by hand", file=name)])
