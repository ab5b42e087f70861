"""The voices of a scenario as data: sources, experts, camps, and how voices are pooled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from sim.lexicon.record import SHIPPED
from sim.scenario.model import values
from sim.scenario.model.fields import CSV, Day, Id, Ids, LogOdds, OddsFactor, Record, Text, Weight
from sim.scenario.model.seed_questions import CutOff

WAYS = ("none", SHIPPED)
"""The ways to recalibrate that need no file."""

_RECORD = {"anyOf": [{"enum": ["none", "record"]}, CSV]}
_INF = {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "maximum": 1e9}, {"const": "inf"}]}
Concentration = Annotated[float, PlainValidator(values.concentration), WithJsonSchema(_INF)]


class PoolSettings(Record):
    """How voices that speak about one event become one probability."""

    later: ClassVar[Mapping[str, Any]] = {
        "weights": "given", "kind": "global", "cut_off": 0.0, "extremize": 1.0,
        "recalibrate": "none", "gamma": None, "delta": None,
    }  # fmt: skip

    rule: Literal["log", "linear", "average", "median"] = "log"
    concentration: Concentration = 1.0
    weights: Literal["given", "equal", "performance"] = "given"
    kind: Literal["global", "item"] = "global"
    cut_off: CutOff = 0.0
    extremize: Annotated[float, Field(gt=0, le=10), BeforeValidator(values.number)] = 1.0
    recalibrate: Annotated[str, BeforeValidator(values.recalibration), WithJsonSchema(_RECORD)] = "none"
    gamma: Annotated[float, Field(ge=0, le=3), BeforeValidator(values.number)] | None = None
    delta: LogOdds | None = None

    @property
    def record_file(self) -> str | None:
        """The csv file of a record of the scenario's own, if it brings one along."""
        return None if self.recalibrate in WAYS else self.recalibrate

    @property
    def fixed(self) -> tuple[float, float] | None:
        """Gamma and delta of every draw where they are set, in place of a record's."""
        return None if self.gamma is None else (self.gamma, self.delta or 0.0)


class Source(Record):
    """A published text and, where it was combed through, the ids of its claims."""

    later: ClassVar[Mapping[str, Any]] = {"reliability": None, "information": None}

    title: Text
    publisher: Text | None = None
    author: Text | None = None
    date: Day | None = None
    url: Text | None = None
    note: Text | None = None
    claims: Ids = ()
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    information: Annotated[int, Field(ge=1, le=6), BeforeValidator(values.whole)] | None = None

    @property
    def admiralty(self) -> str:
        """Its Admiralty code, such as `B2`; empty where neither letter nor figure is given."""
        return (self.reliability or "") + str(self.information or "")

    @property
    def weak(self) -> bool:
        """Whether it is not usually reliable or doubtful: D or worse, 4 or worse."""
        return (self.reliability or "A") >= "D" or (self.information or 1) >= 4


class Camp(Record):
    """Voices that share a weight, and errors: who has the same argument or the same interest."""

    weight: Weight = 1.0
    dependence: Annotated[float, Field(ge=0, le=1), BeforeValidator(values.number)] | None = None
    note: Text | None = None


class Expert(Record):
    """A voice with a weight."""

    later: ClassVar[Mapping[str, Any]] = {"camp": None, "odds_within": None}

    name: Text
    affiliation: Text | None = None
    weight: Weight = 1.0
    kind: Literal["published", "official", "base_rate", "market", "model", "assumption"] = "published"
    camp: Id | None = None
    odds_within: OddsFactor | None = None
    note: Text | None = None
