"""What leads to an answer, for a terminal: each box in a sentence, its restrictions, and the trajectory it is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from sim.batch.summary.discovery.model import Discovery, FoundBox, Restriction
from sim.batch.summary.moved_axis import UNSET, tell_cell
from sim.results.document import align_columns
from sim.show.lines import wrap_text

_GAP = "  "
_ROWS = 8
_ORDINALS = ("First", "Second", "Third")
RULE = (
    "Boxes are found by peeling and pasting (PRIM). Coverage: of the settings that meet the condition, the share that "
    "lies in the box. Density: of the settings in the box, the share that meets it. Of the boxes on the way, that one "
    "is taken whose coverage and density have the highest harmonic mean; of those within 1 % of it, the one that "
    "restricts fewest axes. Quasi-p: how likely the box would be as dense by chance without this restriction; what is "
    "above 5 % is dropped, and ends without any setting that meets the condition are cut off. A further box is sought "
    "among the settings outside the earlier ones."
)


def show_discovery(
    discovery: Discovery,
    *,
    names: Mapping[str, str] | None = None,
    width: int = 80,
    bold: Callable[[str], str] = str,
) -> str:
    """The boxes as text, lines no longer than `width` (60 or more) where words allow.

    names: axis -> what it is called. bold: puts terminal codes around a heading; by default there are none.
    """
    width = max(width, 60)
    lines = [
        line
        for text in tell_opening(discovery, str(discovery.condition))
        for line in wrap_text(text, width, keep_per_cent=True)
    ]
    for place, box in enumerate(discovery.boxes):
        lines += ["", *(bold(line) for line in wrap_text(tell_title(place, box, names or {}), width))]
        told = tell_score(box, str(discovery.condition))
        lines += wrap_text(_GAP + told, width, _GAP, keep_per_cent=True)
        lines += _restrictions(box, names or {}, width)
        lines += ["", *_trajectory(box)]
    if discovery.boxes:
        lines += ["", *wrap_text(RULE, width, keep_per_cent=True)]
    return "\n".join(lines) + "\n"


def tell_opening(discovery: Discovery, condition: str) -> Iterator[str]:
    """How many settings meet the condition, a sentence each. condition: in words."""
    settings, wanted = discovery.settings, discovery.wanted
    under = "" if "policy" not in discovery.axes else ", each under every policy"
    missing = f" {discovery.missing:,} have no answer, and count nowhere." if discovery.missing else ""
    if not wanted:
        yield f"{condition}: in none of {settings:,} settings{under}.{missing}"
        return
    if wanted == settings:
        yield f"{condition}: in all {settings:,} settings{under}, so that no setting leads to it.{missing}"
        return
    share = f"({100 * wanted / settings:.3g} %)"
    yield f"{condition}: in {wanted:,} of {settings:,} settings{under} {share}.{missing}"
    if not discovery.boxes:
        yield "No box of settings is denser than all settings together by more than chance."
    elif len(discovery.boxes) > 1:
        yield f"{len(discovery.boxes)} boxes together cover {_whole(discovery.coverage)} of these."


def _whole(share: float) -> str:
    """A share of counts in whole per cents, which is 0 or 100 % only where it is.

    >>> _whole(0.826), _whole(0.9999), _whole(1.0)
    ('83 %', '> 99 %', '100 %')
    """
    if share in (0.0, 1.0):
        return f"{100 * share:.0f} %"
    return "< 1 %" if share < 0.005 else "> 99 %" if share > 0.995 else f"{100 * share:.0f} %"


def tell_title(place: int, box: FoundBox, names: Mapping[str, str]) -> str:
    """Which box it is, and what it asks for. place: from 0."""
    return f"{_ORDINALS[place] if place < len(_ORDINALS) else f'{place + 1}th'} box: {tell_box(box, names)}"


def tell_box(box: FoundBox, names: Mapping[str, str] | None = None) -> str:
    """What a box asks for, in words. names: axis -> what it is called.

    >>> from sim.batch.summary.discovery.model import BoxScore
    >>> rules = (Restriction("nudge", low=0.4), Restriction("pool.rule", allowed=("linear",), left_out=("log",)))
    >>> tell_box(FoundBox(rules, 10, 9, BoxScore(0.8, 0.9, 0.1, 2), (), 0))
    'nudge above 0.4 and pool.rule linear'
    """
    told = [tell_restriction(restriction, names) for restriction in box.restrictions]
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)


def tell_restriction(restriction: Restriction, names: Mapping[str, str] | None = None) -> str:
    """What a box asks of one axis, in words. names: axis -> what it is called.

    >>> tell_restriction(Restriction("x", low=0.2, high=0.6, unset=True))
    'x between 0.2 and 0.6 (or as the file has it)'
    """
    name = (names or {}).get(restriction.axis, restriction.axis)
    if restriction.allowed is not None:
        if len(restriction.left_out) < len(restriction.allowed):
            return f"{name} not {' or '.join(map(tell_cell, restriction.left_out))}"
        return f"{name} {' or '.join(map(tell_cell, restriction.allowed))}"
    low, high = restriction.low, restriction.high
    if low is None and high is None:
        return f"{name} not {UNSET}"
    also = f" (or {UNSET})" if restriction.unset else ""
    if low is not None and high is not None:
        return f"{name} between {low:.6g} and {high:.6g}{also}"
    return f"{name} above {low:.6g}{also}" if low is not None else f"{name} below {high:.6g}{also}"


def tell_score(box: FoundBox, condition: str) -> str:
    """How good a box is, in two sentences. condition: in words."""
    score = box.score
    return (
        f"{_whole(score.coverage)} of the settings with {condition} lie in this box (coverage), and "
        f"{_whole(score.density)} of its {box.settings:,} settings have it (density). "
        f"It holds {_whole(score.mass)} of all."
    )


def _restrictions(box: FoundBox, names: Mapping[str, str], width: int) -> Iterator[str]:
    for restriction in box.restrictions:
        told = f"{_GAP}- {tell_restriction(restriction, names)}: quasi-p {tell_chance(restriction.quasi_p)}"
        yield from wrap_text(told, width, _GAP * 2)


def tell_chance(quasi_p: float) -> str:
    """A quasi-p, 0 to 1, in two digits."""
    return "below 0.0001" if quasi_p < 0.0001 else f"{quasi_p:.2g}"


def _trajectory(box: FoundBox) -> Iterator[str]:
    """Some boxes of the trajectory, from all settings to the last, and the one that was taken."""
    last = len(box.trajectory) - 1
    places = sorted({*np.linspace(0, last, _ROWS).round().astype(int).tolist(), box.chosen})
    rows = [("box", "coverage", "density", "mass", "axes", "")]
    for place in places:
        score = box.trajectory[place]
        coverage, density, mass = (_whole(share) for share in (score.coverage, score.density, score.mass))
        taken = "taken" if place == box.chosen else ""
        rows.append((str(place), coverage, density, mass, str(score.restricted), taken))
    yield from (_GAP + line.rstrip() for line in align_columns(rows, right=range(5)))
