"""From one scenario to another, or from one day's evidence to another's: what each edit did to the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sim.errors import SimError
from sim.progress import Progress, untold
from sim.results.ancestry import find_opening
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require_known
from sim.results.replay.attribution import PlayerShare, difference_of, take_shares, worth_of
from sim.results.replay.diff_model import DiffEnd, DiffStep, ScenarioDiff, Waterfall
from sim.results.replay.edits import GROUPS
from sim.results.replay.mixture import Mixture, Seen, WatchedScenario
from sim.results.replay.model import Contribution, Move
from sim.results.replay.open_policy import choose_policy
from sim.results.replay.shapley import ORDERS, Averages, Coalition, in_turn, take_averages
from sim.results.replay.steps import EditStep, find_steps, join
from sim.scenario.resolve.scenario import Scenario


def diff(
    first: Scenario,
    second: Scenario,
    *,
    seen: tuple[Seen, Seen] = ((), ()),
    questions: Sequence[str] = (),
    policy: str | None = None,
    orders: int = ORDERS,
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> ScenarioDiff:
    """How far the answers of two scenarios lie apart, and what each edit from the first to the second did to that.

    seen: the observations under which each is run (`sim.evidence`); for two dates, `first` and `second` are one
    scenario. questions: ids that both have, by default the one at which the dashboard opens the second. policy: one
    that both have, by default the one at which it opens; where something was seen, `let_it_run` or the first that
    leaves it open. orders: how many orders of steps are drawn where there are more than 6 steps, an even number of 4 or
    more. The rest: as in `sim.forecast`. All runs have the same draws.

    An edit that cannot be made first or left to the last by itself is one step with what it needs. Raises ModelError
    for a question or policy that one of them does not have, and what `sim.forecast` raises for the two ends.
    """
    mixture = Mixture.between(WatchedScenario(first, seen[0]), WatchedScenario(second, seen[1]))
    policy = policy or choose_policy(second, (*seen[0], *seen[1]))
    asked = [name for name in second.questions if name in questions] or [*questions] or [find_opening(second)[1]]
    for one in (first, second):
        require_known(one, questions=asked, policies=[policy])
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(), shares=False,
        curves=False, policies=[policy], questions=asked,
    )  # fmt: skip
    ends = [run(side.scenario, observations=side.seen) for side in (mixture.first, mixture.second)]
    steps, averages, made = _all_runs(mixture, ends, run, orders, seed, progress)
    return ScenarioDiff(
        title=second.title, first=_end(mixture.first), second=_end(mixture.second), policy=policy,
        settings=ends[1].settings, steps=tuple(DiffStep(one.id, one.group, one.edits) for one in steps),
        waterfalls={name: _waterfall(steps, averages, made, ends, policy, name) for name in asked},
        orders=len(averages.orders), forecasts=len(made),
        warnings=tuple(dict.fromkeys(text for one in ends for text in one.warnings)),
    )  # fmt: skip


def _all_runs(
    mixture: Mixture, ends: Sequence[Forecast], run: Callable[..., Forecast], orders: int, seed: int,
    progress: Progress,
) -> tuple[list[EditStep], Averages, dict[Coalition, Forecast]]:  # fmt: skip
    """The steps, how they are averaged, and the forecasts with some of them made.

    Where a forecast between the two ends cannot be made after all, the steps of one more group become one.
    """
    steps = find_steps(mixture)
    for groups in range(len(GROUPS) + 1):
        coarse = {place for place, step in enumerate(steps) if step.group in GROUPS[:groups]}
        trial = join(steps, [coarse]) if coarse else steps
        averages = take_averages(len(trial), orders=orders, seed=seed)
        try:
            return trial, averages, _runs(mixture, trial, averages, ends, run, progress)
        except SimError:
            if groups == len(GROUPS):
                raise
    raise AssertionError("the two ends alone can always be run")


def _runs(
    mixture: Mixture, steps: Sequence[EditStep], averages: Averages, ends: Sequence[Forecast],
    run: Callable[..., Forecast], progress: Progress,
) -> dict[Coalition, Forecast]:  # fmt: skip
    everything = frozenset(range(len(steps)))
    turns = {one for factors in in_turn(len(steps)) for one in factors}
    made = {everything: ends[1], frozenset[int](): ends[0]}
    wanted = [*dict.fromkeys((*averages.coalitions, *sorted(turns, key=len)))]
    for number, company in enumerate(wanted, start=1):
        if company not in made:
            side = mixture.take([edit for place in sorted(company) for edit in steps[place].edits])
            made[company] = run(side.scenario, observations=side.seen)
        progress(number / len(wanted))
    return made


def _waterfall(
    steps: Sequence[EditStep], averages: Averages, made: dict[Coalition, Forecast], ends: Sequence[Forecast],
    policy: str, question: str,
) -> Waterfall:  # fmt: skip
    worth = {company: worth_of(one, policy, question) for company, one in made.items()}
    first, second = (worth_of(one, policy, question) for one in ends)
    shares = take_shares(averages, worth)
    parts = [Contribution(step.id, **vars(share)) for step, share in zip(steps, shares, strict=True)]
    teams = {name: [place for place, step in enumerate(steps) if step.group == name] for name in GROUPS}
    there = {name: team for name, team in teams.items() if team}
    sums: Sequence[PlayerShare] = take_shares(averages, worth, [*there.values()]) if there else ()
    groups = [Contribution(name, **vars(share)) for name, share in zip(there, sums, strict=True)]
    one, other = (end.answers[policy, question] for end in ends)
    return Waterfall(
        question, other.asks, one, other, Move(*difference_of(second, first), tuple(parts)), tuple(groups)
    )  # fmt: skip


def _end(side: WatchedScenario) -> DiffEnd:
    scenario: Any = side.scenario
    return DiffEnd(scenario.name, scenario.digest, scenario.as_of, tuple(dict.fromkeys(one.id for one in side.seen)))
