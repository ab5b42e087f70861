"""Other formats of networks, recognised by their first words, for a clear message."""

from __future__ import annotations

import re

_BLANK = re.compile(r"(?:\s++|//[^\r\n]*+|[%#][^\r\n]*+|/\*.*?\*/|<\?.*?\?>|<!.*?>)*+", re.DOTALL)
_FORMATS = (
    (r"<smile\b", "a GeNIe file (XDSL)"),
    (r"<BIF\b", "an XMLBIF file"),
    (r"<ANALYSISNOTEBOOK\b", "an MSBN file (XBN)"),
    (r"<", "an XML file"),
    (r"belief\s+network\b", "an MSBN file (DSC)"),
    (r"bnet\b", "a Netica file (DNE)"),
    (r"net\s*\{|class\s+\w+\s*\{", "a HUGIN file (NET)"),
    (r"net\s+\w+\s*\{", "a GeNIe file (DSL)"),
    (r"(?:BAYES|MARKOV)\s+[0-9]", "a UAI file"),
    (r"[{\[]", "a JSON file"),
    (r"schema_version\s*:", "a scenario file already"),
)


def find_other_format(text: str) -> str:
    """The format of a text that is not BIF, in words; empty where its first words tell none.

    >>> find_other_format("% made by hand\\nnet { }"), find_other_format("network net { }")
    ('a HUGIN file (NET)', '')
    """
    blank = _BLANK.match(text)
    start = blank.end() if blank is not None else 0
    return next((name for first, name in _FORMATS if re.compile(first).match(text, start)), "")
