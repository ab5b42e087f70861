"""Where scenarios come from: a folder named at the start, or a file that somebody uploads."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.errors import escaped
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.shipped import shipped
from sim.text_files import label

VARIABLE = "SIM_SCENARIO"
UPLOADED = "uploaded"


def find_root(arguments: Sequence[str] | None = None) -> Path:
    """The file or folder that holds the scenarios: the page's argument, SIM_SCENARIO, or `scenarios`.

    `scenarios` is looked for in the current folder, then among what comes with the package.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given:
        return Path(given[0])
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    folder = Path("scenarios")
    return folder if folder.is_dir() else shipped("scenarios")


def list_scenarios(place: Path) -> dict[str, Path]:
    """The scenarios in a file or folder by short name, a folder's or a file's; whole folders first, then single files.

    >>> list(list_scenarios(Path("scenarios")))[-1]
    'first-steps'

    Raises what `read.find` raises where nothing is found.
    """
    files = sorted(read.find(place), key=lambda file: (file.name != "scenario.yaml", str(file)))
    names = [escaped(file.resolve().parent.name if file.name == "scenario.yaml" else file.stem) for file in files]
    return {name if names.count(name) == 1 else label(file): file for name, file in zip(names, files, strict=True)}


def read_upload(name: str, content: bytes) -> Scenario:
    """The scenario in an uploaded file. Raises FormatError or ModelError with every problem."""
    return read.loads(read.decoded(content, name), name)
