"""Chances in figures, turned polarity and what would be lost in `sim draft`; every person here is invented."""

from __future__ import annotations

import pytest
import yaml

from sim.exchange.article.draft import make_draft
from sim.exchange.article.hedges import find_hedges
from sim.exchange.article.yaml import draft


def phrases(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_hedges(text, 0, len(text)) if not one.why]


FIGURES = [
    ("The probability is below 5 %.", ["below 5 %"]),
    ("There is a 20% chance of rain.", ["20% chance"]),
    ("There is a one in ten chance of rain.", ["one in ten chance"]),
    ("The odds are one in ten.", ["one in ten"]),
    ("I would put the odds of a strike at about 20 per cent.", ["about 20 per cent"]),
    ("She puts it at less than five percent.", ["less than five percent"]),
    ("I give it 10 to 15 percent.", ["10 to 15 percent"]),
    ("It is 90 per cent likely.", ["90 per cent likely"]),
    ("I am 80% sure of it.", ["80% sure"]),
    ("The chances are fifty-fifty.", ["fifty-fifty"]),
    ("It's 50-50.", ["50-50"]),
    ("The probability of a strike is 0.3.", ["0.3"]),
    ("There is a less than 1-in-20 chance of it.", ["less than 1-in-20 chance"]),
    ("The chance is at most 5 percent, or no more than 10 %.", ["at most 5 percent"]),
    ("Fares rose 20 percent last year.", []),
    ("One in ten passengers may leave.", ["may"]),
    ("The chance of a 20 % toll is slim.", ["The chance"]),
    ("The chance that they grow by as much as 5 % is slim.", ["The chance"]),
    ("The risk is that 5 % of them leave.", []),
    ("They met 50-50 times.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text for text, _ in FIGURES])
def test_chances_in_figures_are_phrases(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("20%", "20%"),
        ("20 per cent", "20%"),
        ("12,5 %", "12.5%"),
        ("one in ten", "1 in 10"),
        ("five percent", "5%"),
        ("fifty-fifty", "50%"),
        ("0.3", 0.3),
        ("about 20%", "20%"),
        ("below 5 %", {"phrase": "below 5 %", "read_as": ""}),
        ("10 to 15 %", {"phrase": "10 to 15 %", "read_as": ""}),
        ("100 %", {"phrase": "100 %", "read_as": ""}),
        ("0%", {"phrase": "0%", "read_as": ""}),
    ],
)
def test_a_plain_figure_is_written_as_a_number_and_any_other_is_left_open(said: str, says: object) -> None:
    written = draft(f"The probability is {said}, said Jane Doe.")
    (judgment,) = yaml.safe_load(written)["judgments"]["to_sort"].values()
    assert judgment["says"] == says


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("below 5 %", 'perhaps {at_most: 5%, down_to: ""} in place of `says`'),
        ("no more than one in ten", 'perhaps {at_most: 1 in 10, down_to: ""} in place of `says`'),
        ("over 60 per cent", 'perhaps {at_least: 60%, up_to: ""} in place of `says`'),
        ("10 to 15 %", 'perhaps {low: 10%, high: 15%, confidence: ""} in place of `says`'),
    ],
)
def test_what_could_be_written_is_noted(said: str, note: str) -> None:
    (judgment,) = make_draft(f"The probability is {said}, said Jane Doe.").judgments
    assert note in judgment.notes
    assert "a negation" not in judgment.notes
    assert yaml.safe_load(note[note.index("perhaps ") + 8 : note.index(" in place")])


TURNED = [
    ("It is ridiculous to think that it may end.", "may", "ridiculous to think"),
    ("It's absurd to suggest a strike is likely.", "likely", "absurd to suggest"),
    ("It would be a mistake to believe that it will end.", "will", "a mistake to believe"),
    ("It is a myth that it will end.", "will", "a myth that"),
    ("It is hard to imagine that they will go.", "will", "hard to imagine"),
    ("She dismissed the idea that it could end.", "could", "dismissed the idea"),
    ("It is laughable that anyone would think it is likely.", "likely", "laughable that anyone would think"),
    ("Nobody should think that it will end.", "will", "Nobody should think"),
]


@pytest.mark.parametrize(("text", "phrase", "turn"), TURNED, ids=[turn for _, _, turn in TURNED])
def test_what_turns_a_phrase_round_is_noted(text: str, phrase: str, turn: str) -> None:
    (hedge,) = [one for one in find_hedges(text, 0, len(text)) if text[one.start : one.end] == phrase]
    assert f"perhaps turned round by {turn.lower()!r}" in hedge.notes


def test_nothing_else_is_turned() -> None:
    for text in ("It is wrong to think so, but it may end.", "It may end. It is absurd to wait.", "He may be wrong."):
        assert not any("turned" in note for one in find_hedges(text, 0, len(text)) for note in one.notes), text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It is ridiculous to think that they want a strike.", "ridiculous to think"),
        ("I would be surprised if they left.", "surprised if"),
        ("It is hard to see how they win.", "hard to see"),
        ("The military will strike.", "will"),
        ("The military may strike.", "may"),
    ],
)
def test_what_was_lost_is_a_phrase(text: str, phrase: str) -> None:
    assert phrase in phrases(text)


def test_military_might_is_no_phrase() -> None:
    assert phrases("Its military might is great, and the political will to act is the people's might.") == []


@pytest.mark.parametrize(
    ("text", "phrase", "why"),
    [
        ("Jane Doe, who says a strike is unlikely, told Vell so.", "unlikely", "said about the speaker"),
        ("Jane Doe, who may leave, said it was late.", "may", "said about the speaker"),
        ("Jane Doe said: If they attack we will answer.", "will", "in a condition, or hanging on it"),
        ("Jane Doe asked whether it might snow.", "might", "in a condition, or hanging on it"),
    ],
)
def test_what_was_lost_is_listed(text: str, phrase: str, why: str) -> None:
    draft = make_draft(text)
    assert [(one.phrase, one.why) for one in draft.not_understood] == [(phrase, why)]
    assert not draft.judgments


def test_a_weak_phrase_that_gives_way_to_a_far_one_is_noted() -> None:
    (judgment,) = make_draft("Jane Doe said that Vell will pay the crews of the port which is likely to sue.").judgments
    assert (judgment.phrase, judgment.notes[0]) == ("likely", "gave way to it: 'will'")
    (judgment,) = make_draft("Jane Doe said it would most likely fail.").judgments
    assert not any("gave way" in note for note in judgment.notes)
