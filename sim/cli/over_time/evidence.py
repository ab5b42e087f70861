"""`sim evidence`: what happened, and that nothing did, written into an evidence file."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.failures import clean
from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_to
from sim.cli.common.options import Command, read_day
from sim.cli.common.output import put, require_writable
from sim.errors import FormatError, Problem
from sim.text_files import STREAM, content, label

if TYPE_CHECKING:
    from sim.scenario.resolve.scenario import Scenario

_BESIDE = "scenario.yaml"


@click.group()
def evidence() -> None:
    """Write what was seen, and what was not, into a file.

    Entries, comments and layout that are there stay; what is new is checked before it is written, and a file is
    written whole or not at all. Of several writers one waits for the other: `.lock` in the file's folder.
    """


def _files(command: Command) -> Command:
    """The evidence file, its scenario, and another file to write to."""
    told = "The scenario that the file belongs to."
    scenario = click.option(
        "--scenario", type=InputFile(scenario=True), metavar="SCENARIO", help=told,
        show_default="scenario.yaml beside FILE",
    )  # fmt: skip
    return scenario(out_to(OutputFile(is_main=False))(command))


@evidence.command(cls=FileCommand)
@click.argument("file", type=InputFile(), metavar="FILE")
@click.argument("seen", metavar="'VARIABLE: EVENT @ DATE'")
@click.option("--source", required=True, metavar="TEXT", help="Who reported it, and when.")
@click.option("--note", metavar="TEXT", help="How it was read.")
@_files
def add(file: Path, seen: str, source: str, note: str | None, scenario: Path | None, out: Path | None) -> None:
    """Add an observation to an evidence file, under the next free id: O12 after O11.

    The entry is written into FILE itself, or with -o the whole text elsewhere. What is there already, a wrong
    name and a day outside the timeline are refused, and FILE stays as it is. A FILE that is not there is made.

    Example: sim evidence add evidence.yaml 'us_action: limited_strike or more @ 2026-01-06' --source 'AP, 7 January'
    """
    from sim.scenario.evidence.file import said
    from sim.scenario.writing.evidence_text import add_record

    record: dict[str, object] = {**said(seen, "what was seen"), "source": source}
    if note is not None:
        record["note"] = note
    record["date"] = _day(str(record["date"]))
    record = {key: record[key] for key in ("date", "variable", "is", "source", "note") if key in record}

    def changed(text: str, name: str, scenario: Scenario) -> tuple[str, str]:
        new, one = add_record(text, name, scenario, record)
        return new, str(one)

    _write(file, scenario, out, changed)


@evidence.command(cls=FileCommand)
@click.argument("file", type=InputFile(), metavar="FILE")
@click.argument("date", type=read_day, metavar="DATE")
@click.option(
    "--reported", metavar="CHANCE", help="How much of what happens would be reported: 95%.", show_default="as it is",
)  # fmt: skip
@_files
def quiet(file: Path, date: datetime.date, reported: str | None, scenario: Path | None, out: Path | None) -> None:
    """Move the last day of silence: nothing beyond what FILE lists was reported by DATE.

    Example: sim evidence quiet evidence.yaml 2026-02-07 --reported 95%
    """
    from sim.scenario.writing.evidence_text import move_quiet

    def changed(text: str, name: str, scenario: Scenario) -> tuple[str, str]:
        new, made = move_quiet(text, name, scenario, date, reported)
        assert made.quiet is not None
        return new, f"quiet until {made.quiet.until}"

    _write(file, scenario, out, changed)


def _day(text: str) -> datetime.date:
    from sim.scenario.model import values

    try:
        return values.day(text)
    except ValueError as error:
        raise FormatError([Problem(str(error), file="what was seen")]) from None


def _write(
    file: Path, scenario: Path | None, out: Path | None, changed: Callable[[str, str, Scenario], tuple[str, str]]
) -> None:
    """Write what becomes of a file's text: into the file itself, one writer after another; or elsewhere.

    changed: makes the new text, and says what is new in it, from the text, the file's name and the scenario.
    """
    from sim.folder_lock import hold_folder_lock
    from sim.scenario.file import read, yaml_text
    from sim.scenario.writing.edited_text import decode_whole
    from sim.scenario.writing.evidence_text import NEW
    from sim.whole_files import rewrite

    if file == STREAM:
        raise FormatError([Problem("what is added goes into a file: name one", file=label(file))])
    if scenario is None and not file.with_name(_BESIDE).is_file():
        raise FormatError([Problem(f"no {_BESIDE} beside it: name its scenario with --scenario", file=label(file))])
    belongs_to = read.read(scenario or file.with_name(_BESIDE))

    def now() -> bytes:
        return content(file, yaml_text.SIZE_MAX) if os.path.lexists(file) else NEW.encode()

    if out is not None:
        text, _ = changed(decode_whole(now(), label(file)), label(file), belongs_to)
        put(text, out)
        return
    require_writable(file, may_replace=True)
    with hold_folder_lock(Path(os.path.realpath(file)).parent, wait=True, tidy=True):
        raw = now()
        text, told = changed(decode_whole(raw, label(file)), label(file), belongs_to)
        if now() != raw:  # an editor takes no lock
            raise FormatError([Problem("was changed by somebody else in the meantime: try again", file=label(file))])
        rewrite(file, text.encode())
    click.echo(clean(f"{label(file)}: {told}"))
