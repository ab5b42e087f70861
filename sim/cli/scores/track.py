"""`sim track`: the record of all resolved scenarios, and what it hands on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.chart_file import chart_option, require_one_chart, write_chart
from sim.cli.common.failures import clean
from sim.cli.common.files import FileCommand, OutputFile, out_option, paths_argument
from sim.cli.common.many_files import each_in_turn
from sim.cli.common.options import format_option, policy_option, size_options
from sim.cli.common.output import put
from sim.errors import FormatError, Problem
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.track.model import TrackedCase, TrackReport


@click.command(cls=FileCommand)
@paths_argument
@policy_option("let_it_run, or that at which the dashboard opens")
@click.option(
    "--seeds-out", type=OutputFile(is_main=False), metavar="FILE", help="Also each voice's record, as `seeds:` has it."
)
@click.option(
    "--record-out",
    type=OutputFile(is_main=False),
    metavar="FILE",
    help="Also a record of words, for `pool: {recalibrate: FILE}`.",
)
@click.option("--alone", is_flag=True, help="In that record, not added to the one that comes with the program.")
@chart_option
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
def track(
    paths: tuple[Path, ...], policy: str, seeds_out: Path | None, record_out: Path | None, alone: bool,
    chart: Path | None, form: str, out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show the track record of all resolved scenarios.

    Those with a resolutions.yaml beside their scenario.yaml count. The forecast beside its baselines as in sim score,
    over all of them; calibration with its improbable end enlarged; where the Brier score comes from (Murphy); and
    scores averaged over the days on which each question was open, by the forecast of that day.

    What was learned can be handed on: each voice's record as seed questions, and what quoted words came to as a record
    of words. Neither is for a scenario whose own answers are in it.
    """
    _require(record_out, alone)
    require_one_chart(chart, ())
    cases: list[TrackedCase] = []

    def work(file: Path, progress: Progress) -> TrackedCase | None:
        from sim.results.track.report import track_case
        from sim.scenario.cases import load_case

        if not file.with_name("resolutions.yaml").is_file():
            return None
        return track_case(load_case(file), policy=policy or None, progress=progress, **options)

    code = each_in_turn(paths, work, lambda case: cases.append(case) if case is not None else None)
    if cases or not code:
        files = _handed_on(cases, seeds_out, record_out, alone)  # refused before anything is written
        _write(cases, options["seed"], form, out, chart)
        for text, file in files:
            put(text, file)
    click.get_current_context().exit(code)


def _require(record_out: Path | None, alone: bool) -> None:
    if alone and record_out is None:
        raise FormatError([Problem("goes with --record-out", file="--alone")])


def _handed_on(
    cases: list[TrackedCase], seeds_out: Path | None, record_out: Path | None, alone: bool
) -> list[tuple[str, Path]]:  # fmt: skip
    """The texts that are asked for beside the report, each with its file."""
    from sim.lexicon.record import shipped_record
    from sim.results.track.seeds import seeds_of
    from sim.results.track.words import record_of

    files = []
    if seeds_out is not None:
        files.append((seeds_of(cases), seeds_out))
    if record_out is not None:
        words = [one for case in cases for one in case.words]
        files.append((record_of(words, None if alone else shipped_record()), record_out))
    return files


def _write(cases: list[TrackedCase], seed: int, form: str, out: Path | None, chart: Path | None) -> None:
    from sim.results.track.export import as_csv, as_json
    from sim.results.track.report import combine
    from sim.show.scores.track import as_text

    made = combine(cases, seed)
    put(as_json(made) if form == "json" else as_csv(made) if form == "csv" else clean(as_text(made)), out)
    if chart is not None:
        _draw(made, chart)


def _draw(made: TrackReport, chart: Path) -> None:
    from sim.show.charts.export import Caption
    from sim.show.charts.scores.calibration import CalibrationChart

    picture = CalibrationChart(made.bins, made.tail)
    caption = Caption(
        "Calibration", picture.text(), picture.guide(), "; ".join(case.table.title for case in made.cases),
        max(case.table.as_of for case in made.cases), "", "", None, date.today(),
    )  # fmt: skip
    write_chart(picture.spec(), caption, chart)
