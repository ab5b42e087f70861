"""`sim lexicons`: what readers hear in a phrase, and what such words have been worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.options import format_option
from sim.cli.common.output import put, terminal

if TYPE_CHECKING:
    from sim.lexicon.record import TrackRecord


@click.command(cls=FileCommand)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--record", is_flag=True, help="Show what the words of quoted experts have been worth.")
@click.option("--from", "own", type=InputFile(), metavar="CSV", help="With --record: a record of your own.")
@format_option("text", "json")
@out_option
def lexicons(names: tuple[str, ...], record: bool, own: Path | None, form: str, out: Path | None) -> None:
    """List the lexicons with what readers hear in each phrase; or show the record of such words.

    NAME is a lexicon, such as capphrase or icd203; all of them without one. A record is a csv file with the columns
    topic, said (almost_none to almost_certain, will, will_not, or per cent such as 35%), happened and of.
    """
    from sim.results.document import document

    if record or own is not None:
        from sim.show.lexicons import record_json, record_text

        found = _record(own)
        width, _ = terminal(out)
        as_json = form == "json"
        put(document("record", **record_json(found)) if as_json else record_text(found, width), out)
        return
    from sim import lexicon
    from sim.errors import FormatError, Problem, nearest
    from sim.show.lexicons import lexicons_json, lexicons_text

    known = lexicon.names()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise FormatError([Problem(f"unknown lexicon {name!r}{nearest(name, known)}") for name in unknown])
    put(document("lexicons", lexicons=lexicons_json(names or known)) if form == "json"
        else lexicons_text(names or known), out)  # fmt: skip


def _record(own: Path | None) -> TrackRecord:
    """The record of a file, or the one that comes with the program."""
    from sim.errors import FormatError
    from sim.lexicon.record import SIZE_MAX, parse_record, shipped_record
    from sim.text_files import content, label

    if own is None:
        return shipped_record()
    record = parse_record(content(own, SIZE_MAX), label(own))
    if record.problems:
        raise FormatError(record.problems)
    return record
