"""Which values the page offers to move for one question: at most six, those that carry most of the doubt first.

Offered are nudges of judgments on the question's variable and its ancestors, weights of the voices that speak
about the variable, and how far words deserve trust. A judgment whose condition cannot hold under the chosen policy
is not offered: a slider that does nothing misleads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sim.dashboard.sliders import voices
from sim.dashboard.sliders.doubt import UNKNOWN, DoubtShares
from sim.dashboard.sliders.trust import find_mark, is_in_words
from sim.results.ancestry import ancestry, bearing
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming import names
from sim.show.naming.names import TRUST
from sim.show.naming.stated import find_stated, shift_median

MOST, LEAST_OFFERED = 6, 2
SMALL = 0.01
"""A slider with a smaller share of the doubt is offered only where there would be fewer than two."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True)
class Control:
    """One slider.

    path: what `sim.scenario.edit` calls the value. name: what it is called, in words and without Markdown; no move
    changes it. short: the same for a list of edits. about: what a reader needs to know before moving it.
    base, value: the file's and the one in use.
    doubt: its share of the doubt about the file's answer, 0..1; that of who is right for a weight; None where the
    answer cannot be taken apart. rank: what it is ordered by.
    median: the judgment's median at `base`, in (0, 1); None for all but a nudge. said: the phrase that was quoted.
    say: the voice's share of the weights of all that speak here at some weight of its own; None for all but a weight.
    """

    path: str
    name: str
    short: str
    about: str
    base: float
    value: float
    doubt: float | None = None
    rank: float = 0.0
    median: float | None = None
    said: str = ""
    say: Callable[[float], float] | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """`nudge`, `weight` or `trust`."""
        return {"judgments": "nudge", "experts": "weight"}.get(self.path.split(".")[0], "trust")


def find_controls(
    file: Scenario, present: Scenario, question: str, policy: str, shares: DoubtShares = UNKNOWN
) -> list[Control]:
    """The sliders for a question under a policy, at most `MOST`, no two of one name.

    file: as the file has it. present: the one whose forecast is shown; what a slider shows comes from here. shares: of
    the file's own answer; without them a variable's own judgments come before its ancestors', then weights and trust.
    """
    target = present.targets[question]
    near = [
        (variable, name, judgment)
        for variable in ancestry(present, target.variable, policy)
        for name, judgment in bearing(present, variable, policy).items()
    ]
    found = [control for one in near for control in _nudge(file, present, target, shares, *one)]
    own = {name: judgment for variable, name, judgment in near if variable == target.variable}
    found += [Control(**parts) for parts in voices.find_weights(file, present, own, target, shares)]
    found += _trust(file, present, {judgment.expert for _, _, judgment in near}, shares)
    if shares.known:
        found.sort(key=lambda control: -control.rank)
        large = [control for control in found if control.rank >= SMALL]
        found = found[: max(len(large), LEAST_OFFERED)]
    return _tell_apart(found[:MOST])


def _trust(file: Scenario, present: Scenario, spoken: set[str], shares: DoubtShares) -> Iterator[Control]:
    """How far words deserve trust, where they are recalibrated and have a part in the answer."""
    mark = find_mark(file)
    if mark is None or present.track_record is None or not is_in_words(present, spoken):
        return
    of_record = "the file's own" if file.pool.gamma is not None else "the median of what the record leaves open"
    yield Control(
        path=TRUST,
        name="How far words deserve trust",
        short="trust in words",
        about=f"0: the outside view alone; 1: words at face value. At {mark:g}, {of_record}, nothing is changed. "
        "Moving it holds trust at one number in every draw, without doubt.",
        base=mark,
        value=mark if present.pool.gamma is None else present.pool.gamma,
        doubt=shares.trust if shares.known else None,
        rank=shares.trust,
    )


def _tell_apart(controls: Sequence[Control]) -> list[Control]:
    """The controls, those of one name numbered in words."""
    named = Counter(control.name for control in controls)
    seen: Counter[str] = Counter()
    told = []
    for control in controls:
        if named[control.name] > 1:
            place = _ORDINALS[seen[control.name]]
            seen[control.name] += 1
            control = replace(control, name=f"{control.name} ({place})", short=f"{control.short} ({place})")
        told.append(control)
    return told


def _nudge(
    file: Scenario, present: Scenario, target: Target, shares: DoubtShares, variable: str, key: str, judgment: Judgment
) -> Iterator[Control]:
    """One slider, or none where a judgment states no probability that a median could show."""
    base = file.judgments[variable][key].nudge
    stated = find_stated(present, variable, judgment, target)
    if stated is None:
        return
    speaker = file.experts[judgment.expert].name
    quoted = stated.quoted or names.quote(present, judgment)
    event, condition = names.name_event(present, variable, stated.event), names.name_condition(present, judgment)
    share = shares.judgments.get(key, 0.0)
    yield Control(
        path=f"judgments.{key}.nudge",
        name=names.plain(f"{speaker}: {quoted} - {event}{condition and f', {condition}'}"),
        short=names.name_said(file, judgment, stated, variable),
        about=_about(present, variable, judgment),
        base=base,
        value=judgment.nudge,
        doubt=share if shares.known else None,
        rank=share,
        median=shift_median(stated.median, base),
        said=getattr(judgment.says, "phrase", ""),
    )


def _about(scenario: Scenario, variable: str, judgment: Judgment) -> str:
    """The claim in the encoder's words, then the label and the condition."""
    where = f"{scenario.variables[variable].label}: {names.describe_judgment(scenario, judgment)}"
    return " ".join(f"{part.rstrip('.')}." for part in (judgment.claim or "", where) if part)
