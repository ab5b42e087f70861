"""A record: what statements about the future came to, counted by topic and by what was said."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from sim.arrays import Floats
from sim.errors import FormatError, Problem, nearest
from sim.lexicon.csv_cells import CsvCell, table
from sim.lexicon.entries import CONCEPTS, load
from sim.text_files import decoded

SHIPPED = "record"
"""The name by which a scenario asks for the record that comes with the program."""

COLUMNS = ("topic", "said", "happened", "of")
SIZE_MAX = 2_000_000
ROWS_MAX = 20_000
TOPICS_MIN = 5
_PHRASES = {
    "almost_none": "almost no chance", "very_unlikely": "highly unlikely", "unlikely": "unlikely",
    "possible": "could happen", "even": "about even", "better_than_even": "better than even", "likely": "likely",
    "very_likely": "highly likely", "almost_certain": "almost certain",
}  # fmt: skip
_FLAT = {"will": "almost_certain", "will_not": "almost_none"}
CLASSES = (*CONCEPTS, *_FLAT)
_COUNT = re.compile(r"[0-9]{1,7}")
_PER_CENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?) ?%")


def class_reading(name: str) -> float:
    """What readers hear in a class of statements, 0..1: the CAPphrase median of its usual phrase.

    A flat "will" is read as almost certain, "will not" as almost no chance. Raises KeyError for an unknown class.

    >>> class_reading("likely"), class_reading("will_not")
    (0.75, 0.02)
    """
    return load("capphrase")[_PHRASES[_FLAT.get(name, name)]].centre


def class_phrase(name: str) -> str:
    """The usual phrase of a class of statements; a probability in per cent, or an unknown class, as it is.

    >>> class_phrase("almost_none"), class_phrase("will_not"), class_phrase("35%")
    ('almost no chance', 'will not', '35%')
    """
    return _PHRASES.get(name, name.replace("_", " "))


@dataclass(frozen=True, eq=False)
class TrackRecord:
    """Counts of statements by topic and by what was said.

    topics: their names. said: a class of `CLASSES`, or a probability as text. readings: (said,) what readers hear, each
    between 0 and 1. happened, of: (topics, said), how many came true, of how many.
    """

    file: str
    topics: tuple[str, ...]
    said: tuple[str, ...]
    readings: Floats
    happened: Floats
    of: Floats
    problems: tuple[Problem, ...] = ()

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of all that a forecast takes from it."""
        parts = (self.readings.tobytes(), self.happened.tobytes(), self.of.tobytes())
        return hashlib.sha256(b"|".join(parts)).hexdigest()


def empty_record(problem: Problem) -> TrackRecord:
    """A record of nothing, for a file that could not be read."""
    none = np.zeros((0, 0))
    return TrackRecord("", (), (), np.zeros(0), none, none, (problem,))


@functools.cache
def shipped_record() -> TrackRecord:
    """The record that comes with the program: quoted experts, 2011 to 2025.

    >>> record = shipped_record()
    >>> int(record.of.sum()), len(record.topics)
    (749, 90)
    """
    raw = (files("sim.lexicon") / "data" / "record" / "experts.csv").read_bytes()
    return parse_record(raw, "experts.csv")


def parse_record(raw: bytes, file: str) -> TrackRecord:
    """The record in the bytes of a csv file with the columns topic, said, happened, of.

    said: a class of `CLASSES` or a probability in per cent, such as `35%`. Lines with a problem are left out. Never
    raises: what is wrong stands in `problems`.

    >>> raw = b"topic,said,happened,of\\n" + b"".join(b"t%d,likely,1,2\\nt%d,5%%,0,3\\n" % (i, i) for i in range(5))
    >>> parse_record(raw, "mine.csv").readings.tolist()
    [0.05, 0.75]
    >>> print(str(parse_record(b"topic,said,happened,of\\na,likly,1,2\\n", "mine.csv").problems[0])[:66])
    mine.csv:2:3  said: unknown class 'likly' - did you mean 'likely'?
    """
    problems: list[Problem] = []
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    try:
        lines = table(decoded(raw, file, most=SIZE_MAX, kind="record"), file, problems)
        for topic, said, happened, of in _counted(lines, file, problems):
            before = counts.get((topic, said), (0, 0))
            counts[topic, said] = before[0] + happened, before[1] + of
    except FormatError as error:
        problems += error.problems
    topics = sorted({topic for topic, _ in counts})
    kinds = sorted({said for _, said in counts}, key=lambda text: (reading(text), text))
    if not problems and (len(topics) < TOPICS_MIN or len({reading(text) for text in kinds}) < 2):
        problems.append(
            Problem(f"a record needs at least {TOPICS_MIN} topics and two kinds of statement", "", file, 1, 1)
        )
    cells = np.zeros((2, len(topics), len(kinds)))
    for (topic, text), pair in counts.items():
        cells[:, topics.index(topic), kinds.index(text)] = pair
    readings = np.array([reading(text) for text in kinds])
    return TrackRecord(file, tuple(topics), tuple(kinds), readings, cells[0], cells[1], tuple(problems))


def reading(said: str) -> float:
    """What readers hear in a class or in a probability in per cent, 0..1."""
    number = _PER_CENT.fullmatch(said)
    return float(number[1]) / 100 if number else class_reading(said)


def _counted(
    lines: Iterator[Sequence[CsvCell]], file: str, problems: list[Problem]
) -> Iterator[tuple[str, str, int, int]]:
    """Topic, what was said, and the two counts of every sound line."""
    header = next(lines, ())
    names = [cell.text.strip().lower() for cell in header]
    if sorted(names) != sorted(COLUMNS):
        place = (header[0].line, header[0].column) if header else (1, 1)
        problems.append(Problem(f"a record has the columns {', '.join(COLUMNS)}", "", file, *place))
        return
    for number, row in enumerate(lines, start=1):
        if number > ROWS_MAX:
            problems.append(Problem(f"more than {ROWS_MAX:,} lines", "", file, row[0].line, 1))
            return
        if len(row) != len(names):
            message = f"{len(row)} cells, but the header has {len(names)}"
            problems.append(Problem(message, "", file, row[0].line, row[0].column))
            continue
        cells = dict(zip(names, row, strict=True))
        wrong = list(_wrong(cells))
        problems += (Problem(message, name, file, cells[name].line, cells[name].column) for name, message in wrong)
        if not wrong:
            text = {name: cell.text.strip() for name, cell in cells.items()}
            yield text["topic"], text["said"], int(text["happened"]), int(text["of"])


def _wrong(cells: Mapping[str, CsvCell]) -> Iterator[tuple[str, str]]:
    """The column and the message of everything that is wrong in one line."""
    text = {name: cell.text.strip()[:60] for name, cell in cells.items()}
    if not text["topic"]:
        yield "topic", "a topic is expected, not an empty cell"
    number = _PER_CENT.fullmatch(text["said"])
    if number and not 0 < float(number[1]) < 100:
        yield "said", f"{text['said']} is not between 0 and 100 %"
    elif not number and text["said"] not in CLASSES:
        yield "said", f"unknown class {text['said']!r}{nearest(text['said'], CLASSES)}"
    counts = [name for name in ("happened", "of") if not _COUNT.fullmatch(text[name])]
    for name in counts:
        yield name, f"a count is expected (0, 1, 2, ...), not {text[name]!r}"
    if not counts and int(text["happened"]) > int(text["of"]):
        yield "happened", f"{text['happened']} of {text['of']}: more came true than were made"
