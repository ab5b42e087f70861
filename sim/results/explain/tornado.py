"""What if a voice had not spoken, and what if a judgment stood at the end of its doubt: the answer run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.errors import SimError
from sim.priors.what_if import hold, why_not
from sim.progress import Progress, untold
from sim.results.ancestry import rows_met
from sim.results.explain.case import Case
from sim.results.explain.model import Explanation, Sentence, Swing, WithoutVoice
from sim.scenario.edit import edit

LOW, HIGH = 0.1, 0.9
MOST = 12  # judgments of the tornado, those with the largest shares


def with_reruns(one: Case, made: Explanation, progress: Progress = untold) -> Explanation:
    """The explanation with leave-one-voice-out and the tornado. progress: called with the share done, 0 to 1."""
    voices = tuple(dict.fromkeys(s.voice for s in made.sentences))
    scenario, moving = one.scenario, [s for s in made.sentences if s.share]
    why = {s: why_not(scenario.variables[s.variable], scenario.judgments[s.variable][s.judgment]) for s in moving}
    held = [s for s, reason in why.items() if not reason][:MOST]
    total = len(voices) + 2 * len(held)
    count = iter(range(1, total + 1))

    def told() -> None:
        progress(next(count) / total)

    without = tuple(_without(one, voice, told) for voice in voices)
    tornado = sorted((_swing(one, s, told) for s in held), key=lambda swing: -swing.width)
    not_held = tuple((s.judgment, reason) for s, reason in why.items() if reason)
    return replace(made, without=without, tornado=tuple(tornado), not_held=not_held)


def _without(one: Case, voice: str, told: Callable[[], None]) -> WithoutVoice:
    """The answer with a voice's weight 0; its speaking elsewhere falls silent too."""
    speaker = one.scenario.experts[voice].name
    try:
        other = one.of(edit(one.scenario, {f"experts.{voice}.weight": 0}))
        answer = other.answer(other.outcomes())
    except SimError as error:
        return WithoutVoice(voice, speaker, None, "; ".join(problem.message for problem in error.problems))
    finally:
        told()
    return WithoutVoice(voice, speaker, answer, notes=_instead(one, other, voice))


def _instead(one: Case, other: Case, voice: str) -> tuple[str, ...]:
    """What the answer rests on without the voice: its own split as background, and rows that nobody is left for."""
    met, _ = rows_met(one.scenario, one.question, one.policy)
    before = {a.text for a in one.priors.assumptions}
    paths = {f"variables.{name}" for name in met}
    new = [a for a in other.priors.assumptions if a.kind == "uniform" and a.text not in before]
    notes = [a.text for a in new if a.path in paths]
    said = [pair for name in met for pair in one.scenario.current[name].items()]
    splits = [key for key, judgment in said if judgment.expert == voice and judgment.says.whole_row]
    if voice in one.scenario.background and splits:
        notes.insert(0, f"still completes what nobody else speaks about ({', '.join(splits)})")
    return tuple(notes)


def _swing(one: Case, sentence: Sentence, told: Callable[[], None]) -> Swing:
    answers = []
    for level in (LOW, HIGH):
        answers.append(one.answer(one.outcomes(hold(one.priors, sentence.judgment, level))))
        told()
    low, high = answers
    return Swing(sentence, low.probability, high.probability, low.median, high.median)
