"""What tests read off the first page, and what the library says to the same."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import percent
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.show.phrases import chance_in_words, whole, whole_span

CELL, ROW = "cell", "pick"


def change(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    """Another scenario beside the harbour: the same with some texts replaced."""
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def part(app: AppTest, key: str) -> Block:
    """The container of that key."""
    found = list(_find(app._tree.children[0], f"-{key}"))
    assert len(found) == 1, f"{len(found)} containers {key}"
    return found[0]


def _find(block: Any, ending: str) -> Any:
    for child in getattr(block, "children", {}).values():
        if getattr(child, "children", None) is not None and getattr(child.proto, "id", "").endswith(ending):
            yield child
        yield from _find(child, ending)


def plain(text: str) -> str:
    """Markdown as it is shown: without marks and backslashes, all blanks alike.

    >>> plain("# *A* \\\\*star\\\\*")
    'A *star*'
    """
    return re.sub(r"\\(?=\W)", "", re.sub(r"(?<!\\)\*+|^#+ ", "", text)).replace("\u00a0", " ")


def sentence(app: AppTest) -> str:
    """The answer in large letters, as Markdown."""
    return str(part(app, "answer").markdown[0].value).removeprefix("# ")


def span(app: AppTest) -> str:
    """The line below it; empty where there is nothing open."""
    return str(part(app, "answer").markdown[1].value).replace("\u00a0", " ")


def voices(app: AppTest) -> str:
    """Whose answer it is."""
    place = part(app, "voices")
    told = [element.value for kind in (place.markdown, place.caption) for element in kind]
    return "\n".join(told).replace("\u00a0", " ")


def spoken(app: AppTest) -> str:
    """What the live region says."""
    text = str(part(app, "moved").markdown[0].value)
    assert 'role="status"' in text
    return html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\u00a0", " ")


def texts(app: AppTest) -> str:
    """All that stands on the page as running text."""
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.code) for element in kind)


def offered(app: AppTest, key: str) -> bool:
    """Whether there is a button of that key."""
    return any(button.key == key for button in app.button)


def asked(app: AppTest, key: str) -> list[str]:
    """What the address says of one key."""
    value = app.query_params[key] if key in app.query_params else []
    return [value] if isinstance(value, str) else list(value)


def cards(app: AppTest) -> list[str]:
    """The cards' names."""
    return [plain(option.content) for option in app.segmented_control(key="policy").proto.options]


def drawn(app: AppTest, name: str, kind: str) -> list[dict[str, Any]]:
    """Rows of one kind of a picture, as the page sends them: of the `worlds`, `readings`, `heatmap` or `ladder`."""
    charts = [chart for chart in app.get("vega_lite_chart") if chart.proto.id.endswith(f"-{name}")]
    (chart,) = charts or part(app, name).get("vega_lite_chart")
    rows: list[dict[str, Any]] = pyarrow.ipc.open_stream(chart.proto.data.data).read_all().to_pylist()
    return [row for row in rows if row["kind"] == kind]


def click(app: AppTest, name: str, selection: str, **row: str) -> AppTest:
    """A click on a mark of a picture, as a browser tells it; `AppTest` knows no pictures."""
    (chart,) = (chart for chart in app.get("vega_lite_chart") if chart.proto.id.endswith(f"-{name}"))
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=chart.proto.id, string_value=json.dumps({"selection": {selection: [row]}})))
    return app._run(states)


def library(file: Path, changes: Mapping[str, object] | None = None, draws: int = 100) -> Forecast:
    """What the library forecasts under every policy, without any page."""
    return forecast(edit.edit(read.read(file), dict(changes or {})), draws=draws)


def agree(app: AppTest, answer: Answer) -> None:
    """The page shows this answer: in the sentence, the line below it, the live region and its row of the ladder."""
    assert not app.exception
    chosen = app.selectbox(key="question").value, app.segmented_control(key="policy").value
    assert chosen == (answer.question, answer.policy)
    chance = answer.shown if answer.settled else chance_in_words(answer.probability)
    assert f"**{chance.capitalize()}" in sentence(app)
    if not answer.settled:
        ends = answer.interval90
        assert span(app).startswith(f"{answer.word.capitalize()}: {whole(answer.probability)}. ")
        assert f" {whole_span(ends.low, ends.high, 'and')}: {answer.words or answer.word}." in span(app)
        told = spoken(app).rpartition(": ")[2].partition(", was ")[0]
        assert told in {percent(answer.probability, digits) for digits in (1, 2, 3)}
    (row,) = (row for row in drawn(app, "ladder", "row") if row["question"] == answer.question)
    assert row["chosen"]
    if not answer.settled and app.selectbox(key="scale").value == "plain":
        assert row["mean"] == pytest.approx(answer.probability, abs=1e-12)
        assert row["low90"] == pytest.approx(answer.interval90.low, abs=1e-12)
