"""The forecast as of every day on which something was seen, and what moved it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from sim.progress import Progress, untold
from sim.results.ancestry import find_opening
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.ledger.said import find_said
from sim.results.limits import MEMORY, require_known
from sim.results.replay.attribution import difference_of, take_shares, worth_of
from sim.results.replay.days import choose_days, is_silence, seen_by
from sim.results.replay.model import Contribution, Move, Replay, ReplayDay
from sim.results.replay.news import DayStep, content_of
from sim.results.replay.open_policy import choose_policy
from sim.results.replay.shapley import ORDERS, Averages, Coalition, in_turn, take_averages
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
    moves: bool = True,
    orders: int = ORDERS,
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
    ledger: str | Path | None = None,
) -> Replay:
    """The answers as of every day on which something was seen, and at least once a week, each as `sim run` has it.

    evidence: a file of it, by default the `evidence.yaml` beside the scenario. given: more of it, as in `sim.evidence`.
    start, end: the first and the last day, by default the scenario's `as_of` and the last day of which something is
    known. questions: ids, by default the one at which the dashboard opens. policy: by default `let_it_run`, else the
    one at which the dashboard opens, else the first that leaves to chance all that was seen. moves: whether it is told
    what moved the answers. orders: how many orders are drawn for a day with more than 6 pieces of news, an even number
    of 4 or more. ledger: folder of a ledger; the days of its entries are shown too, with what was really said. The
    rest: as in `sim.forecast`.

    Raises FormatError where there is no evidence and for days out of order or of the scenario's time, and what
    `sim.evidence` and `sim.forecast` raise.
    """
    require_known(scenario, questions=questions, policies=[] if policy is None else [policy])
    seen = seen_by(scenario, evidence, given)
    asked = [name for name in scenario.questions if name in questions] or [find_opening(scenario)[1]]
    known = seen(end)
    policy = policy or choose_policy(scenario, known)
    said = {} if ledger is None else {one.date: one.answers for one in find_said(ledger, scenario, policy)}
    days = choose_days(scenario, known, start, end, [day for day in said if end is None or day <= end])
    run = partial(
        forecast, scenario, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(),
        shares=False, curves=False, policies=[policy],
    )  # fmt: skip
    runs = _Runs(policy, asked, run)
    steps = [DayStep(seen, first, day) for first, day in pairwise([None, *days]) if day is not None]
    made: list[ReplayDay] = []
    for number, step in enumerate(steps, start=1):
        averages = take_averages(len(step.news), orders=orders, seed=seed) if moves and number > 1 else None
        then = said.get(step.last, {})
        row = runs.day(step, averages)
        made.append(replace(row, said={name: then[name] for name in asked if name in then}))
        progress(number / len(days))
    told = runs.given(steps[-1].after)
    return Replay(
        **head_of(scenario, told.settings), policy=policy, questions=tuple(asked),
        asks={name: scenario.questions[name].asks for name in asked}, days=tuple(made), forecasts=runs.count,
        silence=any(is_silence(one) for step in steps for one in step.after), warnings=told.warnings,
    )  # fmt: skip


@dataclass(eq=False)
class _Runs:
    """Forecasts under what was seen; days and coalitions that see the same share one.

    asked: the questions of the replay. run: makes a forecast of some `observations`, and of some `questions`.
    """

    policy: str
    asked: Sequence[str]
    run: Callable[..., Forecast]
    made: dict[tuple[str, ...], Forecast] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many were worked out."""
        return len(self.made)

    def given(self, seen: Sequence[Observation]) -> Forecast:
        """The answers to the questions asked, digit by digit those of `sim run`.

        Where nothing was seen, questions are answered together, and last digits hang on which.
        """
        key = content_of(seen)
        if key not in self.made:
            self.made[key] = self.run(observations=seen, questions=self.asked if seen else None)
        return self.made[key]

    def day(self, step: DayStep, averages: Averages | None) -> ReplayDay:
        """One row of the table. averages: of its news; None where it is not asked what moved the answers."""
        made = self.given(step.after)
        answers = {name: made.answers[self.policy, name] for name in self.asked}
        return ReplayDay(step.last, step.news, answers, {} if averages is None else self._moves(step, averages))

    def _moves(self, step: DayStep, averages: Averages) -> Mapping[str, Move]:
        before, after, players = self.given(step.before), self.given(step.after), len(step.news)
        wanted = {*averages.coalitions, *(one for factors in in_turn(players) for one in factors)}
        made: dict[Coalition, Forecast] = {frozenset(): before}
        made |= {one: after if len(one) == players else self.given(step.company(one)) for one in wanted if one}
        moves = {}
        for name in self.asked:
            first, last = (worth_of(one, self.policy, name) for one in (before, after))
            shares = take_shares(averages, {one: worth_of(run, self.policy, name) for one, run in made.items()})
            parts = (Contribution(told.id, **vars(share)) for told, share in zip(step.news, shares, strict=True))
            moves[name] = Move(*difference_of(last, first), tuple(parts))
        return moves
