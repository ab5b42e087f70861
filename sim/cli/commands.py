"""The command line: options in, text out; everything between is done by the rooms.

What is meant for reading or piping goes to standard output; problems, notes and progress go to standard
error. Imports sit inside the functions, so that `sim --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.each import Progress, each
from sim.cli.exchange import export, import_
from sim.cli.failures import EXIT_CODES, Doors, clean
from sim.cli.output import own_name, rendered, require_writable, write
from sim.errors import FormatError, Problem, SimError

if TYPE_CHECKING:
    from sim.results.forecast import Forecast


class WholeNumber(click.ParamType[int]):
    """A whole number within the limits that `sim.results.limits` sets for the option."""

    name = "integer"

    def __init__(self, option: str) -> None:
        self.option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error that names the rule where it is none or out of range."""
        from sim.results.limits import require, rule

        try:
            require(**{self.option: int(value)})
        except (ValueError, SimError):
            self.fail(f"{value!r} - must be {rule(self.option)}", param, ctx)
        return int(value)


@click.group(cls=Doors, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="scenario-sim", prog_name="sim")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of this program.")
def cli(debug: bool) -> None:
    """From an expert's sentence to the spread of outcomes.

    A scenario file says who said what, and where. sim turns each sentence into a prior, plays the futures
    that follow, and shows how far the answers spread.
    """


cli.add_command(import_)
cli.add_command(export)

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")


@cli.command()
@paths_argument
@click.option("--resolved", is_flag=True, help="Print who speaks in which rows, and what was completed from whom.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], resolved: bool) -> None:
    """Check scenario files and print every problem with its place.

    PATH is a scenario file, a folder with scenario.yaml in it, or a folder of scenarios. Good files are
    named on standard output, with notes below them; problems go to standard error, a line each.
    """
    ctx.exit(each(paths, lambda file, _: _check(file, resolved))[1])


@cli.command()
@paths_argument
@click.option("--policy", "policies", multiple=True, metavar="P", help="Only this policy; may be given again.")
@click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value for this run; may be given again."
)
@click.option("--draws", type=WholeNumber("draws"), default=1000, show_default=True, help="Samples of what is unknown.")
@click.option("--worlds", type=WholeNumber("worlds"), default=64, show_default=True, help="Histories played a draw.")
@click.option("--seed", type=WholeNumber("seed"), default=1, show_default=True, help="Another seed, another sample.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead, all or nothing.")
@click.pass_context
def run(
    ctx: click.Context,
    paths: tuple[Path, ...],
    policies: tuple[str, ...],
    settings: tuple[str, ...],
    draws: int,
    worlds: int,
    seed: int,
    form: str,
    out: Path | None,
) -> None:
    """Forecast every question of the scenarios under each policy.

    PATH is a scenario file, a folder with scenario.yaml in it, or a folder of scenarios; all of them make one
    table. A file that fails is told and left out.

    Examples of --set: experts.icb.weight=0, judgments.S14.nudge=0.5, judgments.S14.says='highly unlikely',
    pool.rule=linear.
    """
    from dataclasses import replace

    from sim.results.limits import whole_blocks

    changes = dict(_setting(text) for text in settings)
    if out is not None:
        require_writable(out)
    if whole_blocks(worlds) != worlds:
        click.echo(f"note: --worlds {worlds} is rounded up to {whole_blocks(worlds)}, whole blocks of 64", err=True)
    options = {"draws": draws, "worlds": worlds, "seed": seed, "policies": policies or None}

    def one(file: Path, progress: Progress) -> Forecast:
        return replace(_forecast(file, changes, progress, options), edits=settings)

    forecasts, code = each(paths, one, shows_progress=True)
    if forecasts and out is not None:
        write(rendered(forecasts, form), out)
    elif forecasts:
        click.echo(rendered(forecasts, form), nl=False)
        if form == "table":
            click.echo(f"\nTo move the sliders yourself: {own_name()} dashboard {paths[0]}")
    ctx.exit(code)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from sim.scenario import schema as of_scenario

    click.echo(of_scenario.text(), nl=False)


@cli.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def dashboard(path: Path | None) -> None:
    """Open the dashboard in a browser, on a scenario or a folder of scenarios.

    Stop it with Ctrl-C. The server's own settings are Streamlit's and can be given as environment
    variables, such as STREAMLIT_SERVER_PORT=8600.
    """
    import runpy

    page = Path(__file__).resolve().parents[2] / "app.py"
    for needed in (page, path):
        if needed is not None and not needed.exists():
            raise FileNotFoundError(2, "no such file or folder", str(needed))
    # As `python -m streamlit`, in this process, so that stopping one stops the other. Streamlit reads
    # .streamlit/config.toml beside the page, from whatever folder it is started.
    sys.argv = ["streamlit", "run", str(page), "--", *([str(path.resolve())] if path else [])]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to fail
    cli(prog_name="sim")


def _check(file: Path, resolved: bool) -> None:
    from sim.priors.check import check as check_beliefs
    from sim.scenario import read

    scenario = read.read(file)
    notes = [*scenario.notes, *check_beliefs(scenario)]
    click.echo(clean("\n".join([f"{file}: ok", *(f"  note: {note}" for note in notes)])))
    if resolved:
        from sim.results.resolved import text

        click.echo(clean(text(scenario)))


def _forecast(file: Path, changes: Mapping[str, object], progress: Progress, options: Mapping[str, Any]) -> Forecast:
    from sim.results.run import forecast
    from sim.scenario import edit, read

    scenario = read.read(file)
    if changes:
        scenario = edit.edit(scenario, changes)
    return forecast(scenario, progress=progress, **options)


def _setting(text: str) -> tuple[str, object]:
    """Path and value of one --set."""
    from sim.scenario import edit

    path, equals, value = text.partition("=")
    if not equals:
        message = f"'{text}' has no '=' - write path=value, as in judgments.S14.nudge=0.5"
        raise FormatError([Problem(message, file="--set")])
    return path.strip(), edit.parse(value)
