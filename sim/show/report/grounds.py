"""What an answer stands on: who says so, what nobody was asked, and what it would be if another view were right."""

from __future__ import annotations

from collections.abc import Iterator

from sim.results.compare.views import AlternativeView
from sim.results.explain.model import Sentence
from sim.results.report.model import QuestionPage
from sim.show import words
from sim.show.naming.judgments import find_source, name_outlet, name_topic, tell_date, tell_quote
from sim.show.naming.names import name_condition
from sim.show.naming.plain_words import say_grade, say_plainly
from sim.show.phrases import whole, whole_span
from sim.show.report.answer import tell_more
from sim.show.report.blocks import Block, Bullets, Heading, Line, Run, Section, TableBlock, TableRow, TextBlock
from sim.show.views import ratio

_SENTENCES, _UNASKED, _VIEWS = 5, 4, 8
_LONGEST = 170
"""Letters of a claim or an assumption."""


def tell_sentences(page: QuestionPage, level: int) -> Iterator[Block]:
    """The sentences that weigh most; why there are none, where there are none."""
    made = page.explanation
    heaviest = find_heaviest(page)
    if not heaviest:
        yield from (TextBlock(note, "small") for note in made.notes)
        return
    yield Heading(level, "Who says so: the sentences that weigh most")
    yield Bullets([_sentence(page, one) for one in heaviest], ordered=True)
    if page.forecast.seen:
        yield TextBlock("Shares of the doubt are those before anything was seen.", "small")


def find_heaviest(page: QuestionPage) -> list[Sentence]:
    """The sentences that are told of a page's answer."""
    return [one for one in page.explanation.sentences if one.share >= words.SMALL_SHARE][:_SENTENCES]


def _sentence(page: QuestionPage, one: Sentence) -> Line:
    """Who said what about what, what it was read as, what it weighs, and where it stands."""
    scenario, key = page.scenario, one.judgment
    read = ""
    if one.low is not None and one.median is not None and one.high is not None:
        read = f", read as {whole(one.median)} ({whole_span(one.low, one.high)})"
    source = find_source(scenario, key)
    grade = "" if source is None else say_grade(source)
    place = ", ".join(filter(None, (name_outlet(scenario, key), tell_date(scenario, key), one.locator, grade)))
    claim = f" {cut_text(one.claim)}" if one.claim else ""
    when = name_condition(scenario, scenario.resolved[key].record)
    about = ", ".join(filter(None, (name_topic(scenario, key), when)))
    said = f" On {about}: {tell_quote(scenario, key, one.phrase)}{read}{_afterwards(page, one)}."
    source_told = f" [{cut_text(place)}]" if place else ""
    share = f" ({words.whole_share(one.share)} of the doubt):{claim}"
    return [Run(one.speaker, "strong"), share, Run(said + source_told, "quiet")]


def _afterwards(page: QuestionPage, one: Sentence) -> str:
    """What the judgment is read as after what was seen; empty where nothing was, and where it hardly moved."""
    seen = page.forecast.seen.get(page.answer.policy)
    found = None if seen is None else next((j for j in seen.judgments if j.judgment == one.judgment), None)
    if found is None or found.log_odds or whole(found.before[1]) == whole(found.after[1]):
        return ""
    return f", after what was seen {whole(found.after[1])} ({whole_span(found.after[0], found.after[2])})"


def tell_unasked(page: QuestionPage, level: int) -> Section:
    """What of the answer is the author's assumption alone."""
    return Section([Heading(level, "What nobody was asked, and what is assumed"), *_unasked(page)])


def _unasked(page: QuestionPage) -> Iterator[Block]:
    alone = page.unasked()
    if page.explanation.sentences and page.without_expert():
        yield TextBlock("No expert is heard on anything that this answer hangs on.")
    heavy = [name for name, share in alone.items() if share >= words.SMALL_SHARE][:_UNASKED]
    lines = [
        f"{page.scenario.variables[name].label}: the author's assumptions alone, "
        f"{words.whole_share(alone[name])} of the doubt"
        for name in heavy
    ]
    told = (say_plainly(page.scenario, line) for line in page.answer.assumptions)
    lines += [cut_text(line[:1].upper() + line[1:]) for line in told]
    yield Bullets(lines) if lines else TextBlock("Nothing that moves this answer is the author's assumption alone.")
    rest = len(alone) - len(heavy)
    yield from tell_more(rest, "of the things behind it were left to the author, and hardly move it" if heavy else
                         "things behind it were left to the author, and hardly move it")  # fmt: skip
    yield from tell_more(len(page.forecast.assumptions) - len(page.answer.assumptions),
                         "assumptions in the whole scenario")  # fmt: skip


def tell_views(page: QuestionPage, level: int) -> Iterator[Block]:
    """The answer under each alternative of the scenario; nothing where it names none."""
    if page.views is None:
        return
    views, question = page.views.views, page.answer.question
    seen = bool(page.views.observations)
    rows = [_view_row(view, question, seen, first=place == 0) for place, view in enumerate(views[:_VIEWS])]
    columns = ["If", "Forecast", "Span", *(["Makes what was seen"] if seen else [])]
    yield Heading(level, "If another view is right")
    yield TableBlock("The forecast under each alternative", columns, rows, "views")
    yield from tell_more(len(views) - _VIEWS, "alternatives")


def _view_row(view: AlternativeView, question: str, seen: bool, *, first: bool) -> TableRow:
    answer = view.answers.get(question)
    name = "as written" if first else view.says + (" (written in hindsight)" if view.hindsight else "")
    against = [ratio(view.ratio) if view.ratio is not None and not first else ""] if seen else []
    if answer is None:
        return TableRow([name, "what was seen cannot be"], first)
    if answer.settled:
        return TableRow([name, f"{answer.shown}, {words.WHY[answer.method]}"], first)
    span = whole_span(answer.interval90.low, answer.interval90.high)
    return TableRow([name, whole(answer.probability), span, *against], first)


def cut_text(text: str) -> str:
    """The text, cut between words where it is long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
