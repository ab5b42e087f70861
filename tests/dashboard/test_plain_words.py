"""The first page speaks in words: no id of a judgment or question, no path of a value, no log-odds in any scenario."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_parts import drawn, part, plain
from streamlit.testing.v1 import AppTest

from sim.dashboard.picker import list_scenarios
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[2]
FILES = list_scenarios(ROOT / "scenarios")
PATH = re.compile(r"\b(judgments|experts|pool|lexicon|timeline|variables|questions|policies)\.\w")
PICTURES = {"worlds": ("name", "note", "key"), "readings": ("band", "tick", "mean", "note"),
            "heatmap": ("head", "label", "cell"), "ladder": ("row", "tick", "key")}  # fmt: skip


@pytest.fixture(params=FILES)
def opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[AppTest, Scenario]]:
    """The first page of a shipped scenario with one edit, its opening answer, and the scenario."""
    monkeypatch.setattr(sys, "argv", ["app.py", str(ROOT / "scenarios")])
    before = sys.modules["__main__"]
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params.update({"scenario": request.param, "draws": "100"})
    app.run()
    if app.select_slider:
        moved = str(app.select_slider[0].key).partition(":")[2]
        app.query_params["set"] = [f"{moved}={0.4 if moved.endswith('nudge') else 0.5}"]
        app.run()
    assert not app.exception
    assert not app.error
    file = FILES[request.param]
    yield app, read.read(file / "scenario.yaml" if file.is_dir() else file)
    sys.modules["__main__"] = before


def shown(app: AppTest) -> Iterator[str]:
    """Every text that can be read on the page, but for what a pointer must rest on to see."""
    for kind in (app.markdown, app.caption, app.code, app.warning, app.info):
        yield from (plain(re.sub(r"<[^>]*>", "", html.unescape(element.value))) for element in kind)
    for widget in (*app.selectbox, *app.select_slider, *app.segmented_control):
        yield widget.label
        yield from (plain(str(getattr(option, "content", option))) for option in widget.proto.options)
    for button in app.button:
        yield from (button.label, button.help or "")
    for slider in app.select_slider:
        yield plain(slider.help or "")
    for rail in part(app, "rack").get("html"):
        yield re.sub(r"<[^>]*>", " ", rail.proto.body)
    for name, kinds in PICTURES.items():
        for kind in kinds:
            for row in drawn(app, name, kind):
                yield " ".join(str(row[field]) for field in ("label", "title", "shown", "note") if row.get(field))


def test_no_code_no_path_no_log_odds(opened: tuple[AppTest, Scenario]) -> None:
    app, scenario = opened
    texts = list(filter(None, shown(app)))
    assert len(texts) > 20
    judgments = [key for group in scenario.judgments.values() for key in group]
    codes = {*judgments, *scenario.questions, *(name for name in scenario.variables if "_" in name)}
    codes |= {name for name in (*scenario.policies, *scenario.experts) if "_" in name}
    code = re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, sorted(codes))) + r")(?![\w-])")
    assert [text for text in texts if code.search(text)] == []
    assert [text for text in texts if PATH.search(text)] == []
    assert [text for text in texts if re.search("log.odds|logit|lambda|nudge|dirichlet|gamma", text, re.I)] == []
    assert [text for text in texts if re.search(r"\bnan\b|\bNone\b|\binf\b|[{}]|\?\.", text)] == []
