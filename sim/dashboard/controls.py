"""Which values the page offers to move for one question, and what each is called.

At most six: the weights of the voices that speak about the question's variable, then nudges of
single judgments, those about the variable before those about its ancestors. A judgment whose
condition cannot hold under the chosen policy is not offered: a slider that does nothing misleads.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.errors import SimError
from sim.priors import account
from sim.priors.marginals import dirichlet
from sim.priors.tables import JudgmentPrior
from sim.results.behind import ancestry, bearing
from sim.scenario import edit
from sim.scenario.elicited import Marginals
from sim.scenario.forms import Split
from sim.scenario.model import Judgment
from sim.scenario.scenario import Scenario
from sim.scenario.targets import Target
from sim.show import words

MOST, MOST_WEIGHTS = 6, 4
STEP = 0.1
FARTHEST = 20.0


@dataclass(frozen=True)
class Control:
    """One slider.

    path: what `sim.scenario.edit` calls the value. base, value: the file's and the present one.
    said: the phrase of the judgment. about: what a reader needs to know before moving it.
    share: a voice's share of the weights of all that speak here; None for a nudge.
    median: the judgment's median at `base`, in (0, 1); None for a weight.
    """

    path: str
    kind: Literal["weight", "nudge"]
    speaker: str
    said: str
    about: str
    base: float
    value: float
    share: float | None = None
    median: float | None = None


def controls(
    scenario: Scenario, present: Scenario, edits: Mapping[str, str], question: str, policy: str
) -> list[Control]:
    """The sliders for a question under a policy, at most `MOST`.

    scenario: as the file has it. present: with the edits, or the file's again where they do not go together.
    """
    priors = account.judgments(present)
    target = scenario.targets[question]
    nudges = [
        control
        for variable in ancestry(scenario, target.variable, policy)
        for name in bearing(scenario, variable, policy)
        for control in _nudge(scenario, present, edits, priors[name], target)
    ]
    given = present.pool.weights == "given"  # else a slider of the given weight would not show what is pooled
    weights = _weights(scenario, edits, bearing(scenario, target.variable, policy)) if given else []
    return [*weights[: max(MOST_WEIGHTS, MOST - len(nudges))], *nudges][:MOST]


def shifted(median: float, nudge: float) -> float:
    """The median after a nudge in log-odds.

    >>> round(shifted(0.2, 0.5), 3), shifted(0.2, 0.0)
    (0.292, 0.2)
    """
    return median if nudge == 0 else 1 / (1 + math.exp(-(math.log(median / (1 - median)) + nudge)))


def nudges_from(base: float, median_at_base: float, present: float) -> list[float]:
    """The nudges a slider can stand at: steps of 0.1 in log-odds whose medians lie in 0.1..99.9 %.

    base: the file's nudge. present: where the slider stands now; always among them.

    >>> grid = nudges_from(0.0, 0.5, 0.25)
    >>> grid[0], grid[-1], 0.25 in grid
    (-6.9, 6.9, True)
    """
    centre = math.log(median_at_base / (1 - median_at_base))
    end = math.log(0.999 / 0.001)
    low, high = math.ceil((-end - centre) / STEP), math.floor((end - centre) / STEP)
    grid = {round(base + STEP * k, 4) for k in range(min(low, 0), max(high, 0) + 1)}
    return sorted(grid | {base, present})


def fine_per_cent(probability: float) -> str:
    """Per cent with enough digits to tell two neighbours on a slider apart.

    >>> fine_per_cent(0.00123), fine_per_cent(0.0123), fine_per_cent(0.5), fine_per_cent(0.9987)
    ('0.12 %', '1.23 %', '50.0 %', '99.87 %')
    """
    from_the_end = min(probability, 1 - probability)
    digits = 1 if from_the_end >= 0.02 else 2 if from_the_end >= 0.001 else 3
    return f"{100 * probability:.{digits}f} %"


def _weights(scenario: Scenario, edits: Mapping[str, str], spoken: Mapping[str, Judgment]) -> list[Control]:
    """A slider a voice, the assumptions' last; none where one voice speaks alone, for it has all the say."""
    voices = list(dict.fromkeys(judgment.expert for judgment in spoken.values()))
    voices.sort(key=lambda voice: scenario.experts[voice].kind == "assumption")
    if len(voices) < 2:
        return []
    weights = {voice: max(_number(scenario, edits, f"experts.{voice}.weight"), 0.0) for voice in voices}
    total = sum(weights.values()) or 1.0
    return [
        Control(
            path=f"experts.{voice}.weight",
            kind="weight",
            speaker=scenario.experts[voice].name,
            said="",
            about=_about_voice(scenario, voice, spoken),
            base=scenario.experts[voice].weight,
            value=weights[voice],
            share=weights[voice] / total,
        )
        for voice in voices
    ]


