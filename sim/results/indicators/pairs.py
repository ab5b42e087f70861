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
from sim.results.indicators.events import alone_target, pair
from sim.results.settings import RunSettings
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Event, Target
from sim.scenario.resolve.scenario import Scenario

MOST_BYTES = 64_000_000
"""Of the answers that are held at once."""


@dataclass(frozen=True, eq=False)
class Together:
    """An event and the question, (draws,) each.

    happens: P(event, and the question is asked). both: P(event and yes). early: P(event and yes, both by its date).
    noise: the variance of P(yes | event) that comes from finitely many worlds.
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
    return _answer(scenario, priors, [target], policy, settings, observations)


def answer_pairs(
    scenario: Scenario, priors: Priors, target: Target, events: Sequence[Event], policy: str, settings: RunSettings,
    observations: Sequence[Observation], progress: Progress,
) -> Iterator[Together]:  # fmt: skip
    """The question beside each event, in their order; as many at a time as fit."""
    size = max(1, MOST_BYTES // (32 * settings.draws * scenario.timeline.steps))
    for first in range(0, len(events), size):
        some = events[first : first + size]
        told = portion(progress, first / len(events), (first + len(some)) / len(events))
        asked = [pair(target, event, number) for number, event in enumerate(some, start=1)]
        outcomes = _answer(scenario, priors, asked, policy, settings, observations, told)
        pairs = [_together(outcomes, place, event, target.step) for place, event in enumerate(some)]
        sampled = [found.event for found in pairs if found.method == SAMPLED]
        alone: dict[Event, Floats] = {}
        if sampled and (target.compound is None or not target.compound.conditional):
            asked = [alone_target(target, event, number) for number, event in enumerate(sampled, start=1)]
            single = _answer(scenario, priors, asked, policy, settings, observations)
            alone = {
                event: single.probability[:, place, event.step - 1].copy()
                for place, event in enumerate(sampled)
                if single.methods[place] == SOLVED
            }
        yield from (steady(found, alone[found.event], outcomes.weights) if found.event in alone else found
                    for found in pairs)  # fmt: skip


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


def _together(outcomes: Outcomes, place: int, event: Event, last: int) -> Together:
    assert outcomes.asked is not None
    asked, answer = outcomes.asked[:, place], outcomes.probability[:, place]
    both = np.clip(answer, 0.0, 1.0) * asked
    return Together(
        event, asked[:, last - 1].copy(), both[:, last - 1].copy(), both[:, event.step - 1].copy(),
        outcomes.noise[:, place, last - 1].copy(), outcomes.methods[place],
    )  # fmt: skip


def _answer(
    scenario: Scenario, priors: Priors, asked: Sequence[Target], policy: str, settings: RunSettings,
    observations: Sequence[Observation], progress: Progress = lambda _: None,
) -> Outcomes:  # fmt: skip
    program = needed(compile(scenario, priors, asked), [one.variable for one in observations])
    paths, worlds, seed, threads = scenario.paths[policy], settings.worlds, settings.seed, settings.threads
    if not observations:
        return work(program, policy, paths, worlds, seed, threads=threads, every=False, progress=progress).outcomes
    found = answer_given(
        program, {policy: paths}, observations, worlds, seed, progress=progress, threads=threads, slices=()
    )
    require_possible(program, {policy: paths}, found, observations, seed)
    return found[policy]
