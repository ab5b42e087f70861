"""A draft as the text of a scenario file; what the analyst must fill in is empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, count, groupby
from pathlib import Path

from sim.exchange.article.draft import Draft, DraftStatement, read_article, read_text
from sim.exchange.article.figures import write_figure
from sim.exchange.article.people import Person
from sim.exchange.article.text import clean_line, find_dates
from sim.scenario.writing.yaml_write import RESERVED, quote_text
from sim.text_files import label

GROUP_MAX = 500
"""Judgments under one variable, as many as a scenario takes."""

_SHOWN = 160
_PLAIN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z'’-]+)*")


def draft(article: Path | str) -> str:
    """The YAML of a draft scenario, as `sim draft` writes it.

    article: a file, or the text itself. Raises FormatError where it is no text of an article, and OSError where the
    file cannot be opened.

    >>> lines = draft("A strike is unlikely, said Ann Low, a lecturer.").splitlines()
    >>> [line.strip() for line in lines if "{name" in line]
    ['low: {name: "Ann Low", affiliation: "lecturer"}']
    """
    if isinstance(article, Path):
        return write_draft(read_article(article), label(Path(article.name)))
    return write_draft(read_text(article, "article"), "article")


def write_draft(draft: Draft, file: str) -> str:
    """The draft as YAML, with every name and phrase as in the article.

    file: the article's name for the file's comments. What only the analyst knows is an empty text, a comment or left
    out; `sim check` lists it.
    """
    return "\n".join([*_head(draft, file), *_experts(draft), *_judgments(draft), *_rest(draft)]) + "\n"


def summarise(draft: Draft) -> str:
    """What was found, in a few lines.

    >>> from sim.exchange.article.draft import make_draft
    >>> print(summarise(make_draft("Nothing happened.")))
    1 sentence, 0 speakers, 0 draft judgments, 0 phrases not understood
    """
    lines = [_counts(draft)]
    for person in draft.speakers:
        own = [statement for statement in draft.judgments if statement.speaker is person]
        said = f" ({person.affiliation})" if person.affiliation else ""
        lines.append(f"  {person.name}{said}: {', '.join(statement.phrase for statement in own)}")
    if draft.silent:
        lines.append(f"  without a phrase of likelihood: {', '.join(person.name for person in draft.silent)}")
    reasons = sorted(statement.why for statement in draft.not_understood)
    lines += [f"  not understood: {why}: {len(list(same))}" for why, same in groupby(reasons)]
    return "\n".join(lines)


def make_expert_ids(people: Iterable[Person]) -> dict[Person, str]:
    """Person -> id: the last name in small Latin letters (`speaker` without one), numbered where it is taken."""
    ids: dict[Person, str] = {}
    for person in people:
        letters = unicodedata.normalize("NFKD", person.words[-1]).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")[:50]
        plain = plain if plain and plain not in RESERVED and not plain.isdigit() else "speaker"
        numbered = (f"{plain}_{number}" for number in count(2))
        ids[person] = next(name for name in chain([plain], numbered) if name not in ids.values())
    return ids


def _head(draft: Draft, file: str) -> Iterator[str]:
    name = clean_line(file) or "article"
    yield "# yaml-language-server: $schema=scenario.schema.json"
    yield f"# A draft made by `sim draft` from {name}: {_counts(draft)}."
    yield "# Found by rules, understood by nobody: check every speaker, phrase and condition against the text."
    yield "# Fill in what is empty (`sim check` lists it), and put each judgment under a variable of yours. `claim` is"
    yield "# what is claimed, in your own words; where one phrase covers several claims, copy the judgment."
    yield "# The sentences in the comments are the article's: delete them before you pass this file on."
    yield "schema_version: 1"
    yield f"id: {_id(name)}"
    yield f"title: {quote_text(draft.title) if draft.title else chr(34) * 2}"
    days = find_dates(draft.text)
    yield from (f'# as_of: {day}   # the text has "{clean_line(words)}"' for day, words in days[:5])
    if not days:
        yield "# as_of: YYYY-MM-DD   # the text has no full date"
    yield "# timeline: {steps: N, step: 1 week}"
    yield "sources:"
    yield f"  article: {{title: {quote_text(draft.title or name)}, note: {quote_text(f'file {name}')}}}"


def _experts(draft: Draft) -> Iterator[str]:
    names = make_expert_ids(draft.speakers)
    yield "experts:" if names else "experts: {}"
    for person, name in names.items():
        said = f", affiliation: {quote_text(person.affiliation)}" if person.affiliation else ""
        yield f"  {name}: {{name: {quote_text(person.name)}{said}}}"


def _judgments(draft: Draft) -> Iterator[str]:
    names, statements = make_expert_ids(draft.speakers), draft.judgments
    starts = range(0, max(1, len(statements)), GROUP_MAX)
    variables = ["to_sort" if not start else f"to_sort_{start // GROUP_MAX + 1}" for start in starts]
    yield "variables:"
    yield from (f'  {variable}: {{label: "", states: []}}' for variable in variables)
    yield "judgments:" if statements else "judgments: {}"
    for number, statement in enumerate(statements):
        if number % GROUP_MAX == 0:
            yield f"  {variables[number // GROUP_MAX]}:"
        yield from _judgment(f"D{number + 1}", statement, names)


def _judgment(key: str, statement: DraftStatement, names: dict[Person, str]) -> Iterator[str]:
    assert statement.speaker is not None
    yield f"    # line {statement.line}: {_around(statement)}"
    yield from (f"    # {note}" for note in statement.notes)
    yield f"    {key}:"
    yield f"      expert: {names[statement.speaker]}"
    yield "      source: article"
    yield f"      locator: {statement.locator}"
    yield '      about: ""'
    plain = _PLAIN.fullmatch(statement.phrase) is not None and statement.phrase.lower() not in RESERVED
    figure = write_figure(statement.phrase)[0]
    says = figure or (statement.phrase if plain else quote_text(statement.phrase))
    yield f"      says: {says}" if statement.known or figure else f'      says: {{phrase: {says}, read_as: ""}}'
    yield '      claim: ""'


def _rest(draft: Draft) -> Iterator[str]:
    if draft.not_understood:
        yield "# not_understood: phrases of likelihood without a named speaker"
    for statement in draft.not_understood:
        yield f"#   {statement.locator}: {quote_text(statement.phrase)} - {statement.why}: {_around(statement)}"
    if draft.silent:
        yield "# speakers without a phrase of likelihood: " + ", ".join(person.name for person in draft.silent)


def _counts(draft: Draft) -> str:
    counts = (
        (draft.sentences, "sentence", "sentences"),
        (len(draft.speakers), "speaker", "speakers"),
        (len(draft.judgments), "draft judgment", "draft judgments"),
        (len(draft.not_understood), "phrase not understood", "phrases not understood"),
    )
    return ", ".join(f"{count} {singular if count == 1 else plural}" for count, singular, plural in counts)


def _around(statement: DraftStatement) -> str:
    """The sentence of a phrase; of a long one, the part around the phrase."""
    sentence = statement.sentence
    start = max(0, min(statement.offset - _SHOWN // 2, len(sentence) - _SHOWN))
    first, last = _at_blank(sentence, start), _at_blank(sentence, start + _SHOWN)
    return f"{'... ' * (first > 0)}{sentence[first:last].strip()}{' ...' * (last < len(sentence))}"


def _at_blank(sentence: str, at: int) -> int:
    """The beginning of the word at a position, kept within the sentence."""
    if at <= 0 or at >= len(sentence):
        return min(max(at, 0), len(sentence))
    return max(sentence.rfind(" ", max(0, at - 20), at), at - 20) + 1


def _id(file: str) -> str:
    stem = unicodedata.normalize("NFKD", file.rsplit(".", 1)[0]).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60]
    return f"draft-{plain}"[:64] if plain else "draft"
