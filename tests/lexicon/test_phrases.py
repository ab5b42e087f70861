"""Phrases found in lexicons that lack them, and numbers turned back into words."""

from __future__ import annotations

import pytest

from sim.lexicon import load, look_up, names, nearest_phrases, word


@pytest.mark.parametrize(
    ("phrase", "lexicon", "found", "how"),
    [
        ("unlikely", "capphrase", "unlikely", "exact"),
        ("  Highly  UNLIKELY ", "capphrase", "highly unlikely", "exact"),
        ("probably not", "icd203", "unlikely", "concept"),
        ("improbable", "nato", "highly unlikely", "concept"),  # capphrase's concept decides, not icd203's
        ("remote chance", "efsa", "extremely unlikely", "concept"),  # of two the one whose centre is nearer to 5 %
        ("slam dunk", "ipcc", "extremely likely", "concept"),
        ("realistic possibility", "nato", "even chance", "nearest concept"),
        ("better than even", "phia", "likely", "nearest concept"),
    ],
)
def test_look_up(phrase: str, lexicon: str, found: str, how: str) -> None:
    match = look_up(phrase, lexicon)
    assert (match.entry.phrase, match.entry.lexicon, match.how) == (found, lexicon, how)
    assert match.asked == " ".join(phrase.lower().split())


def test_every_phrase_is_found_in_every_lexicon() -> None:
    for phrase in (phrase for name in names() for phrase in load(name)):
        for lexicon in names():
            match = look_up(phrase, lexicon)
            assert (match.how == "exact") == (phrase in load(lexicon))


def test_unknown_phrase_names_the_three_nearest() -> None:
    with pytest.raises(LookupError, match=r"'unlikly' \(nearest: 'unlikely', 'likely', 'very unlikely'\)"):
        look_up("unlikly", "capphrase")


def test_unknown_lexicon_is_told_before_the_phrase() -> None:
    with pytest.raises(KeyError):
        look_up("qwerty", "capphrse")


@pytest.mark.parametrize(
    "phrase",
    ["", "wahrscheinlich", "sehr unwahrscheinlich", "peu probable", "muy probable", "вероятно", "sicher", "certo",
     "vraisemblable", "\u4e0d\u592a\u53ef\u80fd", "rather unlikely", "pretty likely", "yes"],
)  # fmt: skip
def test_what_is_of_another_vocabulary_has_no_nearest_phrase(phrase: str) -> None:
    assert nearest_phrases(phrase) == ()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("unliekly", "unlikely"), ("highly improbabel", "highly improbable"), ("mayby", "maybe"),
     ("almost certian", "almost certain"), ("very unlikley", "very unlikely"),
     ("roughly even chanse", "roughly even chance"), ("litle chance", "little chance")],
)  # fmt: skip
def test_a_slip_has_its_phrase(slip: str, meant: str) -> None:
    assert nearest_phrases(slip)[0] == meant


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.0, "almost no chance"), (0.0499, "almost no chance"), (0.05, "very unlikely"), (0.2, "unlikely"),
        (0.4499, "unlikely"), (0.45, "roughly even chance"), (0.55, "likely"), (0.8, "very likely"),
        (0.949, "very likely"), (0.951, "almost certain"), (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_icd_203_bands(probability: float, expected: str) -> None:
    assert word(probability) == expected


def test_a_gap_goes_to_the_nearer_band() -> None:
    assert word(0.07, "phia") == "remote chance"
    assert word(0.09, "phia") == "highly unlikely"


def test_nested_bands_give_the_narrowest() -> None:
    assert word(0.005, "ipcc") == "exceptionally unlikely"
    assert word(0.2, "ipcc") == "unlikely"
    assert word(1.0, "ipcc") == "virtually certain"


def test_a_survey_gives_the_nearest_median() -> None:
    assert word(0.19, "capphrase") == "unlikely"
