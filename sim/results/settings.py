"""What a run is told: how many draws and worlds, which seed, how many threads."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.results.limits import MEMORY

TOLD = "draws=settings.draws worlds=settings.worlds seed=settings.seed"
"""What an output says of them, in the words of `sim.results.document.record`."""


@dataclass(frozen=True)
class RunSettings:
    """One record for every run; the same scenario, draws, worlds and seed give the same bytes.

    draws: samples of what we do not know. worlds: histories played a draw. seed: 0 or above. threads: change the time,
    never a byte. memory: bytes that the run may take, or a text such as `2.5GB`.
    """

    draws: int = 1000
    worlds: int = 64
    seed: int = 1
    threads: int = field(default=1, compare=False)
    memory: int | str = field(default=MEMORY, compare=False)

    def __str__(self) -> str:
        return f"{self.draws:,} draws x {self.worlds:,} worlds, seed {self.seed}"
