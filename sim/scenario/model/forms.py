"""The forms in which a judgment may say how likely something is, and the short ways to write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    SerializerFunctionWrapHandler,
    Tag,
    WithJsonSchema,
    model_serializer,
)  # fmt: skip
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.errors import nearest
from sim.scenario.model import bounds, row_sum, values
from sim.scenario.model.bounds import AtLeast, AtMost, Bound
from sim.scenario.model.elicited import MARGINS, Chips, Marginals, Quantiles, Range, form_of
from sim.scenario.model.fields import (
    CHANCE_SCHEMA,
    READ,
    READ_WHOLE,
    Chance,
    Flag,
    LogOdds,
    OddsFactor,
    Record,
    Text,
    Widen,
    Worth,
)  # fmt: skip
from sim.scenario.model.form import Form, Subject

ROWS_MAX = 5_000
"""Combinations of its parents' states that a variable may have."""

_PRIOR = {
    "anyOf": [
        {"enum": ["uniform", "jeffreys"]},
        {
            "type": "object",
            "properties": {key: {"type": "number", "exclusiveMinimum": 0, "maximum": 1e6} for key in "ab"},
            "required": ["a", "b"],
            "additionalProperties": False,
        },
    ]
}

_WORTHS = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "array", "items": {"type": "number"}}]}
_TABLE = {"type": "array", "items": {"anyOf": [{"type": "array", "items": CHANCE_SCHEMA}, CHANCE_SCHEMA]}}


class Phrase(Form):
    """A phrase of likelihood; `read_as` is the analyst's choice of entry where it differs."""

    form: ClassVar[Literal["phrase"]] = "phrase"
    phrase: Text
    read_as: Text | None = None
    lexicon: Text | None = None
    widen: Widen = 1.0

    @property
    def worded(self) -> bool:
        return True

    @property
    def blended(self) -> bool:
        return self.lexicon is None


