"""A picture of what a store holds, written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.whole_files import whole_file

if TYPE_CHECKING:
    from sim.batch.summary.sweep_table import SweepTable

ENDINGS = (".svg", ".png", ".csv")
KINDS = ("surface", "lines", "dots")


def plot_store(store: Path, kind: str | None, asked: Mapping[str, str | None], out: Path) -> str:
    """Writes the picture, and gives what it says as a sentence.

    store: a folder that `sim batch` filled. kind: one of `KINDS`; None by the number of axes. asked: question, policy,
    x, y and by, None where nothing is said. out: with one of `ENDINGS`.

    Raises FormatError, ModelError and OSError.
    """
    from sim.batch.store.store import Store
    from sim.batch.summary.stored import open_table, read_names

    opened = Store.open(store)
    swept = open_table(opened)
    chart = _chart(swept, kind, read_names(opened.plan), asked, store)
    _write(chart, opened.plan, out)
    return str(chart.text())


def _chart(
    swept: SweepTable, kind: str | None, names: dict[str, str], asked: Mapping[str, str | None], store: Path
) -> Any:  # fmt: skip
    """The picture that is asked for; raises FormatError and ModelError."""
    from sim.batch.summary.pictures import draw_dots, draw_lines, draw_surface

    if not swept.keys or not swept.axes:
        raise FormatError([Problem("there is nothing to draw: no answer, or no axis", file=str(store))])
    policy, question = _answer(swept, asked["policy"], asked["question"], store)
    kind = kind or _kind(swept, asked)
    axes = [axis.name for axis in swept.axes]
    x = asked["x"] or axes[0]
    if kind == "dots":
        return draw_dots(swept, (policy, question), names=names)
    if kind == "lines":
        only = policy if asked["by"] or asked["policy"] else None
        return draw_lines(swept, question, x, by=asked["by"], policy=only, names=names)
    y = asked["y"] or next((axis for axis in axes if axis != x), None)
    if y is None or x == y:
        raise FormatError([Problem("a surface needs two axes: draw lines or dots", file="--kind")])
    return draw_surface(swept, (policy, question), x, y, names=names)


def _kind(swept: SweepTable, asked: Mapping[str, str | None]) -> str:
    if asked["by"] or len(swept.axes) == 1:
        return "lines"
    return "surface" if len(swept.axes) == 2 or asked["y"] else "dots"


def _answer(swept: SweepTable, policy: str | None, question: str | None, store: Path) -> tuple[str, str]:
    """The answer that is meant; raises ModelError with the nearest name."""
    for name, value, place in (("policy", policy, 0), ("question", question, 1)):
        known = list(dict.fromkeys(key[place] for key in swept.keys))
        if value is not None and value not in known:
            raise ModelError([Problem(f"unknown {name} '{value}'{nearest(value, known)}", file=str(store))])
    fitting = [key for key in swept.keys if policy in (None, key[0]) and question in (None, key[1])]
    if not fitting:
        raise ModelError([Problem(f"{policy}/{question}: there is no such answer", file=str(store))])
    return max(fitting, key=lambda key: _spread(swept, key))


def _spread(swept: SweepTable, key: tuple[str, str]) -> float:
    """How far an answer goes over the settings."""
    known = swept.answer(key).values[swept.answer(key).known]
    return float(known.max() - known.min()) if len(known) else -1.0


def _write(chart: Any, plan: dict[str, Any], out: Path) -> None:
    """The picture with what it shows written above it, or its numbers."""
    import csv

    from sim.batch.summary.caption import caption_sweep
    from sim.show.charts.export import export_spec, to_png, to_svg

    if out.suffix.lower() == ".csv":
        rows = chart.table()
        with whole_file(out) as stream:
            writer = csv.DictWriter(stream, list(rows[0]) if rows else [], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return
    spec = export_spec(chart.spec(), caption_sweep(plan, chart, date.today()))
    if out.suffix.lower() == ".svg":
        with whole_file(out) as stream:
            stream.write(to_svg(spec))
    else:
        with whole_file(out, "wb") as stream:
            stream.write(to_png(spec))
