"""Each voice's record as seed questions: what it said alone of every resolved question, and what came."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from sim.results.score.model import ScoredQuestion
from sim.results.track.model import TrackedCase
from sim.scenario.model.seed_questions import SEEDS_MAX
from sim.scenario.writing.yaml_write import write_flow

LEVELS = (0.05, 0.5, 0.95)
NEAREST = 0.001
"""Probabilities nearer to 0 or 1 are moved there, so that quantiles rise."""
_VOICE = "voice "
HEAD = """\
# What voices were worth on questions that are answered, as seed questions: `sim track --seeds-out`. To weigh the voices
# of a scenario by it, put what follows into its file, leave out answers of voices that it does not have, and say
# `pool: {weights: performance}`.
#
# A question of yes or no has no quantiles. Here no is spread evenly over -0.5 to 0.5 and yes over 0.5 to 1.5; a voice
# that said p has the quantiles of that mixture, and what came is placed by a number that hangs on the question's name
# alone. A voice that is right about its probabilities is then right about its quantiles (randomised PIT, Smith 1985).
"""


def seeds_of(cases: Sequence[TrackedCase]) -> str:
    """The text of `seeds:`, a question each, at most as many as a scenario may hold: the latest ones.

    A voice is told by its id; one that has different names in different scenarios is left out. Contested questions are
    left out; an answer that rests on the absence of reports counts as what it says.
    """
    names: dict[str, set[str]] = {}
    for case in cases:
        for voice, name in case.names.items():
            names.setdefault(voice, set()).add(name)
    known = {voice for voice, called in names.items() if len(called) == 1}
    seeds: list[tuple[date, str, dict[str, Any]]] = []
    for case in cases:
        for one in case.table.questions:
            answers = _answers(one, known)
            if answers and one.question not in case.contested:
                seeds.append(_seed(case, one, answers))
    latest = sorted(seeds, key=lambda seed: seed[0])[-SEEDS_MAX:]
    return HEAD + "seeds:\n" + "".join(f"  {key}: {write_flow(seed)}\n" for _, key, seed in latest)


def _answers(one: ScoredQuestion, known: set[str]) -> dict[str, dict[str, float]]:
    voices = {who.removeprefix(_VOICE): loss for who, loss in one.scores.items() if who.startswith(_VOICE)}
    return {voice: _quantiles(loss.probability) for voice, loss in voices.items() if voice in known}


def _seed(
    case: TrackedCase, one: ScoredQuestion, answers: dict[str, dict[str, float]]
) -> tuple[date, str, dict[str, Any]]:
    scenario, came = case.table.scenario, one.truth > 0.5
    key = f"{scenario[:40]}_{one.question}"[:64]
    day = case.decided_on[one.question]
    realisation = round(float(came) - 0.5 + _place(f"{scenario}/{one.question}"), 6)
    note = f"{'yes' if came else 'no'}, spread over one unit; {case.table.title}"
    seed = {"asks": one.asks, "realisation": realisation, "answers": answers, "date": day.isoformat(), "note": note}
    return day, key, seed


def _quantiles(probability: float) -> dict[str, float]:
    """The quantiles of a voice that said p: no evenly over -0.5 to 0.5, yes over 0.5 to 1.5.

    >>> _quantiles(0.5)
    {'5%': -0.4, '50%': 0.5, '95%': 1.4}
    """
    p = min(max(probability, NEAREST), 1 - NEAREST)
    return {
        f"{100 * level:g}%": round(level / (1 - p) - 0.5 if level <= 1 - p else 0.5 + (level - (1 - p)) / p, 6)
        for level in LEVELS
    }


def _place(name: str) -> float:
    """A number between 0 and 1 that hangs on a name alone, as if it were drawn."""
    return (int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) + 0.5) / 2**64
