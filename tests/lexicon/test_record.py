"""A record of one's own: read from the scenario's folder, every problem with its place, part of the digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError
from sim.lexicon.record import CLASSES, class_reading, parse_record, shipped_record
from sim.scenario.file import read

GOOD = "topic,said,happened,of\n" + "".join(f"t{i},likely,{i % 2},2\nt{i},20%,{i % 2},3\n" for i in range(6))


def test_every_class_has_a_reading_and_they_rise() -> None:
    readings = [class_reading(name) for name in CLASSES[:-2]]
    assert readings == sorted(readings)
    assert readings == [0.02, 0.05, 0.2, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95]
    assert (class_reading("will"), class_reading("will_not")) == (0.95, 0.02)


def test_the_shipped_record_has_the_counts_of_its_table() -> None:
    """RECORD, "What it says": happened, of those resolved, by class."""
    record = shipped_record()
    counts = dict(zip(record.said, zip(record.happened.sum(axis=0), record.of.sum(axis=0), strict=True), strict=True))
    assert counts == {
        "almost_none": (6, 26), "very_unlikely": (3, 27), "unlikely": (15, 62), "will_not": (15, 53),
        "possible": (92, 176), "even": (4, 10), "better_than_even": (9, 16), "likely": (115, 170),
        "very_likely": (15, 22), "almost_certain": (23, 29), "will": (117, 158),
    }  # fmt: skip
    assert not record.problems


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("topic,said,happened\na,likely,1\n", ["1:1"]),
        ("topic,said,happened,of\na,likely,3,2\n", ["2:10"]),
        ("topic,said,happened,of\n,likly,x,2\n", ["2:1", "2:2", "2:8"]),
        ("topic,said,happened,of\na,0%,1,2\na,120 %,1,2\n", ["2:3", "3:3"]),
        ("topic,said,happened,of\na,likely,1\n", ["2:1"]),
        ("topic,said,happened,of\na,likely,1,2\n", ["1:1"]),
        ("", ["1:1"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, places: list[str]) -> None:
    problems = parse_record(text.encode(), "mine.csv").problems
    assert [f"{p.line}:{p.column}" for p in problems] == places


def _scenario(folder: Path, record: str = "mine.csv") -> Path:
    file = folder / "scenario.yaml"
    file.write_text(f"""
schema_version: 1
id: own
title: A record of one's own
as_of: 2026-01-01
timeline: {{steps: 1, step: 1 week}}
pool: {{recalibrate: {record}}}
experts: {{ann: {{name: Ann}}}}
variables: {{x: {{label: X, states: [no, yes]}}}}
judgments: {{x: {{J1: {{expert: ann, about: yes, says: likely}}}}}}
questions: {{Q: {{asks: "X?", is: {{x: yes}}, at: 2026-01-08}}}}
""")
    return file


def test_a_scenario_brings_a_record_along(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD)
    scenario = read.read(_scenario(tmp_path))
    assert scenario.track_record is not None
    assert scenario.track_record.of.sum() == 30
    before = scenario.digest
    (tmp_path / "mine.csv").write_text(GOOD.replace("t0,likely,0", "t0,likely,2"))
    assert read.read(tmp_path / "scenario.yaml").digest != before


@pytest.mark.parametrize(("record", "message"), [("none.csv", "is not there"), ("mine.csv", "unknown class 'likly'")])
def test_a_record_that_cannot_be_used_is_refused(tmp_path: Path, record: str, message: str) -> None:
    (tmp_path / "mine.csv").write_text(GOOD + "t9,likly,1,2\n")
    with pytest.raises((FormatError, ModelError), match=message):
        read.read(_scenario(tmp_path, record))
