"""What was compared, and what did not agree: exact answers to 1e-9, sampled ones within six stated errors."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

EXACT = 1e-9
ERRORS = 6  # stated errors that a sampled answer may be off
LEAST = 200  # worlds a sampled answer needs to be compared at all
FEW = 20  # worlds by which it may be off beside that: of what is rare the scatter shows nothing


@dataclass
class Held:
    """counts: (form, method) -> how many answers were compared. faults: what did not agree, in words."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Held) -> None:
        self.counts.update(other.counts)
        self.faults += other.faults

    def count(self, form: str, method: str) -> None:
        self.counts[form, method] += 1

    def exact(self, where: str, found: np.ndarray, right: np.ndarray) -> None:
        """Compare what is solved; draws first, the step second."""
        gap = np.abs(found - right)
        if not gap.max() <= EXACT:  # NaN is a fault as well
            worst = np.unravel_index(np.argmax(np.where(np.isnan(gap), np.inf, gap)), gap.shape)
            place = ", ".join(str(n) for n in worst)
            self.faults.append(f"{where}: {found[worst]:.6g} instead of {right[worst]:.6g} (draw, step: {place})")

    def near(self, where: str, sample: Sample, right: np.ndarray) -> None:
        """Compare what is sampled with (draws, numbers)."""
        mean, error, count = sample.summary()
        gap = np.abs(mean - right)
        far = ~(gap <= ERRORS * error + FEW / np.maximum(count, 1)) & (count >= LEAST)
        if far.any():
            worst = tuple(np.argwhere(far)[0])
            told = f"{mean[worst]:.5g} instead of {right[worst]:.5g}, stated error {error[worst]:.2g}"
            self.faults.append(f"{where}: {told}; {far.sum()} such numbers")


@dataclass(frozen=True)
class Sample:
    """Copies of some draws that were sampled independently: all arrays are (draws, copies, numbers).

    weight: of what each copy's number is a mean over. noise: as the program states it; None where it states
    none, and the scatter of the copies tells it. worlds: a copy.
    """

    found: np.ndarray
    weight: np.ndarray
    noise: np.ndarray | None
    worlds: int

    def summary(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(draws, numbers): mean, its error, and how many worlds of equal weight are behind it."""
        copies, total = self.weight.shape[1], self.weight.sum(axis=1)
        share = self.weight / np.where(total > 0, total, 1.0)[:, None]
        mean = (share * self.found).sum(axis=1)
        noise = (self.found - mean[:, None]) ** 2 * copies / (copies - 1) if self.noise is None else self.noise
        same = np.divide(total**2, (self.weight**2).sum(axis=1), out=np.zeros_like(total), where=total > 0)
        count = self.worlds * same * np.minimum(1.0, total / copies)
        return mean, np.sqrt((share**2 * noise).sum(axis=1)), count
