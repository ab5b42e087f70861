"""A report made again from what it holds, and compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from sim.errors import FormatError, Problem
from sim.progress import Progress, untold
from sim.results.limits import MEMORY
from sim.results.report.gather import gather
from sim.results.report.packed import unpack
from sim.results.report.recipe import Recipe, find_versions
from sim.show.report.handout import Handout
from sim.text_files import LINE_END

_MOST, _AROUND = 10, 36
"""Lines that are told, and letters on both sides of what differs in one."""


def verify(
    text: str, name: str, *, threads: int = 1, memory: int | str = MEMORY, progress: Progress = untold
) -> str:  # fmt: skip
    """A sentence that says that a report holds what comes out when it is made again.

    text: of the file. name: of the file, for messages. The rest: as in `sim.forecast`. Line ends may be others.

    Raises FormatError with every line that differs, versions that differ first, and for a text that is no report; and
    what making it again raises.
    """
    whole = LINE_END.sub("\n", text)
    recipe, rest = unpack(whole, name)
    made = Handout(gather(recipe, threads=threads, memory=memory, progress=progress))
    again = made.html if "<html" in whole[:200] else made.markdown
    _, wanted = unpack(again, name)
    if rest != wanted:
        raise FormatError([*_other_versions(recipe, name), *_differing(rest, wanted, name)])
    told = "".join(f"; {problem.message}" for problem in _other_versions(recipe, name))
    return (
        f"{name}: made again from scenario {made.report.scenario.id}, digest {made.report.forecast.digest[:16]}, "
        f"{made.report.forecast.settings}: every figure and word agrees{told}."
    )


def _other_versions(recipe: Recipe, name: str) -> Iterator[Problem]:
    here = find_versions()
    for what, there in recipe.versions.items():
        if there != here.get(what):
            yield Problem(f"made with {what} {there}, and compared with {here.get(what, 'none')}", file=name)


def _differing(rest: str, wanted: str, name: str) -> Iterator[Problem]:
    """The lines that differ; of many, the first ones and how many more."""
    pairs = list(zip_longest(rest.split("\n"), wanted.split("\n"), fillvalue=""))
    other = [(number, *pair) for number, pair in enumerate(pairs, start=1) if pair[0] != pair[1]]
    for number, here, again in other[:_MOST]:
        alike = zip(here, again, strict=False)
        place = next((k for k, (a, b) in enumerate(alike) if a != b), min(len(here), len(again)))
        message = f"says '{_around(here, place)}', made again '{_around(again, place)}'"
        yield Problem(message, file=name, line=number, column=place + 1)
    if len(other) > _MOST:
        yield Problem(f"{len(other) - _MOST} more lines differ", file=name, line=other[_MOST][0])


def _around(line: str, place: int) -> str:
    """What stands at a place of a line and around it."""
    return line[max(place - _AROUND, 0) : place + _AROUND].strip()


