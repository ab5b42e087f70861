"""A report as a file: its sheets as HTML or Markdown, and below them what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.results.report.model import QuestionPage, Report
from sim.results.report.packed import pack
from sim.show import words
from sim.show.report.answer import compare_policies, tell_answer
from sim.show.report.blocks import Block, Line, Pair, Section, Sheet
from sim.show.report.grounds import tell_sentences, tell_unasked, tell_views
from sim.show.report.html import write_html
from sim.show.report.making import tell_changes, tell_making
from sim.show.report.markdown import write_markdown
from sim.show.report.overview import page_anchor, tell_overview, tell_warnings
from sim.whole_files import whole_file

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown"}
"""The form that a file's ending asks for."""


@dataclass(frozen=True)
class Handout:
    """A report that can be written. report: its records."""

    report: Report

    @cached_property
    def html(self) -> str:
        """One page of HTML with all that it shows, which asks nothing of the network; the same for the same report."""
        return write_html(self.report.scenario.title, self._sheets, pack(self.report.recipe))

    @cached_property
    def markdown(self) -> str:
        """The same as Markdown, pictures told in words."""
        return write_markdown(self._sheets, pack(self.report.recipe))

    def text(self, form: str) -> str:
        """The report in a form of `ENDINGS`."""
        return self.html if form == "html" else self.markdown

    def write(self, path: str | Path) -> None:
        """Writes the file, whole or not at all, in the form of its ending. Raises FormatError and OSError."""
        with whole_file(Path(path)) as stream:
            stream.write(self.text(form_of(path)))

    @cached_property
    def _sheets(self) -> list[Block]:
        report = self.report
        pages = (list(_page(page, place)) for place, page in enumerate(report.pages))
        return [Sheet(blocks, _foot(report)) for blocks in (list(tell_overview(report)), *pages, list(_made(report)))]


def form_of(path: str | Path) -> str:
    """The form that a file's ending asks for; raises FormatError for another ending."""
    form = ENDINGS.get(Path(path).suffix.lower())
    if form is None:
        raise FormatError([Problem(f"name a file with one of the endings {', '.join(ENDINGS)}", file="--out")])
    return form


def _page(page: QuestionPage, place: int) -> Iterator[Block]:
    """One answer on its sheet."""
    yield from tell_answer(page, 2, page_anchor(place))
    yield from compare_policies(page, 3)
    yield from tell_sentences(page, 3)
    yield from _side_by_side([tell_unasked(page, 3), tell_views(page, 3)])


def _side_by_side(sections: list[Section | None]) -> Iterator[Block]:
    """The sections that there are, two in a row."""
    there = [section for section in sections if section is not None]
    for place in range(0, len(there), 2):
        yield Pair(*there[place : place + 2]) if place + 1 < len(there) else there[place]


def _made(report: Report) -> Iterator[Block]:
    yield from tell_warnings(report)
    if report.edits:
        yield tell_changes(report.file, report.scenario, report.edits, 2)
    versions = ", ".join(f"{name} {number}" for name, number in report.recipe.versions.items())
    check = "sim report --verify FILE runs it again from what this file holds, and compares every figure"
    more: dict[str, Line] = {"Versions": versions, "Verify": check}
    yield from tell_making(report.scenario, report.forecast, 2, report.command, more)


def _foot(report: Report) -> str:
    made = report.forecast
    return f"{made.scenario}, as of {words.day(made.as_of)}; digest {made.digest[:16]}; {made.settings}"
