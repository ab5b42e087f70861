"""An automaton does not hang on the order in which a question has its events."""

from __future__ import annotations

import numpy as np

from sim.engine.program.automaton import Automaton, automaton
from sim.scenario.resolve.questions import Clause, Compound, Event


def reached(variable: str, *states: int) -> Event:
    return Event(variable, frozenset(states), "reaches", 3, "")


def test_events_are_taken_by_name() -> None:
    asked, wind, rain = Clause("event", reached("flood", 1)), reached("wind", 2), reached("rain", 1, 2)
    one, other = Compound(asked, given=(wind, rain)), Compound(asked, given=(rain, wind))
    assert Automaton(one).atoms == Automaton(other).atoms
    assert [name for name, _ in Automaton(one).atoms] == ["flood", "rain", "wind"]
    turns = [automaton(compound, (frozenset(range(8)),) * 3) for compound in (one, other)]
    assert turns[0] is not None
    assert turns[1] is not None
    for first, second in zip(*turns, strict=True):
        assert np.array_equal(first.moves, second.moves)
        assert (first.answers, first.going) == (second.answers, second.going)
