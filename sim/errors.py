"""What can be wrong, told to the analyst: one line a problem, all problems at once."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_COMPARED_NAMES = 10  # of the names that share most letters with the one that is sought
_COMPARED_LETTERS = 200  # of a text that stands where a name should: no name is nearly as long


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    `path` is the dotted path of the value (`judgments.S14.about`); `line` and `column` count from 1
    and are None where the text is not at hand (an edited value). As a text it is one line, whatever is in it.

    >>> print(Problem("unknown state 'incidnt'", "judgments.S14.about", "x.yaml", 41, 11))
    x.yaml:41:11  judgments.S14.about: unknown state 'incidnt'
    """

    message: str
    path: str = ""
    file: str = "<scenario>"
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return escaped(f"{place}  {self.path}: {self.message}" if self.path else f"{place}  {self.message}")


class SimError(Exception):
    """Everything that is the input's fault and not the program's; carries every problem found.

    >>> print(ModelError([Problem("cycle: a -> b -> a", "variables.a.parents", "x.yaml", 3, 5)]))
    x.yaml:3:5  variables.a.parents: cycle: a -> b -> a
    """

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda p: (p.file, p.line or 0, p.column or 0, p.path, p.message))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[SimError], tuple[tuple[Problem, ...]]]:
        """So that it comes whole from one process to another."""
        return type(self), (self.problems,)


class FormatError(SimError):
    """The text cannot be read as what it should be: wrong key, wrong type, broken YAML."""


class ModelError(SimError):
    """The text can be read, but what it says cannot be meant: unknown names, cycles, contradictions."""


class ImpossibleError(SimError):
    """The scenario is sound, but what is asked of it has no answer."""

    exit_code = 3


def escaped(text: str) -> str:
    """A text on one line that drives no terminal: what cannot be printed stands as Python writes it.

    >>> print(escaped("a\\nb \\x1b[2J"))
    a\\nb \\x1b[2J
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def nearest(name: str, allowed: Sequence[str], *, limit: int = 1) -> str:
    """The end of an error message: the nearest allowed name, then all that is allowed.

    >>> nearest("incidnt", ["none", "incident", "combat"])
    " - did you mean 'incident'? (none, incident, combat)"
    >>> nearest("zzz", ["none", "incident"])
    ' (none, incident)'
    """
    shown = ", ".join(allowed[:20]) + (", ..." if len(allowed) > 20 else "")
    close = near(name, allowed, limit)
    guess = f" - did you mean {' or '.join(repr(c) for c in close)}?" if close else ""
    return f"{guess} ({shown})" if shown else guess


def near(name: str, allowed: Iterable[str], limit: int = 1, floor: float = 0.6) -> list[str]:
    """The allowed names spelt most like a name, the nearest first; floor: the likeness they need, in 0..1.

    Names are compared letter by letter only where they share most letters: comparing is slow, and a file may
    hold thousands of names and as many slips.

    >>> near("unlikly", ["likely", "unlikely", "certain"], limit=2)
    ['unlikely', 'likely']
    """
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(name[:_COMPARED_LETTERS])
    bounds = []
    for candidate in allowed:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= floor and (bound := matcher.quick_ratio()) >= floor:
            bounds.append((bound, candidate))
    promising = [candidate for _, candidate in heapq.nlargest(_COMPARED_NAMES, bounds)]
    return difflib.get_close_matches(name[:_COMPARED_LETTERS], promising, n=limit, cutoff=floor)
