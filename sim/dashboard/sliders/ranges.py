"""Where a slider can stand: a range made of the file's values alone, so that no move, lexicon or question changes it.

A value from the address that lies beyond is brought to the nearer end, and the page says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sim.dashboard.sliders.labels import write_number
from sim.dashboard.sliders.trust import find_mark, list_trust
from sim.errors import SimError
from sim.log_odds import log_odds_of
from sim.priors import judgment_priors
from sim.scenario import edit
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Shift, Split
from sim.scenario.model.places import dotted
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import TRUST, name_path
from sim.show.naming.stated import find_tails, shift_median

STEP = 0.1
FARTHEST, HEAVIEST = 20.0, 1e6  # the format's own limits of a nudge and of a weight
_END = math.log(0.999 / 0.001)
_MOST_WIDE = 35
"""Steps away from the file's value; near it there are about as many again."""
_NEAR, _MIDDLE, _FINE_WEIGHTS = 10, 20, 10
_FAR = (4, 5, 10, 20, 40)

Ranges = Mapping[str, tuple[float, ...]]


def find_ranges(file: Scenario) -> Ranges:
    """Path -> the places of its slider, ascending, the file's own value among them.

    Every weight and every nudge has a range, with or without a slider on the page: the answer must not
    depend on the question that is selected.
    """
    places = {f"experts.{name}.weight": list_weights(expert.weight) for name, expert in file.experts.items()}
    for name, prior in judgment_priors.judgments(file).items():
        judgment = file.judgments[prior.variable][name]
        medians = _medians(judgment, prior.median, file.variables[prior.variable].states)
        places[f"judgments.{name}.nudge"] = list_nudges(judgment.nudge, medians)
    mark = find_mark(file)
    return places if mark is None else places | {TRUST: list_trust(mark)}


def keep_within(file: Scenario, places_of: Ranges, edits: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The edits with each value inside its range, one a path; and a sentence for each that lay beyond.

    A path has one spelling here, `judgments.J1.nudge`; of two values the later counts, as with `--set`.
    """
    inside: dict[str, str] = {}
    sentences = []
    for spelt, text in edits.items():
        path = dotted(file.file.steps(spelt))
        places, value = places_of.get(path, ()), _finite(text)
        if places and value is not None and not places[0] <= value <= places[-1]:
            end = write_number(places[0] if value < places[0] else places[-1])
            sentences.append(f"{name_path(file, path)}: {text} lies beyond the slider's end; {end} is used.")
            text = end
        inside.pop(path, None)
        inside[path] = text
    return inside, tuple(sentences)


def list_weights(base: float) -> tuple[float, ...]:
    """Weights from 0 to 3, or to twice the file's where that is more, and the file's; finest near it.

    >>> list_weights(1.0)[:3], list_weights(1.0)[14:17], list_weights(1.0)[-1], list_weights(1e6)[-1]
    ((0.0, 0.1, 0.2), (0.95, 1.0, 1.05), 3.0, 1000000.0)
    """
    top = min(max(3.0, 2.0 * math.ceil(base)), HEAVIEST)
    steps = (0.1 * times * 10**power for power in range(8) for times in (1, 2, 5))
    step = next(step for step in steps if top / step <= _MOST_WIDE)
    wide = {round(step * k, 4) for k in range(math.floor(top / step + 1e-9) + 1)}
    fine = {round(base + 0.5 * step * k, 4) for k in range(-_FINE_WEIGHTS, _FINE_WEIGHTS + 1)}
    return tuple(sorted(wide | {place for place in fine if 0 <= place <= top} | {top, base}))


def list_nudges(base: float, medians: Iterable[float]) -> tuple[float, ...]:
    """Nudges in log-odds that bring each median to 0.1..99.9 %, as far as the format allows; finest near the file's.

    base: the file's nudge. medians: of what the judgment says, at `base`; none, and all nudges will do.

    >>> grid = list_nudges(0.0, [0.5])
    >>> grid[0], grid[-1], list_nudges(18.0, [0.5])[-1], len(grid), 0.1 in grid
    (-6.9, 6.9, 20.0, 57, True)
    """
    centres = [log_odds_of(median) for median in medians if 0 < median < 1]
    low = min((math.ceil((-_END - centre) / STEP) for centre in centres), default=-400)
    high = max((math.floor((_END - centre) / STEP) for centre in centres), default=400)
    low = max(min(low, 0), math.ceil((-FARTHEST - base) / STEP - 1e-9))
    high = min(max(high, 0), math.floor((FARTHEST - base) / STEP + 1e-9))
    far = next(far for far in _FAR if (high - low) / far <= _MOST_WIDE)
    wide = {step for step in range(-400, 401, far) if abs(step) > _MIDDLE}
    steps = {*range(-_NEAR, _NEAR + 1), *range(-_MIDDLE, _MIDDLE + 1, 2), *wide, low, high}
    grid = {round(base + STEP * k, 4) + 0.0 for k in steps if low <= k <= high and k}
    return tuple(sorted(grid | {base}))


def _medians(judgment: Judgment, median: float | None, states: tuple[str, ...]) -> list[float]:
    """The medians at the file's own nudge that any question may show for a judgment."""
    says = judgment.says
    if isinstance(says, Split | Marginals):
        return [shift_median(tail, judgment.nudge) for tail in find_tails(says, states).values()]
    return [] if median is None or isinstance(says, Shift) else [median]


def _finite(text: str) -> float | None:
    """The number in an edit's text; None for whatever else it is."""
    try:
        value = edit.parse(text)
    except SimError:
        return None
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if known else None  # type: ignore[arg-type]
