"""A scenario as data: every part of the file format, frozen, with the defaults filled in."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
)

from sim.errors import Problem
from sim.lexicon import Catalogue
from sim.lexicon.lexicon_file import OwnLexicon
from sim.lexicon.record import SHIPPED, TrackRecord, shipped_record
from sim.scenario.model import values
from sim.scenario.model.alternatives import ALTERNATIVES_MAX, Alternative
from sim.scenario.model.fields import CSV, Day, Flag, Id, Ids, LogOdds, Names, Record, Text, Weight
from sim.scenario.model.forms import Says
from sim.scenario.model.lexicon_files import Beside
from sim.scenario.model.places import Places, Steps
from sim.scenario.model.presentation import STATEMENT_MAX, Presentation
from sim.scenario.model.seed_questions import SEEDS_MAX, Seed
from sim.scenario.model.voices import Camp, Expert, PoolSettings, Source

VARIABLES_MAX = 500
STATES_MAX = 100
SHORT_MAX = 60

_STEPS = {"type": "string", "pattern": "^[0-9.eE+]+ steps?$"}
_LEXICON = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}]}


def _let_it_run() -> dict[str, Any]:
    """The policy of a file that has none."""
    return {"let_it_run": {}}


Policies = Annotated[
    Mapping[Id, Mapping[Id, Names]], BeforeValidator(lambda value: _let_it_run() if value == {} else value)
]
State = Annotated[str, BeforeValidator(values.state_name), WithJsonSchema({"type": ["string", "integer"]})]
Within = Annotated[int, Field(ge=1), BeforeValidator(values.within), WithJsonSchema(_STEPS)]
Round = Annotated[int, Field(ge=1, le=100), BeforeValidator(values.whole)]
LexiconPath = Annotated[str, BeforeValidator(values.lexicon_path), WithJsonSchema(CSV)]
Condition = Mapping[str, Text]
"""Variable (or `variable@previous`) -> event: `STATE`, `STATE or more`, `STATE or less`, `A or B`, `any`."""


def _lexicon(value: object) -> object:
    return {value: 1.0} if isinstance(value, str) else value


Lexicon = Annotated[Mapping[Text, Weight], BeforeValidator(_lexicon), WithJsonSchema(_LEXICON)]


class Timeline(Record):
    """How many steps, and how long one is."""

    steps: Annotated[int, Field(ge=1, le=520), BeforeValidator(values.whole)]
    step: Annotated[
        str, BeforeValidator(values.step_length), WithJsonSchema({"type": "string", "examples": ["1 week", "3 days"]})
    ]


class Variable(Record):
    """A discrete quantity with ordered states, lowest first."""

    label: Text
    states: Annotated[tuple[State, ...], Field(min_length=2, max_length=STATES_MAX)]
    parents: Names = ()
    role: Literal["chance", "lever"] = "chance"
    ordered: Flag = True
    chance_as_written: Literal["once", "each_step"] | None = Field(None, alias="chance")
    never_falls: Flag = False
    start: Text | None = None
    note: Text | None = None

    @property
    def chance(self) -> Literal["once", "each_step"]:
        """As written; else `each_step` where a parent is lagged or the variable never falls, `once` elsewhere."""
        if self.chance_as_written is not None:
            return self.chance_as_written
        lagged = self.never_falls or any(parent.endswith("@previous") for parent in self.parents)
        return "each_step" if lagged else "once"

    @property
    def clocked(self) -> bool:
        """Whether judgments on it need a clock."""
        return self.never_falls or self.chance == "each_step"


class Judgment(Record):
    """One voice's statement about one event of one variable, given a condition."""

    later: ClassVar[Mapping[str, Any]] = {"round": 1, "stance": "forecast"}

    expert: Text
    about: Text = "any"
    given: Condition = Field(default_factory=dict)
    says: Says
    source: Text | None = None
    locator: Text | None = None
    claim: Text | None = None
    claims: Ids = ()
    by: Day | None = None
    within: Within | None = None
    per: Literal["step"] | None = None
    overall: Flag = False
    nudge: LogOdds = 0.0
    round: Round = 1
    date: Day | None = None
    stance: Literal["forecast", "advocacy", "second_hand"] = "forecast"
    note: Text | None = None

    @property
    def per_step(self) -> bool:
        """Whether the clock is `per: step`."""
        return self.per == "step"


class QuestionPart(Record):
    """A question inside another: an event with its own date, or `all`, `any` or `not` of such."""

    reaches: Condition | None = None
    is_: Condition | None = Field(None, alias="is")
    by: Day | None = None
    at: Day | None = None
    all: tuple[QuestionPart, ...] | None = None
    any: tuple[QuestionPart, ...] | None = None
    not_: QuestionPart | None = Field(None, alias="not")


class Question(QuestionPart):
    """An event with a deadline that reality will answer.

    within, of: the event is reached within so many steps of another. given: an event without which the
    question is not asked.
    """

    later: ClassVar[Mapping[str, Any]] = {"short": None, "statement": None}

    asks: Text
    short: Annotated[Text, Field(max_length=SHORT_MAX)] | None = None
    statement: Annotated[Text, Field(max_length=STATEMENT_MAX)] | None = None
    within: Within | None = None
    of: Condition | None = None
    given: Condition | None = None
    note: Text | None = None


