"""What can be taken away of the first page: its pictures beside the scenario and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sim.dashboard.forecast import responses, spread
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.forecast.responses import Responses
from sim.dashboard.sliders.undo import edits_in_words
from sim.dashboard.takeaway.dialog import Picture, draw_takeaway
from sim.results.forecast.focus import Focus
from sim.show import words
from sim.show.charts.export import make_export, to_png, to_svg
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
        "Worlds": spread.make_worlds(moment, everywhere.states),
        "Every response": responses.make_heatmap(moment, found.every, found.before),
        "How far each answer is open": responses.make_ladder(moment, found.every, found.before),
    }
    lines = write_lines(moment, day)
    return [_picture(name, replace(chart, palette=LIGHT), lines) for name, chart in charts.items()]


def write_lines(moment: Moment, day: date) -> list[str]:
    """What stands below a picture's title: the question, whose it is, what was changed, and how it was made."""
    state, file = moment.state, moment.file
    retrospective = "; retrospective: written after the fact" if file.retrospective else ""
    edits = [sentence for _, sentence in edits_in_words(file, moment.scenario, state.edits, state.question)]
    kept = edits_in_words(file, moment.other, state.kept, state.question) if moment.other and state.kept else []
    return [
        f"{file.questions[state.question].asks} Chosen: {moment.titles.case(state.policy)}.",
        f"{file.title}; as of {words.day(file.as_of)}{retrospective}.",
        f"Changed from the file: {'; '.join(edits)}." if edits else "All values are the file's.",
        f"Variant B: {'; '.join(sentence for _, sentence in kept)}." if kept else "",
        f"Made on {words.day(day)}; {moment.now.forecast.settings}.",
    ]


def _picture(name: str, chart: Any, lines: Sequence[str]) -> Picture:
    return Picture(name, lambda: make_export(chart.spec(), name, lines), chart.table)
