"""Scenario files: found, read, checked; every problem of a file is raised at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim import text_files
from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.check.bounds import check_bounds
from sim.scenario.check.boxes import check_boxes
from sim.scenario.check.claims import check_claims
from sim.scenario.check.clocks import check_clocks
from sim.scenario.check.findings import PROBLEMS_MAX, Findings, TooManyProblems
from sim.scenario.check.frame import (
    check_camps,
    check_lexicons,
    check_presentation,
    check_record,
    check_timeline,
    check_voices,
)
from sim.scenario.check.graph import check_graph
from sim.scenario.check.judgments import check_judgments
from sim.scenario.check.questions import check_policies, check_questions
from sim.scenario.check.says import check_says
from sim.scenario.check.seed_questions import check_seeds
from sim.scenario.check.variables import check_variables
from sim.scenario.file import yaml_text
from sim.scenario.file.alternatives import try_alternatives
from sim.scenario.file.validation import shape
from sim.scenario.model.lexicon_files import NOWHERE, Beside
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.scenario import Scenario, resolve
from sim.shipped import examples, located
from sim.text_files import STREAM, content, folder, label

# From the frame inwards: each check may rely on what the ones before it have let through.
_CHECKS = (
    check_timeline,
    check_lexicons,
    check_record,
    check_camps,
    check_presentation,
    check_voices,
    check_seeds,
    check_variables,
    check_graph,
    check_judgments,
    check_says,
    check_bounds,
    check_clocks,
    check_boxes,
    check_claims,
    check_policies,
    check_questions,
)

_COMPANIONS = frozenset({"evidence", "resolutions"})


def read(path: str | Path) -> Scenario:
    """The scenario in a file, in the `scenario.yaml` of a folder, the example of that name, or for `-` standard input.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    file = located(path)
    if file.is_dir():
        file = file / "scenario.yaml"
    return loads(read_text(file), label(file), folder(file))


def loads(text: str, name: str = "<scenario>", base: Path | None = None) -> Scenario:
    """The scenario in a text; `name` is shown in messages, `base` is the folder of its lexicons, if it has any.

    Raises FormatError or ModelError with every problem found.
    """
    document = yaml_text.parse(text.removeprefix("\ufeff"), name)
    scenario = build(document.data, document.places, document.problems, document.lost, Beside(base))
    if problems := try_alternatives(scenario, build):
        raise ModelError(foremost(problems, scenario.file._places))
    return scenario


def build(
    data: Any,
    places: Places,
    problems: Iterable[Problem] = (),
    lost: Iterable[Steps] = (),
    beside: Beside = NOWHERE,
) -> Scenario:
    """The scenario in plain data; `problems` were found by the reader of the text, in the records `lost`.

    beside: the scenario's folder, and what was read from it before.
    """
    wrong = list(problems)
    known = {problem.path for problem in wrong}
    file, misshapen, left_out = shape(data, places)
    wrong += (problem for problem in misshapen if problem.path not in known)
    if file is None:
        raise FormatError(foremost(wrong, places))
    file._beside = beside.opened(file.lexicons, file.pool.record_file)
    for own_lexicon in file.own_lexicons.values():
        wrong += (problem for problem in own_lexicon.problems if problem.file)
    if file.track_record is not None:
        wrong += (problem for problem in file.track_record.problems if problem.file)
    findings = Findings(file, frozenset({*lost, *left_out}))
    with contextlib.suppress(TooManyProblems):
        for check in _CHECKS:
            check(findings)
    if wrong:
        raise FormatError(foremost([*wrong, *findings.problems], places))
    if findings.problems:
        raise ModelError(foremost(findings.problems, places))
    file._notes = tuple(findings.notes)
    return resolve(findings.words)


def foremost(problems: Iterable[Problem], places: Places) -> list[Problem]:
    """Each problem once; of very many the first, with a line that says so."""
    told = list(dict.fromkeys(problems))
    if len(told) < PROBLEMS_MAX:
        return told
    return [*told[:PROBLEMS_MAX], Problem(f"{PROBLEMS_MAX} problems or more: these are some of them", file=places.file)]


def find(path: str | Path) -> list[Path]:
    """The scenario files meant by a path: a file, `-`, an example, a folder with `scenario.yaml`, or all in any other.

    In a folder of scenarios, its own `*.yaml` and `*.yml` files count and each folder below it that holds a
    `scenario.yaml`; `evidence.yaml`, `resolutions.yaml` and what lies deeper do not. Raises OSError where
    there is nothing at the path.
    """
    place = located(path)
    if place == STREAM:
        return [place]
    if not place.exists():
        hint = nearest(str(path), tuple(examples())) if len(place.parts) == 1 and not place.suffix else ""
        missing = f"no such file, folder or example{hint}" if hint else "no such file or folder"
        raise FileNotFoundError(2, missing, str(place))
    if not place.is_dir():
        return [place]
    if (place / "scenario.yaml").is_file():
        return [place / "scenario.yaml"]
    files = [file for file in place.iterdir() if file.suffix in (".yaml", ".yml") and file.stem not in _COMPANIONS]
    folders = [file for file in place.glob("*/scenario.yaml") if not file.parent.name.startswith(".")]
    return sorted([file for file in files if file.is_file()] + folders)


def read_text(file: Path) -> str:
    """The text of a scenario file or of standard input; raises FormatError, and OSError where it cannot be opened."""
    return decoded(content(file, yaml_text.SIZE_MAX), label(file))


def decoded(raw: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    return text_files.decoded(raw, file, most=yaml_text.SIZE_MAX, kind="scenario file")
