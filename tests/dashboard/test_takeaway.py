"""The dialog that holds what can be taken away, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard import compute
from sim.scenario.writing import edited_text

Page = Callable[..., AppTest]
SEEN = (
    "schema_version: 1\nevidence:\n  O1: {date: 2026-01-06, variable: rumour, is: some}\n"
    "  O2: {date: 2026-01-07, variable: mood, is: angry}\n"
)
FILES = {
    "Scenario file (YAML)": "yaml", "Answers (CSV)": "csv", "Answers (JSON)": "json", "Every draw (Parquet)": "parquet",
    "Report (HTML)": "html",
}  # fmt: skip


def opened(page: Page, **query: str | list[str]) -> AppTest:
    app = page(**query)
    app.button("take-away").click().run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_closed_it_holds_nothing(page: Page) -> None:
    assert buttons(page(scenario="harbour")) == []


def test_open_it_names_every_file_in_plain_words(page: Page) -> None:
    app = opened(page, scenario="harbour", question="Q1", policy="close")
    assert buttons(app)[: len(FILES)] == list(FILES)
    assert "Readings, its data (CSV)" in buttons(app)
    assert len(set(buttons(app))) == len(buttons(app))


def test_nothing_is_forecast_before_a_button_is_pressed(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "compute_all", lambda *run: pytest.fail("made too early"))
    app = opened(page, scenario="harbour", set=["experts.past.weight=2"])
    assert buttons(app)[: len(FILES)] == list(FILES)
    at_once = [b.proto.label for b in app.get("download_button") if not b.proto.HasField("deferred_file_id")]
    assert at_once == ["Scenario file (YAML)"]


def test_edits_that_cannot_be_written_are_told_and_no_file_is_offered(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edited_text, "replace_values", lambda text, values: text)
    app = opened(page, scenario="harbour", set=["experts.past.weight=2"])
    assert [error.value for error in app.error] == [
        "These values cannot be written into the scenario's file: 1 problem."
    ]
    assert any("experts.past.weight: cannot be written into this text" in code.value for code in app.code)
    assert not set(FILES) & set(buttons(app))
    assert any("--set experts.past.weight=2" in code.value for code in app.code)
    assert not any("-again.csv" in code.value for code in app.code)


def test_the_address_and_the_commands_are_there_to_copy(page: Page) -> None:
    app = opened(page, scenario="harbour", question="Q2", policy="talk", set=["experts.past.weight=2"])
    codes = [code.value for code in app.code]
    address = "?scenario=harbour&policy=talk&question=Q2&draws=100&set=experts.past.weight%3D2"
    assert any(code.endswith(address) for code in codes)
    assert any(
        "harbour.yaml --policy talk --draws 100" in code and "--set experts.past.weight=2" in code for code in codes
    )
    assert any(code.startswith("sim run harbour-talk-Q2-") for code in codes)


def test_a_word_list_beside_the_scenario_is_told_and_offered(page: Page, folder: Path) -> None:
    (folder / "words.csv").write_text("phrase,concept,low,high\nlikely,likely,55,90\n", encoding="utf-8")
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    own = text.replace("experts:", "lexicons: {own: words.csv}\nexperts:", 1)
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    app = opened(page, scenario="own")
    assert "Its word list words.csv" in buttons(app)
    assert any("words.csv: keep it in the scenario file's folder" in caption.value for caption in app.caption)


def test_with_evidence_and_a_ledger_beside_it_the_report_tells_them(page: Page, folder: Path) -> None:
    (folder / "evidence.yaml").write_text(SEEN, encoding="utf-8")
    scenario = sim.read(folder / "harbour.yaml")
    entry = sim.ledger(folder / "said").add(scenario, date=date(2026, 1, 6), draws=100).entry
    app = opened(page, scenario="harbour")
    reports = [label for label in buttons(app) if "Report" in label or "seen" in label]
    assert reports == ["Report (HTML)", "Report with what was seen (HTML)"]
    assert any("has moved since 6\u00a0January 2026" in told or "has moved since 6 January 2026" in told
               for told in (caption.value for caption in app.caption))  # fmt: skip
    app = opened(page, scenario="harbour", learn_without="O1")
    assert "What was seen (YAML)" in buttons(app)
    Path(entry.file).write_text("{}", encoding="utf-8")
    app = opened(page, scenario="harbour")
    assert any("was changed after it was entered" in caption.value for caption in app.caption)
