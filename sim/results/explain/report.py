"""Which sentence moves an answer: everything that is told of it, in one call."""

from __future__ import annotations

from sim.progress import Progress, portion, untold
from sim.results.explain.case import case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain as explain_case
from sim.results.explain.tornado import with_reruns
from sim.results.limits import MEMORY
from sim.scenario.resolve.scenario import Scenario

SHARES = 0.3  # of the time; the rest goes into runs without a voice, or with a judgment held


def explain(
    scenario: Scenario,
    question: str,
    *,
    policy: str = "",
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
) -> Explanation:
    """The judgments behind an answer with their shares of its variance, leave-one-voice-out, and the tornado.

    policy: empty for the one at which the dashboard opens. draws: at least 100. worlds, seed, progress, memory: as in
    `sim.forecast`.

    Raises ModelError for an unknown question or policy and for too many draws for the memory, FormatError for a number
    out of range.
    """
    one = case(scenario, question, policy, draws, worlds, seed, memory)
    made = explain_case(one, chosen=not policy, progress=portion(progress, 0.0, SHARES))
    return with_reruns(one, made, portion(progress, SHARES, 1.0))
