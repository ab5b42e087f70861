"""The pictures of an explanation: whose share of the variance is how large, and the tornado; each with its text."""

from __future__ import annotations

from typing import Any

import altair as alt

from sim.results.explain.model import Explanation, Sentence, Swing, VariancePart
from sim.results.forecast.percent import percent
from sim.results.shares.model import MEANING
from sim.results.shares.printed import fine_share
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import describe
from sim.show.charts.marks import QUIET, layer_chart, quiet_axis, tooltips
from sim.show.explanation import FEW, largest_first, said, where
from sim.show.words import join_items

ROW = 42  # pixels: a line of text above a bar, so that both fit a telephone
_LABEL = 330
_BASE = alt.Chart().encode(y=alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0)))
_AXIS: dict[str, Any] = {"tickCount": 5, "domain": False}
_PER_CENT = "format(100 * datum.value, '.3~g') + ' %'"


def shares(made: Explanation, *, palette: Palette = LIGHT, room: int = _LABEL) -> alt.LayerChart:
    """A bar a judgment, blue, and a bar for each of what is no judgment's, grey; largest first.

    room: pixels of a label, which is cut where it is longer.
    """
    axis = quiet_axis(palette, "Share of the variance of the answer's log-odds", _PER_CENT, **_AXIS)
    fields = {"name": "What", "told": "Share", "more": "About"}
    bar = _BASE.mark_bar(height=11, yOffset=7, description=describe(fields)).encode(
        x=alt.X("share:Q", axis=axis),
        color=alt.condition("datum.judgment", alt.value(palette.narrow), alt.value(palette.ghost)),
        tooltip=tooltips(fields),
    )
    return _labelled("shares", _share_rows(made), bar, palette, room)


def shares_text(made: Explanation) -> str:
    """What the bars show, in a sentence."""
    rows = _share_rows(made)
    if not rows:
        return "No shares: " + " ".join(made.notes)
    shares_told = join_items([f"{row['name']} {row['told']}" for row in rows], most=8)
    return f"Shares of the variance of the answer's log-odds: {shares_told}."


def tornado(made: Explanation, *, palette: Palette = LIGHT, room: int = _LABEL) -> alt.LayerChart:
    """A bar a judgment from the answer at its 10th to that at its 90th percentile; a tick at the answer as it is.

    room: as in `shares`.
    """
    rows: list[dict[str, Any]] = [
        {
            "row": row,
            "label": f"{swing.sentence.judgment} {swing.sentence.speaker}  {_ends(swing)}",
            "low": swing.low, "high": swing.high, "answer": made.answer.probability,
            "low_told": percent(swing.low), "high_told": percent(swing.high),
        }
        for row, swing in enumerate(made.tornado)
    ]  # fmt: skip
    fields = {"label": "If this stood", "low_told": "at its 10th percentile", "high_told": "at its 90th percentile"}
    axis = quiet_axis(palette, "Probability of the answer (mean over draws)", _PER_CENT, **_AXIS)
    scale = alt.Scale(zero=False, nice=True)
    bars = [
        _BASE.mark_bar(height=11, yOffset=7, color=ink, description=describe(fields)).encode(
            x=alt.X(f"{end}:Q", axis=axis, scale=scale), x2=alt.X2("answer"), tooltip=tooltips(fields)
        )
        for end, ink in (("low", palette.wide), ("high", palette.narrow))
    ]
    mark = _BASE.mark_tick(color=palette.tick, thickness=2, height=15, yOffset=7, **QUIET)
    return _labelled("tornado", rows, alt.layer(*bars, mark.encode(x=alt.X("answer:Q", scale=scale))), palette, room)


def tornado_text(made: Explanation) -> str:
    """What the tornado shows, in a sentence."""
    swings = [f"{s.sentence.judgment} ({s.sentence.speaker}) {_ends(s)}" for s in made.tornado]
    if not swings:
        return "No judgment can be held at a percentile."
    return (
        f"The answer, {made.answer.shown}, with one judgment at its 10th and at its 90th percentile: "
        f"{join_items(swings, most=8)}."
    )


def _labelled(name: str, rows: list[dict[str, Any]], bars: Any, palette: Palette, room: int) -> alt.LayerChart:
    mark = _BASE.mark_text(align="left", baseline="middle", dy=-9, fontSize=12, limit=room, color=palette.ink, **QUIET)
    label = mark.encode(x=alt.value(2), text="label:N")
    return layer_chart(name, rows, [bars, label], ROW * max(len(rows), 1))


def _share_rows(made: Explanation) -> list[dict[str, Any]]:
    """One record a bar; judgments too small to be seen are left to the table."""
    return [{"row": place, **_share_row(part)} for place, part in enumerate(largest_first(made, FEW))]


def _share_row(part: Sentence | VariancePart) -> dict[str, Any]:
    if isinstance(part, Sentence):
        # The numbers of a split are left to the table.
        words = said(part).split(" (")[0] if part.form == "phrase" else part.speaker
        name, more = f"{part.judgment} {words}", where(part)
    else:
        name, more = part.name, MEANING[part.name]
    share = fine_share(part.share, part.error)
    told = {"label": f"{name}  {share}", "told": f"{share} (± {100 * part.error:.1f})", "more": more}
    return {"share": part.share, "name": name, **told, "judgment": isinstance(part, Sentence)}


def _ends(swing: Swing) -> str:
    return f"{percent(swing.low)} to {percent(swing.high)}"
