"""How far a run has got, told as the share that is done, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]


def untold(share: float) -> None:
    """Progress that nobody asks for."""


def portion(progress: Progress, begin: float, end: float) -> Progress:
    """Progress of a part of the work, from 0 to 1, which takes the whole from `begin` to `end`.

    >>> portion(print, 0.5, 1.0)(0.5)
    0.75
    """
    return lambda share: progress(begin + (end - begin) * share)


def portions(progress: Progress, count: int) -> list[Progress]:
    """Progress of as many parts, equally long, one after another.

    >>> portions(print, 2)[1](0.5)
    0.75
    """
    return [portion(progress, number / count, (number + 1) / count) for number in range(count)]
