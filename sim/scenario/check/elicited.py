"""What was elicited point by point: ranges, quantiles and chips that say something, and nothing impossible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from sim.scenario.check.findings import Findings
from sim.scenario.model import values
from sim.scenario.model.elicited import Chips, Marginals, Quantiles, Range, bins, levels
from sim.scenario.model.form import Form
from sim.scenario.model.places import Steps

LEAST_CONFIDENCE = 0.5


def check_range(findings: Findings, steps: Steps, says: Form) -> None:
    """One range: its order, its confidence, and whether it says anything."""
    assert isinstance(says, Range)
    low, best, high = says.low, says.best, says.high
    shown = f"{_per_cent(low)} to {_per_cent(high)}"
    if low >= high:
        findings.add((*steps, "high"), f"high must be above low: {shown}")
        return
    if best is not None and not low < best < high:
        findings.add((*steps, "best"), f"best must lie between low and high, on neither: {_per_cent(best)} in {shown}")
    if says.confidence is None:
        message = f"confidence is missing: how sure is it that {shown} holds it? (50% to 100%)"
        findings.add(steps, message)
        return
    if says.confidence < LEAST_CONFIDENCE:
        message = f"must be from 50% to 100%, not {_per_cent(says.confidence)}: ask for a wider range"
        findings.add((*steps, "confidence"), message)
    elif best is None:
        _check_bare_range(findings, steps, says)


def _check_bare_range(findings: Findings, steps: Steps, says: Range) -> None:
    """A range without `best` holds just what it says, which must be something."""
    if says.family == "pert":
        findings.add((*steps, "family"), "a PERT needs best, its median")
    elif says.low == 0 and says.high == 1:
        findings.add((*steps, "high"), "0 % to 100 % without best says nothing")
    elif says.confidence == 1 and says.family != "histogram":
        message = f"a {says.family} is never wholly inside a range: write 99%, add best, or family: histogram"
        findings.add((*steps, "confidence"), message)


def check_quantiles(findings: Findings, steps: Steps, says: Form) -> None:
    """One set of quantiles: readable levels, each once, and values that rise with them."""
    assert isinstance(says, Quantiles)
    here = (*steps, "quantiles")
    if not _readable(findings, here, says.quantiles, values.probability):
        return
    points = levels(says)
    for (level, value), (other, above) in pairwise(points):
        if level == other:
            findings.add(here, f"the level {_per_cent(level)} is there twice")
            return
        if value >= above:
            message = f"quantiles must rise: {_per_cent(level)} is {_per_cent(value)}, {_per_cent(other)} is "
            findings.add(here, message + _per_cent(above))
            return
    _check_enough(findings, steps, says, points)


def _check_enough(
    findings: Findings, steps: Steps, says: Quantiles, points: tuple[tuple[float, float], ...]
) -> None:
    """Whether the family can be fitted: enough levels between 0 and 1, the two ends where it has ends."""
    here = (*steps, "quantiles")
    ends = [level for level, _ in points if level in (0, 1)]
    sides = [level for level, value in points if level not in (0, 1) and value in (0, 1)]
    smooth = says.family in ("beta", "logit-normal")
    if sides:
        message = f"0 % or 100 % as the {_per_cent(sides[0])} quantile leaves no doubt there: write a number between"
        findings.add(here, message)
    elif ends and smooth:
        message = f"a {says.family} runs from 0 to 1: leave {_per_cent(ends[0])} out, or write family: histogram"
        findings.add(here, message)
    elif len(points) < 2:
        findings.add(here, f"at least 2 quantiles are needed, not {len(points)}")
    elif says.family == "pert" and (ends != [0, 1] or len(points) < 3):
        findings.add((*steps, "family"), "a PERT needs the quantiles 0% and 100%, its ends, and one between")


def check_chips(findings: Findings, steps: Steps, says: Form) -> None:
    """One row of bins: readable, apart from one another, and chips in enough of them."""
    assert isinstance(says, Chips)
    here = (*steps, "chips")
    if not _readable(findings, here, says.chips, values.interval):
        return
    row = bins(says)
    for (low, high, _), (next_low, next_high, _) in pairwise(row):
        if next_low < high:
            message = f"the bins {_bin(low, high)} and {_bin(next_low, next_high)} overlap"
            findings.add(here, message)
            return
    used = [(low, high) for low, high, chips in row if chips > 0]
    if not used:
        findings.add(here, "no chips: lay some on at least one bin")
    elif len(used) == 1 and says.family in ("beta", "logit-normal") and {0.0, 1.0} & set(used[0]):
        message = f"all chips in {_bin(*used[0])}: use narrower bins, or family: histogram"
        findings.add(here, message)


def check_marginals(findings: Findings, steps: Steps, says: Form) -> None:
    """A judgment on every state, and each of them sound."""
    assert isinstance(says, Marginals)
    here = (*steps, "split")
    findings.all_states(here, says.split, "a split names every state")
    for state, margin in says.split.items():
        if margin.widen != 1.0:
            findings.add((*here, state, "widen"), "a state of a split cannot be widened by itself: drop widen")
        elif margin.family != "beta":
            message = f"a Dirichlet distribution is made of Betas, not of {margin.family}: drop family"
            findings.add((*here, state, "family"), message)
        else:
            POINTS[type(margin)](findings, (*here, state), margin)


def _readable(
    findings: Findings, here: Steps, keys: Mapping[str, float], read: Callable[[str], object]
) -> bool:
    """Whether every key can be read; each that cannot is a problem of its own."""
    sound = True
    for key in keys:
        try:
            read(key)
        except ValueError as error:
            findings.add((*here, key), str(error), at_key=True)
            sound = False
    return sound


def _per_cent(value: float) -> str:
    return f"{100 * value:.10g} %"


def _bin(low: float, high: float) -> str:
    return f"{100 * low:.10g}-{100 * high:.10g} %"


POINTS: Mapping[type[Form], Callable[[Findings, Steps, Form], None]] = {
    Range: check_range,
    Quantiles: check_quantiles,
    Chips: check_chips,
}
