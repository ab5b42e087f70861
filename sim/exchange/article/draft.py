"""From an article to draft judgments: phrases of likelihood with a named speaker, found by rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.exchange.article.bounds import propose_bounds
from sim.exchange.article.hedges import Hedge, find_hedges, has_condition
from sim.exchange.article.lexicon import OPINIONS
from sim.exchange.article.people import NOBODY, Person, Voice
from sim.exchange.article.quotes import Span, is_asked
from sim.exchange.article.text import split_article
from sim.exchange.article.voices import Passage, read_passages
from sim.scenario.file.read import decoded
from sim.text_files import content, label

SIZE_MAX = 100_000
"""Bytes of an article: some 16,000 words."""

_TOO_LARGE = f"larger than {SIZE_MAX // 1000} kB: an article is expected, not a book"


@dataclass(frozen=True)
class DraftStatement:
    """One phrase of likelihood and who says it; speaker and phrase are the text's own words.

    known: whether a lexicon lists the phrase. line: of the paragraph, from 1. offset: of the phrase in its sentence.
    speaker: None where nobody with a name was found; `why` then gives the reason.
    """

    speaker: Person | None
    phrase: str
    known: bool
    line: int
    locator: str
    sentence: str
    offset: int
    notes: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Draft:
    """What the rules find in one article.

    title: the first line where it looks like a headline. silent: speakers with a name and without a phrase of
    likelihood.
    """

    title: str | None
    text: str
    sentences: int
    judgments: tuple[DraftStatement, ...]
    not_understood: tuple[DraftStatement, ...]
    silent: tuple[Person, ...]

    @property
    def speakers(self) -> tuple[Person, ...]:
        """Who has a draft judgment, in the order of the text."""
        return tuple(dict.fromkeys(statement.speaker for statement in self.judgments if statement.speaker is not None))


def read_article(path: Path) -> Draft:
    """The draft of an article in a text file; `-` is standard input.

    Raises FormatError where it is no text in UTF-8, is empty, or is larger than 100 kB, and OSError where it cannot be
    opened.
    """
    raw = content(path, SIZE_MAX)
    if len(raw) > SIZE_MAX:
        raise _refused(label(path), _TOO_LARGE)
    return read_text(decoded(raw, label(path)), label(path))


def read_text(text: str, name: str) -> Draft:
    """The draft of an article's text; `name` is shown in messages. Raises FormatError as `read` does."""
    if len(text) > SIZE_MAX:
        raise _refused(name, _TOO_LARGE)
    if "\0" in text:
        raise _refused(name, "holds a null byte: plain text is expected")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise _refused(name, "looks like a web page: save the article as plain text")
    if not text.strip():
        raise _refused(name, "holds no text")
    return make_draft(text)


def make_draft(text: str) -> Draft:
    """The draft of an article's text.

    >>> found = make_draft('"A strike is unlikely," said Ann Low, a lecturer at Low College.')
    >>> [(one.speaker.name, one.phrase, one.locator) for one in found.judgments]
    [('Ann Low', 'unlikely', 'paragraph 1, sentence 1')]
    >>> found.speakers[0].affiliation
    'lecturer at Low College'
    """
    paragraphs = split_article(text)
    passages = read_passages(paragraphs)
    statements = [statement for passage in passages for statement in _statements(passage)]
    judgments = tuple(statement for statement in statements if statement.speaker is not None)
    heard = {statement.speaker for statement in judgments}
    everybody = dict.fromkeys(voice.person for passage in passages for _, voice in passage.heard if voice.person)
    return Draft(
        title=paragraphs[0].text if paragraphs and paragraphs[0].number is None else None,
        text=text,
        sentences=sum(len(passage.sentences) for passage in passages if passage.paragraph.number is not None),
        judgments=judgments,
        not_understood=tuple(statement for statement in statements if statement.speaker is None),
        silent=tuple(person for person in everybody if person not in heard),
    )


def _refused(name: str, message: str) -> FormatError:
    return FormatError([Problem(message, file=name)])


def _statements(passage: Passage) -> Iterator[DraftStatement]:
    """Every phrase of likelihood of a paragraph, with its voice."""
    speakers = [(attribution.start, attribution.end) for attribution in passage.found]
    # Reporting verbs that are a phrase of likelihood themselves: `Low doubts that ...`.
    verbs = {attribution.verb: passage.text[slice(*attribution.verb)] for attribution in passage.found}
    opinions = [(*verb, OPINIONS[word]) for verb, word in verbs.items() if word in OPINIONS]
    for number, span in enumerate(passage.sentences, start=1):
        inside = [verb for verb in opinions if span[0] <= verb[0] < span[1]]
        for hedge in find_hedges(passage.text, *span, inside, speakers):
            yield _statement(passage, number, span, hedge)


def _statement(passage: Passage, number: int, span: Span, hedge: Hedge) -> DraftStatement:
    paragraph, sentence = passage.paragraph, passage.text[slice(*span)]
    body = paragraph.number is not None
    why = hedge.why if body else "a heading or caption"
    voice = Voice(None, why=why) if why else passage.voice_at(hedge.start)
    if body and is_asked(passage.text, hedge.end, span[1]):
        voice = Voice(None, why="a question")
    phrase, offset = passage.text[hedge.start : hedge.end], hedge.start - span[0]
    bounds = propose_bounds(sentence, phrase, offset, known=hedge.known)
    notes = (*hedge.notes, *bounds, *(["the sentence has a condition: see `given`"] if has_condition(sentence) else []))
    return DraftStatement(
        speaker=voice.person,
        phrase=phrase,
        known=hedge.known,
        line=paragraph.line,
        locator=f"{paragraph.place}, sentence {number}" if body else paragraph.place,
        sentence=sentence,
        offset=offset,
        notes=(*notes, *voice.notes),
        why=voice.why or NOBODY.why,
    )
