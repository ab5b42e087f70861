"""The pictures of an explanation: whose share of the variance is how large, and the tornado; each with its text."""

from __future__ import annotations

from typing import Any, cast

import altair as alt

from sim.results.explain.model import MEANING, Explanation, Sentence, Swing
from sim.results.forecast.percent import percent
from sim.show.explanation import FEW, points, said, where
from sim.show.ink import LIGHT, Palette
from sim.show.words import listed

ROW = 42  # pixels: a line of text above a bar, so that both fit a telephone
_LABEL = 330
_SHARE = "format(100 * datum.value, '.3~g') + ' %'"


def shares(made: Explanation, *, palette: Palette = LIGHT) -> alt.LayerChart:
    """A bar a judgment, blue, and a bar for each of what is no judgment's, grey; largest first."""
    rows = _share_rows(made)
    base = alt.Chart().encode(y=alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0)))
    ink = alt.condition("datum.judgment", alt.value(palette.narrow), alt.value(palette.ghost))
    bar = base.mark_bar(height=11, yOffset=7).encode(
        x=alt.X("share:Q", axis=_axis(_SHARE, "Share of the variance of the answer's log-odds", palette)),
        color=ink,
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in
                 (("name", "What"), ("told", "Share"), ("more", "About"))],
    )  # fmt: skip
    return _picture("shares", rows, bar, base, palette)


def shares_text(made: Explanation) -> str:
    """What the bars show, in a sentence."""
    rows = _share_rows(made)
    if not rows:
        return "No shares: " + " ".join(made.notes)
    told = listed([f"{row['name']} {row['told']}" for row in rows], most=8)
    return f"Shares of the variance of the answer's log-odds: {told}."


def tornado(made: Explanation, *, palette: Palette = LIGHT) -> alt.LayerChart:
    """A bar a judgment from the answer at its 10th to that at its 90th percentile; a tick at the answer as it is."""
    rows = [_swing(row, swing, made.answer.probability) for row, swing in enumerate(made.tornado)]
    base = alt.Chart().encode(y=alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0)))
    fields = {"label": "If this stood", "low_told": "at its 10th percentile", "high_told": "at its 90th percentile"}
    tips = [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]
    axis = _axis(_SHARE, "Probability of the answer (mean over draws)", palette)
    scale = alt.Scale(zero=False, nice=True)
    ends = [("low", palette.wide), ("high", palette.narrow)]
    bars = [
        base.mark_bar(height=11, yOffset=7, color=ink).encode(
            x=alt.X(f"{end}:Q", axis=axis, scale=scale), x2=alt.X2("answer"), tooltip=tips
        )
        for end, ink in ends
    ]
    mark = base.mark_tick(color=palette.tick, thickness=2, height=15, yOffset=7)
    found = alt.layer(*bars, mark.encode(x=alt.X("answer:Q", scale=scale)))
    return _picture("tornado", rows, found, base, palette)


def tornado_text(made: Explanation) -> str:
    """What the tornado shows, in a sentence."""
    told = [f"{s.judgment} ({s.speaker}) {percent(s.low)} to {percent(s.high)}" for s in made.tornado]
    if not told:
        return "No judgment can be held at a percentile."
    return (
        f"The answer, {made.answer.shown}, with one judgment at its 10th and at its 90th percentile: "
        f"{listed(told, most=8)}."
    )


def _picture(name: str, rows: list[dict[str, Any]], bars: Any, base: alt.Chart, palette: Palette) -> alt.LayerChart:
    """Bars with a line of text above each."""
    label = base.mark_text(align="left", baseline="middle", dy=-9, fontSize=12, limit=_LABEL, color=palette.ink).encode(
        x=alt.value(2), text="label:N"
    )
    data = alt.InlineData(values=rows, name=name)
    picture = alt.layer(bars, label, data=data).properties(height=ROW * max(len(rows), 1), width="container")
    return cast(alt.LayerChart, picture.configure_view(stroke=None))


def _share_rows(made: Explanation) -> list[dict[str, Any]]:
    """One record a bar; judgments too small to be seen are left to the table."""
    rows = [_row(one.share, one.error, f"{one.judgment} {_short(one)}", where(one), True)
            for one in made.sentences if abs(one.share) >= FEW]  # fmt: skip
    rows += [_row(part.share, part.error, part.name, MEANING[part.name], False) for part in made.parts]
    rows.sort(key=lambda row: -row["share"])
    return [{"row": place, **row} for place, row in enumerate(rows)]


def _row(share: float, error: float, name: str, more: str, judgment: bool) -> dict[str, Any]:
    told = f"{points(share)} (± {100 * error:.1f})"
    label = f"{name}  {points(share)}"
    return {"share": share, "name": name, "label": label, "told": told, "more": more, "judgment": judgment}


def _swing(row: int, swing: Swing, answer: float) -> dict[str, Any]:
    return {
        "row": row,
        "label": f"{swing.judgment} {swing.speaker}  {percent(swing.low)} to {percent(swing.high)}",
        "low": swing.low, "high": swing.high, "answer": answer,
        "low_told": percent(swing.low), "high_told": percent(swing.high),
    }  # fmt: skip


def _short(one: Sentence) -> str:
    """Speaker and phrase; the numbers of a split are left to the table."""
    return said(one).split(" (")[0] if one.form == "phrase" else one.speaker


def _axis(label: str, title: str, palette: Palette) -> alt.Axis:
    return alt.Axis(
        labelExpr=label, title=title, titleFontWeight="normal", ticks=False, tickCount=5, gridColor=palette.grid,
        domain=False, labelColor=palette.quiet, titleColor=palette.quiet,
    )  # fmt: skip
