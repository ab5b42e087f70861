"""A ledger keeps what was said: a file a day, the same bytes, no other numbers, and no change that goes unnoticed."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path

import pytest

import sim
from sim.results.ledger import export
from sim.results.ledger.entries import check_ledger, entries, said_by
from sim.results.ledger.ledger import Ledger
from sim.results.ledger.register import REGISTER
from sim.show.over_time.ledger import as_text, told_of_state

DAY = datetime.date(2026, 1, 6)
SEEN = "direct_military: none @ 2026-01-05"


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    """A ledger with two days of one scenario, the second under evidence."""
    made = sim.ledger(tmp_path / "said")
    scenario = sim.read("first-steps")
    assert made.add(scenario, date=DAY, draws=20).is_new
    seen = sim.evidence(scenario, given=[SEEN])
    assert made.add(scenario, date=DAY + datetime.timedelta(days=7), draws=20, observations=seen).is_new
    return made


def files(book: Ledger) -> list[Path]:
    return sorted(book.folder.glob("*.json"))


def test_an_entry_has_what_was_said(book: Ledger) -> None:
    first, second = book.entries("first-steps")
    made = sim.forecast(sim.read("first-steps"), draws=20)
    assert first.answers.keys() == made.answers.keys()
    for key, answer in first.answers.items():
        whole = made.answers[key]
        assert answer.probability == whole.probability
        told = (answer.median, *vars(answer.interval50).values(), *vars(answer.interval90).values())
        wanted = (whole.median, *vars(whole.interval50).values(), *vars(whole.interval90).values())
        assert told == pytest.approx(wanted, rel=1e-12)
        assert (answer.word, answer.method, answer.deadline) == (whole.word, whole.method, whole.deadline)
    assert (first.scenario_digest, first.settings) == (made.digest, made.settings)
    assert (first.observations, first.evidence_digest) == ((), "")
    assert second.observations == ("direct_military is none, 2026-01-05",)
    assert len(second.evidence_digest) == 64
    assert set(first.versions) == {"sim", "numpy", "scipy"}
    assert book.entries("other") == ()


def test_what_was_said_by_a_day_is_the_last_entry_until_then(book: Ledger) -> None:
    found = book.entries()
    days = {day: said_by(reversed(found), DAY + datetime.timedelta(days=day)) for day in (-1, 0, 6, 7, 70)}
    assert days == {-1: None, 0: found[0], 6: found[0], 7: found[1], 70: found[1]}


def test_the_same_forecast_is_the_same_file(book: Ledger, tmp_path: Path) -> None:
    again = sim.ledger(tmp_path / "again").add(sim.read("first-steps"), date=DAY, draws=20, threads=2)
    first = files(book)[0]
    assert Path(again.entry.file).name == first.name == f"2026-01-06-{again.entry.digest}.json"
    assert Path(again.entry.file).read_bytes() == first.read_bytes()


def test_what_was_said_stays(book: Ledger) -> None:
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files(book)}
    scenario = sim.read("first-steps")
    again = book.add(scenario, date=DAY, draws=20)
    assert (again.is_new, again.entry.file) == (False, str(files(book)[0]))
    with pytest.raises(sim.FormatError, match="first-steps was entered on 2026-01-06 with other numbers"):
        book.add(scenario, date=DAY, draws=20, seed=2)
    with pytest.raises(sim.FormatError, match="other policies or questions"):
        book.add(sim.edit(scenario, {"policies.blockade": None}), date=DAY, draws=20)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files(book)} == before
    assert book.add(sim.edit(scenario, {"id": "another"}), date=DAY, draws=20, seed=2).is_new


def test_a_day_on_which_it_could_not_be_said_is_refused(book: Ledger) -> None:
    scenario = sim.read("first-steps")
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    for day, message in ((datetime.date(2025, 12, 23), "before as_of"), (tomorrow, "is to come")):
        with pytest.raises(sim.FormatError, match=message):
            book.add(scenario, date=day, draws=20)
    with pytest.raises(sim.FormatError, match=r"seen after 2025-12-31: G1; .*--until 2025-12-31"):
        book.add(scenario, date=datetime.date(2025, 12, 31), observations=sim.evidence(scenario, given=[SEEN]))
    assert len(files(book)) == 2


def test_a_changed_entry_is_noticed(book: Ledger) -> None:
    assert check_ledger(book.folder).problems == ()
    file = files(book)[0]
    sound = file.read_bytes()
    place = sound.index(b'"probability": 0.0') + 20
    file.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])  # one digit
    (problem,) = check_ledger(book.folder).problems
    assert (problem.file, "was changed after it was entered" in problem.message) == (str(file), True)
    for refused in (book.entries, lambda: book.add(sim.read("first-steps"), date=DAY, draws=20)):
        with pytest.raises(sim.FormatError, match="was changed after it was entered"):
            refused()
    file.write_bytes(sound[:-1])
    assert len(check_ledger(book.folder).problems) == 1
    file.write_bytes(sound)
    assert len(book.entries()) == 2


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_removed_entry_is_noticed(book: Ledger, place: int) -> None:
    book.add(sim.read("first-steps"), date=DAY + datetime.timedelta(days=14), draws=20)
    gone = files(book)[place]
    sound = gone.read_bytes()
    gone.unlink()
    (problem,) = book.check().problems
    assert (problem.file, "was entered and is no longer there" in problem.message) == (str(gone), True)
    with pytest.raises(sim.FormatError, match="no longer there"):
        book.entries()
    gone.write_bytes(sound)
    assert len(book.entries()) == 3


def test_a_ledger_without_a_register_is_read_and_gets_one(book: Ledger) -> None:
    register = book.folder / REGISTER
    register.unlink()
    assert len(book.entries()) == 2
    book.add(sim.read("first-steps"), date=DAY + datetime.timedelta(days=14), draws=20)
    assert register.read_text().splitlines() == [file.name for file in files(book)]
    files(book)[1].unlink()
    with pytest.raises(sim.FormatError, match=r"take its line out of entered\.txt"):
        book.entries()


def test_a_renamed_entry_and_a_second_one_are_noticed(book: Ledger, tmp_path: Path) -> None:
    first, second = files(book)
    moved = first.rename(first.with_name(first.name.replace("2026-01-06", "2026-01-07")))
    with pytest.raises(sim.FormatError, match="was renamed after it was entered: it is the entry of 2026-01-06"):
        book.entries()
    copied = moved.rename(first.with_name("2026-01-06-old.json"))
    with pytest.raises(sim.FormatError, match="not the name of an entry"):
        book.entries()
    copied.rename(first)
    other = sim.ledger(tmp_path / "other").add(sim.read("first-steps"), date=DAY, draws=20, seed=2)
    Path(other.entry.file).rename(book.folder / Path(other.entry.file).name)
    with pytest.raises(sim.FormatError, match="a second entry of first-steps on 2026-01-06"):
        book.entries()
    assert len(check_ledger(book.folder).entries) == 3
    assert second.is_file()


def test_other_files_are_left_alone(book: Ledger) -> None:
    for name in ("README.md", "list.json"):
        (book.folder / name).write_text("{}")
    assert len(book.entries()) == 2


def test_what_is_undefined_comes_back_as_such(book: Ledger) -> None:
    never = {"questions.Q7.given": {"us_action": "limited_strike"}}
    scenario = sim.edit(sim.read("first-steps"), never)
    made = book.add(scenario, date=datetime.date(2026, 1, 20), draws=20).entry
    found = book.entries()[-1]
    assert math.isnan(found.answers["blockade", "Q7"].probability)
    assert math.isnan(found.answers["blockade", "Q7"].median)
    assert book.add(scenario, date=datetime.date(2026, 1, 20), draws=20).entry.file == made.file


def test_forms(book: Ledger) -> None:
    found = book.entries()
    told = json.loads(export.as_json(found))["entries"]
    assert [one["date"] for one in told] == ["2026-01-06", "2026-01-13"]
    assert told[0]["answers"][0]["probability"] == next(iter(found[0].answers.values())).probability
    lines = export.as_csv(found).splitlines()
    assert lines[0].split(",") == list(export.COLUMNS)
    assert len(lines) == 1 + sum(len(one.answers) for one in found)
    assert as_text(found).splitlines()[1].split()[:4] == ["2026-01-06", "first-steps", "2", "2"]
    (book.folder / ".sim-999999999-1.tmp").touch()
    assert "left unfinished by a writer that died" in told_of_state(book.check())


def test_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="none"):
        entries(tmp_path / "none")
