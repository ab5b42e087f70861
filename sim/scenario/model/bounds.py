"""Bounds: a speaker who says how likely something is at most, or at least, and no more."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from sim.scenario.model import values
from sim.scenario.model.fields import CHANCE_SCHEMA, Chance, OddsFactor, Record, Text, Widen, Worth
from sim.scenario.model.form import Form

_EXPECTED = "a phrase, a number or {judgment: ID}"
_SCHEMA = {
    "anyOf": [
        {"type": "string", "description": "A phrase of likelihood, or a probability."},
        {"type": "number", "minimum": 0, "maximum": 1},
        {
            "type": "object",
            "properties": {"judgment": {"type": ["string", "integer"]}},
            "required": ["judgment"],
            "additionalProperties": False,
        },
    ]
}


class OtherJudgment(Record):
    """Another judgment of the same voice, by its id."""

    judgment: Text


def _limit(value: object) -> object:
    """A phrase, a probability, or another judgment; anything else is refused."""
    if isinstance(value, dict) and value.keys() == {"judgment"}:
        return OtherJudgment(judgment=value["judgment"])
    if isinstance(value, str) and value.strip():
        text = value.strip()
        return values.probability(text) if values.looks_like_number(text) else text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return values.probability(value)
    if isinstance(value, OtherJudgment):
        return value
    shown = f"{{{', '.join(map(str, value))}: ...}}" if isinstance(value, dict) else values.shown(value)
    raise ValueError(f"a bound is {_EXPECTED}, not {shown}")


def _dumped(limit: str | float | OtherJudgment) -> object:
    return {"judgment": limit.judgment} if isinstance(limit, OtherJudgment) else limit


Limit = Annotated[
    str | float | OtherJudgment, PlainValidator(_limit), PlainSerializer(_dumped), WithJsonSchema(_SCHEMA)
]
End = Annotated[Chance, WithJsonSchema(CHANCE_SCHEMA)]


class Bound(Form):
    """What both bounds have: the doubt about the bound itself, which its words or its number leave.

    key, end_key: the names of the bound and of the other end of what it allows. ceiling: it bounds from above.
    """

    key: ClassVar[str]
    end_key: ClassVar[str]
    ceiling: ClassVar[bool]

    read_as: Text | None = None
    lexicon: Text | None = None
    widen: Widen = 1.0
    worth: Worth | None = None
    odds_within: OddsFactor | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_side(cls, data: Any) -> Any:
        if isinstance(data, dict) and {"at_most", "at_least"} <= data.keys():
            raise ValueError("at_most and at_least together are a range: write {low: 5%, high: 20%, confidence: 90%}")
        return data

    @property
    def limit(self) -> str | float | OtherJudgment:
        """The bound: a phrase, a probability in 0..1, or another judgment."""
        limit: str | float | OtherJudgment = getattr(self, self.key)
        return limit

    @property
    def end(self) -> float | None:
        """The other end of what the bound allows, a probability in 0..1; None where it was not stated."""
        end: float | None = getattr(self, self.end_key)
        return end

    @property
    def other(self) -> str | None:
        """The id of the judgment that is the bound, if it is one."""
        return self.limit.judgment if isinstance(self.limit, OtherJudgment) else None

    @property
    def worded(self) -> bool:
        return isinstance(self.limit, str)

    @property
    def blended(self) -> bool:
        return self.worded and self.lexicon is None


class AtMost(Bound):
    """A ceiling: the probability lies, evenly in log-odds, between `down_to` and the bound."""

    form: ClassVar[Literal["at_most"]] = "at_most"
    key: ClassVar[str] = "at_most"
    end_key: ClassVar[str] = "down_to"
    ceiling: ClassVar[bool] = True

    at_most: Limit
    down_to: End | None = None


class AtLeast(Bound):
    """A floor: the probability lies, evenly in log-odds, between the bound and `up_to`."""

    form: ClassVar[Literal["at_least"]] = "at_least"
    key: ClassVar[str] = "at_least"
    end_key: ClassVar[str] = "up_to"
    ceiling: ClassVar[bool] = False

    at_least: Limit
    up_to: End | None = None


LEADING = {"at_most": "at_most", "down_to": "at_most", "at_least": "at_least", "up_to": "at_least"}
"""The form that a key of a bound decides on."""
