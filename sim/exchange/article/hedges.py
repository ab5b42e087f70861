"""Phrases of likelihood in a sentence: the lexicons' phrases, a list of others, modal verbs and negations."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from sim import lexicon
from sim.exchange.article.figures import PLACES, STATED, write_figure
from sim.exchange.article.quotes import Span

Candidate = tuple[int, int, float]
"""Start, end and strength of a phrase."""

STRONG = 2.0
"""From this strength on a phrase stands for itself; a weaker one gives way to the strongest of its clause."""
_FIGURE, _WEAK, _TURNED, _CONTRAST = 4.0, 1.0, 0.25, 0.2
_NEGATIONS = r"(?:not|never|hardly|scarcely|by no means|far from|no longer|cannot|\w+n't)"
_BE = r"(?:be|been|being|seem|seems|look|looks|appear|appears|at all|so|that)"
_DEGREES = (
    r"(?:very|highly|extremely|most|more|less|least|quite|rather|fairly|increasingly|far|much|even|somewhat|equally|"
    r"almost|nearly|virtually|exceptionally|all but|reasonably|entirely|absolutely|particularly|pretty|too|so|deeply)"
)
_GRADED = (
    "likely|unlikely|probable|improbable|possible|impossible|certain|uncertain|sure|unsure|doubtful|plausible|"
    "implausible|conceivable|inconceivable|inevitable|unavoidable|unthinkable|confident|convinced|sceptical|skeptical|"
    "probably|possibly|certainly|unimaginable"
)
_SIZES = (
    "good|fair|slim|slight|small|big|high|higher|low|lower|reasonable|decent|outside|real|serious|strong|great|"
    "greater|remote|faint|zero|distinct|growing|little|no"
)
_CHANCES = "chances?|possibility|possibilities|probability|likelihood|prospects?|risk|odds"
_LISTED = (
    rf"(?:{_DEGREES} )?(?:{_SIZES}) (?:{_CHANCES})",
    rf"(?:a|the|every|some) (?:{_CHANCES})(?= (?:that|of)\b)(?!{STATED})",
    r"no (?:plans?|intention|interest in|appetite for|desire|reason|doubt|way|question|sign|evidence)",
    r"(?:without (?:a |any )?|beyond (?:any )?|in )doubt", r"(?:not )?out of the question", r"off the table",
    r"in all (?:likelihood|probability)", r"more likely than not", r"a matter of time", r"(?:a )?foregone conclusion",
    r"(?:cannot|can't|could not|couldn't|not|never) (?:be )?(?:ruled?|ruling|exclude|excluded)(?: out)?",
    r"(?:rule|rules|ruled|ruling) out",
    r"(?:not )?(?:bound|poised|expected|destined|guaranteed|doomed) to", r"(?:is|are|be|looks?|seems?|remains?) set to",
    r"perhaps|presumably|arguably|conceivably|definitely|undoubtedly|surely|inevitably|unquestionably|doubtless",
    r"seems?(?: set)?|appears?", r"(?:a )?(?:toss-up|coin toss|safe bet|long shot)|on the cards",
    r"(?:surprised|astonished|amazed|a surprise) (?:if|were)",
)  # fmt: skip
_FREQUENCIES = (
    "consistently|constantly|regularly|routinely|sometimes|occasionally|seldom|generally|normally|"
    "typically|invariably|tends? to"
)
_OPINIONS = (
    r"\b(?:i|we)(?: \w+ly)? (?:(?:do not|don't|did not|didn't|cannot|can't) )?(?:really )?"
    r"(?:believe|think|expect|doubt|suspect|fear|guess|assume|reckon|anticipate|predict|imagine)\b"
    r"|\b(?:i|we) (?:do not|don't|cannot|can't) (?:really )?see\b"
)
_MODALS = (
    r"\b(?:(?:will|would|may|might|could|should|must|shall)(?: not|n't| never| hardly| scarcely| no longer)?"
    r"(?: (?:well|still|easily|only|always))?|won't|shan't|(?:can't|cannot|can (?:not|never|hardly)))(?!\w)"
)
_GOING_TO = (
    r"\b(?:(?:am|is|are|was|were|isn't|aren't)|\w+'(?:m|s|re))(?: not| never| also| still| \w+ly)* going to(?= )"
)
_FLAT = r"\b(?:(?:do|does)(?: not|n't) \w+|(?:is|are|am)(?: not|n't))(?!\w)"
_BELIEVE = "(?:think|believe|suggest|say|imagine|assume|expect|claim|suppose|conclude|argue|see|pretend)"
_TURN = re.compile(
    r"\b(?:ridiculous|absurd|foolish|silly|na[iï]ve|nonsense|wrong|mistaken|ludicrous|laughable|preposterous|unrealistic|"
    rf"premature|hard|difficult|impossible|a mistake|an illusion) (?:(?:for \w+ )?to|that any\w+ \w+) {_BELIEVE}\b"
    rf"|\b(?:a myth|an illusion|nonsense|not true|untrue|false) that\b|\b(?:nobody|no one|few)(?: \w+)? {_BELIEVE}s?\b"
    r"|\b(?:reject|dismiss|discount|ridicul|mock)(?:s|es|ed) (?:the |any )?(?:idea|notion|suggestion|claim|talk)s?\b"
)
_CONTRASTS = r"\b(?:rather than|as opposed to)\b"
_NEGATED = re.compile(rf"\b{_NEGATIONS}\b|\b(?:doubts?|doubted|denie[sd]|no|nor|neither|nobody|nothing|none)\b")
_NOUN_BEFORE = re.compile(
    r"\b(?:(?:the|an?|his|its|their|our|your|my|\w+(?<!it)(?<!that)(?<!there)'s) (?=\w)"
    r"|(?:political|free|good|military|economic|popular) (?=(?:will|might)(?:$| ?[^ \w]| (?:of|to|is|was|and|or)\b)))"
)
_REMOTE = re.compile(r"\b(?:is|are|be|seems?|looks?|remains?|was|as) (?!an? |the )(?:\w+ )?$")
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|where)\b")
_CLAUSE = re.compile(r"[,;:()—–]|\b(?:but|while|although|though|whereas|because|and|or)\b")
_CONDITIONAL = re.compile(r"\W*(?:even |only |and |but )*(?:if|unless|whether|in case|as if|should)\b")
_CONDITION = re.compile(
    r"\b(?:if|unless|provided that|as long as|in (?:the )?(?:event|case) of|in (?:the event|case) (?:that )?|"
    r"were \w+ to)\b"
)


@dataclass(frozen=True)
class Hedge:
    """A phrase of likelihood: its place in the paragraph, and notes for the analyst.

    known: whether a lexicon lists exactly this phrase. why: the reason for which it is no judgment, where it is none.
    """

    start: int
    end: int
    known: bool
    notes: tuple[str, ...] = ()
    why: str = ""


def find_hedges(
    text: str, start: int, end: int, others: Sequence[Candidate] = (), closed: Sequence[Span] = ()
) -> tuple[Hedge, ...]:
    """The phrases of likelihood of the sentence between `start` and `end`, in the order of the text.

    others: further phrases (start, end, strength) that compete with them. closed: spans about the speakers.

    Of phrases that overlap, the strongest stays; of equally strong ones, the longest. A clause keeps its strong ones,
    or else its strongest. A contrast (`rather than`) stays only where the sentence has no other phrase.

    >>> text = "It would most likely fail, though it could not be ruled out."
    >>> [text[hedge.start : hedge.end] for hedge in find_hedges(text, 0, len(text))]
    ['most likely', 'could not be ruled out']
    """
    low = fold_letters(text)
    free = [
        (*match.span(strength == _FIGURE), strength)
        for pattern, strength in _patterns()
        for match in pattern.finditer(low, start, end)
        if not any(a <= match.start(strength == _FIGURE) < b and "," not in text[a : match.start()] for a, b in closed)
        and not _is_another_word(text, low, start, match)
    ]
    apart: list[Candidate] = []
    for phrase in sorted((*free, *others), key=lambda phrase: (-phrase[2], phrase[0] - phrase[1], phrase[0])):
        if all(phrase[1] <= other[0] or other[1] <= phrase[0] for other in apart):
            apart.append(phrase)
    asides = {phrase: why for phrase in apart if phrase not in others and (why := _why_not(low, start, phrase, closed))}
    apart = [phrase for phrase in apart if phrase not in asides]
    cuts = (start, *(match.start() for match in _CLAUSE.finditer(low, start, end)), end)
    kept: dict[tuple[Span, str], Hedge] = {}
    for phrase in sorted(apart):
        following = min(bisect.bisect_right(cuts, phrase[0]), len(cuts) - 1)
        clause = cuts[following - 1], cuts[following]
        first, last = (start, end) if phrase[2] == _CONTRAST else clause
        rivals = [other for other in apart if first <= other[0] < last]
        if phrase[2] >= min(STRONG, max(other[2] for other in rivals)):
            kept.setdefault((clause, low[phrase[0] : phrase[1]]), _hedge(low, start, clause, phrase, rivals))
    unsaid = (Hedge(a, b, False, why=why) for (a, b, strength), why in asides.items() if strength >= _WEAK)
    return tuple(sorted((*kept.values(), *unsaid), key=attrgetter("start")))


@functools.lru_cache(maxsize=4)
def fold_letters(text: str) -> str:
    """The text in small letters with straight apostrophes; every letter keeps its position."""
    small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return small.replace("’", "'").replace("‑", "-")


def has_condition(sentence: str) -> bool:
    """Whether a sentence says under which condition: `if`, `unless`, `in the event of`.

    >>> has_condition("In the event of a strike it may close.")
    True
    """
    return _CONDITION.search(fold_letters(sentence)) is not None


@functools.cache
def _listed() -> frozenset[str]:
    """The phrases of all lexicons."""
    return frozenset(phrase for name in lexicon.names() for phrase in lexicon.load(name))


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], float], ...]:
    """Each kind of phrase with its strength."""
    phrases = sorted(_listed(), key=len, reverse=True)
    listed = "|".join(map(re.escape, phrases))
    plain = rf"\b(?:{listed})\b"
    before = rf"\b(?:{_NEGATIONS} (?:{_BE} )?)?(?:{_DEGREES} )*"
    return (
        *((re.compile(place), _FIGURE) for place in PLACES),
        (re.compile(plain), 3.0),
        (re.compile(rf"{before}(?:{listed}|{_GRADED})(?: not\b)?\b"), 3.0),
        (re.compile(rf"\b(?:{_NEGATIONS} )?(?:{'|'.join(_LISTED)})\b"), 2.5),
        (re.compile(_OPINIONS), 1.5),
        (re.compile(_FREQUENCIES.join((r"\b(?:", r")\b"))), 1.2),
        (re.compile(_MODALS), 1.0),
        (re.compile(_GOING_TO), 1.0),
        (re.compile(_CONTRASTS), _CONTRAST),
        (_TURN, _TURNED),
        (re.compile(_FLAT), 0.3),
    )


def _is_another_word(text: str, low: str, start: int, match: re.Match[str]) -> bool:
    """Whether a match is no phrase of likelihood: the month of May, a man called Will, a remote village."""
    at, word = match.start(), match[0]
    if word.endswith("possible") and re.search(r"\bas \w+ as (?:\w+ )?$", low[start:at]):
        return True
    if word == "remote":
        return _REMOTE.search(low, start, at) is None
    opens = not low[start:at].strip(" \"'“‘(")
    if word.split()[0] in ("will", "may", "might", "must", "could", "would", "should"):
        dated = re.match(r",? \d", text[match.end() :]) is not None
        unsaid = dated or (text[at].isupper() and not opens) or (word.startswith("should") and opens)
        return unsaid or any(noun.end() == at for noun in _NOUN_BEFORE.finditer(low, max(start, at - 40), at + 20))
    if opens and re.fullmatch(_FLAT, word):
        return True  # `Don't make a mistake`
    return word.endswith("going to") and text[match.end() + 1 : match.end() + 2].isupper()


def _why_not(low: str, start: int, phrase: Candidate, closed: Sequence[Span]) -> str:
    """Why a phrase is no judgment: it is about a speaker, or weak and in a condition; empty for any other."""
    if any(a <= phrase[0] < b for a, b in closed):
        return "said about the speaker"
    clause = re.split(r"[,;:()—–]", low[start : phrase[0]])[-1]
    condition = _CONDITIONAL.match(clause) or re.search(r"\b(?:if|whether|unless)\b", clause)
    return "in a condition, or hanging on it" if condition and phrase[2] < STRONG else ""


def _hedge(low: str, opening: int, clause: Span, candidate: Candidate, rivals: Sequence[Candidate]) -> Hedge:
    """A phrase with its notes. opening: of the sentence. rivals: the phrases of the clause."""
    start, end, strength = candidate
    phrase, around = low[start:end], low[clause[0] : start] + " | " + low[end : clause[1]]
    known = phrase in _listed()
    notes = [] if known else [_missing(phrase) if strength != _FIGURE else write_figure(phrase)[1]]
    if not known and strength != _FIGURE and _NEGATED.search(phrase):
        notes.append("a negation")
    if (beside := _NEGATED.search(around)) is not None:
        notes.append(f"a negation beside it: {beside[0]!r}")
    turns = _TURN.finditer(re.split(r"\bbut\b|;", low[opening:start])[-1])
    notes += [f"perhaps turned round by {turn[0]!r}" for turn in turns]
    lost = [other for other in rivals if _WEAK <= other[2] < min(STRONG, strength)]
    others = [other for other in lost if _RELATIVE.search(low[min(end, other[1]) : max(start, other[0])])]
    notes += [f"gave way to it: {low[other[0] : other[1]]!r}" for other in others]
    return Hedge(start, end, known, tuple(filter(None, notes)))


def _missing(phrase: str) -> str:
    """The note that no lexicon lists the phrase, with the nearest phrase that one lists."""
    near = [f"{phrase} happen"] if f"{phrase} happen" in _listed() else []
    near += [word for word in phrase.split() if word in _listed() and not _NEGATED.search(phrase)][:1]
    return "not in a lexicon" + (f"; {' and '.join(map(repr, near))} is" if near else "")
