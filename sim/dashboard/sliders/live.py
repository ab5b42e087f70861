"""What a move did, said aloud: a live region whose text changes in place."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape_html as escape
from sim.results.forecast.percent import percent

_MOST_DIGITS = 3


def tell_move(before: float, after: float) -> str:
    """The answer after a move and before it, with as many digits as tell the two apart.

    before, after: probabilities.

    >>> tell_move(0.125, 0.147), tell_move(0.125, 0.1251), tell_move(0.125, 0.125)
    ('14.7 %, was 12.5 %', '12.51 %, was 12.50 %', '12.5 %')
    """
    for digits in range(1, _MOST_DIGITS + 1):
        now, was = percent(after, digits), percent(before, digits)
        if now != was:
            return f"{now}, was {was}"
    return percent(after, 1)


def write_live(about: str, before: float, after: float) -> str:
    """The live region as HTML: a screen reader speaks its text whenever it changes.

    about: the question and the policy in words, so that another of either is spoken too.

    >>> write_live("Exchange of fire, if the US strikes", 0.125, 0.147)
    '<div role="status" aria-live="polite">Exchange of fire, if the US strikes: 14.7\\xa0%, was 12.5\\xa0%</div>'
    """
    text = escape(f"{' '.join(about.split())}: {tell_move(before, after)}")
    for sign in "\\`*_[]~$":  # an entity is never a sign of Markdown's
        text = text.replace(sign, f"&#{ord(sign)};")
    return f'<div role="status" aria-live="polite">{text}</div>'


def draw_live(about: str, before: float, after: float) -> None:
    """Draw the live region; Markdown keeps the element and changes its text, `st.html` would put another there."""
    st.markdown(write_live(about, before, after), unsafe_allow_html=True)
