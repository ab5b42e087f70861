"""Numbers, probabilities, dates and names as analysts write them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable

import pytest

from sim.scenario.model import values
from sim.scenario.model.forms import expand


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5%", 0.05), ("5 %", 0.05), ("5.5%", 0.055), ("0.1%", 0.001), ("100%", 1.0), ("0%", 0.0), ("1e1%", 0.1),
        ("1 in 200", 0.005), ("2  in  3", 2 / 3), ("3:1", 0.75), ("1 : 3", 0.25), ("0:5", 0.0), ("0.05", 0.05),
        (0.05, 0.05), (1, 1.0), (0, 0.0),
    ],
)  # fmt: skip
def test_probabilities(written: object, expected: float) -> None:
    assert values.probability(written) == expected


@pytest.mark.parametrize(
    "written",
    ["101%", "-1%", "1.2", 1.2, -0.1, "3 in 2", "1 in 0", "-1 in 5", "-1:3", "0:0", "1:2:3", "5%%", "\u0665%", "",
     True, None, math.nan, math.inf, "nan", "1e999:1", [0.5], {"p": 0.5}, 10**400],
)  # fmt: skip
def test_what_is_no_probability(written: object) -> None:
    with pytest.raises(ValueError, match=r"probability|number"):
        values.probability(written)


def test_the_message_says_what_was_written() -> None:
    with pytest.raises(ValueError, match=r"^1\.2 is no probability: 0\.\.1, or per cent 0\.\.100 with %$"):
        values.probability(1.2)


@pytest.mark.parametrize("written", ["unlikely", "Will Happen", "yes"])
def test_a_text_without_a_digit_in_front_is_a_phrase(written: str) -> None:
    assert expand(written) == {"phrase": written}


@pytest.mark.parametrize("written", ["5% or so", "1,5%", "50 percent", "+x%1"])
def test_a_text_with_a_digit_in_front_must_be_a_probability(written: str) -> None:
    if values.looks_like_number(written):
        with pytest.raises(ValueError, match="a probability is expected"):
            expand(written)
    else:
        assert expand(written) == {"phrase": written}


@pytest.mark.parametrize("written", ["2026-1-31", "20260131", "2026-W05-6", "31.1.2026", "2026-02-29", 2026, None, True,
                                     datetime.datetime(2026, 1, 31)])  # fmt: skip
def test_what_is_no_date(written: object) -> None:
    with pytest.raises(ValueError, match=r"date is expected|calendar"):
        values.day(written)


def test_dates() -> None:
    assert values.day("2024-02-29") == datetime.date(2024, 2, 29)
    assert values.day(datetime.date(2024, 2, 29)) == datetime.date(2024, 2, 29)


@pytest.mark.parametrize("name", ["S14", "us_action", "2025", "a-b", "\u043c\u0438\u0440", "r\u00e9n\u00e9"])
def test_names(name: str) -> None:
    assert values.identifier(name) == name


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a.b", "a@b", "x" * 65, "a\u200bb", "p\u0430x", "\u03bfx", "a\nb", 1.5]
)
def test_what_is_no_name(name: object) -> None:
    with pytest.raises(ValueError, match=r"name|text|letters"):
        values.identifier(name)


@pytest.mark.parametrize("name", ["any", "more", "less", "a or b", " a", "a  b", "a\tb", "a,b", "a.b", "x" * 65, ""])
def test_what_is_no_state(name: str) -> None:
    with pytest.raises(ValueError, match=r"state|text"):
        values.state_name(name)


@pytest.mark.parametrize("name", ["no act", "010", "5-10%", "<5", "orange", "north or"])
def test_states(name: str) -> None:
    assert values.state_name(name) == name


@pytest.mark.parametrize(("length", "days", "months"), [("1 week", 7, 0), ("3 days", 3, 0), ("2 months", 0, 2)])
def test_lengths(length: str, days: int, months: int) -> None:
    assert values.span(values.step_length(length)) == (days, months)


@pytest.mark.parametrize("length", ["0 days", "week", "1week", "-1 day", "1.5 days", 7, None, "1 fortnight"])
def test_what_is_no_length(length: object) -> None:
    with pytest.raises(ValueError, match="length of time"):
        values.step_length(length)


@pytest.mark.parametrize("read", [values.number, values.whole])
@pytest.mark.parametrize("value", [True, "1", None, [1], {}])
def test_booleans_and_texts_are_no_numbers(read: Callable[[object], object], value: object) -> None:
    with pytest.raises(ValueError, match="number is expected"):
        read(value)


def test_only_a_concentration_may_be_infinite() -> None:
    assert values.concentration("inf") == values.concentration(math.inf) == math.inf
    for wrong in (0, -1, math.nan, "infinity", True, 1e10):
        with pytest.raises(ValueError, match=r"above 0|number"):
            values.concentration(wrong)


@pytest.mark.parametrize(("written", "value"), [(12, 12), (12.0, 12), (1e2, 100), (-0.0, 0), (0, 0), (2.0**53, 2**53)])
def test_whole_numbers_however_they_are_written(written: float, value: int) -> None:
    assert values.whole(written) == value
    assert type(values.whole(written)) is int


@pytest.mark.parametrize("written", [1.5, 1e300, math.inf, math.nan, "1.0", True, 1e-9])
def test_what_is_no_whole_number(written: object) -> None:
    with pytest.raises(ValueError, match="a whole number is expected, not"):
        values.whole(written)


@pytest.mark.parametrize("written", [True, 2, 1.5, "1", None, 0])
def test_the_version_is_one(written: object) -> None:
    assert values.version(1) == values.version(1.0) == 1
    with pytest.raises(ValueError, match="must be 1; you wrote"):
        values.version(written)


@pytest.mark.parametrize(
    ("written", "value"), [("1.0 steps", 1), ("1e1 steps", 10), ("+3 steps", 3), ("9999 steps", 9999)]
)
def test_whole_numbers_of_steps(written: str, value: int) -> None:
    assert values.within(written) == value


@pytest.mark.parametrize("written", ["1.5 steps", "0 steps", "1e4 steps", "1e400 steps", 1.5, 0, True, -1])
def test_no_whole_number_of_steps(written: object) -> None:
    with pytest.raises(ValueError, match="a whole number of steps from 1 to 9999 is expected"):
        values.within(written)


def test_lengths_of_time_in_whole_numbers() -> None:
    assert (values.step_length("1.0 week"), values.step_length("1e1 days")) == ("1 week", "10 days")
    with pytest.raises(ValueError, match="length of time"):
        values.step_length("0.5 weeks")


@pytest.mark.parametrize("written", [math.inf, math.nan, True, "often", None, "-5%"])
def test_what_is_no_likelihood(written: object) -> None:
    assert (values.likelihood(2), values.likelihood("1 in 4"), values.likelihood(0)) == (2.0, 0.25, 0.0)
    with pytest.raises(ValueError, match=r"expected|probability"):
        values.likelihood(written)


@pytest.mark.parametrize("written", ["three steps", "3", "-1 steps", "3  steps", "12345 steps", None])
def test_what_is_no_number_of_steps(written: object) -> None:
    with pytest.raises(ValueError, match="a whole number of steps from 1 to 9999 is expected, written 3 steps, not"):
        values.within(written)


def test_numbers_of_steps() -> None:
    assert (values.within("1 step"), values.within("12 steps")) == (1, 12)
    with pytest.raises(ValueError, match="write 3 steps"):
        values.within(3)
