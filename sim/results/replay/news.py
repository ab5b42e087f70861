"""What a day brought: silence, which has gone on since the day before, and then the observations that are new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sim.engine.evidence.observed import by_content
from sim.results.replay.days import SeenByDay, is_silence
from sim.results.replay.model import SILENCE, News
from sim.results.replay.shapley import Coalition
from sim.scenario.resolve.observations import Observation, Observations

NOTHING_ELSE = "nothing else was reported"


@dataclass(frozen=True)
class DayStep:
    """From what was seen by one day to what was seen by the next.

    watched: what was seen, by day. first: the day before; None at the start of a replay, where all that was seen is
    new. last: the day itself.
    """

    watched: SeenByDay
    first: date | None
    last: date

    @cached_property
    def before(self) -> Observations:
        """All that was seen by the day before."""
        return Observations() if self.first is None else self.watched(self.first)

    @cached_property
    def after(self) -> Observations:
        """All that was seen by the day."""
        return self.watched(self.last)

    @cached_property
    def news(self) -> tuple[News, ...]:
        """What each player of the day is: silence, then what is new, in the file's order."""
        old = self._old
        told = [News(one.id, one.text or str(one)) for one in self.after if not is_silence(one) and one.id not in old]
        if self.first is None:
            silence = [News(SILENCE, NOTHING_ELSE)] if any(map(is_silence, self.after)) else []
        else:
            silence = [News(SILENCE, f"{NOTHING_ELSE} since {self.first}")] if self._silence_tells() else []
        return (*silence, *told)

    def company(self, players: Coalition) -> Observations:
        """What was seen if only these pieces of news, by place, had come.

        Silence that comes lasts until the day, else until the day before; it is about what lies beyond those that have
        come, and with them it is heard of once.
        """
        come = {self.news[player].id for player in players}
        return self._seen(self._old | come, is_silent=SILENCE in come)

    @cached_property
    def _old(self) -> frozenset[str]:
        return frozenset(one.id for one in self.before if not is_silence(one))

    def _seen(self, ids: frozenset[str], *, is_silent: bool) -> Observations:
        assert self.first is not None
        return self.watched.choose(ids, self.last if is_silent else self.first)

    def _silence_tells(self) -> bool:
        """Whether silence since the day before says anything, without the day's entries or beside them."""
        new = frozenset(one.id for one in self.after if not is_silence(one))
        alone, without = self._seen(self._old, is_silent=True), self._seen(new, is_silent=False)
        return content_of(alone) != content_of(self.before) or content_of(without) != content_of(self.after)


def content_of(seen: Iterable[Observation]) -> tuple[str, ...]:
    """What was seen without dates, words and order: the same for what gives the same answers."""
    return tuple(map(str, sorted(map(by_content, seen))))
