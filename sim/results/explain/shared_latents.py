"""Judgments that rest on one latent column: what they carry together, divided by how far each moves the answer.

A voice's statements on one variable move together (one doubt: is the voice too low or too high there), so the
draws alone cannot tell which of them moved the answer. Each is nudged up and down by one standard deviation of its
log-odds, and the shares follow how far the answer goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np

from sim.priors.latent_draws import Spoke
from sim.priors.what_if import again
from sim.progress import Progress, untold
from sim.results.explain.case import Case
from sim.results.shares.variance_shares import Share
from sim.scenario.resolve.scenario import Scenario

SMALL = 0.005  # a share below this is divided evenly: no division could be seen
OPPOSED = 0.1  # where the sum of responses is below this part of their sizes, sizes decide


def divided(
    one: Case, together: Sequence[Sequence[Spoke]], shares: Sequence[Share], progress: Progress = untold
) -> list[tuple[Spoke, Share]]:
    """Every judgment with a share of its own."""
    out = []
    for number, (group, whole) in enumerate(zip(together, shares, strict=True), start=1):
        parts = zip(group, _parts(one.few, group, whole), strict=True)
        out += [(spoke, Share(whole.share * part, whole.error * abs(part))) for spoke, part in parts]
        progress(number / len(together))
    return out


def _parts(few: Case, group: Sequence[Spoke], whole: Share) -> list[float]:
    """What of the group's share belongs to each; the parts sum to 1."""
    doubtful = [len(spoke.log_odds) > 0 for spoke in group]
    even = [doubt / max(sum(doubtful), 1) for doubt in doubtful]
    if sum(doubtful) < 2 or abs(whole.share) < SMALL:
        return even
    moved = [_response(few, spoke) if doubt else 0.0 for spoke, doubt in zip(group, doubtful, strict=True)]
    sizes, total = sum(map(abs, moved)), sum(moved)
    if not sizes > 0:
        return even
    opposed = abs(total) < OPPOSED * sizes
    return [abs(one) / sizes if opposed else one / total for one in moved]


def _response(few: Case, spoke: Spoke) -> float:
    """How far the answer's log-odds go when a judgment is moved from one standard deviation below to one above."""
    base = few.scenario.judgments[spoke.variable][spoke.judgment].nudge
    step = float(np.mean([column.std() for column in spoke.log_odds])) * (-1.0 if spoke.folded else 1.0)
    up, down = (
        few.outcomes(again(_nudged(few.scenario, spoke, base + way * step), few.priors, spoke.judgment))
        for way in (1.0, -1.0)
    )
    last = few.target.step - 1
    return _log_odds(float(up.probability[:, 0, last].mean())) - _log_odds(float(down.probability[:, 0, last].mean()))


def _nudged(scenario: Scenario, spoke: Spoke, nudge: float) -> Scenario:
    """The scenario with another nudge of one judgment, which may lie beyond what a file can hold."""
    variable, key = spoke.variable, spoke.judgment
    judgment = scenario.judgments[variable][key].model_copy(update={"nudge": nudge})
    said, current = ({**group[variable], key: judgment} for group in (scenario.judgments, scenario.current))
    moved = scenario.with_voices(scenario.experts, judgments={**scenario.judgments, variable: said})
    exact = {**scenario.resolved, key: replace(scenario.resolved[key], record=judgment)}
    return replace(moved, current={**scenario.current, variable: current}, resolved=exact)


def _log_odds(p: float) -> float:
    held = min(max(p, 1e-9), 1 - 1e-9)
    return log(held / (1 - held))
