"""What the address says was seen: up to which day, without which entries, with silence or not, and what is supposed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.dashboard.learn.beside import EvidenceBeside
from sim.dashboard.learn.sentences import say_event
from sim.dashboard.state import State
from sim.errors import FormatError, Problem, SimError
from sim.results.replay.days import SeenByDay
from sim.scenario.evidence.file import from_text, said
from sim.scenario.evidence.quiet import quiet
from sim.scenario.evidence.reading import EvidenceReading
from sim.scenario.model.places import Places
from sim.scenario.resolve.observations import Observation, Observations
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import ExactQuiet

MOST_GIVEN = 5
"""Conditions that may be supposed at once: each may cost as much as an entry."""
SURE = {"1": "for certain", "10": "a good source says so: ten times likelier if it is true",
        "3": "a rumour says so: three times likelier if it is true"}  # fmt: skip
"""How sure a condition is: how many times likelier the sign is if it holds -> in words; 1 stands for certain."""
CHANCES = {"0.5": 0.5, "0.7": 0.7, "0.8": 0.8, "0.9": 0.9, "0.95": 0.95, "0.99": 0.99}
"""Chances of a report that may be chosen, as the address has them."""
USUAL_CHANCE = "0.95"
OFF = "off"
BETWEEN = "; "


@dataclass(frozen=True)
class GivenCondition:
    """Something that is supposed. text: as the address has it. told: in words."""

    text: str
    told: str
    observation: Observation


@dataclass(frozen=True)
class LearnChoice:
    """What counts as seen. without: ids of entries that are switched off. silence: None where it does not count."""

    day: datetime.date
    without: frozenset[str]
    silence: ExactQuiet | None
    given: tuple[GivenCondition, ...]

    def shows(self, known: EvidenceBeside) -> tuple[Observation, ...]:
        """The entries that count, in the file's order."""
        here = [one for one in known.entries if one.day <= self.day and one.id not in self.without]
        return tuple(one.observation for one in here)


def settle_choice(
    state: State, scenario: Scenario, known: EvidenceBeside
) -> tuple[LearnChoice, tuple[Problem, ...]]:  # fmt: skip
    """What the address asks for, and what in it makes no sense, which is left out."""
    days = {day.isoformat(): day for day in known.days}
    usual = known.days[-1] if known.entries or known.quiet else known.days[0]
    without = frozenset(state.learn_without.split(",")) & {one.id for one in known.entries}
    given: list[GivenCondition] = []
    problems: list[Problem] = []
    texts = [text for text in dict.fromkeys(state.learn_given.split(BETWEEN)) if text.strip()]
    for number, text in enumerate(texts[:MOST_GIVEN], start=1):
        try:
            given.append(read_given(text, number, scenario))
        except SimError as error:
            problems += error.problems
    if len(texts) > MOST_GIVEN:
        problems.append(Problem(f"{len(texts)} conditions: at most {MOST_GIVEN} are taken", file="the address"))
    silence = _silence(state.learn_quiet, scenario, known)
    return LearnChoice(days.get(state.learn_day, usual), without, silence, tuple(given)), tuple(problems)


def gather_seen(scenario: Scenario, known: EvidenceBeside, chosen: LearnChoice) -> Observations:
    """All that counts as seen, with what is supposed: as `sim.evidence` has it of a file with just this in it.

    Conditions hold whatever day is chosen, silence lasts up to that day or the file's, whichever comes first.
    """
    return follow_seen(scenario, known, chosen)(chosen.day)


def follow_seen(scenario: Scenario, known: EvidenceBeside, chosen: LearnChoice) -> SeenByDay:
    """The same on any day instead of the chosen one."""
    listed = tuple(one.observation for one in known.entries if one.id not in chosen.without)
    return SeenByDay(scenario, listed, chosen.silence, tuple(one.observation for one in chosen.given))


def read_given(text: str, number: int, scenario: Scenario) -> GivenCondition:
    """A condition of the address, `us_action: limited_strike or more @ 2026-01-06`, ` *10` behind it if uncertain.

    Raises FormatError or ModelError.
    """
    words, star, times = text.strip().rpartition(" *")
    if not star:
        words, times = text.strip(), "1"
    if times not in SURE:
        known = ", ".join(SURE)
        raise FormatError([Problem(f"{times!r} is no strength of a sign: one of {known}", file="the address")])
    one, record = from_text(words, number, scenario), said(words, "the address")
    assert one.at is not None
    assert one.date is not None
    told = say_event(scenario, one.variable, record["is"], one.date)
    if times == "1":
        return GivenCondition(text.strip(), told, one)
    at = tuple(1.0 if there else 1.0 / float(times) for there in one.at)
    told = f"{told} ({SURE[times].partition(':')[0]})"
    return GivenCondition(text.strip(), told, replace(one, at=at, text=f"{one.text} ({times} times likelier if so)"))


def write_given(variable: str, event: str, day: datetime.date, times: str) -> str:
    """The text of a condition for the address.

    >>> write_given("climate", "broken_off", datetime.date(2026, 1, 6), "3")
    'climate: broken_off @ 2026-01-06 *3'
    """
    return f"{variable}: {event} @ {day.isoformat()}" + ("" if times == "1" else f" *{times}")


def list_events(states: Sequence[str], ordered: bool) -> list[str]:
    """The events that may be supposed of a variable: its first state, and each of the others or more.

    >>> list_events(["none", "incident", "combat"], True), list_events(["red", "blue"], False)
    (['incident or more', 'combat', 'none'], ['red', 'blue'])
    """
    if not ordered:
        return list(states)
    return [*(f"{state} or more" for state in states[1:-1]), states[-1], states[0]]


def _silence(asked: str, scenario: Scenario, known: EvidenceBeside) -> ExactQuiet | None:
    """The file's silence unless it is switched off; without one, silence at one chance where that is asked for."""
    if known.quiet is not None:
        return None if asked == OFF else known.quiet
    if asked not in CHANCES:
        return None
    record = {"until": scenario.calendar.last, "reported": CHANCES[asked]}
    return quiet(EvidenceReading(scenario, Places("the page")), record)
