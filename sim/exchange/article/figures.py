"""Chances in figures, `below 5 %` or `one in ten`: where they stand, and how a scenario file writes them."""

from __future__ import annotations

import re

_WORDS = (
    "one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
)
_VALUES = dict(zip(_WORDS.split(), (*range(1, 11), *range(20, 101, 10)), strict=True))
_NUMBER = rf"(?:\d{{1,5}}(?:[.,]\d{{1,2}}\b)?|(?:{'|'.join(_VALUES)})\b)"
_SHARE = r" ?(?:%|per ?cent\b)"
_FIGURE = (
    r"(?:(?:(?P<ceiling>below|under|(?:not? (?:more|higher)|less|lower) than|at most|up to)"
    r"|(?P<floor>above|over|(?:not? (?:less|lower)|more|higher) than|at least)"
    r"|(?P<about>about|around|roughly|nearly|almost|close to|perhaps|maybe|only|just|between)) )*(?<![\w.,])"
    rf"(?:(?P<low>{_NUMBER})(?:(?:{_SHARE})?(?: ?[-–] ?| to | or | and )(?P<high>{_NUMBER}))?{_SHARE}"
    rf"|(?P<of>{_NUMBER})[ -](?:in|out of)[ -](?:a )?(?P<all>{_NUMBER})|fifty-fifty|50[-/–]50|(?P<plain>0?\.\d{{1,4}})\b)"
)
_ANY = re.sub(r"\?P<\w+>", "?:", _FIGURE)
STATED = (
    r"(?: (?!(?:that|which|who|but|and)\b)[\w'-]+){0,7}? (?:is|are|was|were|be|being|at|of|as|to|stands?|remains?)"
    rf"(?: now| still)? ({_ANY})(?![\w-]|[.,]\d)"
)
PLACES = (
    rf"\b({_ANY}[ -](?:chances?|possibility|probability|likelihood|risk|likely|certain|sure|confident|probable)\b)",
    rf"\b(?:chances?|possibility|probability|likelihood|odds|risk|prospects?){STATED}",
    rf"\b(?:(?:puts?|rates?) \w+ at|(?:gives?|gave) (?:it|that|this)|i(?:'d| would) say) ({_ANY})(?![\w-]|[.,]\d)",
    r"\b(?:it's|it is) (fifty-fifty|50[-/–]50)\b",
)
"""Patterns of figures that are chances, each with the phrase as its group; `STATED` follows a word for chance."""


def write_figure(phrase: str) -> tuple[str, str]:
    """What `says` would hold for a phrase that is a plain figure, else ""; and the note on any other figure, else "".

    >>> write_figure("20 per cent chance"), write_figure("below one in ten")
    (('20%', ''), ('', 'a ceiling: perhaps {at_most: 1 in 10, down_to: ""} in place of `says`'))
    """
    kind = re.fullmatch(rf"{_FIGURE}(?:[ -]\w+)?", phrase.lower())
    if kind is None:
        return "", ""
    low, high, cases, every = (_value(kind[key] or "0") for key in ("low", "high", "of", "all"))
    says, chance = kind["plain"] or "50%", float(kind["plain"] or 0.5)
    if kind["low"]:
        says, chance = f"{low:g}%", low / 100
    elif kind["of"]:
        says, chance = f"{cases:g} in {every:g}", cases / max(every, 1)
    if not 0 < chance < 1 or (kind["high"] and not low < high < 100):
        return "", ""
    notes = {
        "high": f'a range: perhaps {{low: {says}, high: {high:g}%, confidence: ""}}',
        "ceiling": f'a ceiling: perhaps {{at_most: {says}, down_to: ""}}',
        "floor": f'a floor: perhaps {{at_least: {says}, up_to: ""}}',
        "about": f"a figure: perhaps {says}",
    }
    return next((("", f"{note} in place of `says`") for key, note in notes.items() if kind[key]), (says, ""))


def _value(number: str) -> float:
    return float(_VALUES.get(number, 0) or number.replace(",", "."))
