"""Policies, edits and alternatives of one scenario compared on common draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sim.errors import FormatError, Problem
from sim.progress import Progress, portion, untold
from sim.results.compare.differences import take_difference
from sim.results.compare.model import Comparison, Side
from sim.results.forecast.cache import Cache
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require_known
from sim.scenario.edit import edit
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.yaml_write import write_flow

NOISE_TOLD = 0.1
"""The worlds' share of an answer's spread above which the interval of a difference is told to be too wide."""


def compare(
    scenario: Scenario,
    policies: Sequence[str] = (),
    *,
    questions: Sequence[str] = (),
    changes: Mapping[str, object] | None = None,
    observations: Sequence[Observation] = (),
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Comparison:
    """How far answers lie apart: the first policy less each other, or the file less the file with `changes`.

    policies: ids; with `changes` one or more, by default all, each with itself; without, two or more, the first with
    each other. questions: ids, all by default. changes: path -> value, as `sim.edit` takes them; the second side is the
    scenario with them. observations, draws, worlds, seed, threads, progress, memory: as in `sim.forecast`. Both sides
    have the same draws, so that what moves both alike cancels.

    Raises FormatError for fewer policies than that, ModelError for an unknown policy or question, and what `sim.edit`
    and `sim.forecast` raise.
    """
    require_known(scenario, questions=questions, policies=policies)
    if changes is None and len(policies) < 2:
        message = "name two policies or more, or a change to compare the file with"
        raise FormatError([Problem(message, "policies", scenario.name)])
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(), shares=False,
        curves=False, policies=tuple(dict.fromkeys(policies)) or None, questions=tuple(questions) or None,
        observations=observations,
    )  # fmt: skip
    own = run(scenario, progress=portion(progress, 0.0, 0.5 if changes else 1.0))
    other, pairs = own, [(Side(policies[0]), Side(policy)) for policy in policies[1:]] if changes is None else []
    if changes is not None:
        other = run(edit(scenario, changes), progress=portion(progress, 0.5, 1.0))
        pairs = [(Side(policy), Side(policy, in_words(changes))) for policy in own.policies if policy in other.policies]
    made = tuple(take_difference(own, other, pair, question) for pair in pairs for question in own.draws.questions)
    noisy = sorted({one.question for one in made if one.noise_share > NOISE_TOLD and not one.settled})
    warnings = (f"noise of worlds is above a tenth of the spread of {', '.join(noisy)}: ask for more worlds",)
    return Comparison(
        scenario=scenario.id, title=scenario.title, file=scenario.name, digest=scenario.digest,
        as_of=scenario.as_of.isoformat(), settings=own.settings, differences=made, warnings=warnings if noisy else (),
    )  # fmt: skip


def in_words(changes: Mapping[str, Any]) -> str:
    """The changes as `--set` takes them.

    >>> in_words({"pool.rule": "linear", "dependence": 0.2})
    'pool.rule=linear, dependence=0.2'
    """
    return ", ".join(f"{path}={write_flow(value)}" for path, value in changes.items())
