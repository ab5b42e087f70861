"""What is read aloud: bounds instead of certainties, odds where per cent are hard to picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.results.forecast.model import Answer, Forecast, Interval
from sim.results.forecast.percent import percent
from sim.show import words

VOICES = {
    "kosevich": ("Ekaterina Kosevich", "published"),
    "icb": ("International Crisis Behavior", "base_rate"),
    "author": ("The author", "assumption"),
}


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "< 0.1 %"), (0.00099, "< 0.1 %"), (0.001, "0.1 %"), (0.0793, "8 %"), (0.5, "50 %"),
        (0.0499, "5.0 %"), (0.05, "5 %"), (0.95, "95 %"), (0.9501, "95.0 %"),
        (0.999, "99.9 %"), (0.9991, "> 99.9 %"), (1.0, "> 99.9 %"),
    ],
)
def test_a_probability_is_never_printed_as_certain(probability: float, text: str) -> None:
    assert percent(probability) == text


@pytest.mark.parametrize(
    ("probability", "digits", "text"),
    [
        (0.0793, 0, "8 %"), (0.0793, 1, "7.9 %"), (0.0793, 3, "7.930 %"), (0.004, 0, "0 %"), (0.0004, 0, "< 0.1 %"),
        (0.0004, 2, "0.04 %"), (0.00004, 2, "< 0.01 %"), (0.99999, 3, "99.999 %"),
    ],
)
def test_digits_that_are_asked_for(probability: float, digits: int, text: str) -> None:
    assert percent(probability, digits) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0099, "1 in 100"), (0.01, ""), (0.0033, "1 in 300"), (0.99, ""), (0.9975, "all but 1 in 400"),
        (0.004, "1 in 250"), (0.0001, ""), (0.99999, ""),
    ],
)
def test_odds_are_told_at_both_ends_only(probability: float, text: str) -> None:
    assert words.odds(probability) == text


def test_the_sentence_has_number_interval_word_and_lexicon(forecast: Forecast) -> None:
    answer = forecast.answers["strikes", "Q6"]
    assert words.sentence(answer) == "8 % (90 % interval 2.4 to 15 %): very unlikely, ICD 203"
    assert words.sentence(answer, "**") == "**8 %** (90 % interval 2.4 to 15 %): **very unlikely**, ICD 203"


@pytest.mark.parametrize(
    ("spanned", "told"),
    [
        ("very unlikely", "**very unlikely**"), ("almost no chance", "**almost no chance** (mean: very unlikely)"),
        ("very unlikely to unlikely", "**very unlikely to unlikely** (mean: very unlikely)"), ("", "**very unlikely**"),
    ],
)
def test_words_span_the_interval_with_the_mean_s_apart(forecast: Forecast, spanned: str, told: str) -> None:
    answer = replace(forecast.answers["strikes", "Q6"], words=spanned)
    assert words.in_words(answer, "**") == told
    assert words.sentence(answer, "**").endswith(f": {told}, ICD 203")


def test_small_numbers_are_told_as_odds_too(forecast: Forecast) -> None:
    small = replace(forecast.answers["strikes", "Q6"], probability=0.004, shown="0.4 %")
    assert words.sentence(small).startswith("0.4 % (1 in 250; 90 % interval")


def test_the_headline_says_what_it_rests_on(forecast: Forecast) -> None:
    told = words.headline(forecast.answers["strikes", "Q6"], VOICES)
    assert told.endswith("; rests on Ekaterina Kosevich and International Crisis Behavior (base rate).")


def test_assumptions_alone_are_said_aloud(forecast: Forecast) -> None:
    assert words.rests_on(forecast.answers["strikes", "Q2"], VOICES) == "rests on assumptions alone: The author"
    assert words.rests_on(forecast.answers["strikes", "Q7"], VOICES) == "no voice speaks about it"


def test_long_lists_of_voices_are_counted(forecast: Forecast) -> None:
    answer = replace(forecast.answers["strikes", "Q6"], rests_on=("a", "b", "c", "d", "e", "f"))
    assert words.rests_on(answer, {}) == "rests on a, b, c, d and 2 more"


def test_equal_ends_are_one_number() -> None:
    assert words.interval_text(Interval(0.9, 0.07, 0.07)) == "90 % interval 7 %"


def test_our_own_sampling_error_is_named_apart(forecast: Forecast, certain: Answer) -> None:
    told = words.method_line(forecast.answers["strikes", "Q6"], forecast)
    assert told == (
        "Sampled, noise 3 % of spread; sampling error 0.2 points; 500 draws x 64 worlds, seed 1."
    )
    assert words.method_line(certain, forecast).startswith("Set by policy; no sampling error")
    short = replace(certain, worlds_needed=512)
    assert "512 worlds a draw would settle it" in words.method_line(short, forecast)


def test_what_the_policy_settled_is_said_so(certain: Answer) -> None:
    settled = replace(certain, shown="certain")
    assert words.headline(settled, VOICES, "**") == "**certain**, set by the policy."
    assert words.row_numbers(settled) == "certain"
