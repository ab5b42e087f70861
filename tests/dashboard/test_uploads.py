"""Files on the first page, of the folder and uploaded: a good one is run, a bad one is told and stops nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, asked, library, sentence
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.errors import ModelError
from sim.scenario.file import read

Page = Callable[..., AppTest]
OWN = "lexicons: {desk: words.csv}\nlexicon: desk\n"
WORDS = "phrase,concept,low,high\nunlikely,unlikely,{},{}\n"


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader(key="upload").set_value((name, content, "application/yaml")).run()


def test_a_bad_file_shows_what_check_shows_and_the_page_lives_on(page: Page, folder: Path) -> None:
    app = page(scenario="wrong")
    with pytest.raises(ModelError) as caught:
        read.read(folder / "wrong.yaml")
    assert app.error[0].value == "This scenario cannot be used: 2 problems."
    assert app.code[0].value == str(caught.value)
    app.selectbox(key="scenario").set_value("harbour").run()
    assert not app.error
    agree(app, library(folder / "harbour.yaml", draws=1000).answers["close", "Q1"])


def test_a_bad_upload_shows_what_check_shows_and_the_page_lives_on(page: Page, folder: Path) -> None:
    app = upload(page(policy="talk"), "mine.yaml", (folder / "wrong.yaml").read_bytes())
    assert (asked(app, "scenario"), asked(app, "policy")) == ([], ["talk"])
    agree(app, library(folder / "harbour.yaml").answers["talk", "Q1"])
    assert app.error[0].value == "This scenario cannot be used: 2 problems."
    lines = app.code[0].value.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("mine.yaml:") for line in lines)
    app.selectbox(key="question").set_value("Q2").run()
    assert app.error
    app.button(key="put-away").click().run()
    assert not app.error
    agree(app, library(folder / "harbour.yaml").answers["talk", "Q2"])


def test_a_bad_upload_leaves_the_good_one_before_it(page: Page, folder: Path) -> None:
    good = (folder / "harbour.yaml").read_bytes().replace(b"id: harbour", b"id: mine")
    app = upload(upload(page(), "mine.yaml", good), "other.yaml", b"a: 1")
    assert asked(app, "scenario") == ["uploaded"]
    assert app.code[0].value.startswith("other.yaml")
    agree(app, library(folder / "harbour.yaml", draws=100).answers["close", "Q1"])


def test_a_file_that_goes_bad_under_the_page_leaves_the_last_good_view(page: Page, folder: Path) -> None:
    app, file = page(policy="talk"), folder / "harbour.yaml"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"says: likely", b"says: lykely"))
    app.selectbox(key="question").set_value("Q2").run()
    assert "lykely" in app.code[0].value
    file.write_bytes(good)
    agree(app, library(file).answers["talk", "Q2"])
    app.run()
    assert not app.error


def test_a_bad_file_that_is_chosen_leaves_the_view(page: Page, folder: Path) -> None:
    app = page(policy="talk", question="Q3")
    app.selectbox(key="scenario").set_value("wrong").run()
    assert app.error[0].value == "This scenario cannot be used: 2 problems."
    assert app.selectbox(key="scenario").value == "harbour"
    agree(app, library(folder / "harbour.yaml").answers["talk", "Q3"])


def test_an_upload_that_is_too_much_work_is_shown_with_the_draws_that_fit(page: Page, folder: Path) -> None:
    app = upload(page(draws="5000"), "big.yaml", many_questions(folder, 400))
    assert asked(app, "scenario") == ["uploaded"]
    (told,) = app.warning
    said = r"5,000 draws take about .* s of work, .* has 3 s: draws=(500|1000|2000) fits and is used\."
    assert re.fullmatch(said, told.value.replace("\u00a0", " "))


def test_an_upload_of_which_nothing_fits_is_refused_and_the_view_stays(page: Page, folder: Path) -> None:
    app = page(policy="talk")
    start = time.process_time()
    upload(app, "huge.yaml", many_questions(folder, 2000).replace(b"steps: 4", b"steps: 52"))
    assert time.process_time() - start < 9
    assert "fewer questions, steps or policies would fit" in app.code[0].value
    assert asked(app, "scenario") == []
    agree(app, library(folder / "harbour.yaml").answers["talk", "Q1"])


def many_questions(folder: Path, count: int) -> bytes:
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    more = (f"  R{k}: {{asks: 'Battle {k}?', reaches: {{clash: battle}}, by: 2026-01-21}}\n" for k in range(count))
    return (text + "".join(more)).encode()


def test_a_good_upload_is_run(page: Page, folder: Path) -> None:
    content = (folder / "harbour.yaml").read_bytes().replace(b"id: harbour", b"id: mine")
    app = upload(page(policy="talk"), "mine.yaml", content)
    assert not app.error
    assert app.selectbox(key="scenario").value == "uploaded"
    agree(app, library(folder / "harbour.yaml", draws=100).answers["close", "Q1"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"a: 1\na: 2\n"])
def test_whatever_is_uploaded_the_page_lives_on(page: Page, content: bytes) -> None:
    app = upload(page(), "odd.yaml", content)
    assert not app.exception
    assert app.code[0].value.startswith("odd.yaml")


def test_an_upload_is_gone_after_a_reload_and_the_page_says_so(page: Page) -> None:
    app = page(scenario="uploaded")
    assert "upload it again" in app.warning[0].value
    assert sentence(app).startswith("**About 1 in ")


def test_a_folder_without_scenarios_asks_for_one(page: Page, folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        file.unlink()
    assert "No scenario in" in page().info[0].value


def test_a_lexicon_beside_the_scenario_can_be_chosen_and_is_read_again_when_edited(page: Page, folder: Path) -> None:
    file, words = folder / "harbour.yaml", folder / "words.csv"
    words.write_text(WORDS.format(1, 3))
    file.write_text(file.read_text().replace("lexicon: capphrase\n", OWN))
    app = page()
    before = sentence(app)
    agree(app, library(file).answers["close", "Q1"])
    go_to(app, "settings").run()
    assert app.selectbox(key="lexicon").value == "desk"
    app.selectbox(key="lexicon").set_value("icd203").run()
    assert asked(app, "set") == ["lexicon=icd203"]
    words.write_text(WORDS.format(60, 90))
    app = page()
    agree(app, library(file).answers["close", "Q1"])
    assert sentence(app) != before
    words.write_text(WORDS.format(90, 60))
    app = page()
    assert app.code[0].value.startswith(f"{words}:2:22  high: 60 must lie above low (90)")


def test_an_upload_cannot_bring_a_lexicon_along(page: Page, folder: Path) -> None:
    content = (folder / "harbour.yaml").read_bytes().replace(b"lexicon: capphrase\n", OWN.encode())
    (line,) = upload(page(), "mine.yaml", content).code[0].value.splitlines()
    assert line.endswith("'words.csv' would lie beside the scenario, but that came as a single file, without a folder")
