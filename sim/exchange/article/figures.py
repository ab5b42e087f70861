"""Chances in figures, `below 5 %` or `one in ten`: where they stand, and how a scenario file writes them."""

from __future__ import annotations

import re

_WORDS = (
    "one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
)
_VALUES = dict(zip(_WORDS.split(), (*range(1, 11), *range(20, 101, 10)), strict=True))
_NUMBER = rf"(?:\d{{1,5}}(?:[.,]\d{{1,2}}\b)?|(?:{'|'.join(_VALUES)})\b)"
_SHARE = r" ?(?:%|per ?cent\b|pct\b)"
_FIGURE = (
    r"(?:(?:(?P<at_most>below|under|(?:not? (?:more|higher)|less|lower) than|at most|up to)"
    r"|(?P<at_least>above|over|(?:not? (?:less|lower)|more|higher) than|at least)"
    r"|about|around|roughly|nearly|almost|close to|perhaps|maybe|only|just|between) )*(?<![\w.,])(?:"
    rf"(?P<low>{_NUMBER})(?:(?:{_SHARE})?(?: ?[-–] ?| to | or | and )(?P<high>{_NUMBER}))?{_SHARE}"
    rf"|(?P<of>{_NUMBER})[ -](?:in|out of)[ -](?:a )?(?P<all>{_NUMBER})|fifty-fifty|50[-/]50|(?P<plain>0?\.\d{{1,4}}))"
)
_ANY = rf"({re.sub(r'[?]P<[a-z_]+>', '?:', _FIGURE)})(?![\w-]|[.,]\d)"
STATED = (
    r"(?: (?!(?:that|which|who|but|and)\b)[\w'-]+){0,7}? (?:is|are|was|were|be|being|at|of|as|to|stands?|remains?)"
    rf"(?: now| still)? {_ANY}"
)
PLACES = (
    rf"\b({_FIGURE}[ -](?:chances?|possibility|probability|likelihood|risk|likely|certain|sure|confident|probable)\b)",
    rf"\b(?:chances?|possibility|probability|likelihood|odds|risk|prospects?){STATED}",
    rf"\b(?:(?:puts?|rates?) \w+ at|(?:gives?|gave) (?:it|that|this)|i(?:'d| would) say) {_ANY}",
    r"\b(?:it's|it is) (fifty-fifty|50[-/]50)\b",
)
"""Patterns of figures that are chances, the first group being the phrase; `STATED` follows a word for chance."""


def write_figure(phrase: str) -> tuple[str, str]:
    """What `says` would hold for a figure, else ""; and the note on a bound or a range, else "".

    >>> write_figure("about 20 per cent"), write_figure("below one in ten")
    (('20%', ''), ('', 'perhaps {at_most: 1 in 10, down_to: ""} in place of `says`'))
    """
    kind = re.fullmatch(rf"{_FIGURE}(?:[ -]\w+)?", phrase.lower())
    if kind is None:
        return "", ""
    stated = (kind[key] or "0" for key in ("low", "high", "of", "all"))
    low, high, cases, every = (float(_VALUES.get(number, number.replace(",", "."))) for number in stated)
    says = f"{low:g}%" if kind["low"] else f"{cases:g} in {every:g}" if kind["of"] else kind["plain"] or "50%"
    chance = low / 100 if kind["low"] else cases / max(every, 1) if kind["of"] else float(kind["plain"] or 0.5)
    if not 0 < chance < 1 or (kind["high"] and not low < high < 100):
        return "", ""
    proposal = (
        f'{{low: {says}, high: {high:g}%, confidence: ""}}' if kind["high"]
        else f'{{at_most: {says}, down_to: ""}}' if kind["at_most"]
        else f'{{at_least: {says}, up_to: ""}}' if kind["at_least"] else ""
    )  # fmt: skip
    return ("", f"perhaps {proposal} in place of `says`") if proposal else (says, "")
