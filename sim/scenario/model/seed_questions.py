"""Seed questions: quantities whose truth is known, by which voices can be weighed (Cooke 1991)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from sim.scenario.model import values
from sim.scenario.model.fields import Day, Record, Text

SEEDS_MAX = 200
"""Seed questions a scenario may have."""

_CUT_OFF = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"const": "optimised"}]}


def cut_off(value: object) -> float | Literal["optimised"]:
    """A calibration from 0 to 1, or the word `optimised`.

    >>> cut_off("5%"), cut_off("optimised")
    (0.05, 'optimised')
    """
    if value == "optimised":
        return "optimised"
    try:
        return values.probability(value)
    except ValueError:
        raise ValueError(f"0 to 1, or the word optimised; not {values.shown(value)}") from None


CutOff = Annotated[float | Literal["optimised"], PlainValidator(cut_off), WithJsonSchema(_CUT_OFF)]
Quantity = Annotated[float, Field(ge=-1e100, le=1e100), BeforeValidator(values.number)]
Answer = Annotated[Mapping[str, Quantity], Field(min_length=1, max_length=19)]
"""Level (`5%`) -> quantile, in the seed's unit."""


class Seed(Record):
    """A question whose answer is known, and the quantiles that voices gave without knowing it.

    scale: on which the doubt about it is even, `log` for quantities that vary by factors. date: when the
    truth was known. Who did not answer is left out of `answers`.
    """

    asks: Text
    realisation: Quantity
    answers: Annotated[Mapping[str, Answer], Field(min_length=1)]
    unit: Text | None = None
    scale: Literal["uniform", "log"] = "uniform"
    source: Text | None = None
    locator: Text | None = None
    date: Day | None = None
    note: Text | None = None


def level(text: str) -> float:
    """The level that a key of an answer stands for, inside 0..1; raises ValueError for anything else.

    >>> level("5%"), level("0.95")
    (0.05, 0.95)
    """
    found = values.probability(text)
    if not 0 < found < 1:
        raise ValueError(f"a quantile's level lies between 0 and 100 %, not at {text}")
    return found


def levels(answer: Mapping[str, float]) -> tuple[float, ...]:
    """The levels of an answer, rising.

    >>> levels({"95%": 7, "5%": 1})
    (0.05, 0.95)
    """
    return tuple(sorted(level(key) for key in answer))
