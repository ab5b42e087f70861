"""The one file that a server may write: `sim dashboard --write FILE` appends the judgments that are added to it.

A writer holds the lock of the file's folder from reading to renaming, so that none loses another's; the file is
replaced as a whole, so that it is never torn. Nothing in it is ever changed, and nothing taken away but what was added.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sim.dashboard.added.adding import AddedEntry, add_judgments
from sim.dashboard.added.judgment import AddedJudgment
from sim.dashboard.added.rows import insert_table, list_rows, write_table
from sim.dashboard.added.taking_back import KeptRows, remove_rows
from sim.errors import FormatError, Problem, SimError
from sim.exchange.judgments.insertion import TargetFile
from sim.exchange.judgments.rows import COLUMNS
from sim.exchange.judgments.table import SIZE_MAX
from sim.folder_lock import hold_folder_lock
from sim.results.document import csv_lines
from sim.scenario.file import yaml_text
from sim.scenario.file.read import decoded, loads
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import content, label, line_end
from sim.whole_files import rewrite

OPTION = "--write="
"""How the page is told of the file, before its path."""
TABLE, SCENARIO = (".csv",), (".yaml", ".yml")
"""Endings of a judgments' table, and of a scenario with the judgments in it."""


@dataclass(frozen=True)
class KeptFile:
    """The file that judgments are written to, and the scenario's file that they belong to."""

    out: Path
    scenario: Path

    @property
    def is_table(self) -> bool:
        """Whether it is a judgments' table; else it is the scenario with the judgments in it."""
        return self.out.suffix.lower() in TABLE

    def append(self, added: AddedJudgment) -> KeptRows:
        """Add a judgment to the file, made where it is not there; what it is called in it is `VOICE, round N`.

        Raises FormatError or ModelError, and the file stays as it is, where the judgment does not go with what is in
        it; OSError where it cannot be written.
        """
        with self._hold():
            is_new, before = not self.out.exists(), self._read()
            told, after = (self._in_table if self.is_table else self._in_scenario)(added)
            rewrite(self.out, after)
        return KeptRows(added, told, is_new, before or after.splitlines(keepends=True)[0], after)

    def take_back(self, kept: KeptRows) -> bool:
        """Take a judgment out of the file again; False, and the file stays, where it or what hangs on it was changed.

        A file that holds nothing else goes. Raises OSError where it cannot be read or written.
        """
        with self._hold():
            if not self.out.exists():
                return True
            now = self.out.read_bytes()
            if kept.is_new and now == kept.after:
                self.out.unlink()
                return True
            left = remove_rows(kept, now)
            if left is None or not self._is_sound(left):
                return False
            rewrite(self.out, left)
        return True

    def _hold(self) -> AbstractContextManager[None]:
        return hold_folder_lock(self.out.parent, wait=True, tidy=True)

    def _read(self) -> bytes:
        """The file; where there is none, the scenario that it begins with, or nothing in a table."""
        if self.out.exists():
            return self.out.read_bytes()
        return b"" if self.is_table else self.scenario.read_bytes()

    def _is_sound(self, text: bytes) -> bool:
        """Whether the file could be read if it were this."""
        try:
            if not self.is_table:
                loads(decoded(text, label(self.out)), label(self.out), self.out.parent)
            elif _has_rows(text):
                insert_table(_target(self.scenario), text, label(self.out))
        except SimError:
            return False
        return True

    def _in_table(self, added: AddedJudgment) -> tuple[str, bytes]:
        target = _target(self.scenario)
        before = content(self.out, SIZE_MAX) if self.out.exists() else b""
        text = insert_table(target, before, label(self.out)).text if _has_rows(before) else target.text
        held = loads(text, *_beside(target))
        scenario, (entry,) = add_judgments(held, [added])
        new = before + _rows_below(before, scenario, (entry,), label(self.out))
        insert_table(target, new, label(self.out))
        return _tell(scenario, entry), new

    def _in_scenario(self, added: AddedJudgment) -> tuple[str, bytes]:
        source = _target(self.scenario)
        target = _target(self.out) if self.out.exists() else TargetFile(source.text, label(self.out), self.out.parent)
        held = loads(target.text, *_beside(target))
        if held.id != (wanted := loads(source.text, *_beside(source)).id):
            message = f"is the scenario {held.id}, and the page shows {wanted}: name another file with --write"
            raise FormatError([Problem(message, "id", label(self.out))])
        scenario, (entry,) = add_judgments(held, [added])
        table = write_table(scenario, (entry,)).encode("utf-8")
        return _tell(scenario, entry), insert_table(target, table).text.encode("utf-8")


def find_kept(arguments: Sequence[str] | None = None) -> Path | None:
    """The file that the start of the server named; None where it named none, and nothing is written.

    arguments: of the page, those of the process by default.

    >>> find_kept(["scenarios", "--write=/tmp/said.csv"]).name, find_kept(["scenarios"])
    ('said.csv', None)
    """
    given = sys.argv[1:] if arguments is None else arguments
    named = [text.removeprefix(OPTION) for text in given if text.startswith(OPTION)]
    return Path(named[-1]) if named else None


def _has_rows(table: bytes) -> bool:
    return len(table.strip().splitlines()) > 1


def _tell(scenario: Scenario, entry: AddedEntry) -> str:
    return f"{scenario.experts[entry.voice].name}, round {entry.round}"


def _target(file: Path) -> TargetFile:
    return TargetFile(decoded(content(file, yaml_text.SIZE_MAX), label(file)), label(file), file.parent)


def _beside(target: TargetFile) -> tuple[str, Path | None]:
    return target.name, target.base


def _rows_below(before: bytes, scenario: Scenario, entries: Sequence[AddedEntry], name: str) -> bytes:
    """The rows of some judgments under the columns of a table that is there; with a header where there is none."""
    if not before:
        return write_table(scenario, entries).encode("utf-8")
    text = before.decode("utf-8-sig")
    columns = [" ".join(column.lower().split()) for column in next(csv.reader(text.splitlines()))]
    rows = list(list_rows(scenario, entries))
    for row in rows:
        needed = [column for column in COLUMNS if row[column] and (column, row[column]) != ("round", "1")]
        if lost := [column for column in needed if column not in columns]:
            raise FormatError([Problem(f"the table has no column {', '.join(lost)}: add it to the header", file=name)])
    end = line_end(text)
    start = "" if text.endswith(("\n", "\r")) else end
    return (start + csv_lines(columns, rows).replace("\n", end)).encode("utf-8")