class ScenarioFile(Record):
    """One scenario file: who said what, about which variables, and what is asked."""

    model_config = ConfigDict(title="Scenario")
    later: ClassVar[Mapping[str, Any]] = {
        "seeds": {}, "camps": {}, "retrospective": False, "presentation": None, "alternatives": {},
    }  # fmt: skip

    schema_version: Annotated[Literal[1], BeforeValidator(values.version)]
    id: Id
    title: Text
    description: Text | None = None
    as_of: Day
    retrospective: Flag = False
    timeline: Timeline
    lexicon: Lexicon = Field(default_factory=lambda: {"capphrase": 1.0})
    lexicons: Annotated[Mapping[Id, LexiconPath], Field(max_length=20)] = Field(default_factory=dict)
    pool: PoolSettings = Field(default_factory=PoolSettings)
    dependence: Annotated[float, Field(ge=0, le=1), BeforeValidator(values.number)] = 0.6
    background: Names = ()
    sources: Mapping[Id, Source] = Field(default_factory=dict)
    experts: Mapping[Id, Expert] = Field(default_factory=dict)
    camps: Annotated[Mapping[Id, Camp], Field(max_length=100)] = Field(default_factory=dict)
    seeds: Annotated[Mapping[Id, Seed], Field(max_length=SEEDS_MAX)] = Field(default_factory=dict)
    variables: Annotated[Mapping[Id, Variable], Field(min_length=1, max_length=VARIABLES_MAX)]
    judgments: Mapping[Id, Annotated[Mapping[Id, Judgment], Field(max_length=500)]] = Field(default_factory=dict)
    not_encoded: Mapping[Id, Text] = Field(default_factory=dict)
    policies: Policies = Field(default_factory=_let_it_run)
    questions: Mapping[Id, Question] = Field(default_factory=dict)
    alternatives: Annotated[Mapping[Id, Alternative], Field(max_length=ALTERNATIVES_MAX)] = Field(default_factory=dict)
    presentation: Presentation | None = None

    _data: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _places: Places = PrivateAttr(default_factory=Places)
    _beside: Beside = PrivateAttr(default_factory=Beside)
    _notes: tuple[str, ...] = PrivateAttr(default=())

    @property
    def name(self) -> str:
        """The file's name as messages show it."""
        return self._places.file

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader changed or wants known: a row normalised, a deadline inside a step."""
        return self._notes

    @property
    def own_lexicons(self) -> Mapping[str, OwnLexicon]:
        """The lexicons that the scenario brings along, by name, as they were read from its folder."""
        return {name: self._beside.lists[name, file] for name, file in self.lexicons.items()}

    @property
    def catalogue(self) -> Catalogue:
        """The lexicons that the scenario can name: its own and those that come with the program."""
        return Catalogue({name: own_lexicon.entries for name, own_lexicon in self.own_lexicons.items()})

    @property
    def track_record(self) -> TrackRecord | None:
        """The record by which words are recalibrated, shipped or the scenario's own; None where they are not."""
        wanted = self.pool.recalibrate
        if self.pool.record_file is not None:
            return self._beside.records[wanted]
        return shipped_record() if wanted == SHIPPED else None

    def content(self) -> dict[str, Any]:
        """All data of the scenario, a lexicon of its own with its entries and not with its file."""
        data = self.model_dump()
        data.pop("lexicons")
        if self.pool.record_file is not None and self.track_record is not None:
            data["pool"]["recalibrate"] = self.track_record.digest
        if self.lexicons:
            own = self.catalogue.own
            data["lexicons"] = {name: [repr(entry) for entry in entries.values()] for name, entries in own.items()}
        return data

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of the content as canonical JSON."""
        data = self.content()
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def problem(self, path: str, message: str) -> Problem:
        """A problem with the value at a dotted path (`judgments.S14.about`), with its place in the file."""
        return self._places.problem(self.steps(path), message)

    def steps(self, path: str) -> Steps:
        """The way through the file that a dotted path stands for: judgments get their variable back.

        Names hold no points; the keys of `quantiles` and `chips` may, and are put together again.
        """
        parts = tuple(path.split("."))
        points = next((i for i, part in enumerate(parts) if part in ("quantiles", "chips")), len(parts))
        if parts[0] == "judgments" and "says" in parts[:points] and len(parts) > points + 2:
            parts = (*parts[: points + 1], ".".join(parts[points + 1 :]))
        if parts[0] == "judgments" and len(parts) > 1:
            variable = self._variable_of.get(parts[1])
            return parts if variable is None else ("judgments", variable, *parts[1:])
        return parts

    @functools.cached_property
    def _variable_of(self) -> Mapping[str, str]:
        return {name: variable for variable, group in self.judgments.items() for name in group}

    def changed(self, **parts: object) -> ScenarioFile:
        """A copy with other parts, none of which is checked; what was worked out from the old ones is left behind."""
        made = self.model_copy(update=parts)
        for name in ("digest", "_variable_of"):
            made.__dict__.pop(name, None)
        return made
