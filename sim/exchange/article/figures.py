"""Chances in figures, `below 5 %` or `one in ten`: where they stand, and how a scenario file writes them."""

from __future__ import annotations

import re

_WORDS = (
    "one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
)
_VALUES = dict(zip(_WORDS.split(), (*range(1, 11), *range(20, 101, 10)), strict=True))
_NUMBER = rf"(?:\d{{1,5}}(?:[.,]\d{{1,2}}\b)?|(?:{'|'.join(_VALUES)})\b)"
_PER_CENT = r" ?(?:%|per ?cent\b)"
_FIGURE = (
    r"(?:(?:(?P<ceiling>below|under|(?:not? (?:more|higher)|less|lower) than|at most|up to)"
    r"|(?P<floor>above|over|(?:not? (?:less|lower)|more|higher) than|at least)"
    r"|(?P<about>about|around|roughly|nearly|almost|close to|perhaps|maybe|only|just|between)) )*(?<![\w.,])"
    rf"(?:(?P<low>{_NUMBER})(?:(?:{_PER_CENT})?(?: ?[-–] ?| to | or | and )(?P<high>{_NUMBER}))?{_PER_CENT}"
    rf"|(?P<of>{_NUMBER})[ -](?:in|out of)[ -](?:a )?(?P<all>{_NUMBER})"
    rf"|(?P<even>fifty-fifty|50[-/–]50)|(?P<plain>0?\.\d{{1,4}})\b|{_NUMBER}(?: to |/|-){_NUMBER})"
)
_ANY = re.sub(r"\?P<\w+>", "?:", _FIGURE)
STATED = (
    r"(?: (?!(?:that|which|who|but|and)\b)[\w'-]+){0,7}? (?:is|are|was|were|be|being|at|of|as|to|stands?|remains?)"
    rf"(?: now| still)? ({_ANY})(?![\w-]|[.,]\d)"
)
"""What follows a word for chance that is given in figures."""

PLACES = (
    rf"\b({_ANY}[ -](?:chances?|possibility|probability|likelihood|risk|likely|certain|sure|confident|probable)\b)",
    rf"\b(?:chances?|possibility|probability|likelihood|odds|risk|prospects?){STATED}",
    rf"\b(?:(?:puts?|rates?) \w+ at|(?:gives?|gave) (?:it|that|this)|i(?:'d| would) say) ({_ANY})(?![\w-]|[.,]\d)",
    r"\b(?:it's|it is) ((?:about |almost )?(?:fifty-fifty|50[-/–]50))\b",
)
"""Where figures are chances; the group is the phrase."""

_NOTES = {
    "high": 'a range: perhaps {{low: {0}, high: {1:g}%, confidence: ""}} in place of `says`',
    "ceiling": 'a ceiling: perhaps {{at_most: {0}, down_to: ""}} in place of `says`',
    "floor": 'a floor: perhaps {{at_least: {0}, up_to: ""}} in place of `says`',
    "about": "a figure: perhaps {0} in place of `says`",
}


def write_figure(phrase: str) -> tuple[str, str]:
    """What `says` would hold for a phrase that is a plain figure, else ""; and the note on any other figure, else "".

    >>> write_figure("20 per cent chance"), write_figure("below one in ten")
    (('20%', ''), ('', 'a ceiling: perhaps {at_most: 1 in 10, down_to: ""} in place of `says`'))
    """
    kind = re.fullmatch(rf"{_FIGURE}(?:[ -]\w+)?", phrase.lower())
    if kind is None:
        return "", ""
    low, high, cases, every = (_value(kind[key] or "0") for key in ("low", "high", "of", "all"))
    says, chance = kind["plain"] or "50%", float(kind["plain"] or (0.5 if kind["even"] else 0))
    if kind["low"]:
        says, chance = f"{low:g}%", low / 100
    elif kind["of"]:
        says, chance = f"{cases:g} in {every:g}", cases / max(every, 1)
    if not 0 < chance < 1 or (kind["high"] and not low < high < 100):
        return "", ""
    note = next((note.format(says, high) for key, note in _NOTES.items() if kind[key]), "")
    return "" if note else says, note


def _value(number: str) -> float:
    return float(_VALUES.get(number, 0) or number.replace(",", "."))
