"""The scenarios of a sweep: found by files, folders, globs and names of examples, read, and known by a digest."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.batch.sweep.model import SweptScenario
from sim.batch.sweep.problems import SweepProblems
from sim.errors import FormatError, ModelError, escaped, nearest
from sim.scenario.file import read
from sim.scenario.model.lexicon_files import Beside
from sim.scenario.resolve.scenario import Scenario
from sim.shipped import examples
from sim.text_files import folder, label

SCENARIOS_MAX = 10_000


@dataclass
class ReadScenario:
    """A scenario as it was read. file: as the sweep names it. text: of its file."""

    file: str
    text: str
    scenario: Scenario

    def source(self) -> SweptScenario:
        """What the sweep hands on, with the digest of everything that was read for it."""
        return SweptScenario(self.file, self.scenario, source_digest(self.text, self.scenario))

    def bring(self, beside: Beside) -> None:
        """Keep what an edit has read from the scenario's folder, so that it is not wanted again elsewhere."""
        mine = self.scenario.file._beside
        self.scenario.file._beside = Beside(
            mine.folder, {**mine.lists, **beside.lists}, {**mine.records, **beside.records}
        )


def source_digest(text: str, scenario: Scenario) -> str:
    """SHA-256 of a scenario's text and of what the lexicons and records say that it brings along.

    What no forecast takes from those files, such as the order of their lines, does not count.
    """
    beside = scenario.file._beside
    parts = [text]
    for (name, file), lexicon in sorted(beside.lists.items()):
        parts += ["lexicon", name, file, *(repr(entry) for _, entry in sorted(lexicon.entries.items()))]
    for file, record in sorted(beside.records.items()):
        parts += ["record", file, record.digest]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()


def read_scenarios(entries: tuple[str, ...], sweep_file: Path, problems: SweepProblems) -> list[ReadScenario]:
    """The scenarios that a sweep names, each once, in its order; what is wrong is told, under their own files."""
    found: dict[str, tuple[str, Path]] = {}
    for number, entry in enumerate(entries):
        files = _find(entry, sweep_file)
        if isinstance(files, str):
            problems.tell(("scenarios", str(number)), files)
            continue
        for name, path in files:
            found.setdefault(os.path.realpath(path), (name, path))
    if len(found) > SCENARIOS_MAX:
        problems.tell(("scenarios",), f"{len(found):,} scenarios: at most {SCENARIOS_MAX:,} are allowed")
        return []
    return list(_read(list(found.values()), problems))


def _read(files: list[tuple[str, Path]], problems: SweepProblems) -> Iterator[ReadScenario]:
    for name, path in files:
        try:
            text = read.read_text(path)
            yield ReadScenario(name, text, read.loads(text, label(path), folder(path)))
        except (FormatError, ModelError) as error:
            problems.keep(error)
        except OSError as error:
            problems.tell(("scenarios",), f"{escaped(name)}: {error.strerror or error}")


def _find(entry: str, sweep_file: Path) -> list[tuple[str, Path]] | str:
    """Name and path of the files that one entry means; a sentence where there are none."""
    base = folder(sweep_file) or Path()
    place = base / entry
    if place.exists():
        return [(_named(entry, place, file), file) for file in read.find(place)] or "no scenario in this folder"
    if any(letter in entry for letter in "*?["):
        return [(Path(name).as_posix(), base / name) for name in _globbed(entry, base, sweep_file)] or (
            "no scenario is found by this: it counts from the folder of the sweep file"
        )
    if entry in examples():
        (file,) = read.find(examples()[entry])
        return [(entry, file)]
    hint = nearest(entry, tuple(examples())) if len(Path(entry).parts) == 1 else ""
    return f"no such file, folder or example{hint}; a path counts from the folder of the sweep file"


def _named(entry: str, place: Path, file: Path) -> str:
    """How a sweep names a file that it finds at an entry."""
    return entry if file == place else (Path(entry) / file.relative_to(place)).as_posix()


def _globbed(entry: str, base: Path, sweep_file: Path) -> Iterator[str]:
    """The scenarios that a glob finds, as the sweep names them: not the sweep, no evidence, no resolutions."""
    for name in sorted(glob.glob(entry, root_dir=base, recursive=True)):
        path = base / name
        if path.is_dir() and (path / "scenario.yaml").is_file():
            yield f"{name.rstrip('/')}/scenario.yaml"
        elif path.suffix in (".yaml", ".yml") and path.stem not in ("evidence", "resolutions") and path.is_file():
            if not (sweep_file.exists() and path.samefile(sweep_file)):
                yield name
