"""What `sim draft` proposes as a bound: in a comment, never in the judgment. Every person here is invented."""

from __future__ import annotations

import pytest
import yaml

from sim.exchange.article.bounds import propose_bounds
from sim.exchange.article.draft import make_draft
from sim.exchange.article.yaml import draft


def proposed(said: str) -> list[str]:
    """The proposals for all that Ann Low says."""
    found = make_draft(f'"{said}," said Ann Low, a lecturer at Low College.')
    return [note for one in found.judgments for note in one.notes if note.startswith("perhaps a ")]


CEILINGS = {
    "An invasion of the island is unlikely": "invasion",
    "War is highly unlikely": "war",
    "There is no reason for a military response": "military",
    "I do not expect them to attack": "attack",
    "A nuclear test is out of the question": "nuclear",
}
FLOORS = (
    "They will likely condemn the vote, recall their envoy and call a meeting",
    "It is almost certain that both the port and the road will close",
    "They will probably answer with a combination of words and money",
)
NEITHER = (
    "A late ferry is unlikely",
    "An invasion is likely",
    "They will likely call a meeting",
    "It is unlikely that they talk, pay and leave",
)


@pytest.mark.parametrize(("said", "act"), CEILINGS.items(), ids=CEILINGS.values())
def test_a_word_of_little_chance_of_an_extreme_act_may_be_a_ceiling(said: str, act: str) -> None:
    (note,) = proposed(said)
    assert note.startswith(f"perhaps a ceiling, over an extreme act ({act}): {{at_most: ")
    assert 'down_to: ""' in note


@pytest.mark.parametrize("said", FLOORS)
def test_a_word_of_great_chance_before_several_acts_may_be_a_floor(said: str) -> None:
    (note,) = proposed(said)
    assert note.startswith("perhaps a floor, under several acts at once (")
    assert 'up_to: ""' in note


@pytest.mark.parametrize("said", NEITHER)
def test_other_phrases_are_no_bounds(said: str) -> None:
    assert not proposed(said)


def test_the_judgment_itself_stays_as_said_and_the_note_can_be_pasted() -> None:
    text = draft("War is unlikely, said Ann Low, a lecturer.")
    (judgment,) = yaml.safe_load(text)["judgments"]["to_sort"].values()
    assert judgment["says"] == "unlikely"
    (note,) = [line for line in text.splitlines() if "perhaps a ceiling" in line]
    assert note.lstrip().startswith("# ")
    says = yaml.safe_load(note[note.index("{") : note.index("}") + 1])
    assert says == {"at_most": "unlikely", "down_to": ""}


def test_a_phrase_that_no_lexicon_lists_keeps_an_empty_read_as() -> None:
    (note,) = propose_bounds("She doesn’t expect a war", "doesn’t expect", 4, known=False)
    assert '{at_most: "doesn’t expect", read_as: "", down_to: ""}' in note
