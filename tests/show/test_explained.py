"""An explanation as text and as pictures, from one made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from sim.results.explain.export import as_json
from sim.results.explain.model import (
    Explanation,
    Sentence,
    Swing,
    Three,
    VariancePart,
    WithoutVoice,
)
from sim.results.forecast.model import Answer, Forecast
from sim.results.settings import RunSettings
from sim.results.shares.model import TOGETHER, WHO, WORLDS
from sim.show import explanation
from sim.show.charts import bars
from sim.show.charts.ink import DARK, LIGHT


def sentence(judgment: str, voice: str, share: float, **others: object) -> Sentence:
    values: dict[str, object] = {
        "judgment": judgment, "variable": "direct_military", "voice": voice, "speaker": f"Dr {voice.title()}",
        "kind": "published", "form": "phrase", "phrase": "unlikely", "read_as": "unlikely (capphrase)",
        "family": "Beta(2, 8)", "about": "incident or more, given us_action: limited_strike", "claim": "A clash.",
        "source": "TRT World", "locator": "paragraph 3", "low": 0.045, "median": 0.18, "high": 0.417, "share": share,
        "error": 0.012,
    }  # fmt: skip
    return Sentence(**(values | others))  # type: ignore[arg-type]


@pytest.fixture
def answer(forecast: Forecast) -> Answer:
    return forecast.answers["strikes", "Q6"]


@pytest.fixture
def made(answer: Answer) -> Explanation:
    without = (
        WithoutVoice("ann", "Dr Ann", replace(answer, probability=0.05, shown="5.0 %")),
        WithoutVoice("bob", "Dr Bob", None, why="no voice has a weight above 0"),
    )
    tornado = (
        Swing(sentence("S1", "ann", 0.5), 0.04, 0.19, 0.03, 0.17),
        Swing(sentence("S2", "bob", 0.2, phrase="likely"), 0.07, 0.09, 0.06, 0.08),
    )
    return Explanation(
        answer=answer, chosen=True, settings=RunSettings(500, 64, 1), file="made-up/scenario.yaml", title="Made up",
        digest="0f", edits=("pool.rule=linear",),
        sentences=(
            sentence("S1", "ann", 0.5),
            sentence("S2", "bob", 0.2, kind="base_rate", form="counts", phrase="0 of 26"),
            sentence("S3", "ann", 0.003), sentence("S4", "cat", -0.053, kind="market"),
        ),
        parts=(VariancePart(WHO, 0.25, 0.011), VariancePart(TOGETHER, 0.02, 0.005), VariancePart(WORLDS, 0.08, 0.0)),
        three=Three(0.9, 0.08, 0.02, 0.0736), notes=("A note.",), without=without, tornado=tornado,
        not_held=(("S4", "a table: every row is in doubt by itself"),),
    )  # fmt: skip


TEXT = """\
Q6  Does direct_military reach incident or more by 21 January 2026?
Policy strikes: 8 % (90 % interval 2.4 to 15 %): very unlikely, ICD 203.
500 draws x 64 worlds, seed 1; sampled, noise 3 % of spread.
The policy is the one at which the dashboard opens; --policy takes another.
Changed from the file: pool.rule=linear

Of the uncertainty whether it comes to pass, 90 % is chance as modelled, which
also holds all that the model leaves out: it would be left if every judgment
were known exactly and it were settled who is right. 8 % is doubt within the
voices, about what their words mean and their counts tell; 2 % is disagreement
between them.

The judgments behind it, and what else moves it:
 50.0 % ± 1.2  S1  Dr Ann: 'unlikely' (18 %, 4.5 to 42 %)
               direct military: incident or more, given us action: limited
               strike [TRT World, paragraph 3]
 25.0 % ± 1.1  who is right: how much hangs on which voices are believed more:
               their weights, as drawn
 20.0 % ± 1.2  S2  Dr Bob: 0 of 26 (18 %, 4.5 to 42 %)
               direct military: incident or more, given us action: limited
               strike [TRT World, paragraph 3]
  8.0 % ± 0.0  too few worlds: the noise of finitely many worlds; more of them
               take it away
  2.0 % ± 0.5  together: what sentences do in combination, beyond what each does
               alone
 -5.3 % ± 1.2  S4  Dr Cat: 'unlikely' (18 %, 4.5 to 42 %)
               direct military: incident or more, given us action: limited
               strike [TRT World, paragraph 3]
  0.3 %        1 more: S3

By voice:
 50.3 %  Dr Ann
 20.0 %  Dr Bob
 -5.3 %  Dr Cat
 25.0 %  who is right
  2.0 %  together
  8.0 %  too few worlds

By kind of voice:
 50.3 %  published
 20.0 %  base rates
 -5.3 %  markets

