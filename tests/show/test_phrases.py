"""Probabilities as people say them: round, in order, never certain, and never far from the number."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.log_odds import log_odds_of
from sim.show.phrases import chance_in_words, whole, whole_and_chance, whole_span

PROBABILITIES = st.floats(0, 1)
SAID = re.compile(r"(?:about|less than|more than) ([\d,]+) in ([\d,]+)")
ROUND = {2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 200, 300, 500, 1000}


def spoken(probability: float) -> float:
    """The number that the words say."""
    said = SAID.fullmatch(chance_in_words(probability))
    assert said
    some, many = (int(text.replace(",", "")) for text in said.groups())
    assert many in ROUND
    return some / many


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "less than 1 in 1,000"), (0.0009, "less than 1 in 1,000"), (0.001, "about 1 in 1,000"),
        (0.033, "about 1 in 30"), (0.05, "about 1 in 20"), (1 / 19, "about 1 in 20"), (1 / 21, "about 1 in 20"),
        (0.125, "about 1 in 8"), (1 / 3, "about 1 in 3"), (0.5, "about 1 in 2"), (0.66, "about 2 in 3"),
        (0.9, "about 9 in 10"), (0.95, "about 19 in 20"), (0.99, "about 99 in 100"), (0.991, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
    ],
)  # fmt: skip
def test_chances_that_people_say(probability: float, text: str) -> None:
    assert chance_in_words(probability) == text


@given(PROBABILITIES, PROBABILITIES)
def test_a_larger_probability_never_sounds_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert spoken(low) <= spoken(high)


@given(st.floats(0.001, 0.99))
def test_what_is_said_is_near(probability: float) -> None:
    """At most by a factor of 1.46 in odds: as far as from 9 in 10 to half-way to 19 in 20."""
    assert abs(log_odds_of(spoken(probability)) - log_odds_of(probability)) < math.log(1.46)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="no probability"):
        chance_in_words(wrong)


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "< 1 %"), (0.00499, "< 1 %"), (0.005, "1 %"), (0.0449, "4 %"), (0.125, "13 %"), (0.5, "50 %"),
        (0.994, "99 %"), (0.995, "99 %"), (0.9951, "> 99 %"), (1.0, "> 99 %"), (math.nan, "undefined"),
    ],
)  # fmt: skip
def test_whole_per_cents_are_never_certain(probability: float, text: str) -> None:
    assert whole(probability) == text


@given(PROBABILITIES)
def test_whole_per_cents_are_off_by_half_a_point(probability: float) -> None:
    told = whole(probability)
    if told[0] not in "<>":
        assert abs(int(told.removesuffix(" %")) - 100 * probability) <= 0.5 + 1e-9


def test_a_small_probability_has_its_chance_beside_it() -> None:
    assert whole_and_chance(0.0499) == "5 % (about 1 in 20)"
    assert whole_and_chance(0.05) == "5 %"
    assert whole_span(0.0001, 0.999) == "< 1 to > 99 %"
