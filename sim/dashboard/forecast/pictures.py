"""What can be taken away of the first page: its pictures beside the scenario and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sim.dashboard.forecast import responses, spread
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.forecast.responses import Responses
from sim.dashboard.sliders.undo import edits_in_words
from sim.dashboard.takeaway.dialog import Picture, draw_takeaway
from sim.results.focus.focus import Focus
from sim.show.charts.export import Caption, export_spec, to_png, to_svg
from sim.show.charts.ink import LIGHT


def draw_takeaway_of(moment: Moment, everywhere: Focus, found: Responses) -> None:
    """The button and what it holds; arguments as of `list_pictures`."""
    pictures = list_pictures(moment, everywhere, found, datetime.now(UTC).date())
    draw_takeaway(moment.file, moment.scenario, moment.state, pictures, {"svg": to_svg, "png": to_png})


def list_pictures(moment: Moment, everywhere: Focus, found: Responses, day: date) -> list[Picture]:
    """Each picture in light inks with its specification and its data; nothing is made before it is asked for.

    everywhere: the question under every policy. found: all answers, with the edits and without. day: of the making.
    """
    charts: dict[str, Any] = {
        "Readings": spread.make_readings(moment),
        "Worlds": replace(spread.make_worlds(moment, everywhere.states), named=True),
        "Every response": responses.make_heatmap(moment, found.every, found.before),
        "How far each answer is open": responses.make_ladder(moment, found.every, found.before),
    }
    return [_picture(moment, name, replace(chart, palette=LIGHT), day) for name, chart in charts.items()]


def write_caption(moment: Moment, heading: str, chart: Any, day: date) -> Caption:
    """What stands above a picture: what it says and how to read it, whose it is, what was changed, and when."""
    state, file = moment.state, moment.file
    edits = [sentence for _, sentence in edits_in_words(file, moment.scenario, state.edits, state.question)]
    if moment.other is not None and state.kept:
        kept = edits_in_words(file, moment.other, state.kept, state.question)
        edits.append(f"variant B: {', '.join(sentence for _, sentence in kept)}")
    title = f"{file.title} (retrospective)" if file.retrospective else file.title
    asks = file.questions[state.question].asks
    return Caption(
        heading, chart.text(), chart.guide(), title, file.as_of, moment.titles.policy(state.policy), asks, edits, day
    )


def _picture(moment: Moment, name: str, chart: Any, day: date) -> Picture:
    return Picture(name, lambda: export_spec(chart.spec(), write_caption(moment, name, chart, day)), chart.table)
