"""A picture as the content of a file: SVG, PNG, a page of HTML that holds all it shows, or its numbers as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sim.results.document import csv_text
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.export import Caption, export_spec, to_png, to_svg
from sim.show.charts.layers.frame import Row
from sim.show.pictures.draw import TakenPicture
from sim.show.report.blocks import Block, Drawing, Heading, TableBlock, TableRow, TextBlock
from sim.show.report.html import write_html
from sim.show.titles import find_titles

ENDINGS = (".svg", ".png", ".html", ".csv")


def write_picture(picture: TakenPicture, scenario: Scenario, edits: Sequence[str], made: date, ending: str) -> bytes:
    """The content of a file with one of `ENDINGS`. edits: in words. made: the day that the picture names.

    Raises ValueError where Vega-Lite does not take it.
    """
    if ending == ".csv":
        return csv_text(_columns(picture.rows), _filled(picture.rows)).encode("utf-8")
    caption = _caption(picture, scenario, edits, made)
    if ending == ".html":
        return write_html(f"{picture.heading}: {scenario.title}", list(_page(picture, caption))).encode("utf-8")
    spec = export_spec(picture.spec, caption, width=picture.width)
    return to_png(spec) if ending == ".png" else to_svg(spec).encode("utf-8")


def _caption(picture: TakenPicture, scenario: Scenario, edits: Sequence[str], made: date) -> Caption:
    titles = find_titles(scenario)
    title = f"{scenario.title} (retrospective)" if scenario.retrospective else scenario.title
    policy = titles.policy(picture.policy) if picture.policy else ""
    question = scenario.questions[picture.question].asks if picture.question else ""
    return Caption(
        picture.heading, picture.sentence, picture.guide, title, scenario.as_of, policy, question, edits, made
    )  # fmt: skip


def _page(picture: TakenPicture, caption: Caption) -> list[Block]:
    """The picture with its texts above it and its numbers below."""
    bare = {**picture.spec, "width": picture.width, "background": "#ffffff", "padding": 12}
    svg = to_svg(bare)
    columns = _columns(picture.rows)
    rows = [TableRow(["" if row[name] is None else str(row[name]) for name in columns])
            for row in _filled(picture.rows)]  # fmt: skip
    sentence, _, *others = caption.lines()
    return [
        Heading(1, caption.heading, look="title"), TextBlock(sentence),
        Drawing(svg[svg.index("<svg") :], picture.sentence, picture.guide),
        *(TextBlock(line, "small") for line in others),
        Heading(2, "Its numbers"), TableBlock("The numbers of the picture", columns, rows, "numbers"),
    ]  # fmt: skip


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _filled(rows: Sequence[Row]) -> list[Row]:
    return [{column: row.get(column) for column in _columns(rows)} for row in rows]
