"""How many draws and worlds may be asked for, and which seeds there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.resolve.scenario import Scenario

LIMITS: dict[str, tuple[int, int]] = {
    "draws": (2, 20_000),
    "explain_draws": (100, 20_000),
    "worlds": (1, 1_000_000),
    "seed": (0, 2**63 - 1),
    "threads": (1, 64),
    "keep_worlds": (1, 100_000),
    "digits": (0, 6),
}

MEMORY = 1_000_000_000
"""Bytes that a run may take where nothing else is said."""

CACHED_FORECASTS, CACHED_BYTES = 8, 256_000_000
"""How many forecasts' workings are kept for the next, and how much they may hold together."""

_SIZE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(MB|GB)", re.IGNORECASE)
SIZE_RULE = "a size such as 500MB or 2.5GB"


def size(value: str | int) -> int:
    """A size in bytes, from a number of bytes or a text such as `500MB`. Raises FormatError.

    >>> size("2.5GB"), size("500 MB"), size(10**9)
    (2500000000, 500000000, 1000000000)
    """
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None:
        value = round(float(found[1]) * {"MB": 10**6, "GB": 10**9}[found[2].upper()])
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise FormatError([Problem(f"{value!r} - must be {SIZE_RULE}", "memory", "options")])
    return value


def in_words(size: int) -> str:
    """A size as it is told.

    >>> in_words(1_000_000_000), in_words(2_940_000_000), in_words(87_600_000)
    ('1 GB', '2.9 GB', '88 MB')
    """
    return f"{size / 1e9:.1f}".removesuffix(".0") + " GB" if size >= 995_000_000 else f"{size / 1e6:.0f} MB"


def rule(name: str) -> str:
    """The rule of an option, as a phrase.

    >>> rule("draws")
    'a whole number from 2 to 20,000'
    """
    lowest, highest = LIMITS[name]
    return f"a whole number from {lowest:,} to {highest:,}"


def require_known(scenario: Scenario, *, questions: Iterable[str] = (), policies: Iterable[str] = ()) -> None:
    """Refuses names that the scenario does not have, all at once, each with the nearest that it has: ModelError."""
    wrong = [
        Problem(f"unknown {kind} '{name}'{nearest(name, known)}", path, scenario.name)
        for kind, path, names, known in (
            ("question", "questions", questions, tuple(scenario.questions)),
            ("policy", "policies", policies, tuple(scenario.policies)),
        )
        for name in names
        if name not in known
    ]
    if wrong:
        raise ModelError(wrong)


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
