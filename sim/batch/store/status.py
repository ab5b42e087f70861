"""How far a store is: chunks, settings, and why settings were refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_MESSAGES_TOLD = 10


@dataclass(frozen=True)
class StoreStatus:
    """How far a store is.

    title: of its sweep. chunks, settings: those of the plan. chunks_done: those that have a part. ok, refused:
    settings in these parts. messages: why settings were refused -> how many; the most frequent one first.
    """

    title: str
    chunks: int
    chunks_done: int
    settings: int
    ok: int
    refused: int
    messages: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether no chunk is missing."""
        return self.chunks_done == self.chunks

    @property
    def text(self) -> str:
        """The same in a few lines.

        >>> print(StoreStatus("A sweep", 4, 3, 200, 149, 1, {"no such state": 1}).text)
        A sweep
        3 of 4 chunks done, 1 missing
        150 of 200 settings done: 149 ok, 1 refused
          1 x no such state
        """
        lines = [self.title] if self.title else []
        lines.append(f"{self.chunks_done:,} of {self.chunks:,} chunks done, {self.chunks - self.chunks_done:,} missing")
        done = self.ok + self.refused
        lines.append(f"{done:,} of {self.settings:,} settings done: {self.ok:,} ok, {self.refused:,} refused")
        told = list(self.messages.items())
        lines += [f"  {count:,} x {message}" for message, count in told[:_MESSAGES_TOLD]]
        if len(told) > _MESSAGES_TOLD:
            lines.append(f"  and {len(told) - _MESSAGES_TOLD:,} other messages")
        return "\n".join(lines)
