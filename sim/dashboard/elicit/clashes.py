"""Where a judgment does not go with what its voice says elsewhere, in words; found by the checks of `sim check`."""

from __future__ import annotations

from dataclasses import dataclass

from sim.log_odds import probability_of
from sim.priors.consistency.check import problems
from sim.priors.consistency.contradictions import Contradiction, Rule, Word, contradictions
from sim.priors.rows.matching import VariableRows, match
from sim.priors.rows.weights import weigh
from sim.results.coherence.report import coherence
from sim.results.forecast.percent import percent
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.names import plain


@dataclass(frozen=True)
class VoiceClash:
    """What a voice contradicts itself in. fatal: `sim check` refuses it, else draws are repaired. told: sentences."""

    fatal: bool
    told: tuple[str, ...]


def find_clash(draft: Scenario, key: str) -> VoiceClash | None:
    """How one judgment goes with its voice's others on the same variable; None where nothing is wrong."""
    known = draft.resolved[key]
    heard = weigh(draft).heard
    rows = match(heard, known.variable)
    wrong = problems(heard, rows)
    told: list[str] = []
    for found in contradictions(draft, [rows]):
        if found.voice == known.voice:
            told += [tell_rule(draft, rows, rule, key) for rule in found.broken]
            told += tell_nearest(draft, rows, found)
    if wrong and not told:
        told = ["It contradicts what is said already: one of them is certain of the opposite."]
    return VoiceClash(bool(wrong), tuple(dict.fromkeys(told))) if told else None


def tell_rule(scenario: Scenario, rows: VariableRows, rule: Rule, key: str) -> str:
    """A rule that does not hold, as a sentence; key: of the judgment that is being given."""
    parts = words.join_items([_word(scenario, rows, word, key) for word in rule.parts], most=6)
    holder = "everything there is" if rule.holder is None else _word(scenario, rows, rule.holder, key)
    if len(rule.parts) == 1:
        return f"{_first_up(parts)} is more than {holder}, which contains it."
    total = f"{100 * sum(_chance(word) for word in rule.parts):.3g} %"
    if rule.exact:
        return f"{_first_up(parts)} are all there is of {holder}, and add up to {total}."
    return f"{_first_up(parts)} add up to {total}: more than {holder}."


def tell_nearest(scenario: Scenario, rows: VariableRows, found: Contradiction) -> list[str]:
    """The nearest words that do not contradict each other, as a sentence; none where no words would do."""
    moves = found.nudges or {}
    by_judgment = {word.judgment: word for rule in found.broken for word in (*rule.parts, rule.holder) if word}
    agreed = [
        f"{percent(probability_of(word.log_odds + word.sign * moves[judgment]))} for {_event(rows, word)}"
        for judgment, word in by_judgment.items()
        if abs(moves.get(judgment, 0.0)) > 1e-6
    ]
    return [f"The nearest that agrees: about {words.join_items(agreed, most=6)}."] if agreed else []


def tell_overall(scenario: Scenario, policy: str, draws: int, seed: int) -> list[str]:
    """What is said of the result as a whole beside what follows from all other words, a line each, as `sim coherence`.

    policy: under which. Empty where nobody has said anything overall.
    """
    made = coherence(scenario, policy=policy, draws=draws, seed=seed)
    told = []
    for proposal in made.proposals:
        whose = "its own words" if proposal.voice else "all words"
        for gap in proposal.gaps:
            variable = scenario.variables[gap.target.variable]
            event = f"{plain(variable.label)}: {words.read_aloud(gap.target.event)}"
            voice = plain(scenario.experts[gap.target.voice].name)
            beyond = ", more than the doubt explains" if gap.beyond_doubt else ""
            told.append(
                f"{voice} says {percent(gap.said)} of {plain(event)} as a whole; from {whose} follows "
                f"{percent(gap.implied)}{beyond}."
            )
    return told


def has_overall(scenario: Scenario) -> bool:
    """Whether somebody speaks of the result as a whole."""
    return any(judgment.overall for group in scenario.current.values() for judgment in group.values())


def _word(scenario: Scenario, rows: VariableRows, word: Word, key: str) -> str:
    before = "" if word.judgment == key else " (said before)"
    return f"{percent(_chance(word))} for {_event(rows, word)}{before}"


def _event(rows: VariableRows, word: Word) -> str:
    return f"'{plain(words.read_aloud(rows.in_words(word.event)))}'"


def _chance(word: Word) -> float:
    """As it was said, by its clock."""
    return probability_of(word.log_odds)


def _first_up(text: str) -> str:
    return text[0].upper() + text[1:]
