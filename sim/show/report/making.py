"""How to make the same again: run, words, voices, versions, digest and command; and what was changed from the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.results.forecast.model import Forecast
from sim.results.report.model import QuestionPage
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.plain_words import name_judgment
from sim.show.report.answer import tell_more
from sim.show.report.blocks import Block, Bullets, Facts, Heading, Line, Run, Section, TextBlock
from sim.show.report.edits_in_words import tell_edits
from sim.show.report.grounds import cut_text, find_heaviest

_CHANGES = 6


def tell_making(
    scenario: Scenario, made: Forecast, level: int, command: str = "", more: Mapping[str, Line] | None = None
) -> Iterator[Block]:
    """Facts of the run. command: that makes it again; empty where none is told. more: facts after them."""
    lexicons = words.join_items([words.lexicon_name(name) for name in scenario.lexicon])
    facts: dict[str, Line] = {
        "Scenario": f"{made.scenario}, from {made.file}",
        "As of": f"{words.day(made.as_of)}" + (", retrospective" if scenario.retrospective else ""),
        "Run": f"{made.settings}{_methods(made)}",
        "Words, voices": f"{lexicons}; {made.pool_rule} pool",
        "Digest": made.digest[:16],
    }
    again = {"Again": [Run(command, "code")]} if command else {}
    yield Heading(level, "How it was made")
    yield Facts([*facts.items(), *again.items(), *(more or {}).items()])


def tell_places(pages: Sequence[QuestionPage]) -> dict[str, str]:
    """The keys under which the file has the sentences of some pages, by what they are called; empty without any."""
    keys: dict[str, dict[str, None]] = {}
    for page in pages:
        for sentence in find_heaviest(page):
            keys.setdefault(name_judgment(page.scenario, sentence.judgment), {})[sentence.judgment] = None
    told = "; ".join(f"{name}: {', '.join(found)}" for name, found in keys.items())
    return {"Sentences in the file": told} if told else {}


def _methods(made: Forecast) -> str:
    """How the answers were found: one word where all were found alike.

    A share of noise is each answer's own and left out.
    """
    methods = dict.fromkeys(one.method.split(",")[0] for one in made.answers.values() if not one.settled)
    return f"; {words.join_items(list(methods))}" if methods else ""


def tell_changes(file: Scenario, scenario: Scenario, edits: Mapping[str, str], level: int) -> Section:
    """What was changed from the file, in words."""
    changes = list(tell_edits(file, scenario, edits))
    told = Bullets([cut_text(line) for line in changes[:_CHANGES]])
    nothing = TextBlock("Nothing: all values are the file's.")
    return Section([
        Heading(level, "Changed from the file"), told if changes else nothing,
        *tell_more(len(changes) - _CHANGES, "changes"),
    ])  # fmt: skip
