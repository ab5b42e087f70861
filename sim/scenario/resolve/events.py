"""The grammar of events: `STATE`, `STATE or more`, `STATE or less`, `A or B`, `any`."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from sim.errors import nearest


def states(text: str, variable_states: Sequence[str], ordered: bool, variable: str = "") -> frozenset[int]:
    """The positions of the states that an event's text names, 0 the lowest.

    Raises ValueError, with the nearest name, for a text that is no event; `variable` only serves that message.

    >>> sorted(states("incident or more", ["none", "incident", "combat"], True))
    [1, 2]
    """
    return _states(text, tuple(variable_states), ordered, variable)


@functools.lru_cache(maxsize=4096)
def _states(text: str, variable_states: tuple[str, ...], ordered: bool, variable: str) -> frozenset[int]:
    words = [part.strip() for part in " ".join(text.split()).split(" or ")]
    if words == ["any"]:
        return frozenset(range(len(variable_states)))
    bound = words[-1] if len(words) > 1 and words[-1] in ("more", "less") else None
    named = words[:-1] if bound else words
    if bound and len(named) > 1:
        raise ValueError(f"{text!r} is no event: write 'STATE or {bound}', or 'A or B'")
    for name in named:
        if name not in variable_states:
            owner = f" of {variable}" if variable else ""
            raise ValueError(f"unknown state {name!r}{owner}{nearest(name, variable_states)}")
    positions = frozenset(map(variable_states.index, named))
    if bound is None:
        return positions
    if not ordered:
        owner = variable or "this variable"
        raise ValueError(f"'or {bound}' needs an order, and {owner} has none (ordered: false): write 'A or B'")
    (edge,) = positions
    return frozenset(range(edge, len(variable_states)) if bound == "more" else range(edge + 1))


def in_words(event: frozenset[int], variable_states: Sequence[str], ordered: bool = True) -> str:
    """The text of an event, as short as the grammar has it: the other way round than `states`.

    event: positions of states, 0 the lowest. ordered: whether `or more` and `or less` may be said.

    >>> in_words(frozenset({1, 2}), ["none", "incident", "combat"]), in_words(frozenset({2}), ["a", "b", "c"])
    ('incident or more', 'c')
    """
    lowest, highest = min(event), max(event)
    if ordered and len(event) > 1 and len(event) == highest - lowest + 1:
        if highest == len(variable_states) - 1:
            return f"{variable_states[lowest]} or more"
        if lowest == 0:
            return f"{variable_states[highest]} or less"
    return " or ".join(variable_states[state] for state in sorted(event))


def canonical(event: frozenset[int], k: int) -> tuple[frozenset[int], bool]:
    """The event or its complement among `k` states, whichever lacks state 0; True where it was folded.

    >>> canonical(frozenset({0}), 3)
    (frozenset({1, 2}), True)
    """
    return (frozenset(range(k)) - event, True) if 0 in event else (event, False)
