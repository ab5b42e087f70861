"""The influence diagram as DOT: a box a variable, coloured by how far what was seen moved it, and an arrow a parent."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sim.results.ancestry import held_by
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.ink import Palette, blend, text_on

_WIDE = 18  # letters of a line in a box
_FULL = 0.5  # how far a variable has moved where its colour is full
COLOURS = "The stronger the colour, the further a variable moved."
GUIDE = (
    "Double frame: seen or supposed; thick frame: what the question asks; dashed frame: set by the policy; dashed "
    "arrow: acts a step later."
)


@dataclass(frozen=True)
class InfluenceDiagram:
    """What is drawn.

    moved: variable -> how far it has moved, 0 to 1. seen: variables of which something was seen. asked: those of the
    question. policy: what it sets is framed with dashes.
    """

    scenario: Scenario
    policy: str
    moved: Mapping[str, float]
    seen: Collection[str]
    asked: Collection[str]
    palette: Palette

    def dot(self) -> str:
        """The text for Graphviz; no name of the file is a name in it."""
        names = {name: f"n{place}" for place, name in enumerate(self.scenario.variables)}
        held = held_by(self.scenario, self.policy)
        ink = self.palette.quiet
        lines = [
            'digraph { rankdir=LR bgcolor="transparent" tooltip=" " ranksep=0.5 nodesep=0.12',
            'node [shape=box fontname="sans-serif" fontsize=13 margin="0.12,0.06" style="filled,rounded"]',
            f'edge [color="{ink}" arrowsize=0.6 tooltip=" "]',
        ]
        lines += [self._node(name, place, held) for name, place in names.items()]
        for name, place in names.items():
            for parent, lagged in self._parents(name).items():
                lines.append(f"{names[parent]} -> {place}" + (" [style=dashed]" if lagged else ""))
        return "\n".join([*lines, "}"])

    def _node(self, name: str, place: str, held: Collection[str]) -> str:
        share = min(self.moved.get(name, 0.0) / _FULL, 1.0)
        fill = blend(self.palette.low, self.palette.high, share)
        label = self.scenario.variables[name].label
        lines = "\\n".join(_quoted(line) for line in textwrap.wrap(label, _WIDE) or [""])
        frame = "filled,rounded,dashed" if name in held else "filled,rounded"
        width, rims = (3.0 if name in self.asked else 1.0), (2 if name in self.seen else 1)
        return (
            f'{place} [label="{lines}" tooltip="{_quoted(label)}" fillcolor="{fill}" fontcolor="{text_on(fill)}" '
            f'color="{self.palette.ink}" penwidth={width} peripheries={rims} style="{frame}"]'
        )

    def _parents(self, name: str) -> dict[str, bool]:
        """Each parent, and whether it acts a step later alone."""
        found: dict[str, bool] = {}
        for axis in self.scenario.axes[name]:
            if axis.variable != name:
                found[axis.variable] = found.get(axis.variable, True) and bool(axis.lag)
        return found


def _quoted(text: str) -> str:
    """A text inside the quotes of DOT, on which no sign acts."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
