"""What every page looks like: the scale of its headings, the head, ways to other pages, switches.

Relied on are the classes that Streamlit gives a key (`st-key-...`) and its test ids; a browser test holds each.
"""

from __future__ import annotations

import streamlit as st

from sim.dashboard.view import find_palette

MEDIUM, PHONE = 1250, 640
"""Widths in pixels up to which buttons in the head are icons, and letters are small."""

_HEADINGS = """
[data-testid=stMainBlockContainer] h1 {font-size: 1.4rem; line-height: 1.2; padding: 0 0 .3rem}
[data-testid=stMainBlockContainer] :is(.st-key-answer, .st-key-why-answer) h1 {
    font-size: clamp(1.3rem, .9rem + 1.4vw, 2rem); padding: 0}
[data-testid=stMainBlockContainer] h2 {font-size: 1.15rem; line-height: 1.2; padding: .6rem 0 .4rem}
[data-testid=stMainBlockContainer] h3 {font-size: 1.05rem; line-height: 1.2; padding: .3rem 0}
"""
"""The one scale. A page's name is a modest first heading; an answer told in a sentence is a large one."""
_HEAD = """
.st-key-computing {position: fixed; top: .5rem; right: 5rem; width: auto; z-index: 100; pointer-events: none;
    background: PAPER; border-radius: 6px}
[data-testid=stMainBlockContainer] {padding-top: .6rem}
[data-testid=stHeader] {left: auto; right: 0; width: auto; background: transparent; pointer-events: none}
[data-testid=stHeader] div {pointer-events: none}
[data-testid=stHeader] :is(button, a) {pointer-events: auto}
.st-key-choices {padding-right: 5rem; min-height: 2.5rem}
.st-key-choices > :has(> [data-testid=stSelectbox]) {min-width: 8rem; max-width: 24rem}
[data-testid=stFileUploaderDropzoneInstructions] {display: none}
"""
# The box takes more than a scenario may hold, so that the page can say in its own words what is too large; how much the
# box takes is nobody's business.
_WAYS = """
[data-testid=stPageLink]:not(.st-key-pages *) a {padding: 0; min-height: 1.6rem; background: none}
[data-testid=stPageLink]:not(.st-key-pages *) a :is(p, span) {color: LINK; font-weight: 600}
[data-testid=stPageLink]:not(.st-key-pages *) a:hover p {text-decoration: underline}
"""
_SWITCHES = """
[data-testid=stCheckbox]:not([data-selected]) label:has([role=switch]) > span + div {box-shadow: inset 0 0 0 1.5px EDGE}
"""
_MEDIUM = """
.st-key-choices {gap: .4rem}
.st-key-choices :is([data-testid=stPopover], .st-key-take-away) p {position: absolute; width: 1px; height: 1px;
    overflow: hidden; clip-path: inset(50%)}
"""
_PHONE = """
.st-key-about p {font-size: .75rem; line-height: 1.35}
.st-key-choices {padding-right: 0; gap: .4rem; min-height: 5.4rem}
.st-key-choices > :has(> .st-key-pages) {order: -3; flex: 1 1 100%; padding-right: 2.5rem}
.st-key-choices > :has(> .st-key-choice), .st-key-choice {display: contents}
.st-key-choices :is(.st-key-upload-box, :has(> .st-key-take-away-place)) {order: -2}
.st-key-choices :is(.st-key-scenario, .st-key-question) {flex: 1 1 40%; width: auto; min-width: 0}
.st-key-choices > .st-key-policy {flex: 1 1 100%; min-width: 0}
[role=radiogroup]:has(> [data-variant=segmented_control]) {flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none}
[role=radiogroup]:not(.st-key-cards *) > [data-variant=segmented_control] {flex: none; padding-inline: .55rem}
[data-testid=stAppViewContainer] > div {timeline-scope: --page}
[data-testid=stMain] {scroll-timeline: --page block}
[data-testid=stHeader]:not(:focus-within) {animation: scroll-away linear both; animation-timeline: --page;
    animation-range: 0 4rem}
@keyframes scroll-away {to {transform: translateY(-4rem)}}
"""
# On a phone the menu has no margin of its own: it goes up with the page, and comes back with the focus.


def lay_out() -> None:
    """Put the rules into the page."""
    palette = find_palette()
    rules = "".join((_HEADINGS, _HEAD, _WAYS, _SWITCHES, below(MEDIUM, _MEDIUM), below(PHONE, _PHONE)))
    for name, ink in {"PAPER": palette.paper, "LINK": palette.narrow, "EDGE": palette.quiet}.items():
        rules = rules.replace(name, ink)
    st.html(f"<style>{rules}</style>")


def below(width: int, rules: str) -> str:
    """The rules for screens up to a width in pixels."""
    return f"@media (max-width: {width}px) {{{rules}}}"
