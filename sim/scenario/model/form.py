"""What every form of a judgment says of itself, so that callers ask the form and not for its class."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from sim.scenario.model.fields import Record


class Subject(Enum):
    """What a form speaks of.

    EVENT: the probability of one event. ROW: the probabilities of all states, alike in all rows of the condition.
    EVERY_ROW: those of every row by itself. SHIFT: what a parent's state adds to what others say.
    """

    EVENT = "event"
    ROW = "row"
    EVERY_ROW = "every row"
    SHIFT = "shift"


class Form(Record):
    """One way to say how likely something is.

    form: its name. subject: what it speaks of. word: what messages call it, where that is not its name.
    """

    form: ClassVar[str]
    subject: ClassVar[Subject] = Subject.EVENT
    word: ClassVar[str] = ""

    @property
    def whole_row(self) -> bool:
        """Whether it gives all states of a row their probabilities."""
        return self.subject in (Subject.ROW, Subject.EVERY_ROW)

    @property
    def shifted(self) -> frozenset[str]:
        """The parents along which it shifts what others say; none but for a shift."""
        return frozenset()

    @property
    def doubted_apart(self) -> str:
        """What in it is in doubt by itself, in words; empty where one random number moves all that it says."""
        return ""

    @property
    def worded(self) -> bool:
        """Whether a lexicon reads it."""
        return False

    @property
    def blended(self) -> bool:
        """Whether the scenario's own choice of lexicons reads it."""
        return False

    @classmethod
    def name(cls) -> str:
        """What messages call it."""
        return cls.word or cls.form
