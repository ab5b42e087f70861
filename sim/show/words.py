"""Numbers and names as an analyst reads them; every text that the pages and the tables share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sim.results.forecast import percent as percents
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED, Answer, Forecast, Interval
from sim.results.forecast.percent import SMALLEST, percent
from sim.results.shares.model import AUTHOR, EXPERTS
from sim.results.shares.printed import SMALL_SHARE as SMALL_SHARE
from sim.results.shares.printed import whole_share as whole_share

WHY = {SET_BY_POLICY: "set by the policy", UNDEFINED: "since what it is asked of never comes to pass"}
LEXICONS = {
    "icd203": "ICD 203", "phia": "UK PHIA", "kent": "Kent 1964", "nato": "NATO AJP-2.1", "ipcc": "IPCC",
    "efsa": "EFSA", "capphrase": "CAPphrase",
}  # fmt: skip
MOST_SHARES = 4
"""Names on a line; the rest is counted together."""
AUTHOR_TOLD = "author's assumptions"
UNASKED = "no expert was asked about this"

Speakers = Mapping[str, tuple[str, str]]
"""Voice -> its name and kind."""


def odds(probability: float) -> str:
    """'1 in N' below 1 %, 'all but 1 in N' above 99 %, else and past the printed bounds nothing; N to two digits.

    >>> odds(0.004), odds(0.992), odds(0.3), odds(0.0)
    ('1 in 250', 'all but 1 in 120', '', '')
    """
    if SMALLEST <= probability < 0.01:
        return one_in(probability)
    return f"all but {one_in(1 - probability)}" if 0.99 < probability <= 1 - SMALLEST else ""


def one_in(probability: float) -> str:
    """'1 in N', with N to two digits."""
    rounded = float(f"{1 / probability:.2g}")
    return f"1 in {rounded:,.0f}" if rounded >= 10 else f"1 in {rounded:g}"


def number(probability: float) -> str:
    """Per cent, and odds where per cent are hard to picture.

    >>> number(0.004), number(0.3)
    ('0.4 % (1 in 250)', '30 %')
    """
    in_odds = odds(probability)
    return f"{percent(probability)} ({in_odds})" if in_odds else percent(probability)


def span(interval: Interval, digits: int | None = None) -> str:
    """The interval from end to end; digits: as in `sim.results.forecast.percent.percent`."""
    return percents.span(interval.low, interval.high, digits)


def in_words(answer: Answer, mark: str = "") -> str:
    """The words that the interval spans, and that of the mean where they are two; `mark` goes around the first."""
    spanned = answer.words or answer.word
    mean = "" if spanned == answer.word else f" (mean: {answer.word})"
    return f"{mark}{spanned}{mark}{mean}"


def interval_text(interval: Interval) -> str:
    """The interval with its level, as part of a sentence.

    >>> interval_text(Interval(0.9, 0.016, 0.231))
    '90 % interval 1.6 to 23 %'
    """
    return f"{100 * interval.level:.0f} % interval {span(interval)}"


def sentence(answer: Answer, mark: str = "") -> str:
    """Number, interval, words and lexicon; `mark` ('**' in Markdown) goes around number and words."""
    told = figures(answer, mark)
    return told if answer.settled else f"{told}, {lexicon_name(answer.word_lexicon)}"


def figures(answer: Answer, mark: str = "") -> str:
    """Number, interval and words; `mark` as in `sentence`."""
    if answer.settled:
        return f"{mark}{answer.shown}{mark}, {WHY[answer.method]}"
    in_odds = odds(answer.probability)
    also = f"{in_odds}; " if in_odds else ""
    return (
        f"{mark}{answer.shown}{mark} ({also}{interval_text(answer.interval90)}): "
        f"{in_words(answer, mark)}"
    )


def rests_on(answer: Answer, voices: Mapping[str, tuple[str, str]]) -> str:
    """What the answer rests on; `voices` gives each voice's name and kind.

    Where all voices are assumptions the text says so: the spread is then the author's own doubt.
    """
    if not answer.rests_on:
        return "no voice speaks about it"
    known = [voices.get(voice, (voice, "published")) for voice in answer.rests_on]
    if all(kind == "assumption" for _, kind in known):
        return "rests on assumptions alone: " + join_items([name for name, _ in known])
    told = [name if kind == "published" else f"{name} ({read_aloud(kind)})" for name, kind in known]
    return "rests on " + join_items(told)


def headline(answer: Answer, voices: Mapping[str, tuple[str, str]], mark: str = "") -> str:
    """The one sentence above everything: number, interval, word, and what it rests on."""
    rest = "" if answer.settled else f"; {rests_on(answer, voices)}"
    return f"{sentence(answer, mark)}{rest}."


def method_line(answer: Answer, forecast: Forecast) -> str:
    """How the number was found and how far our own sampling may be off."""
    exact = answer.sampling_error == 0 or answer.settled
    points = 100 * answer.sampling_error
    error = "no sampling error" if exact else f"sampling error {'< 0.01' if points < 0.01 else f'{points:.2g}'} points"
    needed = "" if answer.worlds_needed is None else f"; {answer.worlds_needed:,} worlds a draw would settle it"
    return f"{answer.method.capitalize()}; {error}; {forecast.settings}{needed}."


def row_numbers(answer: Answer) -> str:
    """A row's numbers: the probability and the 90 % interval."""
    return answer.shown if answer.settled else f"{answer.shown} ({span(answer.interval90)})"


