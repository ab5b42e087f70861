"""The brief of one answer: a page of HTML by itself, which asks nothing of the network and prints to one sheet."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape as escape_html

from sim.results.explain.model import Explanation, Sentence
from sim.results.forecast.model import Answer, Forecast
from sim.results.settings import RunSettings
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.brief.edits_in_words import tell_edits
from sim.show.brief.figures import READINGS, draw_dots, draw_span
from sim.show.brief.style import STYLE
from sim.show.phrases import chance_in_words, whole, whole_span
from sim.show.titles import Titles, find_titles

_SENTENCES, _POLICIES, _CHANGES = 5, 8, 6
_LONGEST = 170
"""Letters of a claim or an assumption."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Brief:
    """One answer, and all that is said of it on the page.

    file, scenario: without and with the edits. forecast: every policy that is compared, with the shares of the answer.
    explanation: of the answer; its policy and question are the brief's. edits: path -> text of the value. command: that
    writes the same page; empty where none is told.
    """

    file: Scenario
    scenario: Scenario
    forecast: Forecast
    explanation: Explanation
    edits: Mapping[str, str] = field(default_factory=dict)
    command: str = ""

    @property
    def answer(self) -> Answer:
        """The answer that the page is about."""
        told = self.explanation.answer
        return self.forecast.answers[told.policy, told.question]

    @property
    def titles(self) -> Titles:
        """What questions and policies are called, conditions included."""
        known = self.scenario.presentation
        titles = find_titles(self.scenario)
        return titles if known is None else replace(titles, conditions=known.conditions)


def escape(text: str) -> str:
    """A text of the scenario as HTML that shows just that; no line breaks before a %.

    >>> escape("<b> & 5 %")
    '&lt;b&gt; &amp; 5\\xa0%'
    """
    return escape_html(text).replace(" %", "\u00a0%")


def write_brief(brief: Brief) -> str:
    """The page, every text escaped; it is the same text for the same brief."""
    title = escape(f"{brief.scenario.title}: {brief.answer.asks}")
    head = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    parts = (_asked, _answered, _compared, _said, _assumed, _made)
    return head + "\n".join(line for part in parts for line in part(brief)) + "\n</main>\n</body>\n</html>\n"


def _asked(brief: Brief) -> Iterator[str]:
    scenario = brief.scenario
    flag = ' <span class="flag">Retrospective: written after the fact</span>' if scenario.retrospective else ""
    yield f'<p class="top">{escape(scenario.title)}. What was known on {words.day(scenario.as_of)}.{flag}</p>'
    yield f"<h1>{escape(brief.answer.asks)}</h1>"


def _answered(brief: Brief) -> Iterator[str]:
    answer, speakers = brief.answer, brief.forecast.speakers
    case = brief.titles.case(answer.policy)
    if answer.settled:
        yield f'<p class="number">{escape(answer.shown)}</p><p>{escape(f"{case}, {words.WHY[answer.method]}")}.</p>'
        return
    chance = chance_in_words(answer.probability)
    yield f'<p class="number">{escape(chance[:1].upper() + chance[1:])} ({escape(whole(answer.probability))})</p>'
    statement = brief.scenario.questions[answer.question].statement
    told = case if statement is None else f"that {_inside(statement)}, {case}"
    yield f'<p class="told">{escape(told)}.</p>'
    span = whole_span(answer.interval90.low, answer.interval90.high)
    yield f"<p>What was said leaves open <strong>{escape(span)}</strong>: {escape(words.in_words(answer))} "
    yield f'<span class="small">(words of {escape(words.lexicon_name(answer.word_lexicon))})</span>.</p>'
    if answer.confidence is not None:
        yield f"<p>Confidence is {escape(answer.confidence.level)}: {escape(answer.confidence.reason)}.</p>"
    if shares := words.tell_shares(answer, speakers):
        rests = words.rests_on(answer, speakers)
        yield f'<p class="small">Whose doubt it is: {escape(shares)}. It {escape(rests)}.</p>'


def _compared(brief: Brief) -> Iterator[str]:
    """The policies beside each other, and the readings of the answer."""
    answer = brief.answer
    yield '<div class="pair"><section><h2>The same question under each policy</h2><table>'
    named = "If" if brief.titles.conditions else "Policy"
    yield f"<tr><th>{named}</th><th>Forecast</th><th>Span</th><td></td></tr>"
    answers = [a for a in brief.forecast.answers.values() if a.question == answer.question]
    shown = [a for place, a in enumerate(answers) if place < _POLICIES or a.policy == answer.policy]
    most = max((a.interval90.high for a in shown if not a.settled), default=1.0)
    yield from (_policy_row(brief, one, most) for one in shown)
    yield "</table>" + _more(len(answers) - len(shown), "policies") + "</section>"
    if not answer.settled:
        readings = [float(p) for p in brief.forecast.draws.readings(answer.policy, answer.question, READINGS)]
        yield f"<section><h2>{READINGS} equally good readings of what was said</h2>{draw_dots(readings, answer)}"
        yield '<p class="small">A dot is one reading. Bars: half of the readings, and nine tenths; '
        yield "diamond: the forecast, their mean. The spread is doubt about what was said; chance is in each dot.</p>"
        yield "</section>"
    yield "</div>"


