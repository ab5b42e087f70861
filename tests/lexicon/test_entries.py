"""The lexicons as shipped: complete, ordered, and the numbers of their sources."""

from __future__ import annotations

import itertools

import pytest

from sim.lexicon import CONCEPTS, load, names

SURVEYS = ("capphrase", "zonination", "mauboussin", "wadefagen")


def test_ten_lexicons_surveys_first() -> None:
    assert names() == (*SURVEYS, "icd203", "phia", "nato", "ipcc", "efsa", "kent")


@pytest.mark.parametrize(
    ("lexicon", "entries"), [("capphrase", 19), ("zonination", 17), ("mauboussin", 23), ("icd203", 14), ("kent", 5)]
)
def test_no_entry_is_lost(lexicon: str, entries: int) -> None:
    assert len(load(lexicon)) == entries


def test_capphrase_unlikely_has_the_survey_s_quantiles() -> None:
    entry = load("capphrase")["unlikely"]
    assert entry.quantiles == ((0.05, 0.05), (0.25, 0.1), (0.5, 0.2), (0.75, 0.25), (0.95, 0.4))
    assert (entry.low, entry.high, entry.centre) == (None, None, 0.2)


def test_a_survey_without_quartiles_has_three_quantiles() -> None:
    assert load("mauboussin")["likely"].quantiles == ((0.05, 0.51), (0.5, 0.7), (0.95, 0.85))


def test_a_yardstick_has_a_range_and_its_middle() -> None:
    entry = load("phia")["unlikely"]
    assert (entry.low, entry.high, entry.quantiles) == (0.25, 0.35, ())
    assert entry.centre == pytest.approx(0.3)


@pytest.mark.parametrize("lexicon", names())
def test_every_entry_can_be_used(lexicon: str) -> None:
    for phrase, entry in load(lexicon).items():
        assert phrase == entry.phrase == " ".join(phrase.lower().split())
        assert entry.concept in CONCEPTS
        assert entry.lexicon == lexicon
        assert (entry.low is None) == bool(entry.quantiles)
        values = [value for _, value in entry.quantiles] or [entry.low, entry.high]
        assert all(0 <= value <= 1 for value in values)
        assert values == sorted(values)


def test_concepts_are_in_order_of_probability() -> None:
    """By the largest survey's medians; concepts it has no phrase for are left out."""
    medians = {
        concept: [entry.centre for entry in load("capphrase").values() if entry.concept == concept]
        for concept in CONCEPTS
    }
    means = [sum(found) / len(found) for found in medians.values() if found]
    assert all(low < high for low, high in itertools.pairwise(means))


def test_unknown_lexicon() -> None:
    with pytest.raises(KeyError, match="capphrse"):
        load("capphrse")
