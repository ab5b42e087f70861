"""An explanation for a terminal, and the sentences that the dashboard shares with it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from sim.results.document import align_columns
from sim.results.explain.model import Explanation, Sentence, Swing, Three, VariancePart, WithoutVoice
from sim.results.forecast.percent import percent
from sim.results.shares.model import MEANING
from sim.results.shares.printed import fine_share
from sim.show.lines import wrap_text
from sim.show.words import read_aloud, sentence, span

FEW = 0.005
"""Judgments with a smaller share are counted together."""

DOUBT = "Shares are of the doubt: of what is open about the number, not of the number itself."
"""The one measure of pages and reports, in plain words."""
_MOST, _LEAST, _ENOUGH = 5, 0.01, 0.9  # sentences that are told first, their least share, and what all of them carry

LEGEND = (
    "Share: of the variance of the answer's log-odds over the draws, plus or minus one standard error of our sampling; "
    "all shares add up to 100 %. A negative share runs against the others. What a voice says carries its own doubt, at "
    "the weight that its voice is drawn with; how far voices differ in what they say is 'who is right'."
)
TORNADO = (
    "If this judgment stood at its 10th or its 90th percentile, and everything else were as drawn: the answer's mean, "
    "its median in brackets. Largest swing first."
)
_wrap = functools.partial(wrap_text, keep_per_cent=True)
KINDS = {"published": "published", "base_rate": "base rates", "market": "markets", "assumption": "assumptions"}


def as_text(made: Explanation, *, width: int = 80, bold: Callable[[str], str] = str) -> str:
    """The explanation as text, lines no longer than `width` (40 or more) where words allow."""
    width = max(width, 40)
    lines = list(_heading(made, width, bold))
    for title, part in (
        ("The judgments behind it, and what else moves it", list(_shares(made, width))),
        ("By voice", [f"{fine_share(share):>7}  {name}" for name, share in speaker_shares(made)]),
        ("By kind of voice", [f"{fine_share(share):>7}  {kind}" for kind, share in kind_shares(made)]),
        ("Without one voice (its weight 0)", list(_without(made.without, width))),
        (TORNADO, list(_tornado(made, width))),
        ("Worth a look", [line for note in made.notes for line in _wrap(f"  {note}", width, "  ")]),
    ):
        if part:
            head = [bold(line) for line in _wrap(title if title.endswith(".") else f"{title}:", width)]
            lines += ["", *head, *part]
    if made.sentences:
        lines += ["", *_wrap(LEGEND, width)]
    return "\n".join(lines) + "\n"


def three(parts: Three) -> str:
    """Chance, doubt and disagreement apart, in one sentence.

    >>> three(Three(0.93, 0.055, 0.015, 0.11))[:68]
    'Of the uncertainty whether it comes to pass, 93 % is chance as model'
    """
    return (
        f"Of the uncertainty whether it comes to pass, {_whole(parts.chance)} is chance as modelled, which "
        "also holds all that the model leaves out: it would be left if every judgment were known exactly and it were "
        f"settled who is right. {_whole(parts.doubt)} is doubt within the "
        f"voices, about what their words mean and their counts tell; {_whole(parts.disagreement)} is disagreement "
        "between them."
    )


def said(judgment: Sentence) -> str:
    """Who said what, and what it is read as, on one line."""
    phrase = f"'{judgment.phrase}'" if judgment.form == "phrase" else judgment.phrase
    if judgment.low is None or judgment.median is None or judgment.high is None:
        return f"{judgment.speaker}: {phrase}"
    low, high = percent(judgment.low).removesuffix(" %"), percent(judgment.high)
    return f"{judgment.speaker}: {phrase} ({percent(judgment.median)}, {low} to {high})"


def where(judgment: Sentence) -> str:
    """What a judgment is about, and where it was said."""
    place = ", ".join(part for part in (judgment.source, judgment.locator) if part)
    return f"{read_aloud(judgment.variable)}: {read_aloud(judgment.about)}" + (f" [{place}]" if place else "")


def pick_largest(sentences: Sequence[Sentence]) -> list[Sentence]:
    """At most five sentences that together have nearly all that sentences carry. sentences: largest share first."""
    whole, had, picked = sum(max(one.share, 0.0) for one in sentences), 0.0, []
    for one in sentences[:_MOST]:
        if one.share < _LEAST or had >= _ENOUGH * whole:
            break
        picked.append(one)
        had += one.share
    return picked


def largest_first(made: Explanation, least: float = 0.0) -> list[Sentence | VariancePart]:
    """The judgments whose share is at least `least` in size, and all other parts of the variance, by share."""
    judgments = [part for part in made.sentences if abs(part.share) >= least]
    return sorted([*judgments, *made.parts], key=lambda part: -part.share)


def _heading(made: Explanation, width: int, bold: Callable[[str], str]) -> Iterator[str]:
    answer = made.answer
    yield from (bold(line) for line in _wrap(f"{answer.question}  {answer.asks}", width))
    yield from _wrap(f"Policy {answer.policy}: {sentence(answer)}.", width)
    yield from _wrap(f"{made.settings}; {answer.method}.", width)
    if made.chosen:
        yield from _wrap("The policy is the one at which the dashboard opens; --policy takes another.", width)
    for edit in made.edits:
        yield from _wrap(f"Changed from the file: {edit}", width)
    if made.three is not None:
        yield ""
        yield from _wrap(three(made.three), width)


def _shares(made: Explanation, width: int) -> Iterator[str]:
    """Judgments and the rest, largest first; two lines a judgment."""
    for part in largest_first(made, FEW):
        if isinstance(part, VariancePart):
            texts = [f"{part.name}: {MEANING[part.name]}"]
        else:
            texts = [f"{part.judgment}  {said(part)}", where(part)]
        yield from _block(f"{fine_share(part.share, part.error):>7} ±{100 * part.error:4.1f}  ", texts, width)
    small = [part for part in made.sentences if abs(part.share) < FEW]
    if small:
        total = fine_share(sum(part.share for part in small))
        more = f"{len(small)} more: {', '.join(part.judgment for part in small)}"
        yield from _block(f"{total:>7}        ", [more], width)


def speaker_shares(made: Explanation) -> list[tuple[str, float]]:
    """Each speaker with the share of all that he or she says, largest first; then the parts of no judgment."""
    speakers = {judgment.voice: judgment.speaker for judgment in made.sentences}
    by_speaker = [(speakers[voice], share) for voice, share in made.by_voice().items()]
    return by_speaker + [(part.name, part.share) for part in made.parts]


def kind_shares(made: Explanation) -> list[tuple[str, float]]:
    """Each kind of voice, in the plural, with the share of all that voices of this kind say."""
    return [(KINDS.get(kind, kind), share) for kind, share in made.by_kind().items()]


def _without(without: Sequence[WithoutVoice], width: int) -> Iterator[str]:
    if not without:
        return
    rows, told = [("probability", "median", "90 % interval")], ["without"]
    for voice in without:
        answer = voice.answer
        rows.append(("-",) * 3 if answer is None else (answer.shown, percent(answer.median), span(answer.interval90)))
        told.append(": ".join(filter(None, (voice.speaker, voice.why or "; ".join(voice.notes)))))
    for head, text in zip(align_columns(rows), told, strict=True):
        yield from _block(f"  {head}  ", [text], width)


def _tornado(made: Explanation, width: int) -> Iterator[str]:
    for swing in made.tornado:
        held = swing.sentence
        yield from _block(f"  {held.judgment:<5}", [swing_line(swing), f"{held.speaker}: {held.phrase}"], width)
    for judgment, why in made.not_held:
        yield from _block(f"  {judgment:<5}", [f"not here: {why}"], width)


def swing_line(swing: Swing) -> str:
    """Where the answer goes, at the 10th and at the 90th percentile."""
    return f"{percent(swing.low)} ({percent(swing.low_median)}) to {percent(swing.high)} ({percent(swing.high_median)})"


def _whole(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 or share == 0 else "less than 1 %"


def _block(head: str, texts: Sequence[str], width: int) -> Iterator[str]:
    """Texts beside a head, each wrapped under itself."""
    indent = " " * len(head)
    for number, text in enumerate(texts):
        yield from _wrap((head if number == 0 else indent) + text, width, indent)
