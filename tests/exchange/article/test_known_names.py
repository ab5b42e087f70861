"""Whom a surname alone stands for in `sim draft`; every person and place here is invented."""

from __future__ import annotations

import pytest

from sim.exchange.article.draft import make_draft


def told(text: str) -> list[tuple[str, str]]:
    """Full name and phrase of every draft judgment."""
    return [(one.speaker.name, one.phrase) for one in make_draft(text).judgments if one.speaker is not None]


def reasons(text: str) -> list[str]:
    return [one.why for one in make_draft(text).not_understood]


SAYS = "\n\n“It may end,” Doe said."


@pytest.mark.parametrize(
    "text",
    [
        f"The harbour hired Jane Doe in May.{SAYS}",
        f"We met Jane Doe and Boris Low at the harbour.{SAYS}",
        f"Jane Doe has run the harbour for years.{SAYS}",
        f"Jane Doe’s book on the lake is new.{SAYS}",
        f"A new book by Jane Doe (Low College) is out.{SAYS}",
        f"By night Jane Doe, 54, sails.{SAYS}",
        "“It may end,” Doe said.\n\nJane Doe is a lecturer at Low College.",
        "“It may end,” Doe said.\n\nThe prize went to Jane Doe, director of the Low Institute.",
    ],
)
def test_a_full_name_anywhere_in_the_text_stands_behind_a_surname(text: str) -> None:
    assert told(text) == [("Jane Doe", "may")]


def test_the_inference_is_noted() -> None:
    (judgment,) = make_draft(f"The harbour hired Jane Doe in May.{SAYS}").judgments
    assert "'Doe' taken for 'Jane Doe', the only full name with it" in judgment.notes


def test_what_a_name_is_said_to_be_is_its_affiliation() -> None:
    (speaker,) = make_draft("“It may end,” Doe said.\n\nJane Doe is a lecturer at Low College.").speakers
    assert speaker.affiliation == "lecturer at Low College"


@pytest.mark.parametrize(
    "text",
    [
        f"We met Jane Doe and Adam Doe.{SAYS}",
        f"Doe was early. We met Jane Doe there.{SAYS}",
        f"A storm hit Pretty Doe.{SAYS} The ships are in Doe.",
        f"Does Doe sail? The ferry left.{SAYS}",
        f"Beautiful Doe lies on the lake.{SAYS}",
        f"A storm hit New Doe.{SAYS}",
        f"A storm hit the Upper Doe.{SAYS}",
        f"We met Jane Doe-Low.{SAYS}",
        f"A Storm Hits Doe in May\n\nThe ferry left.{SAYS}",
        f"The ferry of Doe Lines left.{SAYS}",
    ],
)
def test_where_it_is_not_sure_nobody_is_meant(text: str) -> None:
    assert not told(text)
    assert any("Doe" in why or "may be" in why for why in reasons(text))


def test_a_name_of_a_place_or_a_street_is_no_person() -> None:
    for place in ("New Doe", "North Doe", "Port Doe", "San Doe", "Doe Street"):
        assert not told(f"{place} said it may end."), place


def test_he_is_not_the_last_speaker_where_somebody_named_in_passing_came_since() -> None:
    text = "Boris Low said no. The harbour had hired Jane Doe. Doe left at once. “It may end,” she said."
    assert not told(text)


@pytest.mark.parametrize("short", ["Mendez Carrow", "Carrow", "Mendez", "Ana Mendez", "Ana Carrow"])
def test_surnames_of_two_words(short: str) -> None:
    assert told(f"Ana Lucia Mendez Carrow, a pilot, said no. “It may end,” said {short}.") == [
        ("Ana Lucia Mendez Carrow", "may")
    ]
    assert told(f"“It may end,” said {short}. Ana Lucia Mendez Carrow, a pilot, said it could.") == [
        ("Ana Lucia Mendez Carrow", "may"),
        ("Ana Lucia Mendez Carrow", "could"),
    ]


def test_two_people_with_one_surname_of_two_words_are_told_apart_or_not_at_all() -> None:
    both = "Ana Mendez Carrow said no. Luis Mendez Carrow said no. "
    assert told(f"{both}“It may end,” said Luis Carrow.") == [("Luis Mendez Carrow", "may")]
    assert reasons(f"{both}“It may end,” said Mendez Carrow.") == ["several people are called 'Mendez Carrow'"]


def test_a_family_name_that_comes_first() -> None:
    assert told("Kim Dol-su, a pilot, said no. “It may end,” Kim said.") == [("Kim Dol-su", "may")]
    assert reasons("Israel Dorn, a pilot, said no. “It may end,” Israel said.") == [
        "a speaker known by one word: 'Israel'"
    ]


def test_people_of_one_family_stay_apart() -> None:
    text = "Kim Dol Sun, a pilot, said no. Kim Bo Dol, an envoy, said it may end. “It could end,” Kim said."
    assert told(text) == [("Kim Bo Dol", "may")]
    assert reasons(text) == ["several people are called 'Kim'"]


def test_a_place_with_an_aside_is_no_person() -> None:
    assert not told("Sunny Vell, on the lake, is old. “It may end,” Vell said.")


def test_who_quotes_may_be_he() -> None:
    text = "Boris Low quoted Jane Doe as saying it may end. “It could,” he added."
    assert told(text) == [("Jane Doe", "may")]
    assert reasons(text) == ["'he' may be 'Boris Low'"]
    text = "Boris Low was asked about a book that quoted Jane Doe as saying it may end. “It could,” he said."
    assert told(text) == [("Jane Doe", "may")]
    assert reasons(text) == ["'he' may be 'Boris Low'"]


def test_a_text_may_end_in_a_title_and_a_name() -> None:
    assert make_draft("It may end\n\nDr Jane Doe").judgments == ()
