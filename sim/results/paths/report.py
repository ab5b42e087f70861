"""By which way the worlds go: first time to each rung, the commonest stories, and what flows from date to date."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Floats
from sim.engine.histories import Watcher, watch_worlds
from sim.engine.program.compiler import compile
from sim.engine.program.program import Program, part
from sim.engine.program.uniforms import round_worlds
from sim.engine.sample import run
from sim.errors import FormatError, ModelError, Problem, nearest
from sim.priors.build import build
from sim.progress import Progress, untold
from sim.results.ancestry import needed_variables
from sim.results.forecast.evidence_policies import open_policies, require_possible
from sim.results.head import head_of
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.results.paths.model import LEVELS, FirstTime, Paths, PathStack
from sim.results.paths.naming import tell_rung
from sim.results.paths.stories import StoryTeller
from sim.results.paths.tally import PathCounts, PathTally, WatchedVariable, blank_counts
from sim.results.replay.open_policy import choose_policy
from sim.results.settings import RunSettings
from sim.scenario.resolve.observations import Observation, listed
from sim.scenario.resolve.scenario import Scenario

RESPONSES = 4
"""Variables besides the levers that are told where none is named."""
MOST_STORIES = 100_000
"""Stories that there may be."""
COLUMNS = 8
"""Dates of the picture, at most."""
_EARLY = 1.7
"""Power by which the dates of the picture lie closer to each other at first."""


def paths(
    scenario: Scenario, *, policy: str | None = None, variables: Sequence[str] = (), by: datetime.date | None = None,
    top: int = 8, observations: Sequence[Observation] = (), draws: int = 1000, worlds: int = 64, seed: int = 1,
    threads: int = 1, progress: Progress = untold, memory: int | str = MEMORY,
) -> Paths:  # fmt: skip
    """The commonest stories, the first time to each rung and the states over time, counted from whole worlds.

    policy: by default that at which the dashboard opens; where something was seen, `let_it_run`. variables: ids, in the
    order in which stories tell them; by default the levers and the first four others that a question asks to reach. by:
    stories end with the last step that ends by this day; by default with the timeline. top: stories told by themselves,
    1 to 1,000; an event to which none of them comes has a line too, with the commonest way to it. observations: what
    was seen. The rest: as in `sim.forecast`. The worlds are those of `sim run`.

    Raises FormatError for a number or a date out of range, ModelError for an unknown or set policy, for an unknown
    variable and for more than 100,000 possible stories, ImpossibleError where what was seen cannot be.

    >>> import sim
    >>> made = sim.paths(sim.read("scenarios/first-steps.yaml"), draws=100)
    >>> round(sum(story.share for story in made.stories), 12)
    1.0
    """
    require(draws=draws, worlds=worlds, seed=seed, threads=threads)
    require_known(scenario, policies=() if policy is None else [policy])
    if not 1 <= top <= 1000:
        raise FormatError([Problem(f"{top} - must be from 1 to 1,000", "top", "options")])
    policy = policy or choose_policy(scenario, observations)
    open_policies(scenario, {policy: scenario.paths[policy]}, [policy], observations)
    names = _choose_variables(scenario, variables)
    last = _last_step(scenario, by)
    settings = RunSettings(draws, round_worlds(worlds), seed, threads, memory)
    watched = len(needed_variables(scenario, {*names, *(one.variable for one in observations)}))
    extent = Extent(draws, threads, seen=bool(observations), watched=watched)
    require_memory(scenario, extent, memory, [policy], ())
    return _told(scenario, policy, names, top, observations, settings,
                 _counted(scenario, policy, names, last, observations, settings, progress))  # fmt: skip


def list_default(scenario: Scenario) -> tuple[str, ...]:
    """The variables that are told where none is named."""
    levers = [name for name, variable in scenario.variables.items() if variable.role == "lever"][:2]
    asked = [one.variable for one in scenario.targets.values() if one.kind == "reaches" and one.variable not in levers]
    return tuple(dict.fromkeys([*levers, *dict.fromkeys(asked)]))[: len(levers) + RESPONSES] or tuple(
        list(scenario.variables)[:RESPONSES]
    )


def count_stories(scenario: Scenario, names: Sequence[str]) -> int:
    """How many stories some variables could make."""
    return math.prod(len(scenario.variables[name].states) for name in names)


def _choose_variables(scenario: Scenario, variables: Sequence[str]) -> tuple[str, ...]:
    unknown = [
        Problem(f"no variable '{name}'{nearest(name, list(scenario.variables))}", "variables", scenario.name)
        for name in variables if name not in scenario.variables
    ]  # fmt: skip
    if unknown:
        raise ModelError(unknown)
    names = tuple(dict.fromkeys(variables)) or list_default(scenario)
    if (possible := count_stories(scenario, names)) > MOST_STORIES:
        message = f"{possible:,} stories are possible, and at most {MOST_STORIES:,} are counted: name fewer variables"
        raise ModelError([Problem(message, "variables", scenario.name)])
    return names


def _last_step(scenario: Scenario, by: datetime.date | None) -> int:
    ends = scenario.calendar.ends
    if by is None:
        return len(ends) - 1
    if not ends[1] <= by <= ends[-1]:
        message = f"{by} - must be from {ends[1]}, the first step's end, to {ends[-1]}"
        raise FormatError([Problem(message, "by", "options")])
    return max(step for step, end in enumerate(ends) if end <= by)


def _columns(last: int) -> tuple[int, ...]:
    """Steps of the picture, the first and the last among them, closer to each other at first, where most happens.

    >>> _columns(14), _columns(4)
    ((1, 2, 3, 4, 6, 8, 11, 14), (1, 2, 3, 4))
    """
    found = [1]
    for k in range(1, COLUMNS):
        found.append(max(round(1 + (last - 1) * (k / (COLUMNS - 1)) ** _EARLY), found[-1] + 1))
    return (*(step for step in found if step < last), last)


def _counted(
    scenario: Scenario, policy: str, names: Sequence[str], last: int, observations: Sequence[Observation],
    settings: RunSettings, progress: Progress,
) -> PathCounts:  # fmt: skip
    program = compile(scenario, build(scenario, settings.draws, settings.seed))
    needed = {*names, *(one.variable for one in observations)}
    program = part(replace(program, questions=()), {program.index(name) for name in needed})
    watched = [WatchedVariable(len(scenario.variables[n].states), scenario.variables[n].ordered) for n in names]
    laid = {name: path for name, path in scenario.paths[policy].items() if name in {v.name for v in program.variables}}

    def blank() -> PathCounts:
        return blank_counts(watched, settings.draws, _columns(last), last)

    counts = blank()

    def done(tally: Watcher) -> None:
        assert isinstance(tally, PathTally)
        counts.add(tally.counts)

    watch_worlds(
        program, policy, laid, settings.worlds, settings.seed, watched=names, last=last,
        make=lambda first, draws: PathTally(blank(), first, draws), done=done, observations=observations,
        threads=settings.threads, progress=progress,
    )  # fmt: skip
    if not counts.total:
        _refuse(program, policy, scenario, observations, settings)
    return counts


def _refuse(
    program: Program, policy: str, scenario: Scenario, observations: Sequence[Observation], settings: RunSettings
) -> None:
    """Raises ImpossibleError, since no world agrees with what was seen."""
    known = {variable.name for variable in program.variables}
    laid = {policy: {name: path for name, path in scenario.paths[policy].items() if name in known}}
    found = run(program, laid[policy], policy, settings.worlds, settings.seed, observations=observations)
    require_possible(program, laid, {policy: found}, observations, settings.seed)


def _told(
    scenario: Scenario, policy: str, names: tuple[str, ...], top: int, observations: Sequence[Observation],
    settings: RunSettings, counts: PathCounts,
) -> Paths:  # fmt: skip
    dates = scenario.calendar.ends[1 : counts.rungs[0].shape[2] + 1]
    settled = {name for name in names if _is_settled(scenario, policy, name, counts)}
    return Paths(
        **head_of(scenario, settings), policy=policy, by=dates[-1], variables=names, dates=tuple(dates),
        columns=tuple(dates[step - 1] for step in counts.columns),
        stories=StoryTeller(scenario, names, settled, counts).tell(top),
        first_times=tuple(
            _first_time(scenario, policy, name, rung, counts, counts.rungs[place][:, row], dates)
            for place, name in enumerate(names) for row, rung in enumerate(counts.variables[place].rungs)
        ),
        stacks=tuple(_stack(scenario, name, counts, place) for place, name in enumerate(names)),
        effective_worlds=counts.total**2 / counts.squares[0], observations=tuple(map(str, listed(observations))),
    )  # fmt: skip


def _first_time(
    scenario: Scenario, policy: str, name: str, rung: int, counts: PathCounts, sums: Floats,
    dates: Sequence[datetime.date],
) -> FirstTime:  # fmt: skip
    share, error = counts.share(sums[:, -1])
    if _is_settled(scenario, policy, name, counts):
        error = 0.0
    reached = sums.sum(axis=0) / counts.total
    least = {level: reached[-1] * level / 100 * (1 - 1e-12) for level in LEVELS if share > 0}
    by_level = {level: dates[int(np.argmax(reached >= enough))] for level, enough in least.items()}
    known = scenario.variables[name]
    return FirstTime(
        name, known.label, known.states[rung], tell_rung(scenario, name, rung), share, error,
        tuple(map(float, reached)), by_level,
    )  # fmt: skip


def _is_settled(scenario: Scenario, policy: str, name: str, counts: PathCounts) -> bool:
    """Whether a policy says where the variable is at every step that is looked at, so that nothing is left to count."""
    path, last = scenario.paths[policy].get(name), counts.columns[-1]
    return path is not None and all(state is not None for state in path.fixed[1 : last + 1])


def _stack(scenario: Scenario, name: str, counts: PathCounts, place: int) -> PathStack:
    known = scenario.variables[name]
    shares, flows = counts.stacks[place] / counts.total, counts.flows[place] / counts.total
    return PathStack(
        name, known.label, known.states, tuple(tuple(map(float, row)) for row in shares),
        tuple(tuple(tuple(map(float, row)) for row in flow) for flow in flows),
    )  # fmt: skip
