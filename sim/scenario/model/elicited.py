"""What an expert was asked for point by point: a range, quantiles, chips; and whole rows made of such answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from sim.scenario.model import values
from sim.scenario.model.fields import READ, Chance, Record, Widen
from sim.scenario.model.form import Form, Subject

Shape = Literal["beta", "logit-normal", "pert", "histogram"]
"""Families that can be fitted to several points."""

POINTS_MAX = 100
"""Quantiles or bins of one judgment."""


class Range(Form):
    """A range with the confidence that it holds the probability; `best` is the median (four-step question of IDEA)."""

    form: ClassVar[Literal["range"]] = "range"
    low: Chance
    high: Chance
    best: Chance | None = None
    confidence: Chance | None = None
    family: Shape = "beta"
    widen: Widen = 1.0


class Quantiles(Form):
    """Quantiles of the speaker's own doubt, by level: P(probability <= value) = level."""

    form: ClassVar[Literal["quantiles"]] = "quantiles"
    quantiles: Annotated[Mapping[str, Chance], Field(max_length=POINTS_MAX)]
    family: Shape = "beta"
    widen: Widen = 1.0


class Chips(Form):
    """Chips laid on bins of probability (the roulette method)."""

    form: ClassVar[Literal["chips"]] = "chips"
    chips: Annotated[Mapping[str, Annotated[float, Field(ge=0, le=1e6), READ]], Field(max_length=POINTS_MAX)]
    family: Shape = "beta"
    widen: Widen = 1.0


MARGINS = {"low": "range", "high": "range", "best": "range", "quantiles": "quantiles", "chips": "chips"}


def _margin(value: object) -> object:
    """A state's own judgment; a plain number has no place among them."""
    if isinstance(value, Record) or (isinstance(value, dict) and MARGINS.keys() & value.keys()):
        return value
    raise ValueError(
        "where one state has {low, best, high, confidence}, {quantiles: ...} or {chips: ...}, every state has, "
        f"not {values.shown(value)}"
    )


def form_of(value: Any, leading: Mapping[str, str] = MARGINS) -> str | None:
    """The form's tag, from an instance or from the first key that decides; None where none does.

    leading: key -> tag.
    """
    if isinstance(value, dict):
        return next((form for key, form in leading.items() if key in value), None)
    return getattr(value, "form", None)


Margin = Annotated[
    Annotated[Range, Tag("range")] | Annotated[Quantiles, Tag("quantiles")] | Annotated[Chips, Tag("chips")],
    Discriminator(form_of),
    BeforeValidator(_margin),
]


class Marginals(Form):
    """A whole row from a judgment on every state by itself; `fit` says how they become one Dirichlet distribution."""

    form: ClassVar[Literal["marginals"]] = "marginals"
    subject: ClassVar[Subject] = Subject.ROW
    word: ClassVar[str] = "split"
    split: Mapping[str, Margin]
    fit: Literal["opt", "min", "med", "mean"] = "opt"

    @property
    def doubted_apart(self) -> str:
        return "a split from marginals: its shares are in doubt one by one"


def levels(says: Quantiles) -> tuple[tuple[float, float], ...]:
    """Levels and their quantiles, lowest level first; raises ValueError for a level that cannot be read.

    >>> levels(Quantiles(quantiles={"95%": "12%", "5%": "1%"}))
    ((0.05, 0.01), (0.95, 0.12))
    """
    return tuple(sorted((values.probability(key), value) for key, value in says.quantiles.items()))


def bins(says: Chips) -> tuple[tuple[float, float, float], ...]:
    """Each bin's two edges and its chips, lowest bin first; raises ValueError for a bin that cannot be read.

    >>> bins(Chips(chips={"10-20%": 3, "0-10%": 5}))
    ((0.0, 0.1, 5.0), (0.1, 0.2, 3.0))
    """
    return tuple(sorted((*values.interval(key), chips) for key, chips in says.chips.items()))
