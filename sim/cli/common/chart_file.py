"""A picture beside what a command prints: its file's ending says what is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import OutputFile
from sim.errors import FormatError, Problem
from sim.text_files import STREAM

if TYPE_CHECKING:
    from sim.show.charts.export import Caption

ENDINGS = (".svg", ".png", ".html")

chart_option = click.option(
    "--chart", type=OutputFile(is_main=False), metavar="FILE", help="Also a picture of it: .svg, .png or .html."
)


def require_one_chart(chart: Path | None, questions: Sequence[str]) -> None:
    """Refuses, before the work, a picture of several questions or of an unknown ending: FormatError."""
    if chart is None:
        return
    problems = []
    if chart == STREAM or chart.suffix.lower() not in ENDINGS:
        problems.append(Problem(f"name a file with one of the endings {', '.join(ENDINGS)}", file="--chart"))
    if len(questions) > 1:
        problems.append(Problem("a picture shows one question: name one with --question", file="--chart"))
    if problems:
        raise FormatError(problems)


def write_chart(spec: dict[str, Any], caption: Caption, file: Path) -> None:
    """The picture with its caption, as the file's ending says."""
    from sim.show.charts.export import export_spec, to_png, to_svg
    from sim.whole_files import whole_file

    made = export_spec(spec, caption)
    if file.suffix.lower() == ".png":
        with whole_file(file, "wb") as stream:
            stream.write(to_png(made))
        return
    svg = to_svg(made)
    with whole_file(file) as stream:
        stream.write(svg if file.suffix.lower() == ".svg" else _page(svg, caption.heading, caption.sentence))


def _page(svg: str, heading: str, sentence: str) -> str:
    """A page with the picture in it, which says its text alternative."""
    from html import escape

    told = f'<svg role="img" aria-label="{escape(sentence)}" style="max-width: 100%; height: auto" '
    drawn = svg.replace("<svg ", told, 1)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(heading)}</title></head>\n'
        f"<body><main>{drawn}</main></body></html>\n"
    )
