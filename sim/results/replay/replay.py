"""The forecast as of every day on which something was seen, and what moved it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from sim.engine.evidence.observed import by_content
from sim.progress import Progress, untold
from sim.results.ancestry import find_opening
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require_known
from sim.results.replay.attribution import difference_of, take_shares, worth_of
from sim.results.replay.days import choose_days, seen_by
from sim.results.replay.model import Contribution, Move, Replay, ReplayDay
from sim.results.replay.news import DayStep, all_news
from sim.results.replay.open_policy import choose_policy
from sim.results.replay.shapley import ORDERS, Coalition, in_turn, take_averages
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario


def replay(
    scenario: Scenario,
    evidence: str | Path | None = None,
    *,
    given: Sequence[str] = (),
    start: date | None = None,
    end: date | None = None,
    questions: Sequence[str] = (),
    policy: str | None = None,
    orders: int = ORDERS,
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Replay:
    """The answers as of every day on which something was seen, and at least once a week, each as `sim run` has it.

    evidence: a file of it, by default the `evidence.yaml` beside the scenario. given: more of it, as in `sim.evidence`.
    start, end: the first and the last day, by default the scenario's `as_of` and the last day of which something is
    known. questions: ids, by default the one at which the dashboard opens. policy: by default `let_it_run`, else the
    one at which the dashboard opens, else the first that leaves to chance all that was seen. orders: how many orders
    are drawn for a day with more than 6 pieces of news, an even number of 4 or more. The rest: as in `sim.forecast`.

    Raises FormatError where there is no evidence and for days out of order or of the scenario's time, and what
    `sim.evidence` and `sim.forecast` raise.
    """
    require_known(scenario, questions=questions, policies=[] if policy is None else [policy])
    seen = seen_by(scenario, evidence, given)
    days = choose_days(scenario, seen(end), start, end)
    asked = [name for name in scenario.questions if name in questions] or [find_opening(scenario)[1]]
    policy = policy or choose_policy(scenario, seen(days[-1]))
    run = partial(
        forecast, scenario, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(),
        shares=False, curves=False, policies=[policy],
    )  # fmt: skip
    runs = _Runs(policy, asked, run)
    steps = [DayStep((), (), ())]
    made: list[ReplayDay] = []
    for number, day in enumerate(days, start=1):
        steps.append(steps[-1].onto(seen(day)))
        made.append(runs.day(day, steps[-1], orders, seed, is_first=number == 1))
        progress(number / len(days))
    told = runs.whole(steps[-1].after)
    return Replay(
        scenario=scenario.id, title=scenario.title, file=scenario.name, digest=scenario.digest, as_of=scenario.as_of,
        policy=policy, settings=told.settings, questions=tuple(asked),
        asks={name: scenario.questions[name].asks for name in asked}, days=tuple(made), forecasts=runs.count,
        warnings=told.warnings,
    )  # fmt: skip


@dataclass(eq=False)
class _Runs:
    """Forecasts under what was seen; days and coalitions that see the same share one.

    asked: the questions of the replay. run: makes a forecast of some `observations`, and of some `questions`.
    """

    policy: str
    asked: Sequence[str]
    run: Callable[..., Forecast]
    made: dict[tuple[object, ...], Forecast] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many were worked out."""
        return len(self.made)

    def whole(self, seen: Sequence[Observation]) -> Forecast:
        """All questions, so that no digit differs from those of `sim run`."""
        return self._made(seen, None)

    def part(self, seen: Sequence[Observation]) -> Forecast:
        """The questions asked."""
        whole = self.made.get((None, *_content(seen)))
        return whole or self._made(seen, self.asked)

    def day(self, day: date, step: DayStep, orders: int, seed: int, *, is_first: bool) -> ReplayDay:
        """One row of the table."""
        made = self.whole(step.after)
        answers = {name: made.answers[self.policy, name] for name in self.asked}
        news = all_news(step.after) if is_first else step.news
        return ReplayDay(day, news, answers, {} if is_first else self._moves(step, orders, seed))

    def _moves(self, step: DayStep, orders: int, seed: int) -> Mapping[str, Move]:
        before, after, players = self.whole(step.before), self.whole(step.after), len(step.news)
        averages = take_averages(players, orders=orders, seed=seed)
        wanted = {*averages.coalitions, *(one for factors in in_turn(players) for one in factors)}
        made: dict[Coalition, Forecast] = {
            one: before if not one else after if len(one) == players else self.part(step.company(one)) for one in wanted
        }
        moves = {}
        for name in self.asked:
            first, last = (worth_of(one, self.policy, name) for one in (before, after))
            shares = take_shares(averages, {one: worth_of(run, self.policy, name) for one, run in made.items()})
            parts = (Contribution(told.id, **vars(share)) for told, share in zip(step.news, shares, strict=True))
            moves[name] = Move(*difference_of(last, first), tuple(parts))
        return moves

    def _made(self, seen: Sequence[Observation], questions: Sequence[str] | None) -> Forecast:
        key = (questions and tuple(questions), *_content(seen))
        if key not in self.made:
            self.made[key] = self.run(observations=seen, questions=questions)
        return self.made[key]


def _content(seen: Sequence[Observation]) -> tuple[object, ...]:
    """What was seen, without its dates and words."""
    return tuple(map(str, sorted(map(by_content, seen))))
