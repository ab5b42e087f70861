"""A report from a scenario: a file of it, or one that was read, edited or made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from sim.errors import ModelError, Problem, SimError
from sim.progress import Progress, untold
from sim.results.ledger.said import find_last
from sim.results.limits import MEMORY
from sim.results.report.gather import gather
from sim.results.report.recipe import Named, Recipe, find_versions
from sim.scenario import edit
from sim.scenario.file.read import loads, read_text
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import find_companions
from sim.scenario.writing.yaml_write import write_entry
from sim.shipped import located
from sim.show.report.handout import Handout
from sim.text_files import folder, label


def report(
    scenario: Scenario | str | Path, *, questions: Sequence[str] = (), policies: Sequence[str] = (),
    every: bool = False, settings: Sequence[str] = (), evidence: str | Path | None = None, given: Sequence[str] = (),
    until: date | None = None, ledger: str | Path | None = None, draws: int = 1000, worlds: int = 64, seed: int = 1,
    threads: int = 1, memory: int | str = MEMORY, progress: Progress = untold,
) -> Handout:  # fmt: skip
    """An overview of every answer and a page each of some, as one file that can be handed on and verified.

    scenario: its file, whose text the report holds, or one that was read. questions: that have a page, in this order;
    by default all up to eight, of more the one at which the dashboard opens. every: all of them have one. policies:
    that are compared, the first leads; by default all, and that leads at which the dashboard opens. settings: texts
    `path=value`. evidence, given, until: as in `sim.evidence`. ledger: folder of a ledger, whose last entry, with
    `until` the last before that day, stands beside what is said now. draws: at least 100. The rest: as in
    `sim.forecast`.

    Raises what reading, editing and forecasting raise.

    >>> made = report("scenarios/first-steps.yaml", questions=["Q6"], draws=100)
    >>> made.report.policy, len(made.report.pages), made.html.startswith("<!DOCTYPE html>")
    ('strikes', 1, True)
    """
    named, base = _told(scenario)
    recipe = Recipe(
        scenario=named, beside=find_beside(named, base, settings),
        evidence=None if evidence is None else (label(Path(evidence)), read_text(Path(evidence))),
        said=None if ledger is None else read_said(Path(ledger), loads(named[1], named[0], base), until),
        until=until, given=tuple(given), settings=tuple(settings), policies=tuple(dict.fromkeys(policies)),
        questions=tuple(dict.fromkeys(questions)), every=every, draws=draws, worlds=worlds, seed=seed,
        versions=find_versions(),
    )  # fmt: skip
    return Handout(gather(recipe, threads=threads, memory=memory, progress=progress))


def _told(scenario: Scenario | str | Path) -> tuple[Named, Path | None]:
    """The name and text of a scenario's file, and its folder; raises FormatError and OSError."""
    if not isinstance(scenario, Scenario):
        file = located(scenario)
        file = file / "scenario.yaml" if file.is_dir() else file
        return (label(file), read_text(file)), folder(file)
    data, base = scenario.file._data, scenario.file._beside.folder
    text = "\n".join(line for key, value in data.items() for line in write_entry(str(key), value, 0)) + "\n"
    with suppress(SimError):
        if loads(text, scenario.name, base) == scenario:
            return (scenario.name, text), base
    message = "cannot be written as a file that says the same: write it by hand, and name the file"
    raise ModelError([Problem(message, file=scenario.name)])


def read_said(folder: Path, scenario: Scenario, until: date | None = None) -> Named:
    """The last entry of a ledger, or the last one before a day, for a recipe. Raises FormatError and OSError."""
    file = Path(find_last(folder, scenario, until).file)
    return label(file), file.read_text(encoding="utf-8")


def find_beside(named: Named, base: Path | None, settings: Sequence[str]) -> dict[str, str]:
    """The files that a scenario brings along: as it stands, with the settings, and under each alternative.

    named: its file's name and text. base: the file's folder; None where it has none. settings: texts `path=value`.
    """
    return {} if base is None else dict(_read_beside(named, base, settings))


def _read_beside(named: Named, base: Path, settings: Sequence[str]) -> Iterator[Named]:
    plain = loads(named[1], named[0], base)
    scenario = edit.edit(plain, dict(map(edit.setting, settings))) if settings else plain
    others = [edit.edit(scenario, alternative.set) for alternative in scenario.alternatives.values()]
    for name in dict.fromkeys(name for one in (plain, scenario, *others) for name in find_companions(one)):
        yield name, (base / name).read_text(encoding="utf-8-sig")
