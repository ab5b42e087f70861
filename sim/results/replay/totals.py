"""What silence did to an answer from the first day of a replay to its last, and what all that was seen did."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.results.replay.model import SILENCE, Replay


@dataclass(frozen=True)
class MovesInAll:
    """Sums of `in_turn` over all days, in probability: silence comes first on each. NaN where a day's are unknown."""

    silence: float
    seen: float


def add_moves(made: Replay, question: str) -> MovesInAll | None:
    """The two sums of one question's moves; None where no day has any."""
    parts = [part for day in made.days if question in day.moves for part in day.moves[question].parts]
    if not parts:
        return None
    return MovesInAll(
        silence=math.fsum(part.in_turn for part in parts if part.id == SILENCE),
        seen=math.fsum(part.in_turn for part in parts if part.id != SILENCE),
    )
