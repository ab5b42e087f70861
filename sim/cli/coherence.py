"""`sim coherence`: which judgments do not agree, and the nearest that would."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.failures import clean, say
from sim.cli.common.files import FileCommand, OutputFile, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, size_options
from sim.cli.common.output import put
from sim.errors import FormatError, Problem, escaped, nearest
from sim.progress import Progress
from sim.text_files import folder, label

if TYPE_CHECKING:
    from sim.results.coherence.model import Coherence
    from sim.scenario.resolve.scenario import Scenario


@click.command(cls=FileCommand)
@paths_argument
@policy_option("no lever is fixed")
@size_options(400)
@format_option("text", "json")
@click.option("--adopt", type=OutputFile(is_main=False), metavar="FILE", help="Write a copy with the nudges in it.")
@click.option(
    "--voice", default="", metavar="V", help="With --adopt: what brings this voice in line with its own words."
)
@out_option
def coherence(
    paths: tuple[Path, ...], form: str, adopt: Path | None, voice: str, out: Path | None, **options: Any
) -> None:
    """Report which judgments do not agree, and propose the nearest that would.

    One voice against itself; each `overall` judgment against what follows from its voice's own words, and from all
    voices together. Who would move, by how much, and how far that is for the doubt about it. It is a report: nothing is
    changed, and it ends with 0 whatever it finds. --adopt writes a copy of the one scenario named, with the nudges in
    it; the scenario itself is never written to.
    """
    from sim.results.coherence.export import as_json
    from sim.results.coherence.report import coherence as report
    from sim.scenario.file import read
    from sim.show.coherence import as_text

    if voice and adopt is None:
        raise FormatError([Problem("goes with --adopt", file="--voice")])
    if adopt is not None and (count := sum(len(read.find(path)) for path in paths)) != 1:
        raise FormatError([Problem(f"goes with one scenario, not {count}", file="--adopt")])

    def work(file: Path, progress: Progress) -> Coherence:
        text = read.read_text(file).removeprefix("\ufeff")
        scenario = read.loads(text, label(file), folder(file))
        made = report(scenario, progress=progress, **options)
        if adopt is not None:
            _adopt(text, scenario, made, voice, adopt)
        return made

    def write(reports: list[Coherence]) -> None:
        put(as_json(reports) if form == "json" else clean(as_text(reports)), out)

    each(paths, work, write, shows_progress=True)


def _adopt(text: str, scenario: Scenario, made: Coherence, voice: str, adopt: Path) -> None:
    """A copy of the scenario's text with the nudges in it; a voice of which nothing is proposed is refused."""
    from sim.results.coherence.model import OWN
    from sim.scenario.nudges import adopted

    voices = tuple(proposal.voice for proposal in made.proposals if proposal.kind == OWN)
    if voice and voice not in voices:
        message = f"nobody called '{voice}' has said what would follow from other words of theirs"
        raise FormatError([Problem(message + nearest(voice, voices), file="--voice")])
    nudges = {path.split(".")[1]: nudge for path, nudge in made.edits(voice).items()}
    put(adopted(text, scenario, nudges), adopt)
    say(f"{escaped(str(adopt))}: a copy of {scenario.name} with {len(nudges)} nudges in it")
