"""What a day brought: the observations that are new, and silence, which goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.results.replay.days import is_silence
from sim.results.replay.model import SILENCE, News
from sim.results.replay.shapley import Coalition
from sim.scenario.resolve.observations import Observation

NOTHING_ELSE = "nothing else was reported"

Seen = Sequence[Observation]


@dataclass(frozen=True)
class DayStep:
    """From what was seen by one day to what was seen by the next.

    before, after: all that was seen. news: what each player of the day is, silence last.
    """

    before: Seen
    after: Seen
    news: tuple[News, ...]

    def onto(self, after: Seen) -> DayStep:
        """The next step."""
        known = {one.id for one in self.after if not is_silence(one)}
        news = [one for one in all_news(after) if one.id not in known and one.id != SILENCE]
        silence = [News(SILENCE, NOTHING_ELSE)] if _silence(after) != _silence(self.after) else []
        return DayStep(self.after, after, (*news, *silence))

    def company(self, players: Coalition) -> Seen:
        """What was seen if only these pieces of news, by place, had come.

        Until silence comes, what it says is that of the day before, and so is its part in what stands on the list: the
        two are heard of once.
        """
        come = {self.news[player].id for player in players}
        old = {one.id for one in self.before if not is_silence(one)}
        on_list = {one.id: one for one in (*self.after, *self.before) if not is_silence(one)}
        if SILENCE in come or self.news[-1].id != SILENCE:
            on_list |= {one.id: one for one in self.after if not is_silence(one)}
            silent = [one for one in self.after if is_silence(one)]
        else:
            silent = [one for one in self.before if is_silence(one)]
        return [*(one for key, one in on_list.items() if key in old | come), *silent]


def all_news(seen: Iterable[Observation]) -> tuple[News, ...]:
    """All that was seen, silence last."""
    told = list(seen)
    news = [News(one.id, one.text or str(one)) for one in told if not is_silence(one)]
    return (*news, *([News(SILENCE, NOTHING_ELSE)] if any(map(is_silence, told)) else []))


def _silence(seen: Seen) -> list[tuple[object, ...]]:
    """What silence says, without the day up to which it lasts and its words."""
    return [(one.variable, one.step, sorted(one.ever), one.if_ever) for one in seen if is_silence(one)]