def _policy_row(brief: Brief, one: Answer, most: float) -> str:
    titles = brief.titles
    name = escape(titles.conditions.get(one.policy) or titles.policy(one.policy))
    chosen = ' class="chosen"' if one.policy == brief.answer.policy else ""
    if one.settled:
        why = f"{one.shown}, {words.WHY[one.method]}"
        return f'<tr{chosen}><td>{name}</td><td colspan="3">{escape(why)}</td></tr>'
    span = escape(whole_span(one.interval90.low, one.interval90.high))
    mean, bar = escape(whole(one.probability)), draw_span(one, most)
    return f"<tr{chosen}><td>{name}</td><td>{mean}</td><td>{span}</td><td>{bar}</td></tr>"


def _said(brief: Brief) -> Iterator[str]:
    made = brief.explanation
    heaviest = [one for one in made.sentences if one.share >= 0.005][:_SENTENCES]
    if not heaviest:
        yield from (f'<p class="small">{escape(note)}</p>' for note in made.notes)
        return
    yield "<h2>The sentences that weigh most</h2><ol>"
    yield from (f"<li>{_sentence(brief, one)}</li>" for one in heaviest)
    yield "</ol>"


def _sentence(brief: Brief, one: Sentence) -> str:
    """Who said what about what, what it was read as, what it weighs, and where it stands."""
    phrase = f"\u201c{one.phrase}\u201d" if one.form == "phrase" else one.phrase
    read = ""
    if one.low is not None and one.median is not None and one.high is not None:
        read = f", read as {whole(one.median)} ({whole_span(one.low, one.high)})"
    place = ", ".join(part for part in (one.source, one.locator) if part)
    told = [
        f"<strong>{escape(one.speaker)}</strong>: {escape(phrase)}{escape(read)}",
        f"on {escape(brief.scenario.variables[one.variable].label)}: {escape(words.read_aloud(one.about))}",
        f"{words.whole_share(one.share)} of the doubt",
    ]
    claim = f" {escape(_cut(one.claim))}" if one.claim else ""
    source = f' <span class="small">[{escape(_cut(place))}]</span>' if place else ""
    return "; ".join(told) + "." + claim + source


def _assumed(brief: Brief) -> Iterator[str]:
    made, answer = brief.forecast, brief.answer
    yield '<div class="pair"><section><h2>What no expert said</h2><ul>'
    yield from (f"<li>{escape(_cut(line))}</li>" for line in answer.assumptions)
    rest = len(made.assumptions) - len(answer.assumptions)
    yield "</ul>" + _more(rest, "assumptions in the whole scenario") + "</section>"
    yield "<section><h2>Changed from the file</h2>"
    changes = list(tell_edits(brief.file, brief.scenario, brief.edits))
    if not changes:
        yield "<p>Nothing: all values are the file's.</p></section></div>"
        return
    yield "<ul>"
    yield from (f"<li>{escape(_cut(line))}</li>" for line in changes[:_CHANGES])
    yield "</ul>" + _more(len(changes) - _CHANGES, "changes") + "</section></div>"


def _made(brief: Brief) -> Iterator[str]:
    """How to make the same again."""
    made, scenario = brief.forecast, brief.scenario
    lexicons = words.join_items([words.lexicon_name(name) for name in scenario.lexicon])
    facts = {
        "Scenario": f"{made.scenario}, from {made.file}",
        "As of": f"{words.day(made.as_of)}" + (", retrospective" if scenario.retrospective else ""),
        "Run": f"{made.settings}; {brief.answer.method}",
        "Words, voices": f"{lexicons}; {made.pool_rule} pool",
        "Digest": made.digest[:16],
    }
    yield "<h2>How it was made</h2><dl>"
    yield from (f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts.items())
    again = f"<dt>Again</dt><dd><code>{escape(brief.command)}</code></dd>" if brief.command else ""
    yield f"{again}</dl>"


def write_command(file: str, answer: Answer, settings: RunSettings, edits: Mapping[str, str]) -> str:
    """The command that writes the brief of an answer; file: the scenario's. edits: those that are not in the file."""
    sets = [f"--set {shlex.quote(f'{path}={text}')}" for path, text in edits.items()]
    size = f"--draws {settings.draws} --worlds {settings.worlds} --seed {settings.seed}"
    names = f"{shlex.quote(file)} {shlex.quote(answer.question)} --policy {shlex.quote(answer.policy)}"
    return " ".join([f"sim brief {names} {size}", *sets, "-o brief.html"])


def _inside(statement: str) -> str:
    """A sentence as it stands inside another: without its point, articles in small letters.

    >>> _inside("The committee votes."), _inside("Russian and US forces exchange fire")
    ('the committee votes', 'Russian and US forces exchange fire')
    """
    first, blank, rest = statement.rstrip(".").partition(" ")
    return (first.lower() if first in ("The", "A", "An", "There", "It") else first) + blank + rest


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _more(count: int, what: str) -> str:
    return f'<p class="small">And {count} more {what}.</p>' if count > 0 else ""
