"""What the parts of a scenario are made of: the rules of every record, and its numbers, texts and switches."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
)

from sim.scenario.model import values

CHANCE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^ *[0-9.eE+-]+ *(%|in +[0-9.]+|: *[0-9.]+)?$"},
    ],
    "description": "0.05, 5%, 1 in 20, or odds for: 1:19",
}

# Limits stand before the reader of the text: the other way round they are missing from the JSON Schema.
READ = BeforeValidator(values.number)
READ_WHOLE = BeforeValidator(values.whole)
Chance = Annotated[float, BeforeValidator(values.probability), WithJsonSchema(CHANCE_SCHEMA)]
Text = Annotated[str, BeforeValidator(values.text), WithJsonSchema({"type": ["string", "integer"]})]
Flag = Annotated[bool, BeforeValidator(values.flag)]
Day = Annotated[datetime.date, BeforeValidator(values.day), WithJsonSchema({"type": "string", "format": "date"})]
LogOdds = Annotated[float, Field(ge=-20, le=20), READ]
Worth = Annotated[float, Field(gt=0, le=1e6), READ]
OddsFactor = Annotated[float, Field(gt=1, le=1e6), READ]
Widen = Annotated[float, Field(gt=0, le=100), READ]


_ID = {"type": ["string", "integer"], "pattern": r"^[\w-]{1,64}$"}
_NAME = {"type": ["string", "integer"]}
_ONE_OR_MORE = {"anyOf": [_NAME, {"type": "array", "items": _NAME}]}
CSV = {"type": "string", "pattern": r"\.[cC][sS][vV]$", "examples": ["words.csv"]}
Id = Annotated[str, BeforeValidator(values.identifier), WithJsonSchema(_ID)]
Names = Annotated[tuple[Text, ...], BeforeValidator(values.texts), WithJsonSchema(_ONE_OR_MORE)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(values.texts), WithJsonSchema(_ONE_OR_MORE)]
Weight = Annotated[float, Field(ge=0, le=1e6), BeforeValidator(values.number)]


class Record(BaseModel):
    """The rules for every part of a scenario: nothing unknown, nothing infinite, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    later: ClassVar[Mapping[str, Any]] = {}
    """Keys that came later -> their defaults, at which they are no part of the data: a digest outlives an addition."""

    @model_serializer(mode="wrap")
    def _without_later_defaults(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        later = self.later
        return {key: data[key] for key in data if key not in later or data[key] != later[key]} if later else data
