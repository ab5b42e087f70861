"""`sim plot`: a picture of a scenario's answers, or of what a store holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_to
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import policy_option, set_option, size_options, typed_options
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.cli.sweeps.stored_plot import ENDINGS as STORED
from sim.cli.sweeps.stored_plot import KINDS as STORED_KINDS
from sim.cli.sweeps.stored_plot import plot_store
from sim.errors import FormatError, Problem
from sim.progress import Progress
from sim.text_files import STREAM
from sim.whole_files import whole_file

KINDS = ("ladder", "heatmap", "dots", "worlds", "fan", "shares", "tornado")
"""Pictures of a scenario; of `sim.show.pictures.draw`, which is not loaded for the help."""
ENDINGS = (".svg", ".png", ".html", ".csv")
_OF_STORES, _OF_SCENARIOS = ("x", "y", "by"), ("settings", "draws", "worlds", "seed", "memory")


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO|STORE")
@click.option(
    "--kind", type=click.Choice([*KINDS, *(kind for kind in STORED_KINDS if kind not in KINDS)]),
    show_default="ladder, or by the number of axes", help="What is drawn.",
)  # fmt: skip
@click.option("--question", metavar="Q", show_default="what moves most", help="This question.")
@policy_option("where it moves most, or all as lines")
@click.option("--x", metavar="AXIS", show_default="the first", help="The axis from left to right.")
@click.option("--y", metavar="AXIS", show_default="the second", help="The axis upwards, in a surface.")
@click.option("--lines-by", "by", metavar="AXIS", help="A line a level of this axis, under one policy.")
@set_option
@size_options()
@out_to(OutputFile(is_main=False))
def plot(
    path: Path, kind: str | None, question: str | None, policy: str, x: str | None, y: str | None, by: str | None,
    settings: tuple[str, ...], out: Path | None, **size: Any,
) -> None:  # fmt: skip
    """Draw a scenario's answers, or what a store of `sim batch` holds.

    Of a SCENARIO: ladder (every answer and how far it is open) and heatmap (every answer under every policy); of one
    question dots (twenty readings), worlds (what happens in a hundred), fan (over time), shares (whose doubt it is) and
    tornado (what moves it). Question and policy are by default those at which the dashboard opens.

    Of a STORE, the folder that `sim batch` filled: a surface over two axes, lines over one, or dots by level.

    The ending of FILE says what is written: .svg, .png, .csv for the numbers in the picture, and of a scenario .html,
    one file that asks nothing of the network. What the picture says is printed as a sentence.

    Example: sim plot scenarios/venezuela-2025 --kind fan --question Q6 -o q6.svg
    """
    stored = path != STREAM and (path / "batch.json").is_file()
    _require_fitting(stored, kind, out)
    assert out is not None
    if stored:
        asked = {"question": question, "policy": policy or None, "x": x, "y": y, "by": by}
        click.echo(plot_store(path, kind, asked, out))
        return
    tell_rounding(size["worlds"])
    asked_of = {"policy": policy, "question": question or "", **size}
    each(
        [one_scenario(path)], lambda file, progress: _drawn(file, kind or KINDS[0], settings, asked_of, out, progress),
        lambda told: click.echo(told[0]), shows_progress=True,
    )  # fmt: skip


def _require_fitting(stored: bool, kind: str | None, out: Path | None) -> None:
    """Refuse an ending that is not written, a picture of the other kind, and options that say nothing here."""
    endings, others = (STORED, _OF_SCENARIOS) if stored else (ENDINGS, _OF_STORES)
    kinds, other = (STORED_KINDS, "scenario") if stored else (KINDS, "store")
    if out is None or out.suffix.lower() not in endings:
        raise FormatError([Problem(f"name a file with one of the endings {', '.join(endings)}", file="--out")])
    typed = typed_options()
    problems = [Problem(f"goes with a {other}", file=typed[name]) for name in typed if name in others]
    if kind is not None and kind not in kinds:
        problems.append(Problem(f"{kind} is drawn of a {other}; here: {', '.join(kinds)}", file="--kind"))
    if problems:
        raise FormatError(problems)


def _drawn(
    file: Path, kind: str, settings: tuple[str, ...], asked: dict[str, Any], out: Path, progress: Progress
) -> str:  # fmt: skip
    """Writes the picture of a scenario, and gives what it says."""
    from sim.scenario.edit import as_typed
    from sim.show.pictures.draw import draw
    from sim.show.pictures.picture_file import write_picture
    from sim.show.report.edits_in_words import tell_edits

    plain, scenario = scenario_with(file, {}), scenario_with(file, all_settings(settings))
    picture = draw(scenario, kind, **asked, progress=progress)
    told = list(tell_edits(plain, scenario, as_typed(settings)))
    raw = write_picture(picture, scenario, told, date.today(), out.suffix.lower())
    with whole_file(out, "wb") as stream:
        stream.write(raw)
    return picture.sentence
