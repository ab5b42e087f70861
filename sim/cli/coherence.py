"""`sim coherence`: which judgments do not agree, and the nearest that would."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.each import Progress, each
from sim.cli.failures import clean
from sim.cli.options import WholeNumber, memory_option, paths_argument
from sim.cli.output import require_writable, write
from sim.errors import FormatError, Problem, nearest

if TYPE_CHECKING:
    from sim.results.coherent_set import Coherence


@click.command()
@paths_argument
@click.option("--policy", default="", metavar="P", help="Look at the whole under this policy; no lever is fixed else.")
@click.option("--draws", type=WholeNumber("draws"), default=400, show_default=True, help="Samples of what is unknown.")
@click.option("--worlds", type=WholeNumber("worlds"), default=64, show_default=True, help="Histories played a draw.")
@click.option("--seed", type=WholeNumber("seed"), default=1, show_default=True, help="Another seed, another sample.")
@memory_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--adopt", type=click.Path(path_type=Path), metavar="FILE", help="Write a copy with the nudges in it.")
@click.option(
    "--voice", default="", metavar="V", help="With --adopt: what brings this voice in line with its own words."
)
@click.pass_context
def coherence(
    ctx: click.Context, paths: tuple[Path, ...], form: str, adopt: Path | None, voice: str,
    policy: str, draws: int, worlds: int, seed: int, memory: int,
) -> None:  # fmt: skip
    """Report which judgments do not agree, and propose the nearest that would.

    One voice against itself; each `overall` judgment against what follows from its voice's own words, and from all
    voices together. Who would move, by how much, and how far that is for the doubt about it. It is a report: nothing is
    changed, and it ends with 0 whatever it finds. --adopt writes a copy of the one scenario named, with the nudges in
    it; the scenario itself is never written to.
    """
    from sim.results.coherence import coherence as report
    from sim.results.coherence_json import as_json
    from sim.scenario import read
    from sim.show.coherence import as_text

    if adopt is not None:
        _may_adopt(paths, adopt)
    elif voice:
        raise FormatError([Problem("goes with --adopt", file="--voice")])

    def one(file: Path, progress: Progress) -> Coherence:
        scenario = read.read(file)
        size = {"draws": draws, "worlds": worlds, "seed": seed, "memory": memory}
        made = report(scenario, policy=policy, progress=progress, **size)
        if adopt is not None:
            _known(made, voice)
            _adopt(file, adopt, made.edits(voice))
        return made

    reports, code = each(paths, one, shows_progress=True)
    if reports:
        click.echo(as_json(reports) if form == "json" else clean(as_text(reports)), nl=False)
    ctx.exit(code)


def _may_adopt(paths: tuple[Path, ...], adopt: Path) -> None:
    """Refuse before the work what could not be done after it."""
    from sim.scenario import read

    files = [file for path in paths for file in read.find(path)]
    if len(files) != 1:
        raise FormatError([Problem(f"goes with one scenario, not {len(files)}", file="--adopt")])
    require_writable(adopt)
    if adopt.exists() and adopt.samefile(files[0]):
        message = f"{adopt} is the scenario itself, which stays as it is: name another file"
        raise FormatError([Problem(message, file="--adopt")])


def _known(made: Coherence, voice: str) -> None:
    """Refuse a voice of which nothing is proposed."""
    from sim.results.coherent_set import OWN

    voices = tuple(one.voice for one in made.proposals if one.kind == OWN)
    if voice and voice not in voices:
        message = f"nobody called '{voice}' has said what would follow from other words of theirs"
        raise FormatError([Problem(message + nearest(voice, voices), file="--voice")])


def _adopt(file: Path, adopt: Path, edits: dict[str, float]) -> None:
    """A copy of the file with the nudges in it."""
    from sim.scenario.adopt import adopted
    from sim.scenario.read import decoded, loads

    text = decoded(file.read_bytes(), str(file)).removeprefix("\ufeff")
    nudges = {path.split(".")[1]: nudge for path, nudge in edits.items()}
    write(adopted(text, loads(text, str(file), file.parent), nudges), adopt)
    click.echo(f"{adopt}: a copy of {file} with {len(nudges)} nudges in it", err=True)
