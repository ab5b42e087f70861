"""The popover that holds what can be taken away, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Page = Callable[..., AppTest]
FILES = {
    "Scenario file (YAML)": "yaml", "Answers (CSV)": "csv", "Answers (JSON)": "json", "Every draw (Parquet)": "parquet",
}  # fmt: skip


def opened(page: Page, **query: str | list[str]) -> AppTest:
    app = page(**query)
    app.session_state["take-away"] = True
    app.run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_closed_it_holds_nothing(page: Page) -> None:
    assert buttons(page(scenario="harbour")) == []


def test_open_it_names_every_file_in_plain_words(page: Page) -> None:
    app = opened(page, scenario="harbour", question="Q1", policy="close")
    assert buttons(app)[: len(FILES)] == list(FILES)
    assert "Dotplot, its data (CSV)" in buttons(app)
    assert len(set(buttons(app))) == len(buttons(app))


def test_nothing_is_made_before_a_button_is_pressed(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.dashboard.takeaway.parcel import Parcel

    monkeypatch.setattr(Parcel, "scenario_yaml", lambda _: pytest.fail("made too early"))
    app = opened(page, scenario="harbour")
    assert all(button.proto.HasField("deferred_file_id") for button in app.get("download_button"))


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
