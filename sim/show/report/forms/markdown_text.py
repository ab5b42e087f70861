"""A text of a scenario as Markdown that shows just that text."""

from __future__ import annotations

import re

from sim.show.lines import hold_figures

_MARKDOWN = (
    (re.compile(r"([\\`*_\[\]<>$~|])"), r"\\\1"),
    (re.compile(r":(?=[\w+-]+\\?[\[:/])"), r"\\:"),  # :red[...], :+1:, :material/...:
    (re.compile(r"&(?=#?\w+;)"), r"\\&"),
    # Web and mail addresses become links even where they are escaped; an invisible joiner parts them.
    (re.compile(r"(?<=\w):(?=//)|www(?=\.)|(?<=[\w.+-])@(?=\w)", re.IGNORECASE), "\\g<0>\u2060"),
    (re.compile(r"^(?=[#+=!-])"), r"\\"),
    (re.compile(r"^(\d+)([.)])(?=\s)"), r"\1\\\2"),
)


def escape(text: str) -> str:
    r"""Text from a scenario as Markdown that shows just that text, on one line.

    Only letters with a meaning in Markdown are escaped, since labels are also read aloud. No figure is torn by a break.

    >>> print(escape("*bold* [x](y), 'unlikely': 5 - 7"))
    \*bold\* \[x\](y), 'unlikely': 5 - 7
    """
    line = hold_figures(" ".join(text.split()))
    for special, escaped in _MARKDOWN:
        line = special.sub(escaped, line)
    return line
