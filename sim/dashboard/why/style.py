"""How the page looks: lists that open, bars in tables, and two columns that become one on a phone."""

from __future__ import annotations

import streamlit as st

from sim.show.charts.ink import Palette

_RULES = """
.why-worth {margin: 0 0 .3rem; color: var(--why-ink); font-size: .93rem; line-height: 1.4}
.why-note {margin: .15rem 0 0; color: var(--why-quiet); font-size: .85rem; line-height: 1.35}
.why-list {list-style: none; margin: 0; padding: 0 !important; color: var(--why-ink); line-height: 1.4;
    overflow-wrap: anywhere}
.why-list li {margin: 0 0 .55rem; padding: 0; font-size: .93rem}
.why-list i, .why-table i, .why-fold i {font-style: normal; color: var(--why-quiet); font-size: .85rem}
.why-fold > summary {cursor: pointer; border-radius: 4px}
.why-fold > summary:focus-visible {outline: 2px solid var(--why-chosen); outline-offset: 2px}
.why-fold > summary::marker {color: var(--why-quiet); font-size: .7rem}
.why-fold dl {display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .4rem 0 .8rem;
    padding: .5rem .7rem; background: var(--why-band); border-radius: 6px; font-size: .85rem; color: var(--why-ink)}
.why-fold dt {color: var(--why-quiet); max-width: 8rem}
.why-fold dd {margin: 0; overflow-wrap: anywhere}
.why-fold p {margin: .4rem 0 0; font-size: .88rem}
.why-fold a {color: var(--why-link); text-decoration: underline}
.why-share {display: inline-block; min-width: 2.7rem; font-weight: 600}
.why-bar {display: block; height: 7px; border-radius: 3px; background: var(--why-bar); margin-top: .2rem;
    min-width: 1px}
.why-part .why-bar {background: var(--why-rest)}
.why-table {width: 100%; border-collapse: collapse; color: var(--why-ink); font-size: .9rem; line-height: 1.35}
.why-table th {text-align: left; font-weight: 600; font-size: .8rem; color: var(--why-quiet);
    padding: .2rem .6rem .2rem 0;
    vertical-align: bottom}
.why-table td {border-top: 1px solid var(--why-grid); padding: .35rem .6rem .35rem 0; vertical-align: top;
    overflow-wrap: anywhere}
.why-table td:nth-child(1) {width: 8.5rem; white-space: nowrap}
.why-table td:nth-child(3) {width: 15rem}
.why-swing {position: relative; height: 9px; margin: .3rem 0 .1rem; background: var(--why-band); border-radius: 3px}
.why-swing b, .why-swing u {position: absolute; top: 0; bottom: 0; min-width: 1px}
.why-swing b {border-radius: 3px}
.why-swing u {width: 2px; top: -3px; bottom: -3px; background: var(--why-tick)}
.why-low {background: var(--why-wide)}
.why-high {background: var(--why-bar)}
"""
_PHONE = """
@media (max-width: 640px) {
    .why-table, .why-table tbody, .why-table tr, .why-table td {display: block; width: 100% !important}
    .why-table thead {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
    .why-table td {border: 0; padding: .1rem 0}
    .why-table tr {border-top: 1px solid var(--why-grid); padding: .4rem 0}
    .why-fold dl {grid-template-columns: 1fr; gap: 0}
    .why-fold dd {margin-bottom: .3rem}
}
"""


def lay_out(palette: Palette) -> None:
    """Put the page's own rules into it."""
    inks = {
        "ink": palette.ink, "quiet": palette.quiet, "chosen": palette.chosen, "band": palette.band,
        "link": palette.narrow, "bar": palette.narrow, "rest": palette.ghost, "grid": palette.grid,
        "tick": palette.tick, "wide": palette.wide,
    }  # fmt: skip
    told = "; ".join(f"--why-{name}: {ink}" for name, ink in inks.items())
    st.html(f"<style>:root {{{told}}} {_RULES}{_PHONE}</style>")
