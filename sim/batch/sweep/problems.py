"""What is wrong with a sweep file, gathered while it is read, so that it is told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sim.errors import FormatError, ModelError, Problem
from sim.scenario.file.read import foremost
from sim.scenario.model.places import Places, Steps


@dataclass
class SweepProblems:
    """The problems of one sweep file and of the files that it names.

    places: where the sweep file's values stand. shape: what cannot be read. meaning: what can, and cannot be meant.
    """

    places: Places
    shape: list[Problem] = field(default_factory=list)
    meaning: list[Problem] = field(default_factory=list)

    def spot(self, *steps: str, at_key: bool = False) -> Problem:
        """The place of a value of the sweep file, as a problem without a message."""
        return self.places.problem(steps, "", at_key=at_key)

    def tell(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        """Keep what cannot be meant at a value of the sweep file."""
        self.tell_at(self.places.problem(steps, "", at_key=at_key), message)

    def tell_at(self, spot: Problem, message: str) -> None:
        """Keep what cannot be meant at a place, of whatever file."""
        self.meaning.append(replace(spot, message=message))

    def keep(self, error: FormatError | ModelError) -> None:
        """Keep the problems of another file, which know their own places."""
        (self.shape if isinstance(error, FormatError) else self.meaning).extend(error.problems)

    def __bool__(self) -> bool:
        return bool(self.shape or self.meaning)

    def raise_all(self, before: Iterable[Problem] = ()) -> None:
        """Raises FormatError or ModelError where there is a problem; before: what the reader of the text told."""
        told = list(before)
        if problems := foremost([*told, *self.shape, *self.meaning], self.places):
            raise (FormatError if told or self.shape else ModelError)(problems)
