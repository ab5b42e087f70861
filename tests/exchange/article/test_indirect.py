"""Speakers that no verb of saying marks directly in `sim draft`; every person and place here is invented."""

from __future__ import annotations

import pytest

from sim.exchange.article.draft import make_draft


def told(text: str) -> list[tuple[str, str]]:
    return [(one.speaker.words[-1], one.phrase) for one in make_draft(text).judgments if one.speaker is not None]


def reasons(text: str) -> list[tuple[str, str]]:
    return [(one.phrase, one.why) for one in make_draft(text).not_understood]


@pytest.mark.parametrize(
    "text",
    [
        "The Courier quoted Jane Doe as saying it may end.",
        "The Courier quoted Low Minister Jane Doe as saying: “It may end.”",
        "The Courier quoted Jane Doe, a pilot, as saying that it may end.",
        "The Courier quoted Jane Doe of Low College as saying it may end.",
        "“It may end,” the Courier quoted Jane Doe as saying.",
        "It may end, the Courier quoted Jane Doe as saying on Monday.",
        "Jane Doe was quoted as saying it may end.",
        "Jane Doe, a pilot, has been quoted by the Courier as saying it may end.",
        "“It may end,” Jane Doe was quoted as saying.",
        "The ferry is late, the Courier wrote, quoting Jane Doe as saying it may end.",
        "Jane Doe said no. The Courier cited her as saying it may end.",
        "Boris Low quoted Jane Doe as saying it may end.",
    ],
)
def test_who_is_quoted_as_saying_is_the_speaker(text: str) -> None:
    assert told(text) == [("Doe", "may")]


def test_the_affiliation_and_who_quotes_are_kept() -> None:
    draft = make_draft("Boris Low quoted Jane Doe, a pilot, as saying it may end.")
    assert [person.affiliation for person in draft.speakers] == ["pilot"]
    assert "second hand: quoted by 'Boris Low'" in draft.judgments[0].notes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The Courier quoted officials as saying it may end.", "not one person with a name: 'officials'"),
        ("The Courier quoted Jane Doe and Boris Low as saying it may end.",
         "not one person with a name: 'Doe and Boris Low'"),
        ("Boris Low said the Courier quoted Jane Doe as saying it may end.", "reported at second hand"),
        ("The Courier quoted them as saying it may end.", "not one person with a name: 'them'"),
        ("Officials were quoted as saying it may end.", "a speaker known by one word: 'Officials'"),
        ("Boris Low quoted a book as it may end.", "no speaker"),
    ],
)  # fmt: skip
def test_groups_and_chains_are_no_speakers(text: str, why: str) -> None:
    assert not told(text)
    assert reasons(text) == [("may", why)]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe said no. In her view, it may end.",
        "Jane Doe said no. It may end, in her opinion.",
        "Jane Doe said no. In her assessment it may end.",
        "In Jane Doe’s view, it may end.",
        "Jane Doe said no. In Doe's judgment it may end.",
    ],
)
def test_in_her_view(text: str) -> None:
    assert told(text) == [("Doe", "may")]


def test_her_view_without_a_speaker_is_listed() -> None:
    assert reasons("In her view, it may end.") == [("may", "'she' with no speaker before it")]
    assert reasons("Jane Doe said no. In the ministry’s view it may end.") == [
        ("may", "not one person with a name: 'the ministry'")
    ]
    assert reasons("Jane Doe said no. Ann Low drives ships. In her view it may end.") == [
        ("may", "'she' may be 'Ann Low'")
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Jane Doe said no. She considers it unlikely.", "unlikely"),
        ("Jane Doe said no. She considers a strike in May highly unlikely.", "highly unlikely"),
        ("Jane Doe, a pilot, considers it unlikely that the ferry will stop.", "unlikely"),
        ("Jane Doe sees little chance of a strike.", "little chance"),
        ("Jane Doe regards a strike as almost certain.", "almost certain"),
        ("Jane Doe deems it improbable.", "improbable"),
        ("Jane Doe puts it at one in three.", "one in three"),
        ("It is a strike that Jane Doe considers unlikely.", "unlikely"),
    ],
)
def test_who_considers_it_unlikely_says_so(text: str, phrase: str) -> None:
    assert told(text) == [("Doe", phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe sees the ferry, which may stop.",
        "Jane Doe sees the ferry that may stop.",
        "Jane Doe considers the offer and may leave.",
        "Jane Doe considers it late, but a strike is likely.",
        "Jane Doe considers it unlikely, but the port may close.",
    ],
)
def test_what_the_verb_does_not_reach_is_nobodys(text: str) -> None:
    assert not [phrase for _, phrase in told(text) if phrase != "unlikely"]
    assert [phrase for phrase, _ in reasons(text)] in (["may"], ["likely"])


def test_a_quotation_beyond_the_verb_is_nobodys() -> None:
    assert not told("Jane Doe considers it late, but unlikely as it is, “it may end one day”.")
    assert not told("Jane Doe considers it unlikely, but “it may end one day”.")[1:]


def test_who_is_told_is_not_the_teller() -> None:
    assert reasons("“I go,” Jane Doe told Boris Low, who puts a strike at 30 per cent likely.") == [
        ("30 per cent likely", "not one person with a name: 'who'")
    ]


def test_who_only_sees_somebody_does_not_speak() -> None:
    assert reasons("Jane Doe saw the ferry.\n\n“It may end.”") == [("may", "a quotation without a speaker")]


def test_as_saying_belongs_to_its_own_sentence() -> None:
    assert reasons("The Courier quoted Jane Doe. Old as saying it is, it may end.") == [("may", "no speaker")]


def test_who_is_considered_is_no_speaker() -> None:
    assert not told("Jane Doe is considered likely to win. A strike is considered unlikely.")
    assert reasons("The ministry considers it unlikely.") == [
        ("unlikely", "not one person with a name: 'The ministry'")
    ]