class Number(Form):
    """A stated probability, with the doubt about it: `worth` so many cases, or `odds_within` a factor.

    The doubt decides the family; naming it makes sure of it, and `point` says that there is no doubt.
    """

    form: ClassVar[Literal["number"]] = "number"
    probability: Chance
    worth: Worth | None = None
    odds_within: OddsFactor | None = None
    certain: Flag = False
    family: Literal["beta", "logit-normal", "point"] | None = None

    @model_serializer(mode="wrap")
    def _without_silence(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A family that nobody named is no part of the data: digests of older scenarios stay as they were."""
        data: dict[str, Any] = handler(self)
        return data if self.family is not None else {key: data[key] for key in data if key != "family"}


def _prior(value: object) -> object:
    """The name of a prior, or its two parameters."""
    if isinstance(value, dict) and value.keys() == {"a", "b"}:
        a, b = values.number(value["a"]), values.number(value["b"])
        if 0 < a <= 1e6 and 0 < b <= 1e6:
            return {"a": a, "b": b}
        raise ValueError(f"a and b of a Beta are above 0 and at most 1000000, not {a:g} and {b:g}")
    if value in ("uniform", "jeffreys"):
        return value
    hint = nearest(value, ("uniform", "jeffreys")) if isinstance(value, str) else ": uniform, jeffreys"
    raise ValueError(f"unknown prior {values.shown(value)}{hint}, or a Beta of your own: {{a: 1, b: 1}}")


class Counts(Form):
    """So many cases of so many, on top of a Beta prior: `uniform` (1, 1), `jeffreys` (1/2, 1/2), or one's own."""

    form: ClassVar[Literal["counts"]] = "counts"
    happened: Annotated[int, Field(ge=0), READ_WHOLE]
    of: Annotated[int, Field(ge=1, le=10**9), READ_WHOLE]
    prior: Annotated[str | Mapping[str, float], PlainValidator(_prior), WithJsonSchema(_PRIOR)] = "uniform"


def _normalised(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Shares that sum to 1 where rounding alone had kept them from it; others as they are, for `check` to refuse."""
    return shares if row_sum.fault(shares) else row_sum.normalised(shares)


def _normalised_split(split: Mapping[str, float]) -> Mapping[str, float]:
    return dict(zip(split, _normalised(tuple(split.values())), strict=True))


class Split(Form):
    """A whole row: the probability of every state."""

    form: ClassVar[Literal["split"]] = "split"
    subject: ClassVar[Subject] = Subject.ROW
    split: Annotated[Mapping[str, Chance], AfterValidator(_normalised_split)]
    odds_within: OddsFactor | None = None
    worth: Worth | None = None

    @property
    def doubted_apart(self) -> str:
        return "a split worth so many cases: its shares are in doubt one by one" if self.worth is not None else ""


def _as_rows(value: object) -> object:
    """A single row may stand without its own brackets."""
    flat = isinstance(value, list | tuple) and value and not any(isinstance(row, list | tuple) for row in value)
    return [value] if flat else value


def _as_list(value: object) -> object:
    return value if value is None or isinstance(value, list | tuple) else [value]


class Table(Form):
    """Every row of a variable: the states' probabilities for each combination of its parents' states.

    Rows come in C order of the parents (the first parent's state changes slowest). `worth` is the total of each
    row's Dirichlet distribution, one number or one a row; without it the rows hold as they stand.
    """

    form: ClassVar[Literal["table"]] = "table"
    subject: ClassVar[Subject] = Subject.EVERY_ROW
    table: Annotated[
        tuple[Annotated[tuple[Chance, ...], AfterValidator(_normalised)], ...],
        Field(min_length=1, max_length=ROWS_MAX),
        BeforeValidator(_as_rows),
        WithJsonSchema(_TABLE),
    ]
    worth: Annotated[tuple[Worth, ...], BeforeValidator(_as_list), WithJsonSchema(_WORTHS)] | None = None
    certain: Flag = False

    @property
    def doubted_apart(self) -> str:
        return "a table: every row is in doubt by itself"


class Shift(Form):
    """Log-odds added to every `STATE or more`, by a parent's state."""

    form: ClassVar[Literal["shift"]] = "shift"
    subject: ClassVar[Subject] = Subject.SHIFT
    shift: Mapping[str, Mapping[str, LogOdds]]
    sd: Annotated[float, Field(ge=0, le=20), READ] = 0.0

    @property
    def shifted(self) -> frozenset[str]:
        return frozenset(self.shift)


FORMS: Mapping[str, type[Form]] = {
    form.form: form for form in (*Form.__subclasses__(), *Bound.__subclasses__()) if form is not Bound
}
"""Every form, by its name."""

_LEADING = {
    "phrase": "phrase", "probability": "number", "happened": "counts", "of": "counts", "split": "split",
    "table": "table", "shift": "shift", **MARGINS, **bounds.LEADING,
}  # fmt: skip


def expand(value: object) -> object:
    """The mapping that a short way of writing stands for; a mapping and a form come back as they are.

    >>> expand("unlikely"), expand("5%")
    ({'phrase': 'unlikely'}, {'probability': 0.05})
    """
    value = value.strip() if isinstance(value, str) else value
    if isinstance(value, str) and not values.looks_like_number(value):
        return {"phrase": value}
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"probability": values.probability(value)}
    if isinstance(value, dict) and not _LEADING.keys() & value.keys():
        keys = ", ".join(repr(key) for key in list(value)[:3]) or "nothing"
        hint = nearest(str(next(iter(value), "")), list(_LEADING))
        raise ValueError(f"no way to say how likely: {keys}{hint}")
    if isinstance(value, dict | Record):
        return value
    quote = ": quote it if it is a phrase" if isinstance(value, bool) else ""
    raise ValueError(f"a phrase, a probability or a mapping is expected, not {values.shown(value)}{quote}")


def _form_of(value: Any) -> str | None:
    form = form_of(value, _LEADING)
    shares = value.get("split") if isinstance(value, dict) else None
    own = isinstance(shares, dict) and any(isinstance(share, dict) for share in shares.values())
    return "marginals" if form == "split" and own else form


class _InShort:
    """Tells the JSON Schema about the short ways of writing."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        phrase = {
            "type": "string", "description": "A phrase of likelihood, or a probability.",
            "examples": ["unlikely", "5%", "1 in 20", "1:19"],
        }  # fmt: skip
        return {"anyOf": [phrase, {"type": "number", "minimum": 0, "maximum": 1}, handler(core)]}


Says = Annotated[
    Annotated[Phrase, Tag("phrase")]
    | Annotated[Number, Tag("number")]
    | Annotated[Counts, Tag("counts")]
    | Annotated[Split, Tag("split")]
    | Annotated[Marginals, Tag("marginals")]
    | Annotated[Table, Tag("table")]
    | Annotated[Shift, Tag("shift")]
    | Annotated[Range, Tag("range")]
    | Annotated[Quantiles, Tag("quantiles")]
    | Annotated[Chips, Tag("chips")]
    | Annotated[AtMost, Tag("at_most")]
    | Annotated[AtLeast, Tag("at_least")],
    Discriminator(_form_of),
    BeforeValidator(expand),
    _InShort(),
]
