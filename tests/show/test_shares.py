"""Whose answer it is, as a line: names, largest first, and what the line must not leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.results.forecast.model import Forecast
from sim.results.shares.model import AnswerShares
from sim.show.words import UNASKED, tell_shares

SPEAKERS = {
    "ann": ("Ann", "published"), "bob": ("Bob", "official"), "icb": ("Crises", "base_rate"),
    "me": ("The author", "assumption"), "old": ("An older guess", "assumption"), "book": ("A market", "market"),
}  # fmt: skip


def line(forecast: Forecast, voices: dict[str, float], rest: dict[str, float], asked: tuple[str, ...]) -> str:
    answer = replace(
        forecast.answers["strikes", "Q6"], shares=AnswerShares(voices, {}, rest), rests_on=asked
    )
    return tell_shares(answer, SPEAKERS)


@pytest.mark.parametrize(
    ("voices", "rest", "asked", "told"),
    [
        ({"me": 1.0}, {}, ("me",), "author's assumptions 100 %; no expert was asked about this"),
        ({"me": 0.6, "old": 0.4}, {}, ("me",), "author's assumptions 100 %; no expert was asked about this"),
        ({"me": 0.91, "ann": 0.09}, {}, ("me",), "author's assumptions 91 %, Ann 9 %; no expert was asked about this"),
        ({"icb": 0.7, "me": 0.3}, {}, ("icb", "me"), f"Crises 70 %, author's assumptions 30 %; {UNASKED}"),
        ({"me": 0.5, "bob": 0.2}, {"who is right": 0.3}, ("bob",),
         "author's assumptions 50 %, who is right 30 %, Bob 20 %"),
        ({"ann": 1.02, "bob": -0.02}, {"together": 0.001}, ("ann",), "Ann 102 %, Bob -2 %"),
        (
            {"ann": 0.3, "bob": 0.2, "icb": 0.15, "book": 0.1, "me": 0.05}, {"who is right": 0.2}, ("ann",),
            "Ann 30 %, Bob 20 %, who is right 20 %, Crises 15 %, author's assumptions 5 %, 1 more 10 %",
        ),
    ],
)  # fmt: skip
def test_names_with_their_shares(forecast: Forecast, voices, rest, asked, told: str) -> None:
    assert line(forecast, voices, rest, asked) == told


def test_an_answer_without_shares_has_no_line(forecast: Forecast) -> None:
    assert tell_shares(forecast.answers["strikes", "Q6"], SPEAKERS) == ""
