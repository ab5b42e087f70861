"""Where things stand: sliders beside the answer on a wide page, and in a band that stays on a narrow one.

Relied on are the classes that Streamlit gives a key (`st-key-...`) and the test ids of columns; a browser
test holds each.
"""

from __future__ import annotations

import streamlit as st

from sim.show.charts.ink import Palette

MEDIUM, NARROW, PHONE = 1250, 999, 640
"""Widths in pixels up to which buttons in the head are icons, sliders are a band at the lower edge, letters small."""

_ALWAYS = """
.st-key-answer p {margin-bottom: .1rem}
[data-testid=stMainBlockContainer] h2, [data-testid=stMainBlockContainer] h3 {font-size: 1.05rem; padding: .3rem 0 0}
.st-key-way {min-height: 1.6rem}
.st-key-way a {padding: 0; min-height: 1.6rem}
.st-key-way p {font-weight: 600}
.st-key-voices {min-height: 3.5rem}
[data-testid=stLayoutWrapper]:has(> .st-key-resting) {position: absolute}
.st-key-happenings {min-height: 9.5rem}
.st-key-cards [role=radiogroup] {width: 100%; flex-wrap: nowrap; gap: 12px}
.st-key-cards button[role=radio] {flex: 1 1 0; min-width: 0; height: auto; padding: .35rem .6rem .7rem;
    justify-content: flex-start; text-align: left; border-radius: 8px !important;
    border: 1px solid GRID; border-right: 1px solid GRID !important; margin: 0}
.st-key-cards button[role=radio][aria-checked=false] {border-color: GRID !important}
.st-key-cards button[role=radio] > div {justify-content: flex-start; width: 100%}
.st-key-cards button[role=radio] p {white-space: normal; line-height: 1.25; font-size: .85rem; text-align: left}
.st-key-cards button[role=radio] p::first-letter {text-transform: uppercase}
.st-key-cards button[role=radio] strong {display: block; font-size: 1.3rem}
.st-key-cards button[role=radio] em {font-style: normal; font-size: .75rem}
.st-key-move h2 {padding-bottom: .5rem}
.st-key-moved [role=status] {margin-bottom: 1rem}
.st-key-moved button {min-height: 1.6rem; padding-block: 0}
.st-key-sliders > div > [data-testid=stCaptionContainer] p {font-size: .75rem; line-height: 1.3}
.st-key-rack label p {font-size: .82rem; line-height: 1.2}
"""
_SEVERAL = ".st-key-policies {min-height: 4.2rem}"
_WIDE = """
[data-testid=stColumn]:has(.st-key-move) {align-self: flex-start; position: sticky; top: 3.2rem;
    max-height: calc(100vh - 3.6rem); overflow-y: auto; scrollbar-width: thin}
"""
_BAND = """
[data-testid=stColumn]:has(.st-key-answer) {flex: 1 1 100%; min-width: 100%}
.st-key-move {position: fixed; bottom: 0; left: 0; right: 0; z-index: 99; padding: .4rem 1rem .2rem;
    background: PAPER; border-top: 1px solid GRID; border-radius: 12px 12px 0 0; box-shadow: 0 -4px 16px #0003}
.st-key-move h2 {font-size: .8rem; padding: 0 0 .6rem}
.st-key-sliders > [data-testid=stElementContainer]:has([data-testid=stCaptionContainer]) {display: none}
.st-key-moved {flex-direction: row; flex-wrap: wrap; align-items: center; gap: 0 .8rem; max-height: 6rem;
    overflow-y: auto}
.st-key-moved > * {width: auto}
.st-key-rack {flex-direction: row; flex-wrap: nowrap; overflow-x: auto; scroll-snap-type: x proximity; gap: 1rem}
.st-key-rack > * {flex: 0 0 min(80vw, 24rem); scroll-snap-align: start}
[data-testid=stMainBlockContainer] {padding-bottom: 15rem}
[data-testid=stMain] {scroll-padding-bottom: 15rem}
"""
_MEDIUM = """
.st-key-choices {gap: .4rem}
.st-key-choices :is([data-testid=stPopover], .st-key-take-away) p {position: absolute; width: 1px; height: 1px;
    overflow: hidden; clip-path: inset(50%)}
"""
_PHONE = """
.st-key-about p {font-size: .75rem; line-height: 1.35}
.st-key-choices {padding-right: 2.5rem; gap: .4rem; min-height: 5.4rem}
.st-key-choices > .st-key-pages, .st-key-choices > :has(> .st-key-pages) {order: -3; flex: 1 1 auto}
.st-key-choices > :has(> .st-key-choice), .st-key-choice {display: contents}
.st-key-choices :is(.st-key-upload-box, :has(> .st-key-take-away-place)) {order: -2}
.st-key-choices :is(.st-key-scenario, .st-key-question) {flex: 1 1 40%; width: auto; min-width: 0}
.st-key-cards [role=radiogroup] {gap: 6px}
.st-key-cards button[role=radio] {padding: .3rem .3rem .7rem}
.st-key-cards button[role=radio] p {font-size: .7rem}
.st-key-cards button[role=radio] strong {font-size: 1.05rem}
.st-key-cards button[role=radio] em {font-size: .62rem}
"""


def lay_out(palette: Palette, *, several: bool) -> None:
    """Put the page's own rules into it; several: whether there are cards of policies, for which room is kept."""
    rules = "".join((
        _ALWAYS, _SEVERAL if several else "", _below(MEDIUM, _MEDIUM),
        f"@media (min-width: {NARROW + 1}px) {{{_WIDE}}}", _below(NARROW, _BAND), _below(PHONE, _PHONE),
    ))  # fmt: skip
    st.html(f"<style>{rules.replace('PAPER', palette.paper).replace('GRID', palette.grid)}</style>")


def _below(width: int, rules: str) -> str:
    return f"@media (max-width: {width}px) {{{rules}}}"
