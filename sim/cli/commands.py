"""The command line: options in, text out; everything between is done by the rooms.

What is meant for reading or piping goes to standard output; problems, notes and progress go to standard
error. Imports sit inside the functions, so that `sim --help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.choices import choices
from sim.cli.coherence import coherence
from sim.cli.common.failures import EXIT_CODES, Doors, clean
from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import memory_option
from sim.cli.common.output import put
from sim.cli.compare.alternatives import alternatives
from sim.cli.compare.compare import compare
from sim.cli.compare.flip import flip
from sim.cli.edit import edit
from sim.cli.examples import examples
from sim.cli.exchange import draft, export, import_, judgments
from sim.cli.explain import explain
from sim.cli.handover.brief import brief
from sim.cli.handover.plot import plot
from sim.cli.handover.report import report
from sim.cli.lexicons import lexicons
from sim.cli.new import new
from sim.cli.over_time.diff import diff
from sim.cli.over_time.evidence import evidence
from sim.cli.over_time.indicators import indicators
from sim.cli.over_time.ledger import ledger
from sim.cli.over_time.paths import paths
from sim.cli.over_time.replay import replay
from sim.cli.run import run
from sim.cli.scores.score import score
from sim.cli.scores.track import track
from sim.cli.seeds import seeds
from sim.cli.sweeps.batch import batch
from sim.errors import FormatError, Problem
from sim.text_files import STREAM, label

if TYPE_CHECKING:
    from sim.scenario.evidence import EvidenceFile


class Workflow(Doors):
    """The commands in the order of the work, with a heading to each part of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names as they are shown."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes each heading and the commands below it."""
        for heading, group in WORKFLOW.items():
            with formatter.section(heading):
                formatter.write_dl([(one.name or "", one.get_short_help_str(limit=100)) for one in group])


@click.group(cls=Workflow, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="scenario-sim", prog_name="sim")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of this program.")
def cli(debug: bool) -> None:
    """From an expert's sentence to the spread of outcomes.

    A scenario file says who said what, and where. sim turns each sentence into a prior, plays the futures
    that follow, and shows how far the answers spread.
    """


@click.command(cls=FileCommand)
@paths_argument
@click.option("--resolved", is_flag=True, help="Print who speaks in which rows, and what was completed from whom.")
@memory_option
@out_option
def check(paths: tuple[Path, ...], resolved: bool, memory: int, out: Path | None) -> None:
    """Check scenario files and print every problem with its place.

    PATH is a scenario file, a folder with scenario.yaml in it, or a folder of scenarios. Good files are
    named on standard output, with notes below them; problems go to standard error, a line each. An
    evidence.yaml and a resolutions.yaml beside a scenario.yaml are checked with it.
    """
    each(paths, lambda file, _: _checked(file, resolved, memory), lambda texts: put(clean("".join(texts)), out))


@click.command(cls=FileCommand)
@click.option("--sweep", is_flag=True, help="Of sweep files, which sim batch reads.")
@out_option
def schema(sweep: bool, out: Path | None) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    from sim.batch.sweep import schema as of_sweep
    from sim.scenario.file import schema as of_scenario

    put((of_sweep if sweep else of_scenario).text(), out)


@click.command(cls=FileCommand)
@click.argument("path", required=False, type=InputFile(scenario=True))
@click.option(
    "--write", "kept", type=OutputFile(is_main=False, is_added_to=True), metavar="FILE",
    help="Also append judgments that are added on the page Elicit to FILE: a table (.csv) or a scenario (.yaml).",
)  # fmt: skip
def dashboard(path: Path | None, kept: Path | None) -> None:
    """Open the dashboard in a browser, on a scenario, a store of `sim batch`, or a folder of both.

    Where PATH is a folder, or a scenario with stores in its folder, every store is on the page Sweep. No other file
    of this machine can be opened from the page, and none is written but that of --write, which needs PATH to be one
    scenario. It is added to, never shortened, and made where it is not there.

    Stop it with Ctrl-C. The server's own settings are Streamlit's and can be given as environment
    variables, such as STREAMLIT_SERVER_PORT=8600.
    """
    import importlib
    import runpy

    from sim.shipped import shipped

    if path == STREAM:
        raise FormatError([Problem("the page reads its scenario again and again: name a file", file=str(path))])
    page = shipped("app.py")
    for needed in (page, path):
        if needed is not None and not needed.exists():
            raise FileNotFoundError(2, "no such file or folder", str(needed))
    write = _kept(path, kept)
    # As `python -m streamlit`, in this process, so that stopping one stops the other. Streamlit reads
    # .streamlit/config.toml beside the page, from whatever folder it is started.
    importlib.import_module("sim.dashboard.start.preload").start_preload(path and path.resolve())
    sys.argv = ["streamlit", "run", str(page), "--", *([str(path.resolve())] if path else []), *write]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _kept(path: Path | None, kept: Path | None) -> list[str]:
    """What the page is told of the file that judgments are written to; nothing where there is none."""
    if kept is None:
        return []
    from sim.dashboard.added.kept_file import OPTION, SCENARIO, TABLE
    from sim.scenario.file import read

    message = ""
    if path is None or len(read.find(path)) != 1:
        message = "judgments of one scenario go into a file: name the scenario as PATH"
    elif kept == STREAM:
        message = "judgments are added to a file: name one"
    elif kept.suffix.lower() not in (*TABLE, *SCENARIO):
        message = f"{label(kept)} ends as neither a table of judgments (.csv) nor a scenario (.yaml)"
    if message:
        raise FormatError([Problem(message, file="--write")])
    return [OPTION + str(kept.resolve())]


def _checked(file: Path, resolved: bool, memory: int) -> str:
    """What is told of a good file."""
    from sim.priors.consistency.check import notes
    from sim.scenario import evidence, resolutions
    from sim.scenario.file import read

    scenario = read.read(file)
    lines = [f"{label(file)}: ok", *(f"  note: {note}" for note in notes(scenario))]
    beside = file.with_name("evidence.yaml")
    if file.name == "scenario.yaml" and beside.is_file():
        lines.append(f"{label(beside)}: ok, {_held(evidence.read_file(beside, scenario))}")
    answers = file.with_name("resolutions.yaml")
    if file.name == "scenario.yaml" and answers.is_file():
        lines.append(f"{label(answers)}: ok, {len(resolutions.load(answers, scenario))} resolutions")
    if resolved:
        from sim.results.resolved.report import text

        lines.append(text(scenario, memory=memory))
    return "\n".join((*lines, ""))


def _held(seen: EvidenceFile) -> str:
    """What an evidence file holds, in words."""
    silent = "" if seen.quiet is None else f", quiet until {seen.quiet.until}"
    return f"{len(seen.listed)} observations{silent}"


WORKFLOW = {
    "Write a scenario": (new, examples, lexicons, check, edit),
    "Forecast": (run, batch, plot, explain, brief, compare, alternatives, flip, choices, coherence, seeds, dashboard),
    "Over time": (indicators, evidence, replay, diff, ledger, paths),
    "Score": (score, track),
    "Hand on": (report,),
    "From and to other files": (draft, judgments, import_, export, schema),
}
"""The commands in the order in which one needs them, under their headings."""

for _command in (one for group in WORKFLOW.values() for one in group):
    cli.add_command(_command)
