"""A question beside every event, draw by draw: how often both come, solved where they can be, sampled elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.answers import work
from sim.engine.given import answer_given
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import SAMPLED, SOLVED
from sim.engine.program.program import needed
from sim.priors.model import Priors
from sim.progress import Progress, portion
from sim.results.forecast.evidence_policies import require_possible
from sim.results.indicators.events import alone_target, pair, past_events
from sim.results.indicators.window import WatchWindow
from sim.results.settings import RunSettings
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Event, Target
from sim.scenario.resolve.scenario import Scenario

MOST_BYTES = 64_000_000
"""Of the answers that are held at once."""
SURE = 1e-12
"""An event nearer to 0 or 1 than this has come, or cannot."""


@dataclass(frozen=True, eq=False)
class Together:
    """An event and the question, (draws,) each.

    happens: P(event, and the question is asked). both: P(event and yes). early: P(event and yes, the yes by the end of
    the time that is watched). noise: the variance of P(yes | event) that comes from finitely many worlds.
    """

    event: Event
    happens: Floats
    both: Floats
    early: Floats
    noise: Floats
    method: str


def answer_alone(
    scenario: Scenario, priors: Priors, target: Target, policy: str, settings: RunSettings,
    observations: Sequence[Observation],
) -> Outcomes:  # fmt: skip
    """The question's own answer draw by draw. Raises ImpossibleError where what was seen cannot be."""
    return _answer(scenario, priors, [target], policy, settings, observations, first=target.step)


def find_open(
    scenario: Scenario, priors: Priors, target: Target, events: Sequence[Event], policy: str, settings: RunSettings,
    observations: Sequence[Observation], window: WatchWindow,
) -> list[Event]:  # fmt: skip
    """The events that may come in a window, as far as they are solved alone, which costs little beside the pairs."""
    past = past_events(scenario, events, window)
    every = [*events, *past.values()]
    asked = [alone_target(target, event, number) for number, event in enumerate(every, start=1)]
    begin = min((event.step for event in every), default=1)
    outcomes = _answer(scenario, priors, asked, policy, settings, observations, first=begin)
    chances = {event: float(outcomes.weights @ outcomes.probability[:, place, event.step - 1])
               for place, event in enumerate(every)}  # fmt: skip
    sampled = {event for event, method in zip(every, outcomes.methods, strict=True) if method == SAMPLED}

    def may_come(event: Event) -> bool:
        before = chances[past[event]] if event in past else 0.0
        return not sampled.isdisjoint({event, past.get(event)}) or SURE < chances[event] - before < 1.0 - SURE

    return list(filter(may_come, events))


def answer_pairs(
    scenario: Scenario, priors: Priors, target: Target, events: Sequence[Event], policy: str, settings: RunSettings,
    observations: Sequence[Observation], progress: Progress, window: WatchWindow,
) -> Iterator[Together]:  # fmt: skip
    """The question beside each event of a window, in their order; as many at a time as fit. events: by its end."""
    size = max(1, MOST_BYTES // (32 * settings.draws * scenario.timeline.steps * (2 if window.first else 1)))
    for first in range(0, len(events), size):
        some = events[first : first + size]
        told = portion(progress, first / len(events), (first + len(some)) / len(events))
        past = past_events(scenario, some, window)
        every = [*some, *past.values()]
        asked = [pair(target, event, number) for number, event in enumerate(every, start=1)]
        begin = min(target.step, window.last)
        outcomes = _answer(scenario, priors, asked, policy, settings, observations, told, begin)
        pairs = [_together(outcomes, place, event, target.step, window.last) for place, event in enumerate(every)]
        sampled = [one.event for one in pairs if one.method == SAMPLED]
        if sampled and (target.compound is None or not target.compound.conditional):
            asked = [alone_target(target, event, number) for number, event in enumerate(sampled, start=1)]
            begin = min(event.step for event in sampled)
            single = _answer(scenario, priors, asked, policy, settings, observations, first=begin)
            alone = {
                event: single.probability[:, place, event.step - 1].copy()
                for place, event in enumerate(sampled)
                if single.methods[place] == SOLVED
            }
            pairs = [steady(one, alone[one.event], outcomes.weights) if one.event in alone else one for one in pairs]
        found = dict(zip(every, pairs, strict=True))
        yield from (subtract(found[one], found[past[one]]) if one in past else found[one] for one in some)


def subtract(pair: Together, past: Together) -> Together:
    """A pair without the worlds in which its event had come before. past: the pair of the event by then.

    The noise is that of both answers together, as if they were of different worlds.
    """
    happens = pair.happens - past.happens
    noise = pair.happens**2 * pair.noise + past.happens**2 * past.noise
    return replace(
        pair, happens=happens, both=pair.both - past.both, early=pair.early - past.early,
        noise=np.divide(noise, happens**2, out=np.zeros_like(noise), where=happens > 0),
        method=SAMPLED if SAMPLED in (pair.method, past.method) else pair.method,
    )  # fmt: skip


def steady(pair: Together, happens: Floats, weights: Floats) -> Together:
    """A sampled pair whose event alone is solved: the answer given the event from the worlds, the event's chance exact.

    A ratio estimator, linearised draw by draw, so that its mean and its scatter over draws are those of the ratio.
    """
    sampled, exact = float(weights @ pair.happens), float(weights @ happens)
    if not sampled:
        return pair
    answer, scale = float(weights @ pair.both) / sampled, exact / sampled
    both = answer * happens + scale * (pair.both - answer * pair.happens)
    return replace(pair, happens=happens, both=both, early=pair.early * scale)


def _together(outcomes: Outcomes, place: int, event: Event, end: int, last: int) -> Together:
    assert outcomes.asked is not None
    asked, answer = outcomes.asked[:, place], outcomes.probability[:, place]
    both = np.clip(answer, 0.0, 1.0) * asked
    return Together(
        event, asked[:, end - 1].copy(), both[:, end - 1].copy(), both[:, last - 1].copy(),
        outcomes.noise[:, place, end - 1].copy(), outcomes.methods[place],
    )  # fmt: skip


def _answer(
    scenario: Scenario, priors: Priors, asked: Sequence[Target], policy: str, settings: RunSettings,
    observations: Sequence[Observation], progress: Progress = lambda _: None, first: int = 1,
) -> Outcomes:  # fmt: skip
    """The answers to some questions, at the steps from the first that is read on; before it they may be NaN."""
    program = needed(compile(scenario, priors, asked), [one.variable for one in observations])
    paths, worlds, seed, threads = scenario.paths[policy], settings.worlds, settings.seed, settings.threads
    if not observations:
        return work(program, policy, paths, worlds, seed, threads=threads, every=False, progress=progress).outcomes
    found = answer_given(
        program, {policy: paths}, observations, worlds, seed, progress=progress, threads=threads, slices=(),
        steps=[first] * len(program.questions),
    )  # fmt: skip
    require_possible(program, {policy: paths}, found, observations, seed)
    return found[policy]
