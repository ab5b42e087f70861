"""The page of the paths shows what `sim.paths` says, of the variables that the address names."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import asked, drawn
from streamlit.testing.v1 import AppTest

import sim
from sim.results.paths.model import Paths
from sim.show.over_time.paths import tell_share, tell_story

Page = Callable[..., AppTest]


def agree(app: AppTest, made: Paths) -> None:
    assert not app.exception
    (body,) = (block.proto.body for block in app.get("html") if "paths-stories" in block.proto.body)
    rows = re.findall(r"<li[^>]*><b>(.*?) of 100 worlds</b> (.*?)(?: <i>± (.*?)</i>)?<div", body.replace("\u00a0", " "))
    errors = [tell_share(one)[1].replace("0.00", "") for one in made.stories]
    told = [(tell_share(one)[0], tell_story(one), error) for one, error in zip(made.stories, errors, strict=True)]
    assert [(share, html.unescape(story), error) for share, story, error in rows] == told
    names = [row["label"] for row in drawn(app, "first-times", "share")]
    assert len(names) == len(made.first_times)
    stacks = drawn(app, "alluvial", "stack")
    assert len(stacks) == sum(share > 0 for one in made.stacks for row in one.shares for share in row)


@pytest.mark.parametrize("edits", [{}, {"judgments.J1.nudge": 1.0}])
def test_the_pages_figures_are_those_of_the_command(page: Page, folder: Path, edits: dict[str, object]) -> None:
    app = page(at="paths", policy="close", set=[f"{path}={value}" for path, value in edits.items()])
    scenario = sim.edit(sim.read(folder / "harbour.yaml"), edits)
    agree(app, sim.paths(scenario, policy="close", draws=100))


def test_the_box_and_the_policy_choose_and_the_address_keeps_it(page: Page, folder: Path) -> None:
    app = page(at="paths", tells="rumour,clash")
    assert app.multiselect(key="tells").value == ["rumour", "clash"]
    app.multiselect(key="tells").set_value(["mood"]).run()
    app.segmented_control(key="policy").set_value("talk").run()
    assert asked(app, "tells") == ["mood"]
    agree(app, sim.paths(sim.read(folder / "harbour.yaml"), policy="talk", variables=["mood"], draws=100))


@pytest.mark.parametrize("told", ["<script>", "x" * 5000, "clash,,nothing", "../../etc/passwd"])
def test_what_the_address_names_and_is_not_there_is_left_out(page: Page, told: str) -> None:
    app = page(at="paths", tells=told)
    assert app.multiselect(key="tells").value == (["clash"] if "clash" in told else ["pressure", "clash"])
