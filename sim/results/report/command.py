"""The command that makes a report again, as it is typed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from sim.results.report.recipe import Recipe


def write_command(recipe: Recipe) -> str:
    """The command; its files are named as they were when the report was made.

    >>> write_command(Recipe(("a b.yaml", ""), questions=("Q1",), every=True, draws=100))
    "sim report 'a b.yaml' --question Q1 --all --draws 100 --worlds 64 --seed 1 -o report.html"
    """
    return " ".join(["sim report", shlex.quote(recipe.scenario[0]), *_options(recipe), "-o report.html"])


def _options(recipe: Recipe) -> Iterator[str]:
    for name, values in (("question", recipe.questions), ("policy", recipe.policies)):
        yield from (f"--{name} {shlex.quote(value)}" for value in values)
    if recipe.every:
        yield "--all"
    for name, values in (("set", recipe.settings), ("given", recipe.given)):
        yield from (f"--{name} {shlex.quote(value)}" for value in values)
    if recipe.evidence is not None:
        yield f"--evidence {shlex.quote(recipe.evidence[0])}"
    if recipe.until is not None:
        yield f"--until {recipe.until.isoformat()}"
    if recipe.said is not None:
        yield f"--ledger {shlex.quote(str(Path(recipe.said[0]).parent))}"
    yield f"--draws {recipe.draws} --worlds {recipe.worlds} --seed {recipe.seed}"
