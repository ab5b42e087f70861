"""What can be taken away of the first page: its pictures beside the scenario and the answers."""

from __future__ import annotations

from sim.dashboard.forecast import responses, spread
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.forecast.responses import Responses
from sim.dashboard.takeaway.dialog import Picture, draw_takeaway
from sim.results.forecast.focus import Focus


def draw_takeaway_of(moment: Moment, everywhere: Focus, found: Responses) -> None:
    """The button and what it holds; arguments as of `list_pictures`."""
    draw_takeaway(moment.file, moment.scenario, moment.state, list_pictures(moment, everywhere, found))


def list_pictures(moment: Moment, everywhere: Focus, found: Responses) -> list[Picture]:
    """Each picture with its specification and its data; nothing is made before it is asked for.

    everywhere: the question under every policy. found: all answers, with the edits and without.
    """
    readings = spread.make_readings(moment)
    worlds = spread.make_worlds(moment, everywhere.states)
    cells = responses.make_heatmap(moment, found.every, found.before)
    rungs = responses.make_ladder(moment, found.every, found.before)
    return [
        Picture("Readings", readings.spec, readings.table),
        Picture("Worlds", worlds.spec, worlds.table),
        Picture("Every response", cells.spec, cells.table),
        Picture("How far each answer is open", rungs.spec, rungs.table),
    ]
