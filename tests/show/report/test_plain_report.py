"""What a report says to whoever it is handed to has no code; the sheet of how it was made has those of the file."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from told_harbour import SEEN, TEXT, VIEWS

from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.plain_words import say_plainly
from sim.show.report.handout import Handout
from sim.show.report.report import report

VENEZUELA = Path(__file__).parents[3] / "scenarios" / "venezuela-2025" / "scenario.yaml"
SIGNS = (
    r"log.odds|logit|lambda|nudge|gamma|dirichlet|\d{4}-\d\d-\d\d|\b(?:judgments|experts|variables|questions|pool)\.\w"
)


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Handout:
    edits = ["judgments.S14.nudge=0.8", "pool.gamma=0.5", "pool.rule=linear", "experts.kosevich.weight=2"]
    return report(VENEZUELA, draws=100, questions=["Q6"], policies=["strikes"], settings=edits)


def split_sheets(made: Handout) -> tuple[str, str]:
    """What is read on the sheets, spoken names of pictures among it, and what on the last one, of how it was made."""
    start, _, end = made.html.partition("</main>")[0].rpartition('<article class="sheet">')
    sheets = start.partition("<body>")[2]
    spoken = re.findall(r'(?:aria-label|title)="([^"]*)"', sheets)
    told, last = (html.unescape(re.sub("<[^>]*>", " ", part)) for part in (sheets, end))
    return " ".join([*told.split(), *spoken]), " ".join(last.split())


def find_codes(scenario: Scenario) -> re.Pattern[str]:
    codes = {key for key in (*scenario.resolved, *scenario.questions) if any(letter.isdigit() for letter in key)}
    codes |= {name for name in (*scenario.variables, *scenario.policies, *scenario.experts) if "_" in name}
    codes |= {source.admiralty for source in scenario.sources.values() if source.admiralty} | {scenario.id}
    return re.compile(r"(?<![\w.-])(?:" + "|".join(map(re.escape, sorted(codes))) + r")(?![\w-])")


def test_no_code_in_what_is_handed_on(handout: Handout) -> None:
    told, made = split_sheets(handout)
    assert len(told) > 4000
    assert find_codes(handout.report.scenario).findall(told) == []
    assert re.findall(SIGNS, told, re.I) == []
    assert "On Exchange of fire, if the US strikes: at most 'unlikely', read as" in told
    assert "paragraph 11, source fairly reliable, information possibly true]" in told
    assert "Ekaterina Kosevich (at most 'unlikely'): S14" in made
    assert "weight of Ekaterina Kosevich: 2, in the file 1" in told


def test_what_was_seen_and_what_to_look_at_are_in_words(tmp_path: Path) -> None:
    file, seen = tmp_path / "harbour.yaml", tmp_path / "seen.yaml"
    file.write_text(TEXT + VIEWS, encoding="utf-8")
    seen.write_text(SEEN + "quiet: {until: 2026-01-13, reported: 90%}\n", encoding="utf-8")
    told, _ = split_sheets(report(file, draws=100, questions=["Q1"], evidence=seen))
    assert "Silence until 13 January 2026 counts for" in told
    assert "Rumour: some, 6 January 2026." in told
    assert re.findall(SIGNS, told) == []


@pytest.mark.parametrize(("text", "told"), [
    ("Direct military: the author's own numbers (A37, A38), 9 %", "Direct military: the author's own numbers, 9 %"),
    ("A15 (veto): the author's own split", "The scenario's author on Russian veto: the author's own split"),
    ("judgments.M2.by: 2026-01-31 lies inside",
     "Polymarket, Maduro out by 31 January (24.5 %): 31 January 2026 lies inside"),
    ("questions.Q5.within: a clock", "Putin names the US: a clock"),
    ("surge (author, kosevich)", "surge (the scenario's author, Ekaterina Kosevich)"),
    ("E7 rests on a weak source, BBC (D4)", "Fernando Reyes Matta ('le queda poco tiempo') rests on a weak source, BBC "
     "(source not usually reliable, information doubtful)"),
])  # fmt: skip
def test_texts_of_the_program_in_words(handout: Handout, text: str, told: str) -> None:
    assert say_plainly(handout.report.scenario, text) == told
