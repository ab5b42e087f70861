"""The grammar of events."""

from __future__ import annotations

import pytest

from sim.scenario.resolve.events import canonical, in_words, states

LADDER = ("none", "words", "force", "war")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words", {1}), ("words or more", {1, 2, 3}), ("words or less", {0, 1}), ("none or war", {0, 3}),
        ("none or words or war", {0, 1, 3}), ("any", {0, 1, 2, 3}), ("none or more", {0, 1, 2, 3}),
        ("war or more", {3}), ("  words   or  more ", {1, 2, 3}), ("words or words", {1}),
    ],
)  # fmt: skip
def test_events(text: str, expected: set[int]) -> None:
    assert states(text, LADDER, True) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrods", r"unknown state 'wrods' of x - did you mean 'words'\? \(none, words, force, war\)"),
        ("none or wrods", "unknown state 'wrods'"),
        ("Words", "unknown state 'Words'"),
        ("words or", "unknown state 'words or'"),
        ("or more", "unknown state 'or more'"),
        ("any or more", "unknown state 'any'"),
        ("none or words or more", "is no event: write 'STATE or more', or 'A or B'"),
        ("more", "unknown state 'more'"),
        ("", "unknown state ''"),
    ],
)
def test_what_is_no_event(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        states(text, LADDER, True, "x")


def test_without_order_only_states_can_be_named() -> None:
    assert states("words or war", LADDER, False) == {1, 3}
    for text in ("words or more", "words or less"):
        with pytest.raises(ValueError, match=r"needs an order, and x has none \(ordered: false\)"):
            states(text, LADDER, False, "x")


@pytest.mark.parametrize(
    ("event", "expected"),
    [({1}, ({1}, False)), ({0}, ({1, 2, 3}, True)), ({0, 1}, ({2, 3}, True)), ({0, 2}, ({1, 3}, True))],
)
def test_canonical(event: set[int], expected: tuple[set[int], bool]) -> None:
    assert canonical(frozenset(event), 4) == expected


@pytest.mark.parametrize("ordered", [True, False])
def test_an_event_in_words_is_read_as_that_event(ordered: bool) -> None:
    names = ("calm", "incident", "combat", "war")
    for code in range(1, 2 ** len(names) - 1):
        event = frozenset(state for state in range(len(names)) if code >> state & 1)
        assert states(in_words(event, names, ordered), names, ordered) == event
