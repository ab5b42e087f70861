"""What must hold between the keys of a sweep file: its design, its size, what its evidence needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.batch.sweep.file import SETTINGS_MAX, Moves, SweepFile
from sim.batch.sweep.model import SweepAxis
from sim.batch.sweep.problems import SweepProblems
from sim.batch.sweep.scenarios import ReadScenario
from sim.errors import nearest

_NEEDS = {"grid": "vary", "latin": "vary", "sobol": "vary", "table": "table"}


def check_design(file: SweepFile, problems: SweepProblems) -> None:
    """Tells what does not go with the design."""
    design = file.laid_out
    needed = _NEEDS.get(design)
    if needed is not None and not getattr(file, needed):
        problems.tell(("design",), f"{design} needs {needed!r}")
    if file.table is not None and design != "table":
        problems.tell(("table",), f"goes with design: table, not {design}", at_key=True)
    if file.vary and design == "files":
        problems.tell(("vary",), "goes with design: grid, latin, sobol or table, not files", at_key=True)
    drawn = design in ("latin", "sobol")
    for key in ("points", "design_seed"):
        if getattr(file, key) is not None and not drawn:
            problems.tell((key,), f"goes with design: latin or sobol, not {design}", at_key=True)
    if drawn and file.points is None:
        problems.tell(("design",), f"{design} needs 'points': how many are drawn")


def check_reserved(file: SweepFile, names: Sequence[str], problems: SweepProblems) -> None:
    """Tells where evidence and its days are not lists, and of days without evidence. names: of all axes."""
    for name in ("evidence", "until"):
        if isinstance(file.vary.get(name), Moves):
            message = f"{name} is no path but what was seen: a list is expected"
            problems.tell(("vary", name), message, at_key=True)
    if "until" in names and "evidence" not in {*names, *file.vary}:
        message = "'until' needs 'evidence': it is the last day of what was seen that counts"
        problems.tell(("vary", "until") if "until" in file.vary else ("table",), message, at_key=True)


def check_asked(file: SweepFile, scenarios: Sequence[ReadScenario], problems: SweepProblems) -> None:
    """Tells of policies and questions that a scenario does not have."""
    for section, kind in (("policies", "policy"), ("questions", "question")):
        for number, name in enumerate(getattr(file, section) or ()):
            lacking = [one for one in scenarios if name not in getattr(one.scenario, section)]
            if lacking:
                known = tuple(getattr(lacking[0].scenario, section))
                others = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
                where = f" in {lacking[0].file}{others}" if len(scenarios) > 1 else ""
                problems.tell((section, str(number)), f"unknown {kind} {name!r}{where}{nearest(name, known)}")


def check_size(file: SweepFile, axes: Sequence[SweepAxis], scenarios: int, rows: int, problems: SweepProblems) -> None:
    """Tells of more settings than a sweep may have. rows: of its table."""
    sizes = [len(axis.levels) for axis in axes] if file.laid_out == "grid" else []
    points = {"table": rows, "files": 1, "grid": math.prod(sizes)}.get(file.laid_out, file.points or 1)
    settings = points * scenarios
    if settings <= SETTINGS_MAX:
        return
    parts = " x ".join([f"{size:,}" for size in sizes or [points]]) + (f" x {scenarios} scenarios" * (scenarios > 1))
    at = {"grid": ("vary",), "table": ("table",)}.get(file.laid_out, ("points",))
    problems.tell(at, f"{parts} = {settings:,} settings: at most {SETTINGS_MAX:,} are allowed", at_key=True)


def notes(file: SweepFile, untried: int) -> Iterator[str]:
    """What is allowed and worth knowing. untried: values that were not tried before the start."""
    size = file.points or 1
    if file.laid_out == "sobol" and size & (size - 1):
        below, above = 1 << (size.bit_length() - 1), 1 << size.bit_length()
        yield f"points: {size:,} points of a Sobol' sequence are not balanced; {below:,} and {above:,} are"
    if untried:
        yield f"vary: {untried:,} values were not tried before the start; a refused one becomes a refused row"
