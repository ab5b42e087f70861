"""What has moved since a ledger's last entry, in a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from told_harbour import HARBOUR, Reader

import sim
from sim.errors import FormatError
from sim.results.ledger.model import LedgerEntry
from sim.scenario.file.read import read
from sim.show.differences import points
from sim.show.phrases import whole
from sim.show.report.handout import Handout
from sim.show.report.report import report
from sim.show.report.verify import verify

DAY = date(2026, 1, 6)
ASKED = {"draws": 100, "questions": ["Q1"], "policies": ["close"]}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LedgerEntry]:
    folder = tmp_path_factory.mktemp("said")
    sim.ledger(folder).add(read(HARBOUR), date=date(2026, 1, 1), draws=200)
    return folder, sim.ledger(folder).add(read(HARBOUR), date=DAY, draws=100).entry


@pytest.fixture(scope="module")
def moved(said: tuple[Path, LedgerEntry]) -> Handout:
    return report(HARBOUR, settings=["judgments.J1.nudge=2"], ledger=said[0], **ASKED)  # type: ignore[arg-type]


def plain(made: Handout) -> str:
    return Reader(made.html).plain().replace("\u00a0", " ")


def test_it_tells_what_was_said_and_what_is_now(moved: Handout, said: tuple[Path, LedgerEntry]) -> None:
    text, then, now = plain(moved), said[1].answers["close", "Q1"], moved.report.pages[0].answer
    move = f"{points(now.probability - then.probability)} points"
    assert now.probability - then.probability > 0.01
    assert "What has moved since 6 January 2026" in text
    assert "Otherwise than then: the values changed from the file." in text
    assert f"On 6 January 2026 it was said: {whole(then.probability)}; {move} since." in text
    row = text[text.index("Said then") :]
    assert row.index(whole(then.probability)) < row.index(whole(now.probability)) < row.index(move)
    assert "What has moved since 6 January 2026" in moved.markdown.replace("\u00a0", " ")


def test_it_holds_the_entry_and_one_that_was_changed_is_refused(moved: Handout) -> None:
    assert verify(moved.html, "x").endswith("every figure and word agrees.")
    recipe = moved.report.recipe
    assert recipe.said is not None
    assert "--ledger " in moved.report.command
    name, text = recipe.said
    forged = replace(recipe, said=(name, text.replace("close", "talks", 1)))
    with pytest.raises(FormatError, match="was changed after it was entered"):
        verify(Handout(replace(moved.report, recipe=forged)).html, "x")


def test_where_nothing_moved_it_says_so(said: tuple[Path, LedgerEntry]) -> None:
    text = plain(report(HARBOUR, ledger=said[0], **ASKED))  # type: ignore[arg-type]
    assert "No answer has moved by half a percentage point or more" in text
    assert "Otherwise than then" not in text
    assert "it was said: " in text


def test_another_file_is_told(said: tuple[Path, LedgerEntry], tmp_path: Path) -> None:
    file = tmp_path / "harbour.yaml"
    file.write_text(HARBOUR.read_text(encoding="utf-8").replace("says: likely", "says: unlikely"), encoding="utf-8")
    text = plain(report(file, ledger=said[0], **ASKED))  # type: ignore[arg-type]
    assert "Otherwise than then: the scenario's file." in text


def test_the_entry_is_the_last_one_before_the_day_that_is_asked_for(said: tuple[Path, LedgerEntry]) -> None:
    made = report(HARBOUR, ledger=said[0], until=DAY, given=["rumour: some @ 2026-01-02"], **ASKED)  # type: ignore[arg-type]
    text = plain(made)
    assert "What has moved since 1 January 2026" in text
    assert "Otherwise than then: what was seen and draws, worlds or seed." in text


def test_without_a_ledger_nothing_is_told(said: tuple[Path, LedgerEntry], tmp_path: Path) -> None:
    assert "What has moved" not in plain(report(HARBOUR, **ASKED))  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="no entry of harbour in this ledger"):
        report(HARBOUR, ledger=tmp_path, **ASKED)  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="no entry of harbour before 2026-01-01"):
        report(HARBOUR, ledger=said[0], until=date(2026, 1, 1), **ASKED)  # type: ignore[arg-type]
