"""Phrases of likelihood that may be bounds: polite ceilings on extreme acts, and floors under several acts at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOT = r"(?:not|n't|never|hardly|scarcely|no longer)"
_HOLD = r"(?:expect|see|view|think|believe|anticipate|foresee|envisage|predict|imagine|consider|regard|reckon)\w*"
_CEILING = re.compile(
    rf"\b(?:un|not )likely\b|\b(?:improbable|implausible|unthinkable|doubtful|remote|far-fetched|inconceivable)\b"
    rf"|\b(?:doubts?|doubted)\b|{_NOT} (?:\w+ly )?{_HOLD}"
    r"|\bno (?:reason|sign|evidence|intention|interest|appetite|plans?)\b"
    rf"|\b(?:ruled?|rules|ruling) out\b|\boff the table\b|\bout of the question\b|\b{_NOT} (?:be )?likely\b"
)
_EXTREME = re.compile(
    r"\b(?:wars?|warfare|invasions?|invad\w+|nuclear|coups?|all-out|full-scale|full-blown|armed|militar\w+|clash\w*"
    r"|exchange of fire|troops|attack\w*|strikes?|bomb\w*|missiles?|collapse[sd]?|default\w*|annex\w*|confrontation"
    r"|occup(?:y|ation)|blockades?|escalat\w+|interven\w+|overthr[eo]w\w*|oust\w*|assassinat\w+|catastroph\w+"
    r"|disasters?|shutdown|bankrupt\w*|famine|secession|uprising|massacre\w*|retaliat\w+)\b"
)
_FLOOR = re.compile(
    r"\b(?:likely|probabl[ey]|certain(?:ly)?|bound to|expect\w*|sure(?:ly)?|set to|will|going to"
    r"|inevitabl[ey]|confident)\b"
)
_AGAINST = re.compile(r"\b(?:unlikely|uncertain|no|nor|neither|un\w*|\w+n't)\b|\b(?:not|never|hardly|scarcely)\b")
_SEVERAL = re.compile(
    r"\b(?:both|as well as|along with|together with|a (?:combination|mix|mixture|range|series|number) of)\b"
    r"|,[^,;]+,? and\b"
)


def propose_bounds(sentence: str, phrase: str, offset: int, *, known: bool) -> Iterator[str]:
    """Notes that a phrase may say no more than a bound, with what would then be written; the end is left open.

    sentence: the article's. phrase: of likelihood, which begins at `offset` in it. known: a lexicon lists the phrase.

    >>> list(propose_bounds("He sees no reason for a war.", "no reason", 8, known=False))
    ['perhaps a ceiling, over an extreme act (war): {at_most: no reason, read_as: "", down_to: ""} in place of `says`']
    """
    low, said = sentence.lower().replace("’", "'"), phrase.lower().replace("’", "'")
    before, after = low[:offset], low[offset + len(phrase) :]
    read_as = "" if known else ', read_as: ""'
    written = phrase if re.fullmatch(r"[\w' -]+", phrase) else f'"{phrase}"'
    extreme = _EXTREME.search(after) or _EXTREME.search(before)
    if _CEILING.search(said) and extreme:
        says = f'{{at_most: {written}{read_as}, down_to: ""}}'
        yield f"perhaps a ceiling, over an extreme act ({extreme[0]}): {says} in place of `says`"
    elif _FLOOR.search(said) and not _AGAINST.search(said) and (several := _SEVERAL.search(after)):
        says = f'{{at_least: {written}{read_as}, up_to: ""}}'
        what = several[0].strip(", ") if "," not in several[0] else "a list"
        yield f"perhaps a floor, under several acts at once ({what}): {says} for each, in place of `says`"
