"""The look of a page that is handed on: on a screen, light or dark, and on sheets of A4 or Letter, always light."""

from __future__ import annotations

from sim.show.charts.ink import DARK, LIGHT, Palette


def _inks(palette: Palette, head: str, flag: str) -> str:
    return (
        f"--ink: {palette.ink}; --quiet: {palette.quiet}; --grid: {palette.grid}; --wide: {palette.wide}; "
        f"--narrow: {palette.narrow}; --ghost: {palette.ghost}; --dot: {palette.chosen}; --paper: {palette.paper}; "
        f"--band: {palette.band}; --head: {head}; --flag: {flag};"
    )


STYLE = f"""
:root {{ color-scheme: light; {_inks(LIGHT, LIGHT.tick, "#8a4b00")} }}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ color-scheme: dark; {_inks(DARK, "#9fd0f2", "#f0b76a")} }}
}}
@page {{ size: A4; margin: 12mm 14mm; }}
* {{ box-sizing: border-box; }}
body {{ font: 15px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 800px;
  margin: 24px auto; padding: 0 16px; overflow-wrap: anywhere; }}
h1, h2, h3, h4 {{ font-size: .95em; margin: .9em 0 .2em; color: var(--head); break-after: avoid; }}
.title {{ font-size: 1.35em; line-height: 1.25; margin: .1em 0 .3em; color: var(--ink); }}
p, ul, ol, table, dl, figure {{ margin: .2em 0; }}
a {{ color: inherit; }}
.top, .small, .quiet, .foot, dl, figcaption, summary {{ color: var(--quiet); font-size: .85em; }}
.quiet {{ font-size: .92em; font-weight: 400; }}
.told {{ font-size: 1.1em; margin-bottom: .5em; }}
.flag {{ display: inline-block; border: 1px solid var(--flag); color: var(--flag); padding: 0 .4em; border-radius: 3px;
  font-weight: 600; }}
.number {{ font-size: 2.3em; font-weight: 700; line-height: 1.15; margin: 0; }}
.pair {{ display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 0 24px; align-items: start; }}
.sheet {{ padding: 8px 0 20px; }}
.sheet + .sheet {{ border-top: 1px solid var(--grid); padding-top: 28px; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9em; }}
caption {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
th {{ text-align: left; font-weight: 600; }}
tbody th {{ font-weight: 400; }}
td, th {{ padding: 1px 8px 1px 0; vertical-align: middle; overflow-wrap: normal; }}
td:nth-child(3), td:nth-child(2) {{ white-space: nowrap; }}
td[colspan] {{ white-space: normal; }}
tr.chosen, tr.chosen th {{ font-weight: 700; }}
.ladder {{ font-size: .82em; min-width: 620px; }}
.ladder td, .ladder th {{ padding: 2px 6px 2px 0; border-bottom: 1px solid var(--grid); }}
.scroll {{ overflow-x: auto; }}
.ladder thead th {{ vertical-align: bottom; }}
.ladder td:nth-child(n+6), .ladder th:nth-child(n+6) {{ text-align: right; white-space: nowrap; }}
.ladder thead th:nth-child(n+6) {{ white-space: normal; }}
.foot {{ margin-top: 1.2em; padding-top: .4em; border-top: 1px solid var(--grid); }}
.views td {{ white-space: nowrap; }}
.watch td, .watch thead th {{ white-space: nowrap; }}
.days td:nth-child(5) {{ white-space: normal; }}
.days td, .days th {{ vertical-align: top; white-space: nowrap; }}
.numbers {{ width: auto; }}
ol, ul {{ padding-left: 1.3em; font-size: .9em; }}
li {{ margin: .15em 0; }}
dl {{ display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 10px; }}
dd {{ margin: 0; }}
code {{ font-size: .9em; }}
svg {{ max-width: 100%; height: auto; display: block; }}
td svg, th svg {{ max-width: none; }}
.wide {{ stroke: var(--wide); }} .narrow {{ stroke: var(--narrow); }} .now {{ stroke: var(--ink); }}
.ring {{ fill: var(--paper); stroke: var(--ink); stroke-width: 1.6; }} .base {{ stroke: var(--ghost); }}
.rule {{ stroke: var(--grid); }} .dot {{ fill: var(--dot); }} .label {{ fill: var(--quiet); }}
.mean {{ fill: var(--ink); stroke: var(--paper); }}
@media (max-width: 600px) {{ .pair {{ grid-template-columns: minmax(0, 1fr); }} 
  td, tbody th {{ overflow-wrap: anywhere; }} }}
@media print {{
  body {{ font-size: 9pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  .sheet {{ padding: 0; }}
  .sheet + .sheet {{ border: 0; padding: 0; break-before: page; }}
  details {{ display: none; }}
  .scroll {{ overflow: visible; }}
  tr, figure, li, dl, .pair > section {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }}
  p {{ orphans: 3; widows: 3; }}
  a {{ text-decoration: none; }}
}}
"""