Without one voice (its weight 0):
  probability  median  90 % interval  without
  5.0 %        7 %     2.4 to 15 %    Dr Ann
  -            -       -              Dr Bob: no voice has a weight above 0

If this judgment stood at its 10th or its 90th percentile, and everything else
were as drawn: the answer's mean, its median in brackets. Largest swing first.
  S1   4.0 % (3.0 %) to 19 % (17 %)
       Dr Ann: unlikely
  S2   7 % (6 %) to 9 % (8 %)
       Dr Bob: likely
  S4   not here: a table: every row is in doubt by itself

Worth a look:
  A note.

Share: of the variance of the answer's log-odds over the draws, plus or minus
one standard error of our sampling; all shares add up to 100 %. A negative share
runs against the others. What a voice says carries its own doubt, at the weight
that its voice is drawn with; how far voices differ in what they say is 'who is
right'.
"""


def test_the_text(made: Explanation) -> None:
    assert explanation.as_text(made) == TEXT


@pytest.mark.parametrize("width", [40, 66, 120])
def test_lines_fit(made: Explanation, width: int) -> None:
    assert max(map(len, explanation.as_text(made, width=width).splitlines())) <= width


def test_a_scenario_s_text_drives_no_terminal(made: Explanation) -> None:
    odd = replace(made, sentences=(sentence("S1", "ann", 1.0, phrase="\x1b[2Junlikely"),))
    assert "\x1b" not in explanation.as_text(odd)


def test_the_json_holds_everything(made: Explanation) -> None:
    data = json.loads(as_json(made))
    assert (data["format"], data["format_version"]) == ("scenario-sim explanation", 1)
    assert [one["id"] for one in data["judgments"]] == ["S1", "S2", "S3", "S4"]
    assert sum(one["share"] for one in data["judgments"] + data["others"]) == pytest.approx(1)
    assert data["by_voice"] == {"ann": 0.503, "bob": 0.2, "cat": -0.053}
    assert data["uncertainty"] == {"chance": 0.9, "doubt": 0.08, "disagreement": 0.02, "total": 0.0736}
    assert data["without"][1] == {"voice": "bob", "answer": None, "why": "no voice has a weight above 0", "notes": []}
    assert data["tornado"][0]["at_90"] == {"probability": 0.19, "median": 0.17}
    assert data["not_in_tornado"] == {"S4": "a table: every row is in doubt by itself"}
    assert data["answer"]["low90"] == made.answer.interval90.low


def values(chart: object, name: str) -> list[dict]:
    data = chart.to_dict()["data"]  # type: ignore[attr-defined]
    assert data["name"] == name
    return data["values"]


def test_a_bar_a_share_largest_first_and_judgments_in_another_ink(made: Explanation) -> None:
    rows = values(bars.shares(made), "shares")
    assert [row["share"] for row in rows] == [0.5, 0.25, 0.2, 0.08, 0.02, -0.053]
    assert [row["judgment"] for row in rows] == [True, False, True, False, False, True]
    assert rows[0]["label"] == "S1 Dr Ann: 'unlikely'  50.0 %"
    assert rows[2]["label"] == "S2 Dr Bob  20.0 %"


def test_the_tornado_runs_from_one_end_to_the_other(made: Explanation) -> None:
    rows = values(bars.tornado(made), "tornado")
    assert [(row["low"], row["answer"], row["high"]) for row in rows] == [(0.04, 0.08, 0.19), (0.07, 0.08, 0.09)]


def test_pictures_say_in_words_what_they_show(made: Explanation) -> None:
    told = "Shares of the variance of the answer's log-odds: S1 Dr Ann: 'unlikely' 50.0 % (± 1.2), who is right 25.0 % "
    assert bars.shares_text(made).startswith(told)
    assert bars.tornado_text(made).endswith("S1 (Dr Ann) 4.0 % to 19 % and S2 (Dr Bob) 7 % to 9 %.")


def test_nothing_to_show_is_said(made: Explanation) -> None:
    bare = replace(made, sentences=(), parts=(), three=None, tornado=(), notes=("The policy sets it.",))
    assert bars.shares_text(bare) == "No shares: The policy sets it."
    assert bars.tornado_text(bare) == "No judgment can be held at a percentile."
    assert "Share:" not in explanation.as_text(bare)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_inks_are_the_page_s(made: Explanation, palette) -> None:
    text = bars.shares(made, palette=palette).to_json() + bars.tornado(made, palette=palette).to_json()
    assert all(ink in text for ink in (palette.narrow, palette.ghost, palette.wide, palette.tick, palette.ink))


def test_the_date_of_the_answer_is_kept(made: Explanation) -> None:
    assert json.loads(as_json(made))["deadline"] == date(2026, 1, 21).isoformat()
