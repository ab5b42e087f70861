"""What speaks against an answer: voices that differ, words that do not fit together, the author's part, weak ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape_html as escape
from sim.dashboard.why.sentences import STANCES, SentenceTeller
from sim.dashboard.why.worth import list_recorded
from sim.priors.provenance import OFTEN
from sim.results.coherence.model import ITSELF, Coherence
from sim.results.compare.views import Views
from sim.results.explain.model import Explanation, Sentence, WithoutVoice
from sim.results.explain.standing import AnswerGrounds, SpokenEvent, VoiceStance
from sim.results.forecast.percent import percent
from sim.results.shares.model import AUTHOR, WHO
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming import names
from sim.show.naming.plain_words import say_condition
from sim.show.words import SMALL_SHARE, join_items, whole_share

_EVENTS, _WEAK, _MUCH = 2, 0.01, 0.05
_SAME = 1e-6
_FAR = 2.0  # times the median of all together
_APART = 2.0  # the odds of the highest over those of the lowest from which two voices differ


@dataclass(frozen=True)
class Objection:
    """One thing that speaks against an answer.

    head: in two or three words. keys: the judgments it is about, which open below it. lines: what else opens there.
    moves: by how much the answer would be another, 0..1, where that is known.
    """

    head: str
    text: str
    keys: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    moves: float = 0.0


def list_objections(grounds: AnswerGrounds, teller: SentenceTeller) -> list[Objection]:
    """All that is known without running the answer again, in the order in which a reader is told."""
    scenario, made = teller.scenario, grounds.explanation
    return [
        *_recorded(scenario, made), *_disagreeing(made), *_differing(scenario, grounds, teller),
        *_clashing(scenario, grounds.events, teller),
        *_authors(scenario, made), *_shared(made.sentences, teller), *_weak(made.sentences, teller), *_open(made),
    ]  # fmt: skip


def _recorded(scenario: Scenario, made: Explanation) -> Iterator[Objection]:
    """What became of such words before, where that is far from what is now made of them."""
    answer = made.answer
    about = {one.judgment for one in made.sentences if one.variable == answer.variable}
    counted = [one for one in list_recorded(scenario, made) if one.judgment in about]
    times = {one: _odds_of(one.came / one.of) / _odds_of(answer.probability) for one in counted}
    far = [one for one in counted if not 1 / _APART < times[one] < _APART]
    if far:
        told = [f"{one.called} came true {percent(one.came / one.of)} of the time" for one in far]
        text = f"What quoted experts called {join_items(told)}; the answer is {answer.shown}."
        yield Objection("Such words before", text, tuple(one.judgment for one in far))


def _disagreeing(made: Explanation) -> Iterator[Objection]:
    """How much hangs on which voice is right, where that is more than a little."""
    who = next((part.share for part in made.parts if part.name == WHO), 0.0)
    if who >= _MUCH:
        yield Objection("Disagreement", f"{whole_share(who)} of what is open hangs on which voice is right.")


def _differing(scenario: Scenario, grounds: AnswerGrounds, teller: SentenceTeller) -> Iterator[Objection]:
    """Who puts an event lowest and who highest, of the events that carry most."""
    told = 0
    for event in grounds.events:
        if told == _EVENTS or event.share < _WEAK:
            return
        low, high = event.apart
        if len(event.voices) > 1 and low.judgment != high.judgment and _odds(high) >= _APART * _odds(low):
            told += 1
            yield Objection(
                "Voices differ",
                f"{name_spoken(scenario, event)}: from {_stand(low, teller)} to {_stand(high, teller)}; all together "
                f"make of it {percent(event.span[1])}.{_reach(event, teller)}",
                (low.judgment, high.judgment),
            )


def _reach(event: SpokenEvent, teller: SentenceTeller) -> str:
    """Who leaves the most open upwards, where that is far from what all together make of it."""
    farthest = max(event.voices, key=lambda one: one.span[2])
    if farthest.span[2] < _FAR * event.span[1]:
        return ""
    name = teller.speaker(farthest.judgment)
    return f" {name[:1].upper()}{name[1:]} leaves it open up to {percent(farthest.span[2])}."


def _odds(stance: VoiceStance) -> float:
    return _odds_of(stance.span[1])


def _odds_of(probability: float) -> float:
    held = min(max(probability, 1e-9), 1 - 1e-9)
    return held / (1 - held)


def _stand(stance: VoiceStance, teller: SentenceTeller) -> str:
    return f"{percent(stance.span[1])} ({teller.label(stance.judgment)})"


def _clashing(scenario: Scenario, events: Sequence[SpokenEvent], teller: SentenceTeller) -> Iterator[Objection]:
    """Rows in which what voices say does not fit together in more than one draw of twenty."""
    told: set[tuple[str, str]] = set()
    for event in events:
        place = event.variable, event.condition
        share = sum(e.share for e in events if (e.variable, e.condition) == place)
        if event.repaired <= OFTEN or share < _WEAK or place in told:
            continue
        told.add(place)
        moved = [e for e in events if (e.variable, e.condition) == place and e.event in event.moved]
        keys = tuple(dict.fromkeys(voice.judgment for e in moved or [event] for voice in e.voices))
        speakers = list(dict.fromkeys(_inside(teller.speaker(key)) for key in keys))
        when = say_condition(scenario, event.condition)
        yield Objection(
            "Words do not fit together",
            f"{scenario.variables[event.variable].label} {when}: in {whole_share(event.repaired)} of the readings "
            "what was said, put together, made a part of it likelier than the whole, which cannot be. There the "
            f"chances that follow from {join_items(speakers)} were moved, as little as was needed.",
            keys,
        )


def _authors(scenario: Scenario, made: Explanation) -> Iterator[Objection]:
    """What of the doubt is the author's own, and where the author alone is heard."""
    mine = [sentence for sentence in made.sentences if sentence.kind == AUTHOR]
    share = sum(sentence.share for sentence in mine)
    if share < SMALL_SHARE:
        return
    alone = {name: part for name, part in made.unasked().items() if part >= SMALL_SHARE}
    labels = [f"{scenario.variables[name].label} ({whole_share(part)})" for name, part in alone.items()]
    asked = f" Nobody was asked about {join_items(labels)}." if labels else ""
    keys = tuple(sentence.judgment for sentence in mine if sentence.share >= _WEAK)
    told, largest = f"{whole_share(share)} of the doubt is no expert's word", whole_share(mine[0].share)
    if largest != whole_share(share):
        told += f": all the author's sentences together, the largest of which holds {largest}"
    yield Objection("The author's own part", f"{told}.{asked}", keys)


