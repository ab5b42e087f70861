"""A text of a scenario as HTML that shows just that text."""

from __future__ import annotations

import html

from sim.show.lines import clean_text, hold_figures


def escape(text: str) -> str:
    """Text as HTML that shows just that text, its figures unbroken.

    >>> escape("<b> & 5 %")
    '&lt;b&gt; &amp; 5\\xa0%'
    """
    return html.escape(hold_figures(clean_text(text)))
