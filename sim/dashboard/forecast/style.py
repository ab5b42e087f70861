"""Where things stand: sliders beside the answer on a wide page, and in a folded band that stays on a narrow one.

Relied on are the classes that Streamlit gives a key (`st-key-...`) and the test ids of columns; a browser
test holds each.
"""

from __future__ import annotations

import streamlit as st

from sim.dashboard.page_style import MEDIUM, PHONE, below
from sim.show.charts.ink import Palette

NARROW = 999
"""The width in pixels up to which the sliders are a band at the lower edge."""

_ALWAYS = """
.st-key-answer p {margin-bottom: .1rem}
[data-testid=stMainBlockContainer] h2 {padding-top: 0}
.st-key-way {min-height: 1.6rem}
.st-key-voices {min-height: 3.5rem}
[data-testid=stLayoutWrapper]:has(> .st-key-resting) {position: absolute}
.st-key-happenings {min-height: 9.5rem}
.st-key-cards [role=radiogroup] {width: 100%; flex-wrap: nowrap; gap: 12px}
.st-key-cards button[role=radio] {flex: 1 1 0; min-width: 0; height: auto; padding: .35rem .6rem .7rem;
    justify-content: flex-start; text-align: left; border-radius: 8px !important;
    border: 1px solid GRID; border-right: 1px solid GRID !important; margin: 0}
.st-key-cards button[role=radio][aria-checked=false] {border-color: GRID !important}
.st-key-cards button[role=radio][aria-checked=true] {border-color: CHOSEN !important}
.st-key-cards button[role=radio] > div {justify-content: flex-start; width: 100%}
.st-key-cards button[role=radio] p {white-space: normal; line-height: 1.25; font-size: .85rem; text-align: left}
.st-key-cards button[role=radio] p::first-letter {text-transform: uppercase}
.st-key-cards button[role=radio] strong {display: block; font-size: 1.3rem}
.st-key-cards button[role=radio] em {font-style: normal; font-size: .75rem}
.st-key-moved [role=status] {font-size: .9rem; line-height: 1.35; margin-bottom: 1rem}
.st-key-moved button {min-height: 1.4rem; padding-block: 0; text-align: left}
.st-key-moved [data-testid=stMarkdownContainer]:has(> p) {font-size: .82rem; line-height: 1.25; white-space: normal}
.st-key-moved [data-testid=stMarkdownContainer] > p {font-size: inherit; line-height: inherit; white-space: normal}
.st-key-sliders > [data-testid=stElementContainer] [data-testid=stCaptionContainer] p {font-size: .75rem;
    line-height: 1.3}
.st-key-rack label p {font-size: .82rem; line-height: 1.2}
"""
_SEVERAL = ".st-key-policies {min-height: 4.2rem}"
_WIDE = """
[data-testid=stColumn]:has(.st-key-move) {align-self: flex-start; position: sticky; top: 3.2rem;
    max-height: calc(100vh - 3.6rem); overflow-y: auto; scrollbar-width: thin}
[data-testid=stElementContainer]:has(.move-fold) {display: none}
.st-key-moved {min-height: 7.3rem}
.st-key-moved [role=status] {min-height: 2.7em}
.st-key-edits {max-height: 2.2rem; overflow-y: auto; scrollbar-width: thin; gap: .2rem .8rem;
    align-content: flex-start}
.st-key-edits > :last-child {order: -1}
"""
# What a move did, its way back and the variants have their place before there is anything to say: sliders stay put. Of
# several ways back the last is seen, and the others by scrolling.
_TIGHT = """
.st-key-moved {min-height: 10.2rem}
.st-key-moved [role=status] {min-height: 4.05em}
.st-key-edits {max-height: 3.9rem}
"""
_BAND = """
[data-testid=stColumn]:has(.st-key-answer) {flex: 1 1 100%; min-width: 100%}
.st-key-move {position: fixed; bottom: 0; left: 0; right: 0; z-index: 99; padding: 0 1rem; gap: 0;
    background: PAPER; border-top: 1px solid GRID; border-radius: 12px 12px 0 0; box-shadow: 0 -4px 16px #0003}
.st-key-move > [data-testid=stElementContainer]:has(h2) {display: none}
.move-fold summary {display: flex; align-items: center; gap: .5rem; min-height: 44px; font-weight: 600; cursor: pointer}
.move-fold summary::before {content: "▴" / ""; font-size: 1.1rem}
.move-fold[open] summary::before {content: "▾" / ""}
.move-fold summary:focus-visible {outline: 2px solid CHOSEN; outline-offset: -3px; border-radius: 6px}
.st-key-move:not(:has(.move-fold[open])) > [data-testid=stLayoutWrapper] {visibility: hidden; height: 0;
    overflow: hidden}
.st-key-sliders > [data-testid=stElementContainer]:has([data-testid=stCaptionContainer]) {display: none}
.st-key-moved {gap: .15rem; max-height: 6rem; overflow-y: auto}
.st-key-moved > * {flex: none}
.st-key-rack {flex-direction: row; flex-wrap: nowrap; overflow-x: auto; scroll-snap-type: x proximity; gap: 1rem}
.st-key-rack > * {flex: 0 0 min(80vw, 24rem); scroll-snap-align: start}
[data-testid=stMainBlockContainer] {padding-bottom: 3.5rem}
[data-testid=stMain] {scroll-padding-bottom: 4rem}
[data-testid=stMain]:has(.move-fold[open]) {scroll-padding-bottom: 15rem}
[data-testid=stMain]:has(.move-fold[open]) [data-testid=stMainBlockContainer] {padding-bottom: 15rem}
"""
_PHONE = """
.st-key-cards [role=radiogroup] {gap: 6px}
.st-key-cards button[role=radio] {padding: .3rem .3rem .7rem}
.st-key-cards button[role=radio] p {font-size: .7rem}
.st-key-cards button[role=radio] strong {font-size: 1.05rem}
.st-key-cards button[role=radio] em {font-size: .62rem}
"""


def lay_out(palette: Palette, *, several: bool) -> None:
    """Put the page's own rules into it; several: whether there are cards of policies, for which room is kept."""
    rules = "".join((
        _ALWAYS, _SEVERAL if several else "", f"@media (min-width: {NARROW + 1}px) {{{_WIDE}{below(MEDIUM, _TIGHT)}}}",
        below(NARROW, _BAND), below(PHONE, _PHONE),
    ))  # fmt: skip
    for name, ink in {"PAPER": palette.paper, "GRID": palette.grid, "CHOSEN": palette.chosen}.items():
        rules = rules.replace(name, ink)
    st.html(f"<style>{rules}</style>")
