"""Scenarios of many shapes, made to be large in one way each: what `python -m benchmarks.memory` measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Shape:
    """A scenario to be made: how many of each, and how variables hang together.

    remembers: a variable never falls and reads the one before it; else each is drawn once, from the one before it.
    parents: that each reads, so that it has states to their power rows. worth: rows are tables in doubt.
    """

    variables: int
    steps: int = 1
    states: int = 3
    policies: int = 2
    questions: int = 2
    parents: int = 1
    remembers: bool = False
    worth: bool = False


def text(shape: Shape) -> str:
    """The scenario as YAML; the same for the same shape.

    >>> from sim.scenario.file.read import loads
    >>> sorted(loads(text(Shape(3, steps=4))).variables)
    ['lever', 'v0', 'v1', 'v2']
    """
    return "\n".join([*_head(shape), *_variables(shape), *_judgments(shape), *_end(shape)]) + "\n"


def _head(shape: Shape) -> list[str]:
    return [
        "schema_version: 1", "id: made", "title: Made to be measured", "as_of: 2026-01-01",
        f"timeline: {{steps: {shape.steps}, step: 1 day}}", "background: [a]", "experts: {a: {name: A}, b: {name: B}}",
    ]  # fmt: skip


def _variables(shape: Shape) -> list[str]:
    """A lever, and variables that read up to `parents` of those before them; the first reads the lever."""
    states = ", ".join(_states(shape))
    own = "never_falls: true, start: s0" if shape.remembers else "chance: once"
    lines = ["variables:", "  lever: {label: Lever, role: lever, states: [low, high], start: low}"]
    return lines + [
        f"  v{n}: {{label: V{n}, states: [{states}], parents: [{', '.join(_above(shape, n))}], {own}}}"
        for n in range(shape.variables)
    ]


def _judgments(shape: Shape) -> list[str]:
    """Every row said by two voices, in doubt; or a table of all rows, each in doubt by itself."""
    lines = ["judgments:"]
    top = f"{_states(shape)[-1]}"
    for n in range(shape.variables):
        if shape.worth:
            says = f"{{table: {_table(shape, n)}, worth: 20}}"
            lines += [f"  v{n}:", f"    T{n}: {{expert: a, about: any, says: {says}}}"]
            continue
        clock = ", per: step" if shape.remembers else ""
        name = _above(shape, n)[-1]
        states = ("low", "high") if name == "lever" else _states(shape)
        says = f"{{split: {_split(shape)}, odds_within: 3}}"
        lines += [f"  v{n}:", f"    A{n}: {{expert: a, about: any, says: {says}{clock}}}"]
        lines += [
            f"    B{n}_{k}: {{expert: b, about: {top}, given: {{{name}: {state}}}, "
            f"says: {{probability: {0.02 + 0.9 * k / len(states) / shape.states:.4f}, odds_within: 2}}{clock}}}"
            for k, state in enumerate(states)
        ]
    return lines


def _end(shape: Shape) -> list[str]:
    """Policies that set the lever on different days, and questions about the last variables by turns."""
    lines = ["policies:", "  p0: {lever: low}"]
    lines += [f"  p{n}: {{lever: [high from 2026-01-{1 + n:02}]}}" for n in range(1, shape.policies)]
    lines.append("questions:")
    for n in range(shape.questions):
        about = f"v{shape.variables - 1 - n % shape.variables}"
        state = _states(shape)[-1 - n // shape.variables % (shape.states - 1)]
        event = state if state == _states(shape)[-1] else f"{state} or more"
        lines.append(f"  Q{n}: {{asks: Q{n}, reaches: {{{about}: {event}}}, by: 2026-01-02}}")
    return lines


def _states(shape: Shape) -> list[str]:
    return [f"s{n}" for n in range(shape.states)]


def _above(shape: Shape, place: int) -> Sequence[str]:
    return [f"v{n}" for n in range(max(0, place - shape.parents), place)] or ["lever"]


def _split(shape: Shape) -> str:
    left = 1 - 0.05 * (shape.states - 1) if shape.states < 12 else 1 - 0.01 * (shape.states - 1)
    rest = 0.05 if shape.states < 12 else 0.01
    return "{" + ", ".join(f"s{n}: {left if n == 0 else rest:.2f}" for n in range(shape.states)) + "}"


def _table(shape: Shape, place: int) -> str:
    above = _above(shape, place)
    sizes = [range(2 if name == "lever" else shape.states) for name in above]
    rows = []
    for cell in product(*sizes):
        weights = [1 + (sum(cell) + 3 * state) % 5 for state in range(shape.states)]
        whole = [round(w / sum(weights), 6) for w in weights[:-1]]
        rows.append([*whole, round(1 - sum(whole), 6)])
    return str(rows)
