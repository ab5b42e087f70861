"""The columns of a store: their order, their types, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.batch.sweep.model import Sweep, SweepAxis

if TYPE_CHECKING:
    import pyarrow

SET = "set:"


@dataclass(frozen=True)
class Column:
    """One column. type: `integer`, `number`, `text`, `flag` or `numbers` (a list a row). says: what it holds."""

    name: str
    type: str
    says: str


_BEFORE = (
    Column("run", "integer", "The number of the setting, from 1; its rows share it."),
    Column("file", "text", "The scenario file, as the sweep names it."),
)
_AFTER = (
    Column("edits", "text", "What the setting changes in the file, as `sim run --set` takes it, joined by `; `."),
    Column("evidence", "text", "The file of what was seen, as the sweep names it; empty without one."),
    Column("until", "text", "The last day whose observations count, as 2026-01-31; empty without one."),
    Column("status", "text", "`ok`, or `refused` where the setting has no forecast; then one row stands for it."),
    Column("message", "text", "Why the setting is refused; empty where it is not."),
    Column("scenario", "text", "The scenario's id."),
    Column("digest", "text", "SHA-256 of everything that decides the answer, as `sim run` tells it."),
    Column("policy", "text", "The policy's id; empty where the setting is refused."),
    Column("question", "text", "The question's id; empty where the setting is refused."),
    Column("method", "text", "How the answer was found: `solved`, `sampled, ...`, `set by policy` or `undefined`."),
    Column("probability", "number", "The probability, from 0 to 1: the mean over the draws."),
    Column("median", "number", "The median of the probability over the draws."),
    Column("low50", "number", "The lower end of the interval that holds the middle 50 % of the draws."),
    Column("high50", "number", "The upper end of that interval."),
    Column("low90", "number", "The lower end of the interval that holds the middle 90 % of the draws."),
    Column("high90", "number", "The upper end of that interval."),
    Column("sampling_error", "number", "The standard error of `probability` that comes from finitely many draws."),
    Column("difference", "number", "`probability` minus that of the file as it stands, with the same draws."),
    Column("difference_error", "number", "The standard error of `difference`, over the draws that both share."),
    Column("noise_share", "number", "The variance of the worlds' noise, as a share of the variance over the draws."),
    Column("asked", "number", "The share of worlds in which the question is asked."),
    Column("worlds_needed", "integer", "Worlds a draw that would make that noise small; empty where it is."),
)
_CURVE = (
    Column("curve_probability", "numbers", "The probability by the end of each step, in time order."),
    Column("curve_low90", "numbers", "The lower end of the 90 % interval by the end of each step."),
    Column("curve_high90", "numbers", "The upper end of the 90 % interval by the end of each step."),
)


def columns(sweep: Sweep) -> tuple[Column, ...]:
    """The columns of a sweep's store, in order: the fixed ones, one an axis, and what is kept besides."""
    return (*_BEFORE, *map(_of_axis, sweep.axes), *_AFTER, *(_CURVE if "curve" in sweep.keep else ()))


def _of_axis(axis: SweepAxis) -> Column:
    says = f"What the setting puts `{axis.name}` at; empty where the file's own value stands."
    return Column(SET + axis.name, axis.kind, says)


def schema(named: Sequence[Column], metadata: Mapping[str, str] | None = None) -> pyarrow.Schema:
    """The same columns as Arrow has them. metadata: what stands in the file beside them."""
    import pyarrow

    types = {
        "integer": pyarrow.int64(), "number": pyarrow.float64(), "flag": pyarrow.bool_(),
        "text": pyarrow.large_string(), "numbers": pyarrow.list_(pyarrow.float64()),
    }  # fmt: skip
    return pyarrow.schema([(column.name, types[column.type]) for column in named], metadata)


def cells(values: Sequence[Any], type: str) -> Sequence[Any]:
    """Values as a column of that type takes them: those of a text as texts, all others as they are.

    >>> cells(["unlikely", 0.5, True, None], "text"), cells([1, None], "number")
    (['unlikely', '0.5', 'true', None], [1, None])
    """
    if type != "text":
        return values
    return [value if value is None or isinstance(value, str) else _told(value) for value in values]


def _told(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
