"""Twenty readings of the answer, and behind them those of the file, or of the variant that is kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from page_parts import agree, asked, drawn, library, offered, part
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.results.forecast.percent import percent
from sim.show.phrases import whole

Page = Callable[..., AppTest]
NUDGE, WEIGHT = "judgments.J1.nudge", "experts.bob.weight"


def readings(folder: Path, edits: Mapping[str, object] | None = None, policy: str = "close") -> list[str]:
    """The library's twenty readings as they are told."""
    draws = library(folder / "harbour.yaml", edits).draws
    return [percent(float(value)) for value in draws.readings(policy, "Q1", 20)]


def dots(app: AppTest, kind: str = "dot") -> list[str]:
    return [row["told"] for row in drawn(app, "readings", kind)]


def guide(app: AppTest) -> str:
    return str(part(app, "dots").caption[0].value)


def test_the_dots_are_the_library_s_readings(page: Page, folder: Path) -> None:
    assert dots(page()) == readings(folder)
    assert dots(page(policy="talk")) == readings(folder, policy="talk")
    assert dots(page(set=[f"{NUDGE}=1"])) == readings(folder, {NUDGE: 1.0})


def test_hollow_dots_are_the_file_s_and_there_only_when_something_differs(page: Page, folder: Path) -> None:
    app = page()
    assert dots(app, "ghost") == []
    assert "Hollow" not in guide(app)
    app.select_slider(key=f"harbour:{NUDGE}").set_value(1.0).run()
    assert dots(app, "ghost") == [f"{told} in the file" for told in readings(folder)]
    assert "Hollow: the same in the file." in guide(app)
    app.select_slider(key=f"harbour:{NUDGE}").set_value(0.0).run()
    assert dots(app, "ghost") == []


def test_an_edit_that_does_not_reach_the_answer_leaves_nothing_hollow(page: Page) -> None:
    app = page(set=["judgments.J5.nudge=1"])
    assert dots(app, "ghost") == []
    assert "Hollow" not in guide(app)


def test_the_forecast_stands_among_the_dots_at_its_number(page: Page, folder: Path) -> None:
    answer = library(folder / "harbour.yaml").answers["close", "Q1"]
    (mean,) = drawn(page(), "readings", "mean")
    assert mean["label"] == f"forecast {answer.shown}"
    (bar,) = drawn(page(), "readings", "bar90")
    assert bar["told"].startswith("Nine tenths of the readings: ")


def test_the_axis_in_odds_moves_the_dots_and_not_what_they_tell(page: Page) -> None:
    plain, odds = page(), page(scale="odds")
    assert dots(plain) == dots(odds)
    assert [row["x"] for row in drawn(plain, "readings", "dot")] != [row["x"] for row in drawn(odds, "readings", "dot")]


def test_nothing_is_kept_before_something_is_moved(page: Page) -> None:
    app = page()
    assert not offered(app, "keep")
    app.select_slider(key=f"harbour:{NUDGE}").set_value(1.0).run()
    assert offered(app, "keep")


def test_what_is_kept_as_b_is_what_everything_is_compared_with(page: Page, folder: Path) -> None:
    app = page(set=[f"{NUDGE}=1"])
    app.button(key="keep").click().run()
    assert (asked(app, "set"), asked(app, "b")) == ([f"{NUDGE}=1"], [f"{NUDGE}=1"])
    assert dots(app, "ghost") == []
    assert not offered(app, "keep")
    app.select_slider(key=f"harbour:{NUDGE}").set_value(-1.0).run()
    assert dots(app) == readings(folder, {NUDGE: -1.0})
    assert dots(app, "ghost") == [f"{told} in variant B" for told in readings(folder, {NUDGE: 1.0})]
    assert "Hollow: the same in variant B." in guide(app)
    kept = library(folder / "harbour.yaml", {NUDGE: 1.0}).answers["close", "Q1"]
    assert f"B: {whole(kept.probability)}" in [note.value.replace("\u00a0", " ") for note in app.markdown]
    (row,) = (row for row in drawn(app, "ladder", "row") if row["chosen"])
    assert row["earlier"].endswith(" in variant B")
    app.button(key=f"undo:harbour:{NUDGE}").click().run()
    assert dots(app) == readings(folder)
    assert dots(app, "ghost") == [f"{told} in variant B" for told in readings(folder, {NUDGE: 1.0})]


SIDES = {"set": [f"{NUDGE}=-1"], "b": [f"{NUDGE}=1", f"{WEIGHT}=2"]}


def test_a_swap_turns_both_round_and_back(page: Page, folder: Path) -> None:
    app = page(**SIDES)
    mine, other = {NUDGE: -1.0}, {NUDGE: 1.0, WEIGHT: 2.0}
    for _ in range(2):
        agree(app, library(folder / "harbour.yaml", mine).answers["close", "Q1"])
        assert dots(app, "ghost") == [f"{told} in variant B" for told in readings(folder, other)]
        for path in (NUDGE, WEIGHT):
            used = mine.get(path, 1.0 if path == WEIGHT else 0.0)
            assert app.select_slider(key=f"harbour:{path}").value == used
        app.button(key="swap").click().run()
        mine, other = other, mine
    assert (asked(app, "set"), asked(app, "b")) == (SIDES["set"], SIDES["b"])


def test_dropped_b_leaves_the_address_and_the_file_is_compared_again(page: Page, folder: Path) -> None:
    app = page(**SIDES)
    app.button(key="drop").click().run()
    assert (asked(app, "set"), asked(app, "b")) == (SIDES["set"], [])
    assert dots(app, "ghost") == [f"{told} in the file" for told in readings(folder)]
    assert offered(app, "keep")
    assert not offered(app, "swap")


@pytest.mark.parametrize("path", ["", "why", "settings"])
def test_b_is_there_after_a_reload_and_on_the_way_over_other_pages(page: Page, folder: Path, path: str) -> None:
    app = page(at=path, **SIDES)
    go_to(app, "").run()
    assert (asked(app, "set"), asked(app, "b")) == (SIDES["set"], SIDES["b"])
    assert dots(app, "ghost") == [f"{told} in variant B" for told in readings(folder, {NUDGE: 1.0, WEIGHT: 2.0})]


def test_what_does_not_fit_in_b_is_left_out_of_it(page: Page, folder: Path) -> None:
    app = page(set=[f"{NUDGE}=-1"], b=[f"{NUDGE}=1", "no.such=1", f"{WEIGHT}=lots"])
    assert not app.exception
    assert dots(app, "ghost") == [f"{told} in variant B" for told in readings(folder, {NUDGE: 1.0})]
