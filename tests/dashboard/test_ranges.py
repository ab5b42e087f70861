"""Where sliders stand: ranges of the file's values alone, labels that no two places share, one spelling of a path."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.dashboard.sliders import labels, ranges
from sim.log_odds import log_odds_of
from sim.priors import judgment_priors
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.stated import shift_median

FOLDER = Path(__file__).parents[1] / "scenarios" / "valid"


@pytest.fixture(scope="module")
def harbour() -> Scenario:
    return read.read(Path(__file__).with_name("harbour.yaml"))


@pytest.fixture(scope="module")
def forms() -> Scenario:
    return read.read(FOLDER / "every-form.yaml")


def test_every_weight_and_every_nudge_of_every_form_has_a_range_that_holds_the_files_value(forms: Scenario) -> None:
    found = ranges.find_ranges(forms)
    assert len(found) == len(forms.experts) + len(judgment_priors.judgments(forms))
    for path, places in found.items():
        assert list(places) == sorted(set(places)), path
        assert edit.value(forms, path) in places, path


@pytest.mark.parametrize("median", [0.0004, 0.003, 0.02, 0.2, 0.5, 0.97, 0.9996])
@pytest.mark.parametrize("other", [0.0004, 0.2, 0.9996])
def test_no_two_places_look_alike_under_any_median(median: float, other: float) -> None:
    """The range is the file's, the per cents may be another book's."""
    places = ranges.list_nudges(0.0, [median])
    shown = labels.short_per_cents([shift_median(other, nudge) for nudge in places])
    assert len(set(shown)) == len(shown) <= 60
    if median == other:
        assert 0.0 in places
        assert min(places) == 0 or shift_median(median, min(places)) >= 0.001
        assert max(places) == 0 or shift_median(median, max(places)) <= 0.999


@pytest.mark.parametrize("base", [0.0, 0.25, 0.33, 1.0, 1.5, 1.51, 2.0, 7.3, 1234.5, 5e5, 6e5, 1e6])
def test_weights_reach_twice_the_files_and_never_what_the_format_refuses(base: float) -> None:
    places = ranges.list_weights(base)
    assert places[0] == 0
    assert min(2 * base, 1e6) <= places[-1] <= 1e6
    assert base in places
    assert len(places) <= 60


@pytest.mark.parametrize(("base", "said"), [(19.97, 1e-8), (-19.97, 1 - 1e-8), (12.345678, 1e-5)])
def test_no_place_is_a_nudge_that_the_format_refuses(harbour: Scenario, base: float, said: float) -> None:
    """A nudge so large that a slider of its medians would go on beyond 20."""
    says = {"probability": said, "odds_within": 4}
    changed = edit.edit(harbour, {"judgments.J1.nudge": base, "judgments.J1.says": says})
    places = ranges.find_ranges(changed)["judgments.J1.nudge"]
    for end in (places[0], places[-1]):
        assert edit.edit(changed, {"judgments.J1.nudge": end}).judgments["clash"]["J1"].nudge == end
    assert all(float(labels.write_number(place)) == place for place in places)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("1e308", "3"), ("3.0001", "3"), ("50", "3"), ("-4", "0"), ("-1e-9", "0"), ("9" * 30, "3"),
        ("9" * 31, "9" * 31),
        ("3", "3"), ("0", "0"), ("2.999", "2.999"), ("nan", "nan"), (".inf", ".inf"), ("{", "{"), ("true", "true"),
    ],
)  # fmt: skip
def test_numbers_beyond_a_range_come_to_its_end_and_are_told(harbour: Scenario, text: str, used: str) -> None:
    inside, told = ranges.keep_within(harbour, ranges.find_ranges(harbour), {"experts.bob.weight": text})
    assert inside == {"experts.bob.weight": used}
    assert len(told) == (text != used)
    assert all(sentence.startswith(f"weight of Bob: {text}") and f"{used} is used" in sentence for sentence in told)


def test_a_path_has_one_spelling_and_the_later_value_counts(harbour: Scenario) -> None:
    edits = {"judgments.J1.nudge": "1", "pool.rule": "linear", "judgments.clash.J1.nudge": "2"}
    inside, told = ranges.keep_within(harbour, ranges.find_ranges(harbour), edits)
    assert list(inside.items()) == [("pool.rule", "linear"), ("judgments.J1.nudge", "2")]
    assert told == ()


def test_a_range_does_not_hang_on_the_question(harbour: Scenario) -> None:
    """The split says 10 % of shots and 2 % of battle; both can be brought to 99.9 %, one range for both."""
    places = ranges.find_ranges(harbour)["judgments.J4.nudge"]
    assert shift_median(0.02, places[-1]) > 0.9985
    assert shift_median(0.10, places[0]) < 0.0012


def test_a_label_never_hangs_on_where_the_slider_stands() -> None:
    places = ranges.list_nudges(0.0, [0.18])

    def texts(nudges: Sequence[float]) -> list[str]:
        return labels.short_per_cents([shift_median(0.18, nudge) for nudge in nudges])

    plain = labels.label_places(places, 0.0, texts)
    odd = labels.label_places(places, 0.001, texts)
    assert odd.pop(0.001) == "18.01 %"
    assert odd == plain
    twice = labels.label_places([0.0, 1.0], 0.0, lambda places: ["same"] * len(places))
    assert twice == {0.0: "same (0)", 1.0: "same (1)"}


@pytest.mark.parametrize("base", [0.0, 0.7, -3.0, 18.0])
@pytest.mark.parametrize("medians", [[], [0.5], [0.002, 0.3, 0.9996], [0.9999]])
def test_places_are_few_finest_near_the_file_s_value_and_reach_the_ends(base: float, medians: list[float]) -> None:
    places = ranges.list_nudges(base, medians)
    assert len(places) <= 62
    near = [place for place in (round(base + 0.1 * step, 4) for step in range(-10, 11)) if abs(place) <= 20]
    assert set(near) <= {*places} or medians
    if medians:
        middles = [log_odds_of(median) for median in medians]
        low, high = (shift + base for shift in (log_odds_of(0.001) - min(middles), log_odds_of(0.999) - max(middles)))
        assert places[0] <= max(low + 1.0, -20.0) or places[0] == base
        assert places[-1] >= min(high - 1.0, 20.0) or places[-1] == base
