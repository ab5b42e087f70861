"""Silence made exact: what nobody reported becomes observations like any others.

For every rung above the highest state seen: had it been reached, a report would have come by the day of silence
with some chance, once, however long the silence lasts. A chance that grows with the steps since the rung was
reached is a product of such observations: for one delayed by d steps that end at step n, "not reached by n - j" for
j = 1..d, each missed with the chance to miss after j steps over that after j - 1.

What somebody has listed as not reached is heard of once too: where a list and silence speak of one rung, the one
that misses less decides, path by path.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.scenario.evidence.quiet import KEY
from sim.scenario.model.file import Variable
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.observations import Observation, Observations
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import ExactQuiet, HowReported, Silence

UNKNOWN_CHANCE = "it is not known how much would be reported"
NOTHING = "nothing of it would be reported"
NO_ORDER = "its states have no order"
ONCE = "it answers at once and knows no time; a delay in the file would count it"
TOP = "its highest state was seen"


def with_silence(
    seen: Sequence[Observation], quiet: ExactQuiet | None, scenario: Scenario, until: datetime.date | None = None
) -> Observations:
    """What was seen up to a day, and what silence up to that day says; observations of one rung are put together.

    until: all is seen by default; silence holds up to it or to the day in the file, whichever comes first.
    """
    listed = [one for one in seen if until is None or (one.date is not None and one.date <= until)]
    if quiet is None:
        return Observations(listed, written=listed)
    day = quiet.until if until is None else min(until, quiet.until)
    if day <= scenario.as_of:
        return Observations(listed, (), written=listed, quiet=replace(quiet, until=day))
    told, step, written = [], scenario.calendar.step_holding(day), listed
    for name, expected in quiet.expected.items():
        variable = scenario.variables[name]
        so_far = [one for one in listed if one.variable == name and one.step <= step]  # a day stands for its step
        beyond = max([expected.beyond, *map(_lowest, so_far)])
        silence = Silence(
            name, day, step, variable.states[beyond], expected.reported, expected.delay,
            _why_not(variable, expected, beyond),
        )  # fmt: skip
        told.append(silence)
        if not silence.why_not:
            for rung in range(beyond + 1, len(variable.states)):
                listed = _counted_once(listed, silence, frozenset(range(rung, len(variable.states))), variable)
    return Observations(listed, told, written=written, quiet=replace(quiet, until=day))


def _lowest(one: Observation) -> int:
    """The highest state that an observation shows for certain; of a likelihood, the lowest of the likeliest."""
    if one.at is not None:
        return one.at.index(max(one.at))
    return min(one.ever) if one.if_ever > one.if_never else 0


def _why_not(variable: Variable, expected: HowReported, beyond: int) -> str:
    """Why silence about a variable does not count; empty where it does."""
    if expected.reported is None:
        return UNKNOWN_CHANCE
    if not variable.ordered:
        return NO_ORDER
    if beyond == len(variable.states) - 1:
        return TOP
    if expected.reported == 0:
        return NOTHING
    return ONCE if variable.chance == "once" and not expected.delay else ""


def _counted_once(
    seen: Sequence[Observation], silence: Silence, rung: frozenset[int], variable: Variable
) -> list[Observation]:
    """The observations with silence about one rung among them.

    Walks back in time from the last: the chance to miss what was reached then or before falls with every observation
    that is passed, on the list and in silence; each is left with what the smaller of the two falls by.
    """
    same = [one for one in seen if (one.variable, one.ever, one.if_never) == (silence.variable, rung, 1.0)]
    silent = [*_silent(silence, rung, variable)]
    in_turn = sorted([*same, *silent], key=lambda one: -one.step)  # of one step, those on the list first
    missed = {True: 1.0, False: 1.0}
    least, left = 1.0, dict[int, float]()
    for one in in_turn:
        missed[one.silence is not None] *= one.if_ever
        before, least = least, min(missed.values())
        left[id(one)] = least / before if before else 1.0
    changed = [replace(one, if_ever=left[id(one)]) if id(one) in left else one for one in seen]
    return [*changed, *(replace(one, if_ever=left[id(one)]) for one in silent if left[id(one)] < 1)]


def _silent(silence: Silence, rung: frozenset[int], variable: Variable) -> Iterator[Observation]:
    """Silence about one rung, as if there were no list: the latest first."""
    words = in_words(rung, variable.states)
    heard = 0.0
    for passed in range(1, silence.delay + 1) if silence.delay else (0,):
        step, before, heard = silence.step - passed, heard, silence.heard_after(passed)
        if step < 1 or before >= 1:
            return
        yield Observation(
            KEY, silence.variable, step, ever=rung, if_ever=(1 - heard) / (1 - before), date=silence.until,
            text=f"{silence.variable} {words} not reported by {silence.until}", silence=silence,
        )  # fmt: skip
