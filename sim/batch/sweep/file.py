"""A sweep file as data: its keys, their types and limits, before any of its paths is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from sim.results.limits import LIMITS
from sim.scenario.model import values
from sim.scenario.model.fields import READ, READ_WHOLE, Names, Record, Text

SETTINGS_MAX = 1_000_000
"""Settings that a sweep may have: points of its design times scenarios."""

VALUES_MAX = 100_000
"""Values that an axis may go through."""

NAME_MAX = 200
RESERVED = ("evidence", "until")
"""Names of axes that are no paths of a scenario."""

Design = Literal["grid", "latin", "sobol", "table", "files"]
_SEED = LIMITS["seed"][1]


class Bundle(Record):
    """Some edits that belong together, and what they mean in a sentence."""

    says: Text
    set: Mapping[Text, Any] = Field(default_factory=dict)


class Moves(Record):
    """What an axis goes through, written as a mapping: values, a range or bundles; paths where its name is none."""

    paths: Annotated[Names, Field(min_length=1, max_length=1000)] | None = None
    values: Annotated[tuple[Any, ...], Field(min_length=1, max_length=VALUES_MAX)] | None = None
    from_: Annotated[float, READ] | None = Field(None, alias="from")
    to: Annotated[float, READ] | None = None
    points: Annotated[int, Field(ge=2, le=VALUES_MAX), READ_WHOLE] | None = None
    scale: Literal["linear", "log"] | None = None
    bundles: Annotated[Mapping[Text, Bundle], Field(min_length=1, max_length=1000)] | None = None


def _form(value: object) -> str | None:
    return "values" if isinstance(value, list | tuple) else "moves" if isinstance(value, Mapping | Moves) else None


AxisValues = Annotated[
    Annotated[tuple[Any, ...], Field(min_length=1, max_length=VALUES_MAX), Tag("values")]
    | Annotated[Moves, Tag("moves")],
    Discriminator(_form),
]


class SweepFile(Record):
    """One sweep file: which scenarios, which of their values are moved, and how a setting is run."""

    batch_version: Annotated[Literal[1], BeforeValidator(values.version)]
    title: Text
    description: Text | None = None
    scenarios: Annotated[Names, Field(min_length=1, max_length=10_000)]
    policies: Annotated[Names, Field(min_length=1)] | None = None
    questions: Annotated[Names, Field(min_length=1)] | None = None
    draws: Annotated[int, Field(ge=LIMITS["draws"][0], le=LIMITS["draws"][1]), READ_WHOLE] = 200
    worlds: Annotated[int, Field(ge=LIMITS["worlds"][0], le=LIMITS["worlds"][1]), READ_WHOLE] = 64
    seed: Annotated[int, Field(ge=0, le=_SEED), READ_WHOLE] = 1
    design: Design | None = None
    points: Annotated[int, Field(ge=1, le=SETTINGS_MAX), READ_WHOLE] | None = None
    design_seed: Annotated[int, Field(ge=0, le=_SEED), READ_WHOLE] | None = None
    table: Text | None = None
    vary: Annotated[Mapping[Text, AxisValues], Field(max_length=500)] = Field(default_factory=dict)
    keep: tuple[Literal["curve"], ...] = ()
    chunk: Annotated[int, Field(ge=1, le=100_000), READ_WHOLE] | None = None

    @property
    def laid_out(self) -> Design:
        """The design as written; else by the table where there is one, a grid where something varies, or each file."""
        return self.design or ("table" if self.table is not None else "grid" if self.vary else "files")


def keys_of(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that the record at `steps` may have; none where keys are free names."""
    record: type[Record] | None = None
    if not steps:
        record = SweepFile
    elif steps[0] == "vary" and len(steps) == 2:
        record = Moves
    elif steps[0] == "vary" and steps[2:3] == ("bundles",) and len(steps) == 4:
        record = Bundle
    return tuple(field.alias or name for name, field in record.model_fields.items()) if record is not None else ()
