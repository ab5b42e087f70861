"""What quoted voices said and what came: statements that resolutions answer, and a record of words made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sim.errors import FormatError, Problem
from sim.lexicon import look_up
from sim.lexicon.record import CLASSES, COLUMNS, TOPICS_MIN, TrackRecord, reading
from sim.priors.recalibration.trust import WORDS
from sim.results.document import csv_text
from sim.results.track.model import WordOutcome
from sim.scenario.cases import ResolvedCase
from sim.scenario.model.bounds import Bound
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Number, Phrase
from sim.scenario.resolve.events import canonical, states
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario


class _Fact(NamedTuple):
    """What one resolved question says of one variable: by the end of a step it has been in `states`, or not."""

    question: str
    states: frozenset[int]
    step: int
    yes: bool


def answered_words(case: ResolvedCase) -> Iterator[WordOutcome]:
    """Every statement of a published or official voice that the resolutions answer, in the file's order.

    A statement counts where a resolved question tells whether its event came (at least as much was reached by then, or
    not even that by the statement's own end), and where its condition, if it has one, is known to have held. Contested
    answers tell nothing; an answer that rests on the absence of reports tells what it says.
    """
    scenario, facts = case.scenario, _facts(case)
    for variable in scenario.judgments:
        for key, judgment in scenario.current[variable].items():
            said = class_said(scenario, judgment)
            if said is None or scenario.experts[judgment.expert].kind not in WORDS or judgment.overall:
                continue
            outcome = _outcome(scenario, scenario.resolved[key], facts)
            if outcome is not None:
                happened, question = outcome
                topic = f"{scenario.id}: {case.resolutions[question].cluster or question}"
                yield WordOutcome(topic, key, judgment.expert, said, happened)


def record_of(words: Iterable[WordOutcome], onto: TrackRecord | None = None) -> str:
    """A record of words as CSV, which `pool: {recalibrate: FILE}` reads.

    onto: a record to which they are added. Raises FormatError for too few topics or kinds of statement to be read.

    >>> from sim.lexicon.record import shipped_record
    >>> record_of([WordOutcome("a: b", "S1", "ann", "likely", True)], shipped_record()).splitlines()[:2]
    ['topic,said,happened,of', 'a: b,likely,1,1']
    """
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for one in words:
        happened, of = counts.get((one.topic, one.said), (0, 0))
        counts[one.topic, one.said] = happened + one.happened, of + 1
    for row, topic in enumerate(onto.topics if onto else ()):
        for column, said in enumerate(onto.said if onto else ()):
            if onto and onto.of[row, column]:
                happened, of = counts.get((topic, said), (0, 0))
                own = int(onto.happened[row, column]), int(onto.of[row, column])
                counts[topic, said] = happened + own[0], of + own[1]
    _require_enough(counts)
    rows = [(topic, said, *pair) for (topic, said), pair in counts.items()]
    return csv_text(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


def _require_enough(counts: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    topics, kinds = {topic for topic, _ in counts}, {reading(said) for _, said in counts}
    if len(topics) < TOPICS_MIN or len(kinds) < 2:
        statements = sum(of for _, of in counts.values())
        message = (
            f"{statements} statements on {len(topics)} topics in {len(kinds)} kinds of words are no record: it needs "
            f"{TOPICS_MIN} topics and two kinds; added to the record that comes with the program they count"
        )
        raise FormatError([Problem(message, "record")])


def _facts(case: ResolvedCase) -> dict[str, list[_Fact]]:
    """What is known of every variable, from the resolved questions of one event."""
    facts: dict[str, list[_Fact]] = {}
    for name, answer in case.resolutions.items():
        target = case.scenario.targets[name]
        if target.compound is None and answer.resolved in (0.0, 1.0):
            fact = _Fact(name, target.states, target.step, answer.resolved == 1.0)
            facts.setdefault(target.variable, []).append(fact)
    return facts


def _outcome(
    scenario: Scenario, exact: ResolvedJudgment, facts: Mapping[str, list[_Fact]]
) -> tuple[bool, str] | None:  # fmt: skip
    """Whether a judgment's event came, and the question that tells; None where none does, or without its condition."""
    last = scenario.timeline.steps
    for parent, text in exact.record.given.items():
        if parent not in scenario.variables:
            return None  # of the week before: no question tells
        variable = scenario.variables[parent]
        event = states(text, variable.states, variable.ordered, parent)
        held = _came(facts.get(parent, []), event, last, len(variable.states))
        if held is None or not held[0]:
            return None
    size = len(scenario.variables[exact.variable].states)
    return _came(facts.get(exact.variable, []), exact.said, exact.until, size)


def _came(
    facts: Iterable[_Fact], event: frozenset[int], until: int, size: int
) -> tuple[bool, str] | None:  # fmt: skip
    """Whether an event came by the end of a step, as far as facts tell, and the question that does.

    An event that holds the lowest state is the absence of the rest of them.
    """
    climbed, folded = canonical(event, size)
    for fact in facts:
        if fact.yes and fact.states <= climbed and fact.step <= until:
            return not folded, fact.question
        if not fact.yes and climbed <= fact.states and fact.step >= until:
            return folded, fact.question
    return None


def class_said(scenario: Scenario, judgment: Judgment) -> str | None:
    """What was said as a record has it: the class of a phrase, or per cent; None for other forms.

    judgment: of the scenario.
    """
    says = judgment.says
    if isinstance(says, Number):
        return _per_cent(says.probability)
    limit = says.limit if isinstance(says, Bound) else says.phrase if isinstance(says, Phrase) else None
    if isinstance(limit, float):
        return _per_cent(limit)
    if not isinstance(limit, str) or not isinstance(says, Bound | Phrase):
        return None
    wanted, own = says.read_as or limit, says.lexicon
    entry = look_up(wanted, own or next(iter(scenario.lexicon)), scenario.catalogue).entry
    return entry.concept if entry.concept in CLASSES else _per_cent(entry.centre)


def _per_cent(probability: float) -> str | None:
    """A probability in per cent; None for one that is certain, which no record holds.

    >>> _per_cent(0.155), _per_cent(1.0)
    ('15.5%', None)
    """
    return f"{100 * probability:.10f}".rstrip("0").rstrip(".") + "%" if 0 < probability < 1 else None