def _shared(sentences: Sequence[Sentence], teller: SentenceTeller) -> Iterator[Objection]:
    """Speakers who stand in one source: they are fewer than they look."""
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        source = teller.record(sentence.judgment).source
        if source in teller.scenario.sources and sentence.share >= SMALL_SHARE:
            found.setdefault(str(source), []).append(sentence.judgment)
    for keys in found.values():
        speakers = list(dict.fromkeys(teller.speaker(key) for key in keys))
        if len(speakers) > 1:
            camps = dict.fromkeys(teller.scenario.experts[teller.record(key).expert].camp for key in keys)
            notes = [teller.scenario.camps[camp].note for camp in camps if camp]
            told = "".join(f" {note[:1].upper()}{note[1:].rstrip('.')}." for note in notes if note)
            place = ", ".join(part for part in (teller.outlet(keys[0]), teller.dated(keys[0])) if part)
            yield Objection("Fewer sources than voices", f"{join_items(speakers)} speak in one source: {place}.{told}",
                            tuple(keys))  # fmt: skip


def _weak(sentences: Sequence[Sentence], teller: SentenceTeller) -> Iterator[Objection]:
    """Sentences with a share that are no forecast of the speaker's own, or stand in a weak source."""
    found = []
    for sentence in sentences:
        record = teller.record(sentence.judgment)
        source = teller.scenario.sources.get(record.source or "")
        why = STANCES[record.stance].partition(":")[0] or ("weak source" if source is not None and source.weak else "")
        if why and sentence.share >= SMALL_SHARE:
            found.append((sentence.judgment, f"{_inside(teller.speaker(sentence.judgment))} ({why})"))
    if found:
        told = list(dict.fromkeys(text for _, text in found))
        yield Objection("Weak ground", f"It also rests on {join_items(told)}.", tuple(key for key, _ in found))


def _inside(speaker: str) -> str:
    """A speaker's name inside a sentence."""
    return f"the {speaker[4:]}" if speaker.startswith("The ") else speaker


def _open(made: Explanation) -> Iterator[Objection]:
    """What is left where all is known."""
    if made.three is not None and made.three.chance >= SMALL_SHARE:
        yield Objection(
            "Chance",
            "Even if every judgment were exact and it were settled who is right, "
            f"{whole_share(made.three.chance)} of the uncertainty whether it comes to pass would be left.",
        )


def tell_without(made: Explanation, scenario: Scenario) -> Objection | None:
    """The voice without which the answer moves farthest; None where none moves it."""
    moved = [one for one in made.without if one.answer is not None and not one.answer.settled]
    if not moved:
        return None
    now = made.answer.probability
    farthest = max(moved, key=lambda one: _away(one, now))
    if _away(farthest, now) < 1e-9 or farthest.answer is None:
        return None
    keys = tuple(s.judgment for s in made.sentences if s.voice == farthest.voice and s.share >= SMALL_SHARE)
    return Objection(
        "One voice moves the number most",
        f"Without {names.name_voice(scenario, farthest.voice)} it would be {farthest.answer.shown} instead of "
        f"{made.answer.shown}.{_tell_doubt(made, scenario, farthest.voice)}", keys, moves=_away(farthest, now),
    )  # fmt: skip


