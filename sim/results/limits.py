"""How many draws and worlds may be asked for, and which seeds there are."""

from __future__ import annotations

from sim.errors import FormatError, Problem

LIMITS: dict[str, tuple[int, int]] = {
    "draws": (2, 20_000),
    "explain_draws": (100, 20_000),
    "worlds": (1, 1_000_000),
    "seed": (0, 2**63 - 1),
    "threads": (1, 64),
    "keep_worlds": (1, 100_000),
}


def rule(name: str) -> str:
    """The rule of an option, as a phrase.

    >>> rule("draws")
    'a whole number from 2 to 20,000'
    """
    lowest, highest = LIMITS[name]
    return f"a whole number from {lowest:,} to {highest:,}"


def require(**options: int) -> None:
    """Refuses draws, worlds or a seed out of range, all at once.

    >>> require(draws=0, seed=1)
    Traceback (most recent call last):
    sim.errors.FormatError: options  draws: 0 - must be a whole number from 2 to 20,000
    """
    wrong = [
        Problem(f"{value} - must be {rule(name)}", name, "options")
        for name, value in options.items()
        if isinstance(value, bool) or not isinstance(value, int) or not LIMITS[name][0] <= value <= LIMITS[name][1]
    ]
    if wrong:
        raise FormatError(wrong)
