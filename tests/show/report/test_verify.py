"""A report that was handed on: it agrees with what it was made from, and one digit that does not is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from told_harbour import TEXT, VIEWS

from sim.errors import FormatError
from sim.results.report.packed import pack, unpack
from sim.results.report.recipe import Recipe
from sim.show.report.handout import Handout
from sim.show.report.report import report
from sim.show.report.verify import verify

WORDS = "phrase,concept,low,high\nlikely,likely,55,90\nunlikely,unlikely,5,20\nhighly unlikely,unlikely,1,10\n"
OWN = TEXT.replace("lexicon: capphrase", "lexicons: {own: lists/words.csv}\nlexicon: own")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Handout:
    """A report of a scenario that brings words of its own, which are gone by now."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "lists").mkdir()
    (folder / "lists" / "words.csv").write_text(WORDS, encoding="utf-8")
    (folder / "a b.yaml").write_text(OWN + VIEWS, encoding="utf-8")
    found = report(folder / "a b.yaml", draws=100, questions=["Q1"])
    (folder / "lists" / "words.csv").unlink()
    return found


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_it_agrees_whatever_its_line_ends(made: Handout, form: str) -> None:
    text = made.text(form)
    told = verify(text.replace("\n", "\r\n"), "x.html")
    digest = made.report.forecast.digest[:16]
    assert told.startswith(f"x.html: made again from scenario harbour, digest {digest}, 100 draws x 64 worlds, seed 1")
    assert told.endswith(": every figure and word agrees.")


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("which", [3, -40, -1])
def test_a_digit_changed_by_hand_is_told_with_its_place(made: Handout, form: str, which: int) -> None:
    text = made.text(form)
    shown = text[: text.index("<!-- scenario-sim")]
    place = [found.start() for found in re.finditer(r"\d", shown)][which]
    other = str((int(text[place]) + 1) % 10)
    with pytest.raises(FormatError) as refused:
        verify(text[:place] + other + text[place + 1 :], "x.html")
    (problem,) = refused.value.problems
    assert problem.line == text[:place].count("\n") + 1
    assert problem.column == place - text[:place].rfind("\n")
    assert problem.message.startswith("says '")


def test_another_version_is_told_first(made: Handout) -> None:
    recipe = replace(made.report.recipe, versions={**made.report.recipe.versions, "numpy": "1.2.3"})
    older = Handout(replace(made.report, recipe=recipe)).html
    assert "made with numpy 1.2.3, and compared with" in verify(older, "x.html")
    with pytest.raises(FormatError) as refused:
        verify(older.replace("Confidence is", "Confidence was", 1), "x.html")
    assert [p.message.partition(" ")[0] for p in refused.value.problems] == ["made", "says"]


def test_many_lines_are_counted(made: Handout) -> None:
    text = made.html
    with pytest.raises(FormatError) as refused:
        verify(text.replace("%", "percent"), "x.html")
    assert len(refused.value.problems) == 11
    assert "more lines differ" in str(refused.value)


def test_what_it_was_made_from_cannot_be_changed_unnoticed(made: Handout) -> None:
    text = made.html
    start = text.index("sha256 ") + 80
    for place in (start, text.index("sha256 ") + 10):
        other = "1" if text[place] != "1" else "2"
        with pytest.raises(FormatError, match="was changed, or got lost on the way"):
            verify(text[:place] + other + text[place + 1 :], "x.html")
    with pytest.raises(FormatError, match="nothing to make it again from"):
        verify(text[: text.index("<!-- scenario-sim")], "x.html")
    with pytest.raises(FormatError, match="several reports"):
        verify(text + text, "x.html")


def test_a_recipe_comes_back_as_it_was(made: Handout) -> None:
    for recipe in (made.report.recipe, Recipe(("x", "a: ü\n"), evidence=("e", "b"), given=("x: y @ 2026-01-01",))):
        text = f"before\n{pack(recipe)}after"
        assert unpack(text, "x") == (recipe, "before\nafter")
        assert re.search(r"[^A-Za-z0-9+/=\n <>!:;,.`-]", pack(recipe)) is None


def test_a_file_that_would_lie_elsewhere_is_refused(made: Handout, tmp_path: Path) -> None:
    for name in ("../words.csv", str(tmp_path / "words.csv")):
        recipe = replace(made.report.recipe, beside={name: WORDS})
        with pytest.raises(FormatError, match="leads out of the scenario's folder"):
            verify(Handout(replace(made.report, recipe=recipe)).html, "x.html")
    assert list(tmp_path.iterdir()) == []
