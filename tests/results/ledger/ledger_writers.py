"""Writers of a ledger that are killed or come together, in a process of its own that has one thread.

    python ledger_writers.py kill FOLDER KILLS

kills one writer after another with signal 9 at random moments. Each adds entry after entry and tells a pipe when
it is entered. Prints, as JSON, the names that were told and after how many kills a file was left unfinished.

    python ledger_writers.py crowd FOLDER WRITERS DAYS

starts several at once, each with other numbers for the same days; prints `entered` or `refused` a writer and day.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from sim.errors import FormatError
from sim.results.ledger.ledger import write_entry
from sim.results.ledger.model import LEVELS, LedgerAnswer, LedgerEntry
from sim.results.settings import RunSettings
from sim.whole_files import find_abandoned

FIRST = date(2026, 1, 1)


def make_day(number: int, answers: int = 40, shift: float = 0.0) -> LedgerEntry:
    """An entry of some size, another one for each number."""
    day = FIRST + timedelta(days=number)
    quantiles = tuple(level * 0.5 + number * 1e-7 + shift for level in LEVELS)
    answered = {
        ("let_it_run", f"Q{n}"): LedgerAnswer("let_it_run", f"Q{n}", "Is it so?", day, 0.25, quantiles, 0.0, "", "")
        for n in range(answers)
    }
    return LedgerEntry(day, "tiny", "Tiny", FIRST, "0" * 64, RunSettings(), (), "", {"sim": "0"}, answered)


def add_until_killed(folder: Path, first: int, pipe: int) -> None:
    """Adds an entry a day, from day `first` on, and tells the pipe the name of each that is entered."""
    for number in range(first, first + 10_000):
        made = write_entry(folder, make_day(number))
        os.write(pipe, f"{Path(made.entry.file).name}\n".encode())


def kill_one(folder: Path, first: int, after: float) -> list[str]:
    """The names that a writer told before it was killed. after: seconds from its first entry on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        add_until_killed(folder, first, writing)
    os.close(writing)
    told = os.read(reading, 100_000)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 100_000):
        told += more
    os.close(reading)
    return told.decode().splitlines()


def kill_all(folder: Path, kills: int) -> None:
    """Kills so many writers and prints what they had told."""
    folder.mkdir()
    chance = random.Random(3)
    told: list[str] = []
    inside = 0
    for kill in range(kills):
        told += kill_one(folder, 10_000 * kill, chance.uniform(0, 0.004))
        inside += bool(find_abandoned(folder))
    print(json.dumps({"told": told, "inside": inside}))


def add_days(folder: Path, writer: int, days: int) -> None:
    """Adds one writer's numbers for every day."""
    for day in range(days):
        try:
            write_entry(folder, make_day(day, shift=0.001 * writer))
            told = b"entered\n"
        except FormatError:
            told = b"refused\n"
        os.write(1, told)


def crowd(folder: Path, writers: int, days: int) -> None:
    """Starts the writers and waits for all."""
    children = []
    for writer in range(writers):
        child = os.fork()
        if child == 0:
            add_days(folder, writer, days)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    {"kill": kill_all, "crowd": crowd}[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))
