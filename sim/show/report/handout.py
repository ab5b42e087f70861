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
from sim.show.report.answer import compare_policies, tell_answer, tell_readings
from sim.show.report.blocks import Block, Line, Pair, Section, Sheet
from sim.show.report.changes import tell_indicators, tell_moves
from sim.show.report.forms.html import write_html
from sim.show.report.forms.markdown import write_markdown
from sim.show.report.grounds import tell_sentences, tell_unasked, tell_views
from sim.show.report.making import tell_making, tell_places
from sim.show.report.overview import page_anchor, tell_missing, tell_overview, tell_warnings
from sim.show.report.since import tell_since_answer
from sim.whole_files import whole_file

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown"}
"""The form that a file's ending asks for."""


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        made = self.report
        asked = ", ".join(page.answer.question for page in made.pages)
        return f"<Report of {made.scenario.id}, with pages for {asked or 'no question'}; {made.forecast.settings}>"

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
        foot = f"{report.scenario.title.rstrip('.')}, as of {words.day(report.scenario.as_of)}"
        onward = f"{foot}. How it was made stands on the last page."
        told = [Sheet(blocks, onward) for blocks in (list(tell_overview(report)), *pages)]
        return [*told, Sheet(list(_made(report)), f"{foot}.")]


def form_of(path: str | Path) -> str:
    """The form that a file's ending asks for; raises FormatError for another ending."""
    form = ENDINGS.get(Path(path).suffix.lower())
    if form is None:
        raise FormatError([Problem(f"name a file with one of the endings {', '.join(ENDINGS)}", file="--out")])
    return form


def _page(page: QuestionPage, place: int) -> Iterator[Block]:
    """One answer on its sheet."""
    yield from tell_answer(page, 2, page_anchor(place))
    yield from tell_since_answer(page)
    alone = len(page.forecast.policies) < 2  # then what stands beside the readings is what nobody was asked
    beside = tell_unasked(page, 3)
    readings = list(tell_readings(page, 3))
    if alone and readings:
        yield Pair(Section(readings), beside)
    else:
        yield from compare_policies(page, 3)
    yield from tell_sentences(page, 3)
    yield from tell_indicators(page, 3)
    if not alone or not readings:
        yield beside
    yield from tell_views(page, 3)
    yield from tell_moves(page, 3)


def _made(report: Report) -> Iterator[Block]:
    yield from tell_warnings(report)
    versions = ", ".join(f"{name} {number}" for name, number in report.recipe.versions.items())
    check = "sim report --verify FILE runs it again from what this file holds, and compares every figure"
    more: dict[str, Line] = {"Versions": versions, "Verify": check, **tell_missing(report), **tell_places(report.pages)}
    yield from tell_making(report.scenario, report.forecast, 2, report.command, more)
