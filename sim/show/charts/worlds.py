"""What happens in 100 worlds: an array of squares a policy, a square a world, coloured by the state it ends in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.results.focus.state_shares import StateShares
from sim.results.forecast.percent import percent
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers import squares
from sim.show.charts.layers.frame import Row, Spec
from sim.show.charts.layers.keys import place_keys
from sim.show.charts.state_inks import YES, StateInk, ink_states
from sim.show.charts.tables import per_cent
from sim.show.titles import Titles
from sim.show.words import join_items, read_aloud

WORLDS = 100


@dataclass(frozen=True)
class WorldsChart:
    """The shares of a question's states under every policy, as 100 squares each.

    shares: policy -> shares of the same states, in the order of the columns; None where the question is asked of no
    world. chosen: the policy in full ink. named: whether the policies' names stand above the columns. gap: pixels
    between columns.
    """

    shares: Mapping[str, StateShares | None]
    chosen: str
    titles: Titles = field(default_factory=Titles)
    palette: Palette = LIGHT
    named: bool = False
    gap: int = 12

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers. The browser makes the squares."""
        return squares.worlds_spec(self._rows(), self._keys, self.palette, self.gap, named=self.named)

    @property
    def name(self) -> str:
        """A name for the picture that does not hang on the numbers."""
        return f"What happens in {WORLDS} worlds under each policy"

    def text(self) -> str:
        """How many of 100 worlds end in which state under each policy, in one sentence."""
        told = [f"{self.titles.policy(policy)}: {self._spoken(known)}" for policy, known in self.shares.items()]
        return f"Of {WORLDS} worlds, " + "; ".join(told) + "."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        told = [ink.label for ink in self._inks if ink.label != read_aloud(ink.state)]
        yes = [label.removesuffix(YES) for label in told]
        counts = f" Filled marks answer yes: {join_items(yes, most=6)}." if yes else ""
        rare = [
            f"{read_aloud(state)} under {self.titles.policy(policy)} ({percent(share)})"
            for policy, known in self.shares.items() if known is not None
            for state, share, count in zip(known.states, known.shares, round_shares(known.shares), strict=True)
            if share > 0 and not count
        ]  # fmt: skip
        unseen = f" Too rare for a mark: {join_items(rare)}." if rare else ""
        paler = " Paler: policies that are not chosen." if len(self.shares) > 1 else ""
        return f"Each mark is one of {WORLDS} equally likely worlds under the policy above it.{paler}{counts}{unseen}"

    def table(self) -> list[Row]:
        """A row a policy and state: how many of 100 worlds, the share in per cent, and whether it answers yes."""
        return [
            {
                "Policy": self.titles.policy(policy), "State": read_aloud(state), f"Of {WORLDS} worlds": count,
                "Share, %": per_cent(share), "Answers yes": "yes" if counted else "no",
            }
            for policy, known in self.shares.items() if known is not None
            for state, share, counted, count in zip(
                known.states, known.shares, known.counted, round_shares(known.shares), strict=True
            )
        ]  # fmt: skip

    @property
    def _inks(self) -> tuple[StateInk, ...]:
        known = next((known for known in self.shares.values() if known is not None), None)
        return () if known is None else ink_states(known.states, known.counted, self.palette)

    @property
    def _keys(self) -> list[Row]:
        """The legend: a row a state, with its line and pixels from the left on a narrow and on a wide page."""
        key = {"kind": "key", "column": 0, "columns": len(self.shares)}
        return place_keys([{**key, "label": ink.label, **ink.look} for ink in self._inks])

    def _rows(self) -> Iterator[Row]:
        columns = len(self.shares)
        inks = self._inks
        for column, (policy, known) in enumerate(self.shares.items()):
            place = {"column": column, "columns": columns, "policy": policy}
            if self.named:
                yield {"kind": "name", **place, "label": self.titles.policy(policy), "chosen": policy == self.chosen}
            if known is None:
                yield {"kind": "note", **place, "label": "not asked"}
                continue
            first = 0
            for ink, count, share in zip(inks, round_shares(known.shares), known.shares, strict=True):
                if count:
                    shown = ink if policy == self.chosen else ink.faded(self.palette)
                    worlds = f"{count} of {WORLDS} worlds ({percent(share)})"
                    told = f"{self.titles.policy(policy)}: {read_aloud(ink.state)}, {worlds}"
                    yield {"kind": "square", **place, "first": first, "count": count, **shown.look, "told": told}
                first += count
        yield from self._keys

    def _spoken(self, known: StateShares | None) -> str:
        """The counts of one policy; a share without a square is told as less than one."""
        if known is None:
            return "not asked"
        counts = round_shares(known.shares)
        return ", ".join(
            f"{count} {read_aloud(state)}" if count else f"{read_aloud(state)} in less than 1 ({percent(share)})"
            for state, share, count in zip(known.states, known.shares, counts, strict=True)
            if share > 0
        )


def round_shares(shares: Sequence[float], total: int = WORLDS) -> list[int]:
    """Shares that add up to 1 as whole numbers that add up to `total`, by largest remainder; of equals the first.

    >>> round_shares([0.955, 0.029, 0.016]), round_shares([0.5, 0.5], 1)
    ([95, 3, 2], [1, 0])
    """
    exact = [round(share * total, 9) for share in shares]
    counts = [math.floor(value) for value in exact]
    largest = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in largest[: total - sum(counts)]:
        counts[place] += 1
    return counts