def _about_voice(scenario: Scenario, voice: str, spoken: Mapping[str, Judgment]) -> str:
    expert = scenario.experts[voice]
    where = ", ".join(name for name, judgment in spoken.items() if judgment.expert == voice)
    parts = [words.name(expert.kind), expert.affiliation, expert.note, f"speaks in {where}"]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _nudge(
    scenario: Scenario, present: Scenario, edits: Mapping[str, str], prior: JudgmentPrior, target: Target
) -> Iterator[Control]:
    """One slider, or none where a judgment states no probability that a median could show."""
    judgment = present.judgments[prior.variable][prior.id]
    event, median = _stated(present, judgment, prior, target)
    if median is None or not 0 < median < 1:
        return
    variable = scenario.variables[prior.variable]
    plain = {"phrase": f"'{prior.phrase}'", "split": "split", "marginals": "split"}
    phrase = plain.get(judgment.says.form, prior.phrase)
    ancestor = "" if prior.variable == target.variable else f"{variable.label}, "
    path = f"judgments.{prior.id}.nudge"
    base = scenario.judgments[prior.variable][prior.id].nudge
    yield Control(
        path=path,
        kind="nudge",
        speaker=scenario.experts[judgment.expert].name,
        said=f"{phrase}: {ancestor}{words.name(event)}",
        about=f"{variable.label}: {about_judgment(judgment)}",
        base=base,
        value=min(max(_number(scenario, edits, path), -FARTHEST), FARTHEST),
        median=shifted(median, base - judgment.nudge),
    )


def _stated(
    scenario: Scenario, judgment: Judgment, prior: JudgmentPrior, target: Target
) -> tuple[str, float | None]:
    """The event whose median a slider shows, and that median; for a split the question's own event, if it has it."""
    if judgment.says.form == "shift":
        return "", None
    says = judgment.says
    if not isinstance(says, Split | Marginals):
        return judgment.about, prior.median
    variable = scenario.variables[prior.variable]
    size = len(variable.states)
    if isinstance(says, Marginals):
        row = dirichlet(says, variable.states)
        tails = {first: row.median(frozenset(range(first, size))) for first in range(1, size)}
    else:
        shares = [says.split.get(state, 0.0) for state in variable.states]
        tails = {first: sum(shares[first:]) for first in range(1, size)}
    open_tails = {first: tail for first, tail in tails.items() if 1e-9 < tail < 1 - 1e-9}
    if not variable.ordered or not open_tails:
        return "", None
    asked = min(target.states) if prior.variable == target.variable else -1
    first = asked if asked in open_tails else min(open_tails, key=lambda state: abs(open_tails[state] - 0.5))
    more = " or more" if first < size - 1 else ""
    return variable.states[first] + more, shifted(open_tails[first], judgment.nudge)


def about_judgment(judgment: Judgment) -> str:
    """What a judgment is about, on which condition, and by when."""
    told = words.name(judgment.about)
    if judgment.given:
        given = (f"{words.name(parent)} {words.name(event)}" for parent, event in judgment.given.items())
        told += ", given " + " and ".join(given)
    if judgment.by:
        return f"{told}, by {words.day(judgment.by)}"
    if judgment.within:
        return f"{told}, within {judgment.within} steps"
    return f"{told}, per step" if judgment.per_step else told


def _number(scenario: Scenario, edits: Mapping[str, str], path: str) -> float:
    """The present value of a number; the file's where an edit is none."""
    try:
        value = edit.parse(edits[path]) if path in edits else edit.value(scenario, path)
    except SimError:
        value = edit.value(scenario, path)
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if good else float(edit.value(scenario, path))  # type: ignore[arg-type]
