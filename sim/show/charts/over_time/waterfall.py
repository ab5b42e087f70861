"""From one answer to another: a bar a step, from where the step before it has left the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sim.results.forecast.percent import fine_percent
from sim.results.replay.diff_model import DiffStep, ScenarioDiff, Waterfall
from sim.show.charts.export import Caption
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import Row, Spec, layer, make_spec, tooltips
from sim.show.charts.scale import fit_axis
from sim.show.differences import points
from sim.show.words import join_items, read_aloud

MOST_BARS = 14
"""Steps that have a bar of their own; the smaller ones share one."""
_ROW = 26  # pixels
_NAME = 300  # pixels that a name may take
_GUIDE = (
    "Bar: what a step did to the answer, averaged over the orders in which the steps could be made. Line: ± one "
    "standard error."
)


@dataclass(frozen=True)
class _Bar:
    """One step, or several that share a bar. average, error: as in `Contribution`."""

    name: str
    told: str
    average: float
    error: float


def waterfall_spec(made: ScenarioDiff, question: str | None = None, palette: Palette = LIGHT) -> Spec:
    """The Vega-Lite specification of one question's waterfall. question: by default the first."""
    fall = made.waterfalls[question or next(iter(made.waterfalls))]
    bars = list(_bars(made, fall))
    rows = list(_rows(fall, bars))
    axis = fit_axis([row[end] for row in rows for end in ("start", "end", "low", "high")], "plain")
    height = _ROW * (len(bars) + 2)
    return make_spec(
        "waterfall",
        rows,
        _layers(axis.ticks, palette, [row["name"] for row in rows]),
        height,
        config={"view": {"stroke": None}},
    )


def waterfall_text(made: ScenarioDiff, question: str | None = None) -> str:
    """What the picture shows, in a sentence: both answers, and the steps that did most."""
    fall = made.waterfalls[question or next(iter(made.waterfalls))]
    ends = f"From {fine_percent(fall.first.probability)} to {fine_percent(fall.second.probability)}"
    parts = sorted(fall.move.parts, key=lambda part: -abs(part.average))
    told = [f"{part.id} {points(part.average)} points" for part in parts if part.average]
    return f"{ends}: {join_items(told, most=4)}." if told else f"{ends}: no step moved it."


def waterfall_caption(made: ScenarioDiff, today: date, question: str | None = None) -> Caption:
    """What stands above the picture when it is taken away. today: the day on which that is."""
    fall = made.waterfalls[question or next(iter(made.waterfalls))]
    return Caption(
        heading="From one answer to the other, edit by edit", sentence=waterfall_text(made, question), guide=_GUIDE,
        scenario=made.title, as_of=made.second.as_of, policy=read_aloud(made.policy), question=fall.asks, edits=None,
        made=today,
    )  # fmt: skip


def _bars(made: ScenarioDiff, fall: Waterfall) -> Iterator[_Bar]:
    """A bar a step in their order; of very many, the smaller ones as one bar at the end."""
    size = sorted(range(len(made.steps)), key=lambda place: -abs(fall.move.parts[place].average))
    shown = set(size if len(size) <= MOST_BARS else size[: MOST_BARS - 1])
    for place, (step, part) in enumerate(zip(made.steps, fall.move.parts, strict=True)):
        if place in shown:
            told = "; ".join(f"{one.path}: {one.text}" for one in step.edits)
            yield _Bar(f"{place + 1}  {_name(step)}", told, part.average, part.error)
    rest = [part for place, part in enumerate(fall.move.parts) if place not in shown]
    if rest:
        most = sum(part.error for part in rest)  # they may err together
        yield _Bar(f"the other {len(rest)} steps", "", sum(part.average for part in rest), most)


def _name(step: DiffStep) -> str:
    """A step in a line: of a single edit what it does, without the word of its group."""
    if len(step.edits) > 1:
        return step.id
    (edit,) = step.edits
    return f"{edit.path.removeprefix('evidence.').removeprefix('judgments.')}: {edit.text.removeprefix('seen: ')}"


def _rows(fall: Waterfall, bars: list[_Bar]) -> Iterator[Row]:
    first, second = fall.first.probability, fall.second.probability
    yield _end_row("first", first)
    at = first
    for bar in bars:
        end = at + bar.average
        yield {
            "kind": "step", "name": bar.name, "edits": bar.told, "start": at, "end": end, "low": end - bar.error,
            "high": end + bar.error, "told": points(bar.average), "label": max(at, end, end + bar.error),
            "rises": bar.average >= 0,
        }  # fmt: skip
        at = end
    yield _end_row("second", second)


def _end_row(name: str, value: float) -> Row:
    place = {"start": value, "end": value, "low": value, "high": value, "label": value}
    return {"kind": "end", "name": name, "told": fine_percent(value), **place}


def _layers(ticks: tuple[float, ...], palette: Palette, order: list[str]) -> list[Spec]:
    plain = {"ticks": False, "labelColor": palette.quiet, "titleColor": palette.quiet, "titleFontWeight": "normal",
             "domain": False}  # fmt: skip
    ruler = {**plain, "title": "Probability", "values": list(ticks), "gridColor": palette.grid, "grid": True,
             "labelExpr": "format(100 * datum.value, '.3~g') + ' %'"}  # fmt: skip
    scale = {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False}
    names = {**plain, "title": None, "labelLimit": _NAME, "labelColor": palette.ink, "labelFontSize": 12}
    y = {"field": "name", "type": "ordinal", "sort": order, "axis": names, "scale": {"padding": 0.25}}

    def x(field: str) -> Row:
        return {"field": field, "type": "quantitative", "axis": ruler, "scale": scale}

    tips = tooltips({"name": "Step", "told": "Points", "edits": "Edits"})
    ink = {"condition": {"test": "datum.rises", "value": palette.narrow}, "value": palette.mild}
    bar = layer("step", "bar", {}, {"y": y, "x": x("start"), "x2": {"field": "end"}, "color": ink, "tooltip": tips})
    around: Row = {"y": y, "x": x("low"), "x2": {"field": "high"}}
    errors = [
        layer("step", "rule", {"color": colour, "strokeWidth": wide, "clip": True, "aria": False}, around)
        for colour, wide in ((palette.paper, 4), (palette.tick, 1.5))
    ]
    ends = layer("end", "tick", {"color": palette.tick, "thickness": 3}, {"y": y, "x": x("end")})
    text = {"align": "left", "dx": 6, "color": palette.ink, "fontSize": 12}
    beside = {"y": y, "x": x("label"), "text": {"field": "told", "type": "nominal"}}
    return [bar, *errors, ends, *(layer(kind, "text", text, beside) for kind in ("step", "end"))]
