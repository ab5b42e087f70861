"""What a report is made from, and nothing else: texts of files, settings, and the versions that made it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.errors import FormatError, Problem
from sim.scenario.edit import as_typed

Named = tuple[str, str]
"""The name by which a file was called for, and its text."""


@dataclass(frozen=True)
class Recipe:
    """All that the figures of a report follow from.

    scenario: the file's name and text. beside: name -> text of the files that the scenario brings along. evidence: the
    file of what was seen, until: up to which day, given: more of it. said: an entry of a ledger. settings: texts
    `path=value`. policies, questions: ids, all by default; every: whether each question has a page. versions: of what
    made it.
    """

    scenario: Named
    beside: Mapping[str, str] = field(default_factory=dict)
    evidence: Named | None = None
    said: Named | None = None
    until: date | None = None
    given: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    every: bool = False
    draws: int = 1000
    worlds: int = 64
    seed: int = 1
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def edits(self) -> dict[str, str]:
        """Path -> text of the value, of the settings."""
        return as_typed(self.settings)

    @contextmanager
    def laid_out(self) -> Iterator[Path]:
        """A folder that holds the files beside the scenario, and goes with the context.

        Raises FormatError for a name that leads out of it.
        """
        with TemporaryDirectory(prefix="sim-") as folder:
            for name, text in self.beside.items():
                file = Path(folder) / name
                if not file.resolve().is_relative_to(Path(folder).resolve()):
                    raise FormatError([Problem(f"{name!r} leads out of the scenario's folder", file=self.scenario[0])])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="")
            yield Path(folder)


def find_versions() -> dict[str, str]:
    """The versions that a report's figures can hang on.

    >>> list(find_versions())
    ['scenario-sim', 'python', 'numpy', 'scipy']
    """
    installed = {name: version(name) for name in ("scenario-sim", "numpy", "scipy")}
    return {"scenario-sim": installed.pop("scenario-sim"), "python": platform.python_version(), **installed}
