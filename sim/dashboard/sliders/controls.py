"""Which values the page offers to move for one question, and what each is called.

At most six, and how far words deserve trust: the weights of the voices that speak about the question's
variable, then nudges of single judgments, those about the variable before those about its ancestors. A judgment whose
condition cannot hold under the chosen policy is not offered: a slider that does nothing misleads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.dashboard.sliders.ranges import find_tails, shift_median
from sim.dashboard.sliders.trust import TRUST, find_mark, is_in_words
from sim.priors import judgment_priors
from sim.priors.camps import camps_of
from sim.priors.model import JudgmentPrior
from sim.results.ancestry import ancestry, bearing
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Split
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario
from sim.show import words

MOST, MOST_WEIGHTS = 6, 4


@dataclass(frozen=True)
class Control:
    """One slider.

    path: what `sim.scenario.edit` calls the value. base, value: the file's and the one in use.
    said: the phrase of the judgment. about: what a reader needs to know before moving it. when: on what
    condition and by when the judgment holds.
    share: a voice's share of the weights of all that speak here, as camps divide them; None for all but a weight.
    median: the judgment's median at `base`, in (0, 1); None for all but a nudge.
    """

    path: str
    speaker: str
    said: str
    about: str
    base: float
    value: float
    share: float | None = None
    median: float | None = None
    when: str = ""


def find_controls(scenario: Scenario, present: Scenario, question: str, policy: str) -> list[Control]:
    """The sliders for a question under a policy, at most `MOST` and that of trust in words, no two of one name.

    scenario: as the file has it. present: the one whose forecast is shown; what a slider shows comes from here.
    """
    priors = judgment_priors.judgments(present)
    target = present.targets[question]
    nudges = [
        control
        for variable in ancestry(present, target.variable, policy)
        for name in bearing(present, variable, policy)
        for control in _nudge(scenario, present, priors[name], target)
    ]
    given = present.pool.weights == "given"  # else a slider of the given weight would not show what is pooled
    weights = _weights(scenario, present, bearing(present, target.variable, policy)) if given else []
    offered = _tell_apart([*weights[: max(MOST_WEIGHTS, MOST - len(nudges))], *nudges][:MOST])
    return [*offered, *_trust(scenario, present, target, policy)]


def _trust(scenario: Scenario, present: Scenario, target: Target, policy: str) -> Iterator[Control]:
    """How far words deserve trust, where they are recalibrated and have a part in the answer."""
    mark, spoken = find_mark(scenario), ancestry(present, target.variable, policy)
    voices = {judgment.expert for name in spoken for judgment in bearing(present, name, policy).values()}
    if mark is None or present.track_record is None or not is_in_words(present, voices):
        return
    of_record = "the file's own" if scenario.pool.gamma is not None else "the median of what the record leaves open"
    yield Control(
        path=TRUST,
        speaker="",
        said="How far words deserve trust",
        about=f"0: the outside view alone; 1: words at face value. At {mark:g}, {of_record}, nothing is changed. "
        "Moving it holds trust at one number in every draw, without doubt.",
        base=mark,
        value=mark if present.pool.gamma is None else present.pool.gamma,
    )


def _tell_apart(controls: Sequence[Control]) -> list[Control]:
    """The controls with the condition added where two have one name, and the judgment's id where that does not help."""
    additions: tuple[Callable[[Control], str], ...] = (
        lambda control: f", {control.when}" if control.when else "",
        lambda control: f" ({control.path.split('.')[1]})",
    )
    for add in additions:
        named = Counter((one.speaker, one.said) for one in controls)
        controls = [
            replace(one, said=one.said + add(one)) if named[one.speaker, one.said] > 1 else one for one in controls
        ]
    return list(controls)


def _weights(scenario: Scenario, present: Scenario, spoken: Mapping[str, Judgment]) -> list[Control]:
    """A slider a voice, the assumptions' last; none where one voice speaks alone, for it has all the say."""
    voices = list(dict.fromkeys(judgment.expert for judgment in spoken.values()))
    voices.sort(key=lambda voice: scenario.experts[voice].kind == "assumption")
    if len(voices) < 2:
        return []
    weights = {voice: present.experts[voice].weight for voice in voices}
    shares = camps_of(present).weights(voices, weights)
    total = sum(shares.values()) or 1.0
    return [
        Control(
            path=f"experts.{voice}.weight",
            speaker=scenario.experts[voice].name,
            said="",
            about=_about_voice(scenario, voice, spoken),
            base=scenario.experts[voice].weight,
            value=weights[voice],
            share=shares[voice] / total,
        )
        for voice in voices
    ]


def _about_voice(scenario: Scenario, voice: str, spoken: Mapping[str, Judgment]) -> str:
    expert = scenario.experts[voice]
    where = ", ".join(name for name, judgment in spoken.items() if judgment.expert == voice)
    parts = [words.read_aloud(expert.kind), expert.affiliation, expert.note, f"speaks in {where}"]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _nudge(scenario: Scenario, present: Scenario, prior: JudgmentPrior, target: Target) -> Iterator[Control]:
    """One slider, or none where a judgment states no probability that a median could show."""
    judgment = present.judgments[prior.variable][prior.id]
    event, median = _stated(present, judgment, prior, target)
    if median is None or not 0 < median < 1:
        return
    variable = scenario.variables[prior.variable]
    plain = {"phrase": f"'{prior.phrase}'", "split": "split", "marginals": "split"}
    phrase = plain.get(judgment.says.form, prior.phrase)
    ancestor = "" if prior.variable == target.variable else f"{variable.label}, "
    base = scenario.judgments[prior.variable][prior.id].nudge
    yield Control(
        path=f"judgments.{prior.id}.nudge",
        speaker=scenario.experts[judgment.expert].name,
        said=f"{phrase}: {ancestor}{words.read_aloud(event)}",
        about=f"{variable.label}: {describe_judgment(judgment)}",
        base=base,
        value=judgment.nudge,
        median=shift_median(median, base - judgment.nudge),
        when=write_condition(judgment),
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
    open_tails = find_tails(says, variable.states)
    if not variable.ordered or not open_tails:
        return "", None
    asked = min(target.states) if prior.variable == target.variable else -1
    first = asked if asked in open_tails else min(open_tails, key=lambda state: abs(open_tails[state] - 0.5))
    more = " or more" if first < len(variable.states) - 1 else ""
    return variable.states[first] + more, shift_median(open_tails[first], judgment.nudge)


def describe_judgment(judgment: Judgment) -> str:
    """What a judgment is about, on which condition, and by when."""
    return ", ".join(part for part in (words.read_aloud(judgment.about), write_condition(judgment)) if part)


def write_condition(judgment: Judgment) -> str:
    """On which condition a judgment holds, and by when."""
    parts = []
    if judgment.given:
        given = (f"{words.read_aloud(parent)} {words.read_aloud(event)}" for parent, event in judgment.given.items())
        parts.append("given " + " and ".join(given))
    if judgment.by:
        parts.append(f"by {words.day(judgment.by)}")
    elif judgment.within:
        parts.append(f"within {judgment.within} steps")
    elif judgment.per_step:
        parts.append("per step")
    return ", ".join(parts)
