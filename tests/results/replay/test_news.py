"""From one day to the next: what is new, and silence as one more player whose word changes from day to day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sim.results.replay.model import SILENCE
from sim.results.replay.news import DayStep
from sim.scenario.resolve.observations import Observation


@dataclass(frozen=True)
class Silent(Observation):
    """An observation of silence, as evidence files make them."""

    silence: object = "nothing was reported"


FIRST = Observation("E1", "clouds", 1, at=(0.0, 1.0), date=date(2026, 1, 5), text="clouds is dark")
SECOND = replace(FIRST, id="E2", variable="waves")
LISTED = Observation("E0", "storm", 1, ever=frozenset({1}), if_ever=0.5, text="no storm")
EARLY = Silent("quiet", "storm", 1, ever=frozenset({1}), if_ever=0.4, text="no storm by the 5th")
LATE = replace(EARLY, step=2, text="no storm by the 12th")


def test_what_is_new_comes_in_the_files_order_with_silence_last() -> None:
    start = DayStep((), (), ()).onto((LISTED, EARLY))
    assert [news.id for news in start.news] == ["E0", SILENCE]
    step = start.onto((SECOND, LISTED, FIRST, LATE))
    assert [news.id for news in step.news] == ["E2", "E1", SILENCE]


def test_silence_that_says_no_more_is_no_news() -> None:
    step = DayStep((), (EARLY,), ()).onto((replace(EARLY, text="in other words"), FIRST))
    assert [news.id for news in step.news] == ["E1"]


def test_without_silence_a_coalition_has_that_of_the_day_before() -> None:
    changed = replace(LISTED, if_ever=1.0)  # silence has taken over what the list said
    step = DayStep((), (LISTED, EARLY), ()).onto((LISTED, FIRST, SECOND, LATE)).onto((changed, FIRST, SECOND, LATE))
    assert step.news == ()
    step = DayStep((), (LISTED, EARLY), ()).onto((changed, FIRST, SECOND, LATE))
    assert step.company(frozenset()) == [LISTED, EARLY]
    assert sorted(one.id for one in step.company(frozenset({0}))) == ["E0", "E1", "quiet"]
    assert EARLY in step.company(frozenset({0, 1}))
    assert step.company(frozenset({2})) == [changed, LATE]
    assert step.company(frozenset({0, 1, 2})) == [changed, FIRST, SECOND, LATE]
