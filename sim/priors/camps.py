"""Camps: voices that share one weight and move together, since they have one argument or one interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Floats
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Camps:
    """Who is heard in which camp. A camp with one voice has its weight, and nothing to share.

    of: heard voice -> its camp. members: camp -> its voices, heard or not, sorted: a voice whose weight goes to 0
    leaves everybody else's columns as they are. weight, dependence: of each camp.
    rho: the file's dependence, which holds between voices of different camps.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)
    dependence: Mapping[str, float] = field(default_factory=dict)
    rho: float = 0.0

    def shared(self, voice: str) -> tuple[str, float]:
        """The camp that a voice shares its errors with and how far, beyond `rho`; ("", rho) where it has none."""
        camp = self.of.get(voice)
        if camp is None or len(self.members[camp]) < 2 or self.dependence[camp] <= self.rho:
            return "", self.rho
        return camp, self.dependence[camp]

    def heard(self, camp: str) -> int:
        """How many voices of a camp are heard."""
        return sum(voice in self.of for voice in self.members[camp])

    def divided(self, voices: Sequence[str], company: Sequence[str]) -> bool:
        """Whether a camp of some voices is heard in the company by others as well."""
        camps = {self.of[voice] for voice in voices if voice in self.of}
        return any(self.of.get(voice) in camps for voice in set(company).difference(voices))

    def weights(self, voices: Sequence[str], weights: Mapping[str, float]) -> dict[str, float]:
        """What each voice weighs in this company: of a camp in proportion to its own weight, adding up to the camp's.

        >>> camps = Camps({"a": "doves", "b": "doves"}, {"doves": ("a", "b")}, {"doves": 1.0}, {"doves": 0.8}, 0.6)
        >>> camps.weights(["a", "b", "c"], {"a": 1.0, "b": 3.0, "c": 2.0})
        {'a': 0.25, 'b': 0.75, 'c': 2.0}
        """
        total: dict[str, float] = {}
        for voice in voices:
            if voice in self.of:
                total[self.of[voice]] = total.get(self.of[voice], 0.0) + weights[voice]
        return {
            voice: weights[voice]
            if voice not in self.of
            else self.weight[self.of[voice]] * weights[voice] / total[self.of[voice]]
            for voice in voices
        }

    def correlation(self, voices: Sequence[str]) -> Floats:
        """The correlation of some voices' errors: (voices, voices)."""
        camps = [self.shared(voice) for voice in voices]
        return np.array(
            [
                [1.0 if i == j else a[1] if a[0] and a[0] == b[0] else self.rho for j, b in enumerate(camps)]
                for i, a in enumerate(camps)
            ]
        )


def camps_of(scenario: Scenario) -> Camps:
    """The camps of a scenario's heard voices; a camp's dependence is the file's where it states none."""
    experts = scenario.experts.items()
    of = {v: e.camp for v, e in experts if e.camp is not None and e.weight > 0}
    members = {camp: tuple(sorted(v for v, e in experts if e.camp == camp)) for camp in scenario.camps}
    rho = scenario.dependence
    return Camps(
        of,
        members,
        {camp: made.weight for camp, made in scenario.camps.items()},
        {camp: rho if made.dependence is None else made.dependence for camp, made in scenario.camps.items()},
        rho,
    )