def _tell_doubt(made: Explanation, scenario: Scenario, mover: str) -> str:
    """That it is another voice that holds most of the doubt, and what that one does to the number."""
    heaviest, share = next(iter(made.by_voice().items()))
    without = next((one.answer for one in made.without if one.voice == heaviest), None)
    if heaviest == mover or without is None:
        return ""
    return (
        f" This is about the number, not the doubt: the largest part of the doubt, {whole_share(share)}, is with "
        f"{names.name_voice(scenario, heaviest)}, without which it would be {without.shown}."
    )


def tell_views(made: Explanation, found: Views) -> Objection | None:
    """What the answer would be if another view of the scenario's were right; None where none moves it."""
    now = made.answer
    views = [(view, view.answers[now.question]) for view in found.views[1:] if now.question in view.answers]
    seen_before = [(view.says, answer) for view, answer in views if not view.hindsight]
    away = [(abs(answer.probability - now.probability), says, answer) for says, answer in seen_before]
    apart, says, farthest = max(away, default=(0.0, "", now), key=lambda view: view[0])
    if apart <= _SAME:
        return None
    later = " Written with knowledge of how it ended."
    lines = [f"{view.says.rstrip('.')}: {answer.shown}.{later if view.hindsight else ''}" for view, answer in views]
    told = f"It would be {farthest.shown} instead of {now.shown} if this were so: {says.rstrip('.')}."
    return Objection("Another view may be right", told, lines=tuple(lines), moves=apart)


def _away(without: WithoutVoice, now: float) -> float:
    return 0.0 if without.answer is None else abs(without.answer.probability - now)


def list_gaps(found: Coherence, met: Sequence[str], teller: SentenceTeller) -> Iterator[Objection]:
    """What `sim coherence` finds of what is behind the answer: a voice against itself, the whole against its parts."""
    for proposal in found.proposals:
        if proposal.kind == ITSELF and proposal.variable in met:
            label, voice = teller.scenario.variables[proposal.variable].label, teller.scenario.experts[proposal.voice]
            keys = tuple(move.judgment for move in proposal.moves)
            yield Objection("A voice contradicts itself", f"{voice.name} on {label}.", keys)
        for gap in proposal.gaps:
            if gap.beyond_doubt and gap.target.variable in met:
                event = names.name_event(teller.scenario, gap.target.variable, gap.target.event)
                yield Objection(
                    "The whole against its parts",
                    f"{event}: {teller.label(gap.target.judgment)} puts it at {percent(gap.said)} as a whole; what is "
                    f"said of its parts makes {percent(gap.implied)}, farther off than doubt explains.",
                    (gap.target.judgment,),
                )  # fmt: skip


def name_spoken(scenario: Scenario, event: SpokenEvent) -> str:
    """An event that is spoken of, in words, with the time that it has and the condition."""
    name, when = names.name_event(scenario, event.variable, event.event), say_condition(scenario, event.condition)
    within = f" within {names.name_duration(scenario.timeline.step, event.steps)}" if event.steps is not None else ""
    return f"{name}{within}{f' {when}' if when.startswith('if ') else ''}"


def draw_objections(grounds: AnswerGrounds, teller: SentenceTeller) -> DeltaGenerator:
    """The list of what is known at once; gives back its place, for what further runs add."""
    if grounds.explanation.sentences:
        st.markdown("## What speaks against it", anchors=False)
    place = st.empty()
    fill_objections(place, list_objections(grounds, teller), teller)
    return place


def fill_objections(place: DeltaGenerator, objections: Sequence[Objection], teller: SentenceTeller) -> None:
    """Put a list of them into its place."""
    if objections:
        items = "".join(write_objection(one, teller) for one in objections)
        place.html(f'<ul class="why-list why-against">{items}</ul>')


def write_objection(objection: Objection, teller: SentenceTeller) -> str:
    """The objection as HTML; the sentences it is about open below it."""
    summary = f"<b>{escape(objection.head)}.</b> {escape(objection.text)}"
    if not objection.keys and not objection.lines:
        return f"<li>{summary}</li>"
    sentences = "".join(f"<p>{escape(line)}</p>" for line in objection.lines)
    sentences += "".join(f"<p>{teller.headline(key)}</p>{teller.body(key)}" for key in objection.keys)
    return f'<li><details class="why-fold"><summary>{summary}</summary>{sentences}</details></li>'
