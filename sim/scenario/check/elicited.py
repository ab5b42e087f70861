"""Forms taken by themselves: numbers, counts, ranges, quantiles and chips say something, and nothing impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from itertools import pairwise
from typing import NamedTuple

from sim.scenario.model import values
from sim.scenario.model.elicited import Chips, Quantiles, Range, bins, levels
from sim.scenario.model.form import Form
from sim.scenario.model.forms import Counts, Number
from sim.scenario.model.places import Steps

LEAST_CONFIDENCE = 0.5
TWO_DOUBTS = "worth or odds_within, not both: each says how much doubt there is"


class Slip(NamedTuple):
    """What is wrong in a form, and where below it."""

    message: str
    at: Steps = ()
    at_key: bool = False


@singledispatch
def slips(says: Form) -> Iterator[Slip]:
    """What is wrong in a form, whatever the scenario; a form that is checked with its variable yields nothing here."""
    return iter(())


@slips.register
def _(says: Number) -> Iterator[Slip]:
    sure, sized = says.probability in (0, 1), says.worth is not None or says.odds_within is not None
    if sure and not says.certain:
        whole = f"{says.probability:.0f}"
        message = f"{whole} leaves no doubt at all: write {{probability: {whole}, certain: true}} if that is meant"
        yield Slip(message, ("probability",))
    if says.certain and not sure:
        yield Slip(f"only 0 and 1 can be certain, not {says.probability:g}", ("certain",))
    if says.certain and sized:
        yield Slip("what is certain has no doubt to size: drop worth and odds_within")
    if says.worth is not None and says.odds_within is not None:
        yield Slip(TWO_DOUBTS, ("worth",))
    if says.family is not None and says.certain:
        yield Slip("what is certain has no family: drop it", ("family",))
    elif says.family == "point" and sized:
        yield Slip("a point has no doubt to size: drop worth and odds_within, or the family", ("family",))
    elif says.family == "beta" and says.worth is None:
        yield Slip("a number is a Beta by its worth: write worth: 20 or another number of cases", ("family",))
    elif says.family == "logit-normal" and says.worth is not None:
        yield Slip("a number with worth is a Beta: write odds_within in its place, or drop the family", ("family",))


@slips.register
def _(says: Counts) -> Iterator[Slip]:
    if says.happened > says.of:
        yield Slip(f"{says.happened} of {says.of} cases: more than there are", ("happened",))


@slips.register
def _(says: Range) -> Iterator[Slip]:
    low, best, high = says.low, says.best, says.high
    shown = f"{_per_cent(low)} to {_per_cent(high)}"
    if low >= high:
        yield Slip(f"high must be above low: {shown}", ("high",))
        return
    if best is not None and not low < best < high:
        yield Slip(f"best must lie between low and high, on neither: {_per_cent(best)} in {shown}", ("best",))
    if says.confidence is None:
        yield Slip(f"confidence is missing: how sure is it that {shown} holds it? (50% to 100%)")
    elif says.confidence < LEAST_CONFIDENCE:
        message = f"must be from 50% to 100%, not {_per_cent(says.confidence)}: ask for a wider range"
        yield Slip(message, ("confidence",))
    elif best is None:  # such a range holds just what it says, which must be something
        if says.family == "pert":
            yield Slip("a PERT needs best, its median", ("family",))
        elif low == 0 and high == 1:
            yield Slip("0 % to 100 % without best says nothing", ("high",))
        elif says.confidence == 1 and says.family != "histogram":
            message = f"a {says.family} is never wholly inside a range: write 99%, add best, or family: histogram"
            yield Slip(message, ("confidence",))


@slips.register
def _(says: Quantiles) -> Iterator[Slip]:
    if unread := list(_unread("quantiles", says.quantiles, values.probability)):
        yield from unread
        return
    points = levels(says)
    for (level, value), (other, above) in pairwise(points):
        if level == other:
            yield Slip(f"the level {_per_cent(level)} is there twice", ("quantiles",))
            return
        if value >= above:
            rising = f"{_per_cent(level)} is {_per_cent(value)}, {_per_cent(other)} is {_per_cent(above)}"
            yield Slip(f"quantiles must rise: {rising}", ("quantiles",))
            return
    ends = [level for level, _ in points if level in (0, 1)]
    sides = [level for level, value in points if level not in (0, 1) and value in (0, 1)]
    if sides:
        message = f"0 % or 100 % as the {_per_cent(sides[0])} quantile leaves no doubt there: write a number between"
        yield Slip(message, ("quantiles",))
    elif ends and says.family in ("beta", "logit-normal"):
        message = f"a {says.family} runs from 0 to 1: leave {_per_cent(ends[0])} out, or write family: histogram"
        yield Slip(message, ("quantiles",))
    elif len(points) < 2:
        yield Slip(f"at least 2 quantiles are needed, not {len(points)}", ("quantiles",))
    elif says.family == "pert" and (ends != [0, 1] or len(points) < 3):
        yield Slip("a PERT needs the quantiles 0% and 100%, its ends, and one between", ("family",))


@slips.register
def _(says: Chips) -> Iterator[Slip]:
    if unread := list(_unread("chips", says.chips, values.interval)):
        yield from unread
        return
    row = bins(says)
    for (low, high, _), (next_low, next_high, _) in pairwise(row):
        if next_low < high:
            yield Slip(f"the bins {_bin(low, high)} and {_bin(next_low, next_high)} overlap", ("chips",))
            return
    used = [(low, high) for low, high, chips in row if chips > 0]
    if not used:
        yield Slip("no chips: lay some on at least one bin", ("chips",))
    elif len(used) == 1 and says.family in ("beta", "logit-normal") and {0.0, 1.0} & set(used[0]):
        yield Slip(f"all chips in {_bin(*used[0])}: use narrower bins, or family: histogram", ("chips",))


def _unread(part: str, keys: Iterable[str], read: Callable[[str], object]) -> Iterator[Slip]:
    for key in keys:
        try:
            read(key)
        except ValueError as error:
            yield Slip(str(error), (part, key), at_key=True)


def _per_cent(value: float) -> str:
    return f"{100 * value:.10g} %"


def _bin(low: float, high: float) -> str:
    return f"{100 * low:.10g}-{100 * high:.10g} %"
