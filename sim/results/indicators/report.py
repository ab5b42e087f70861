"""What to watch before a question is decided: every other event's worth, and what asking would be worth."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import numpy as np

from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import SET
from sim.engine.program.uniforms import round_worlds
from sim.errors import FormatError, Problem
from sim.priors.build import build
from sim.progress import Progress, untold
from sim.results.ancestry import opening
from sim.results.forecast.evidence_policies import open_policies
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED
from sim.results.head import head_of
from sim.results.indicators.asking import find_asking
from sim.results.indicators.events import answers_at_once, find_name, find_relation, list_events
from sim.results.indicators.model import Indicator, Indicators
from sim.results.indicators.pairs import SURE, Together, answer_alone, answer_pairs, find_open
from sim.results.indicators.window import WatchWindow, choose_window
from sim.results.indicators.worth import SeenTable, entropy
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.results.settings import RunSettings
from sim.scenario.resolve.observations import Observation, by_statement, silences
from sim.scenario.resolve.questions import Event, Target
from sim.scenario.resolve.scenario import Scenario

NO_TIME = "no step is left before it is decided"


def indicators(
    scenario: Scenario,
    question: str,
    *,
    by: datetime.date | None = None,
    within: str | None = None,
    since: datetime.date | None = None,
    reported: float = 1.0,
    policy: str | None = None,
    leading: bool = False,
    observations: Sequence[Observation] = (),
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Indicators:
    """Every event of every other variable by a date: its chance, the answer if it is seen and if not, and its worth.

    by: the last step that ends by this day counts; by default the middle between what was seen last, else `as_of`, and
    the question's deadline. within: instead of `by`, a length of time such as `1 week`: only what first comes within it
    from `since` on, up to the deadline; the step that holds `since` is past then, and what is drawn at once, without a
    time of its own, counts all the same. since: by default the last day of
    which something is known, else `as_of`. reported: the chance, above 0 up to 1, that what happens is reported by
    then; what is not seen may have happened. policy: by default that at which the dashboard opens; variables that it
    sets are left out. leading: leave out variables that hang on the question's own. observations: what was seen. The
    rest: as in `sim.forecast`. Pairs of question and event are solved where they can be, else sampled.

    Raises FormatError for a number or date out of range, ModelError for an unknown question or policy, and what
    `sim.forecast` raises.
    """
    require(draws=draws, worlds=worlds, seed=seed, threads=threads)
    require_known(scenario, questions=[question], policies=() if policy is None else [policy])
    if not 0.0 < reported <= 1.0:
        raise FormatError([Problem(f"{reported} - must be above 0 and at most 1", "reported", "options")])
    policy = opening(scenario, policy, question)[0]
    open_policies(scenario, {policy: scenario.paths[policy]}, [policy], observations)
    settings = RunSettings(draws, round_worlds(worlds), seed, threads, memory)
    require_memory(scenario, Extent(draws, threads, seen=bool(observations)), memory, [policy])
    window = choose_window(scenario, scenario.targets[question], by, within, since, observations)
    watch = _Watch(scenario, scenario.targets[question], policy, settings, observations, reported)
    return watch.told(window, leading, progress)


class _Watch:
    """One question under one policy, with what was seen."""

    def __init__(
        self, scenario: Scenario, target: Target, policy: str, settings: RunSettings,
        observations: Sequence[Observation], reported: float,
    ) -> None:  # fmt: skip
        self._scenario, self._target, self._policy, self._settings = scenario, target, policy, settings
        self._observations, self._reported = observations, reported
        self._priors = build(scenario, settings.draws, settings.seed)
        self._own = answer_alone(scenario, self._priors, target, policy, settings, observations)
        place = target.step - 1
        self._asked = np.ones(settings.draws) if self._own.asked is None else self._own.asked[:, 0, place]
        self._yes = np.clip(self._own.probability[:, 0, place], 0.0, 1.0) * self._asked

    def told(self, window: WatchWindow, leading: bool, progress: Progress) -> Indicators:
        """The whole list, of the events of a window."""
        scenario, target = self._scenario, self._target
        whole = float(self._own.weights @ self._asked)
        probability = float(self._own.weights @ self._yes) / whole if whole > 0 else float("nan")
        settled = _why_settled(self._own, probability) or (NO_TIME if window.first >= window.last else "")
        events = [] if settled else self._events(window, leading)
        asking, note = ((), "") if settled else find_asking(scenario, self._priors, self._own, target, self._policy)
        pairs = [
            pair
            for pair in self._pairs(events, window, progress)
            if SURE < float(self._own.weights @ pair.happens) / whole < 1.0 - SURE
        ]
        may_come = {pair.event for pair in pairs}
        found = sorted(map(self._indicator, pairs), key=lambda one: -one.figures.bits)
        variance = probability * (1.0 - probability)
        return Indicators(
            **head_of(scenario, self._settings), policy=self._policy, question=target.question,
            asks=target.asks, statement=scenario.questions[target.question].statement or "", deadline=target.deadline,
            by=scenario.calendar.ends[window.last],
            after=scenario.calendar.ends[window.first] if window.first else None,
            reported=self._reported, probability=probability,
            entropy=entropy(probability), variance=variance, doubt=self._doubt(probability),
            indicators=tuple(found), asking=asking,
            certain=tuple(f"{event.variable}: {event.text}" for event in events if event not in may_come),
            asking_note=note, observations=tuple(by_statement(self._observations)),
            silences=silences(self._observations, scenario.paths[self._policy]), settled=settled,
        )  # fmt: skip

    def _events(self, window: WatchWindow, leading: bool) -> list[Event]:
        scenario, target, policy = self._scenario, self._target, self._policy
        return [
            event
            for event in list_events(scenario, target, policy, window.last)
            if not leading or find_relation(scenario, target, policy, event.variable) not in ("consequence", "both")
        ]

    def _pairs(self, events: Sequence[Event], window: WatchWindow, progress: Progress) -> Iterator[Together]:
        """The question beside each event, but for those of which it is cheap to see that they cannot come."""
        about = self._scenario, self._priors, self._target
        how = self._policy, self._settings, self._observations
        if events and self._observations:
            events = find_open(*about, events, *how, window)
        return answer_pairs(*about, events, *how, progress, window)

    def _indicator(self, pair: Together) -> Indicator:
        scenario, event = self._scenario, pair.event
        table = SeenTable(
            self._own.weights, self._asked, self._yes, pair.happens, pair.both, reported=self._reported,
            noise=pair.noise,
        )  # fmt: skip
        seen90, unseen90 = table.intervals() if pair.method == self._own.methods[0] == "solved" else (None, None)
        both, early = (float(self._own.weights @ part) for part in (pair.both, pair.early))
        return Indicator(
            variable=event.variable, label=scenario.variables[event.variable].label, event=event.text,
            named=find_name(scenario, event),
            relation=find_relation(scenario, self._target, self._policy, event.variable),
            figures=table.figures(), seen90=seen90, unseen90=unseen90,
            already=early / both if self._target.kind == "reaches" and both > 0 else None, method=pair.method,
            at_once=answers_at_once(scenario, event),
        )  # fmt: skip

    def _doubt(self, probability: float) -> float:
        """The variance of the answer over draws, the worlds' noise left out."""
        weights, answers = self._own.weights * self._asked, self._own.probability[:, 0, self._target.step - 1]
        if not weights.any():
            return float("nan")
        weights = weights / weights.sum()
        noise = float(weights @ self._own.noise[:, 0, self._target.step - 1])
        return max(float(weights @ (np.nan_to_num(answers) - probability) ** 2) - noise, 0.0)


def _why_settled(outcomes: Outcomes, probability: float) -> str:
    """Why there is nothing to watch for; empty where there is."""
    if outcomes.methods[0] == SET:
        return SET_BY_POLICY
    if probability != probability:
        return UNDEFINED
    if not SURE < probability < 1.0 - SURE:
        return "excluded in every reading" if probability <= SURE else "certain in every reading"
    return ""
