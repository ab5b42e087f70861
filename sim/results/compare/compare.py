"""Policies, edits and alternatives of one scenario compared on common draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.progress import Progress, portion, untold
from sim.results.compare.differences import take_difference
from sim.results.compare.model import Comparison, Difference, Side
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.limits import MEMORY, require_known
from sim.scenario.edit import edit
from sim.scenario.resolve.observations import Observation, by_statement
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
    alternatives: Sequence[str] = (),
    observations: Sequence[Observation] = (),
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Comparison:
    """How far answers lie apart: the first policy less each other, or the file less the file seen in another way.

    policies: ids; with `changes` or `alternatives` one or more, by default all, each with itself; without, two or more,
    the first with each other. questions: ids, all by default. changes: path -> value, as `sim.edit` takes them; the
    second side is the scenario with them. alternatives: names of the file's; each is a second side. observations,
    draws, worlds, seed, threads, progress, memory: as in `sim.forecast`. Both sides have the same draws, so that what
    moves both alike cancels.

    Raises FormatError for fewer policies than that, ModelError for an unknown policy, question or alternative, and what
    `sim.edit` and `sim.forecast` raise.
    """
    require_known(scenario, questions=questions, policies=policies)
    variants = _variants(scenario, changes, alternatives)
    if not variants and len(policies) < 2:
        message = "name two policies or more, or a change or an alternative to compare the file with"
        raise FormatError([Problem(message, "policies", scenario.name)])
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=Cache(), shares=False,
        curves=False, policies=tuple(dict.fromkeys(policies)) or None, questions=tuple(questions) or None,
        observations=observations,
    )  # fmt: skip
    own = run(scenario, progress=portion(progress, 0.0, 1 / (len(variants) + 1)))
    made: list[Difference] = []
    for policy in () if variants else policies[1:]:
        made += _differences(own, own, [(Side(policies[0]), Side(policy))])
    for number, (words, edits) in enumerate(variants.items(), start=1):
        part = portion(progress, number / (len(variants) + 1), (number + 1) / (len(variants) + 1))
        other = run(edit(scenario, edits), progress=part)
        both = [policy for policy in own.policies if policy in other.policies]
        made += _differences(own, other, [(Side(policy), Side(policy, words)) for policy in both])
    return Comparison(
        **head_of(scenario, own.settings), differences=tuple(made), warnings=_warnings(made),
        observations=tuple(by_statement(observations)),
    )  # fmt: skip


def _variants(
    scenario: Scenario, changes: Mapping[str, object] | None, alternatives: Sequence[str]
) -> dict[str, Mapping[str, object]]:
    """What the file is compared with: the edits by how they are called."""
    known = scenario.alternatives
    unknown = [
        Problem(f"unknown alternative '{name}'{nearest(name, tuple(known))}", "alternatives", scenario.name)
        for name in alternatives
        if name not in known
    ]
    if unknown:
        raise ModelError(unknown)
    own = {} if changes is None else {in_words(changes): changes}
    return own | {f"alternative {name}": known[name].set for name in alternatives}


def _differences(one: Forecast, other: Forecast, sides: Sequence[tuple[Side, Side]]) -> list[Difference]:
    return [take_difference(one, other, pair, question) for pair in sides for question in one.draws.questions]


def _warnings(made: Sequence[Difference]) -> tuple[str, ...]:
    noisy = sorted({one.question for one in made if one.noise_share > NOISE_TOLD and not one.settled})
    told = f"noise of worlds is above a tenth of the spread of {', '.join(noisy)}: ask for more worlds"
    return (told,) if noisy else ()


def in_words(changes: Mapping[str, Any]) -> str:
    """The changes as `--set` takes them.

    >>> in_words({"pool.rule": "linear", "dependence": 0.2})
    'pool.rule=linear, dependence=0.2'
    """
    return ", ".join(f"{path}={write_flow(value)}" for path, value in changes.items())
