"""The file, the visitor's version and the variant that is kept, B: each pair of them, and how far they lie apart."""

from __future__ import annotations

from sim.dashboard.compare.work import compare_versions, find_run
from sim.dashboard.figures import tell_apart as tell_figures
from sim.dashboard.figures import tell_points_span
from sim.dashboard.visit import PageVisit
from sim.results.compare.model import Comparison, Difference
from sim.scenario.resolve.scenario import Scenario
from sim.show.differences import sentence

VERSIONS = {
    "your version": ("the file", "your version"), "variant B": ("the file", "B"),
    "your version less B": ("your version", "B"),
}  # fmt: skip
"""Pairs by what the address calls them, no id of a file has a blank in it: the first side and the second, in words."""


def list_versions(visit: PageVisit) -> list[str]:
    """The pairs that there are in a visit, of `VERSIONS`."""
    known = _find_sides(visit)
    return [name for name, sides in VERSIONS.items() if known.keys() >= {*sides}]


def name_versions(name: str) -> str:
    """A pair as the label of a row.

    >>> name_versions("variant B")
    'The file less B'
    """
    first, second = VERSIONS[name]
    return f"{first[0].upper()}{first[1:]} less {second}"


def compare_sides(visit: PageVisit, name: str, questions: tuple[str, ...] = ()) -> Comparison:
    """The first side of a pair less the second. questions: all where none are named."""
    known = _find_sides(visit)
    first, second = (known[side] for side in VERSIONS[name])
    return compare_versions(first, second, visit.state.policy, questions, find_run(visit.state))


def tell_apart(name: str, one: Difference) -> str:
    """How far both sides lie apart, in a sentence."""
    if one.settled:
        return f"{name_versions(name)}: {sentence(one)}"
    first, second, less = tell_figures(one.first_probability, one.second_probability)
    apart = f"{less} points (90 %: {tell_points_span(one.interval90)})"
    sides = VERSIONS[name]
    return f"In {sides[1]} {second}, in {sides[0]} {first}: {sides[0]} less {sides[1]} is {apart}."


def _find_sides(visit: PageVisit) -> dict[str, Scenario]:
    """What the visit has, by its name: the file, and what differs from it."""
    known = {"the file": visit.source}
    if visit.scenario != visit.source:
        known["your version"] = visit.scenario
    if visit.kept is not None:
        known["B"] = visit.kept
    return known