def settled_text(answer: Answer) -> str:
    """What an answer without doubt is, and why: `certain, set by the policy` or `excluded in every reading`."""
    return f"{answer.shown}, {WHY[answer.method]}" if answer.method in WHY else f"{answer.shown} in every reading"


def read_aloud(identifier: str) -> str:
    """An identifier with blanks for underscores.

    >>> read_aloud("leadership_raid or more")
    'leadership raid or more'
    """
    return identifier.replace("_", " ")


def day(when: date) -> str:
    """A date without leading zeros.

    >>> day(date(2026, 1, 7))
    '7 January 2026'
    """
    return f"{when.day} {when:%B %Y}"


def lexicon_name(identifier: str) -> str:
    """The name under which a lexicon is known.

    >>> lexicon_name("icd203"), lexicon_name("our_own")
    ('ICD 203', 'our own')
    """
    return LEXICONS.get(identifier, read_aloud(identifier))


def join_items(items: Sequence[str], most: int = 4) -> str:
    """Items with commas and an 'and'; past `most` the rest is counted.

    >>> join_items(["A"]), join_items(["A", "B", "C"]), join_items(["A", "B", "C", "D"], most=2)
    ('A', 'A, B and C', 'A, B and 2 more')
    """
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def tell_shares(answer: Answer, speakers: Speakers) -> str:
    """The shares of an answer's doubt, largest first, and whether an expert was asked; empty where there are none.

    speakers: the name and kind of each voice.
    """
    told = [f"{name} {whole_share(share)}" for name, share in named_shares(answer, speakers)]
    if told and not any(speakers.get(voice, ("", ""))[1] in EXPERTS for voice in answer.rests_on):
        return f"{', '.join(told)}; {UNASKED}"
    return ", ".join(told)


def tell_kinds(answer: Answer, speakers: Speakers) -> str:
    """The shares by kind of voice: experts, counts, markets, models, the author; empty where there are none."""
    if answer.shares is None:
        return ""
    names = {"base_rate": "counts", "market": "markets", "model": "models", AUTHOR: "author"}
    found: dict[str, float] = {}
    for kind, share in answer.shares.kinds.items():
        found[names.get(kind, "experts")] = found.get(names.get(kind, "experts"), 0.0) + share
    large = sorted((pair for pair in found.items() if pair[1] >= SMALL_SHARE), key=lambda pair: -pair[1])
    told = [f"{name} {whole_share(share)}" for name, share in large]
    asked = any(speakers.get(voice, ("", ""))[1] in EXPERTS for voice in answer.rests_on)
    return ", ".join([*told, *([] if asked else ["no expert asked"])])


def named_shares(answer: Answer, speakers: Speakers) -> list[tuple[str, float]]:
    """Names with their shares, largest first: voices, the author, and what belongs to no voice.

    What comes after the first `MOST_SHARES` is one entry, without the author's share, which is always told.
    """
    if answer.shares is None:
        return []
    found: dict[str, float] = {}
    for voice, share in answer.shares.voices.items():
        name, kind = speakers.get(voice, (voice, ""))
        name = AUTHOR_TOLD if kind == AUTHOR else name
        found[name] = found.get(name, 0.0) + share
    found |= answer.shares.rest
    large = sorted((pair for pair in found.items() if abs(pair[1]) >= SMALL_SHARE), key=lambda pair: -pair[1])
    if len(large) <= MOST_SHARES + 1:
        return large
    head = [pair for place, pair in enumerate(large) if place < MOST_SHARES or pair[0] == AUTHOR_TOLD]
    rest = [share for name, share in large if (name, share) not in head]
    return [*head, (f"{len(rest)} more", sum(rest))]
