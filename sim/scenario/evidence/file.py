"""Evidence files and `--given` texts: what was seen after `as_of`, read and checked against a scenario."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import FormatError, Problem, nearest
from sim.scenario.evidence.quiet import KEY, quiet
from sim.scenario.evidence.reading import EvidenceReading
from sim.scenario.evidence.records import observed
from sim.scenario.evidence.silence import with_silence
from sim.scenario.file import read, yaml_text
from sim.scenario.model import values
from sim.scenario.model.places import Places
from sim.scenario.resolve.observations import Observation, Observations
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import ExactQuiet
from sim.text_files import label

MOST = 200
_GIVEN = "write 'variable: STATE or more @ 2026-01-06'"
_FRAME = ("schema_version", "evidence", KEY)


@dataclass(frozen=True)
class EvidenceFile:
    """What stands in a file. listed: its observations, in its order. quiet: None where it says nothing of silence."""

    listed: tuple[Observation, ...]
    quiet: ExactQuiet | None = None


def evidence(
    scenario: Scenario,
    path: str | Path | None = None,
    *,
    given: Sequence[str] = (),
    until: datetime.date | None = None,
) -> Observations:
    """What was seen, for `sim.forecast(..., observations=...)`.

    path: a file of dated observations; `-` is standard input. given: more of them as texts,
    `us_action: limited_strike or more @ 2026-01-06`. until: only what is dated on or before this day. Where the file
    says that it was `quiet`, silence is among them, up to the day in the file or to `until`, whichever comes first;
    `Observations.silences` tells what it says of every variable.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    file = EvidenceFile(()) if path is None else read_file(path, scenario)
    more = tuple(from_text(text, number, scenario) for number, text in enumerate(given, start=1))
    return with_silence(file.listed + more, file.quiet, scenario, until)


def load(path: str | Path, scenario: Scenario) -> Observations:
    """The observations in a file, in its order, then what silence says; `-` is standard input.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    return evidence(scenario, path)


def loads(text: str, name: str, scenario: Scenario, until: datetime.date | None = None) -> Observations:
    """The observations in a text; `name` is shown in messages. until: as in `evidence`. Raises as `load` does."""
    file = parse(text, name, scenario)
    return with_silence(file.listed, file.quiet, scenario, until)


def read_file(path: str | Path, scenario: Scenario) -> EvidenceFile:
    """What stands in a file. Raises as `load` does."""
    file = Path(path)
    return parse(read.read_text(file), label(file), scenario)


def parse(text: str, name: str, scenario: Scenario) -> EvidenceFile:
    """What stands in a text. Raises as `load` does."""
    document = yaml_text.parse(text.removeprefix("\ufeff"), name)
    reading = EvidenceReading(scenario, document.places, document.problems)
    seen = [observed(reading, key, record) for key, record in _records(reading, document.data)]
    there = isinstance(document.data, dict) and KEY in document.data
    silent = quiet(reading, document.data[KEY]) if there else None
    reading.require_sound()
    return EvidenceFile(tuple(one for one in seen if one is not None), silent)


def from_text(text: str, number: int, scenario: Scenario) -> Observation:
    """The observation in a `--given` text, `us_action: limited_strike or more @ 2026-01-06`.

    Raises FormatError or ModelError.
    """
    place = f"--given {number}"
    reading = EvidenceReading(scenario, Places(place))
    one = observed(reading, f"G{number}", said(text, place))
    reading.require_sound()
    assert one is not None
    return one


def said(text: str, place: str) -> dict[str, str]:
    """The record that a text such as `us_action: limited_strike or more @ 2026-01-06` stands for.

    place: where it was written, for messages. Raises FormatError for a text of another form.
    """
    words, at, date = text.rpartition("@")
    variable, colon, event = words.partition(":")
    if not (at and colon and variable.strip() and event.strip()):
        raise FormatError([Problem(f"{text!r} is no observation: {_GIVEN}", file=place)])
    return {"variable": variable.strip(), "is": event.strip(), "date": date.strip()}


def _records(reading: EvidenceReading, data: Any) -> Iterator[tuple[str, Any]]:
    """The records of a file whose frame is right; a broken frame is told."""
    if not isinstance(data, dict) or "evidence" not in data:
        reading.misshapen((), "not a file of evidence: it holds schema_version: 1 and evidence: {E1: {...}}")
        return
    for key in data.keys() - {*_FRAME}:
        reading.misshapen((key,), f"unknown key {key!r}{nearest(key, _FRAME)}", at_key=True)
    try:
        values.version(data.get("schema_version"))
    except ValueError as error:
        reading.misshapen(("schema_version",), str(error))
    records = data["evidence"]
    if not isinstance(records, dict):
        reading.misshapen(("evidence",), f"a mapping {{E1: {{...}}}} is expected, not {values.shown(records)}")
    elif len(records) > MOST:
        reading.misshapen(("evidence",), f"{len(records)} observations: at most {MOST} are allowed")
    else:
        yield from records.items()
