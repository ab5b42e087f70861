"""Below a slider: where the phrase book's words lie, where the file stands, how much of the doubt it carries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sim.dashboard.address import escape_html as escape
from sim.dashboard.sliders.controls import Control
from sim.dashboard.sliders.faces.thumbs import heaviest_book
from sim.log_odds import log_odds_of
from sim.results.shares.model import WHO
from sim.results.shares.printed import whole_share
from sim.scenario.resolve.scenario import Scenario

RAIL_CSS = (
    ".st-key-rack [data-testid=stSliderTickBar]{display:none}"  # the ends of the range, over which the rail lies
    ".st-key-rack [data-testid=stWidgetLabel]{gap:.5rem;margin-bottom:6px}"
    ".st-key-rack [data-testid=stWidgetLabel] p{line-height:1.25;text-wrap:pretty}"
    ".rail{font-size:11px;line-height:14px;margin-top:-14px}.rail div{position:relative;height:11px;margin:0 6px}"
    ".rail i{position:absolute;top:2px;width:1px;height:6px;background:currentColor;opacity:.75}"
    ".rail b{position:absolute;top:0;width:7px;height:7px;margin-left:-5px;border:1.5px solid;border-radius:50%}"
    ".rail p{display:flex;align-items:center;gap:6px;height:14px;margin:0;font-size:11px}"
    ".rail u{flex:none;height:3px;border-radius:2px;background:currentColor;opacity:.75}"
)
"""What all rails look like, in the ink of the page's text, so that it is seen on a light and on a dark page."""
_LONGEST_BAR = 60  # per cent of the width


def write_rail(scenario: Scenario, control: Control, places: Sequence[float]) -> str:
    """The rail as HTML, hidden from screen readers: its meaning is told by `tell_rail`.

    places: all that the slider can take, ascending.
    """
    ticks = "".join(
        f'<i title="{escape(name)}" style="left:{100 * at:.1f}%"></i>'
        for at, name in find_ticks(scenario, control, places)
    )
    mark = f'<b title="in the file" style="left:{100 * _share(places, control.base):.1f}%"></b>'
    share = tell_share(control)
    say = f"{100 * control.say(control.value):.0f} % of the say · " if control.say is not None else ""
    width = _LONGEST_BAR * min(max(control.doubt or 0.0, 0.0), 1.0)
    bar = f'<p><u style="width:{width:.0f}%"></u>{escape(say + share)}</p>' if say or share else ""
    return f'<div class="rail" aria-hidden="true"><div>{ticks}{mark}</div>{bar}</div>'


def tell_rail(control: Control, unmoved: str) -> str:
    """The same in words. unmoved: the slider's text at the file's value."""
    share = tell_share(control)
    say = f", {100 * control.say(control.base):.0f} % of the say" if control.say is not None else ""
    return f"In the file: {unmoved}{say} (the ring below the slider).{f' It carries {share}.' if share else ''}"


def tell_share(control: Control) -> str:
    """How much of the doubt a slider carries; empty where the answer cannot be taken apart."""
    if control.doubt is None:
        return ""
    about = f" ({WHO})" if control.kind == "weight" else ""
    return f"{whole_share(control.doubt)} of the doubt{about}"


def find_ticks(scenario: Scenario, control: Control, places: Sequence[float]) -> list[tuple[float, str]]:
    """Where the words of the phrase book lie along a slider, 0..1, with those that share a number named together."""
    if control.median is None:
        return []
    words: dict[float, list[str]] = {}
    for entry in scenario.catalogue.load(heaviest_book(scenario)).values():
        if 0 < entry.centre < 1:
            words.setdefault(entry.centre, []).append(entry.phrase)
    middle = log_odds_of(control.median)
    nudges = {control.base + log_odds_of(centre) - middle: names for centre, names in sorted(words.items())}
    within = {nudge: names for nudge, names in nudges.items() if places[0] <= nudge <= places[-1]}
    return [(_share(places, nudge), ", ".join(names)) for nudge, names in within.items()]


def _share(places: Sequence[float], value: float) -> float:
    """How far along the slider a value lies: its places are evenly apart, whatever their numbers."""
    after = min(max(bisect_left(places, value), 1), max(len(places) - 1, 1))
    if len(places) < 2:
        return 0.0
    low, high = places[after - 1], places[after]
    return (after - 1 + min(max((value - low) / (high - low), 0.0), 1.0)) / (len(places) - 1)
