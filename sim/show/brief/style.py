"""The look of a brief, on a screen and on one sheet of A4 or Letter."""

STYLE = """
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { font: 15px/1.4 system-ui, sans-serif; color: #1a1c24; background: #fff; max-width: 800px; margin: 24px auto;
  padding: 0 16px; overflow-wrap: anywhere; }
h1 { font-size: 1.35em; line-height: 1.25; margin: .1em 0 .3em; }
h2 { font-size: .95em; margin: .9em 0 .2em; color: #08306b; }
p, ul, ol, table, dl { margin: .2em 0; }
.top, .small, dl { color: #4b515d; font-size: .85em; }
.told { font-size: 1.1em; margin-bottom: .5em; }
.flag { display: inline-block; border: 1px solid #8a4b00; color: #8a4b00; padding: 0 .4em; border-radius: 3px;
  font-weight: 600; }
.number { font-size: 2.3em; font-weight: 700; line-height: 1.15; margin: 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 28px; align-items: start; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th { text-align: left; font-weight: 600; }
td, th { padding: 1px 8px 1px 0; vertical-align: middle; overflow-wrap: normal; }
td:nth-child(3), td:nth-child(2) { white-space: nowrap; }
tr.chosen { font-weight: 700; }
ol, ul { padding-left: 1.3em; font-size: .9em; }
li { margin: .15em 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 10px; }
dd { margin: 0; }
code { font-size: .9em; }
svg { max-width: 100%; height: auto; display: block; }
@media (max-width: 600px) { .pair { grid-template-columns: 1fr; } }
@media print { body { font-size: 9pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; } }
"""
