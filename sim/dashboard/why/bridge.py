"""The way from what the voices say to an answer that does not lie between them, step by step."""

from __future__ import annotations

from sim.results.explain.standing import AnswerGrounds, SpokenEvent
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import percent, span
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming import names
from sim.show.naming.plain_words import say_condition
from sim.show.words import join_items

_NEAR = 1.25  # the odds of the answer over those of the nearest voice up to which it is between them
_FAR = 1.5  # the same over those of all together from which the way between them is told


def list_asked(grounds: AnswerGrounds) -> list[SpokenEvent]:
    """The question's own event in each row in which it is spoken of, heaviest first; empty where it is settled."""
    asked = [event for event in grounds.events if event.asked and event.lasting]
    return [] if grounds.explanation.answer.settled else asked


def find_apart(grounds: AnswerGrounds) -> SpokenEvent | None:
    """What the question asks about, in its heaviest row, where the answer is not what the voices together say there.

    It lies below or above all who speak of it, or far from the middle reading of all together.
    """
    asked = list_asked(grounds)
    if not asked:
        return None
    (low, high), answer = _reach(asked), _odds(grounds.explanation.answer.probability)
    together = _odds(asked[0].span[1])
    inside = _odds(low) / _NEAR <= answer <= _odds(high) * _NEAR
    return None if inside and 1 / _FAR <= answer / together <= _FAR else asked[0]


def tell_bridge(scenario: Scenario, grounds: AnswerGrounds, event: SpokenEvent) -> str:
    """From the voices' middle readings to the answer, with the figure after each step.

    event: what `find_apart` gives.
    """
    asked, answer = list_asked(grounds), grounds.explanation.answer
    (low, high), several = _reach(asked), len({voice.judgment for one in asked for voice in one.voices}) > 1
    who = "the voices' middle readings are" if several else "the one voice's middle reading is"
    said = percent(low) if percent(low) == percent(high) else span(low, high)
    when = say_condition(scenario, event.condition)
    row = f"{when[0].upper()}{when[1:]}, " if when.startswith("if ") else ""
    steps = tell_steps(scenario, event, answer)
    return (
        f"{names.name_event(scenario, event.variable, event.event)}: {who} {said}; the answer is {answer.shown}. "
        f"{row}{steps[0].lower() if row else steps[0]}{steps[1:]}"
    )


def tell_steps(scenario: Scenario, event: SpokenEvent, answer: Answer) -> str:
    """The two steps alone: from the middle reading of all together to their mean, and from there to the answer."""
    return f"{_tell_mean(event)} {_tell_rest(scenario, event, answer)}"


def _tell_mean(event: SpokenEvent) -> str:
    """All together, in the middle and as a mean."""
    mean = float(event.pooled.mean())
    middle, shown = percent(event.span[1]), percent(mean)
    if middle == shown:
        return f"The middle reading of all together is {middle}, and so is the mean of all readings."
    few, pull = ("high", "up") if mean > event.span[1] else ("low", "down")
    return (
        f"The middle reading of all together is {middle}; the mean of all readings is {shown}, as a few {few} ones "
        f"pull it {pull}."
    )


def _tell_rest(scenario: Scenario, event: SpokenEvent, answer: Answer) -> str:
    """What leads from the mean of what all together say to the answer."""
    mean = percent(float(event.pooled.mean()))
    turns = [f"\u201c{scenario.variables[name].label}\u201d" for name in event.turns]
    on_the_way = f"what else {join_items(turns)} may come to" if turns else "each step until the day asked about"
    if mean == answer.shown:
        return f"The model also counts {on_the_way}; the answer is the same." if turns else "The answer is that mean."
    movers = join_items([names.name_voice(scenario, voice) for voice in event.movers]) if event.movers else ""
    by = f"; by how much that moves it is the word of {movers}" if movers else ""
    return f"The step from {mean} to {answer.shown} is the model's: it also counts {on_the_way}{by}."


def _reach(events: list[SpokenEvent]) -> tuple[float, float]:
    """The lowest and the highest median of all voices in all rows."""
    medians = [voice.span[1] for event in events for voice in event.voices]
    return min(medians), max(medians)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return bounded / (1 - bounded)
