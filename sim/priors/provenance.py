"""The account of how the rows came about: who spoke where, what was assumed, what had to be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from sim.priors.assumption import Assumption
from sim.priors.model import SpokenRow
from sim.priors.rows.completion import CompletedRow
from sim.priors.rows.matching import Group, VariableRows
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.scenario import Scenario

_RANK = ("uniform", "lone voice", "stays", "filled", "pooling", "bare number", "reading", "assumption")
OFTEN = 0.05  # share of repaired draws above which a warning is due
MOSTLY = 0.5  # and above which its cause is named, where it shows


def spoken(rows: VariableRows, done: Sequence[CompletedRow]) -> tuple[SpokenRow, ...]:
    """A variable's rows, those in which the same is said taken together, in the order of the rows."""
    alike: dict[tuple[Any, str, tuple[str, ...]], list[tuple[Group, CompletedRow]]] = {}
    for group, row in zip(rows.groups, done, strict=True):
        said = tuple((rows.in_words(event), tuple(s.id for s in speaking)) for event, speaking in group.speakers)
        alike.setdefault((said, _completed(group, row), row.towards), []).append((group, row))
    placed = [entry for (said, rest, _), pairs in alike.items() for entry in _together(rows, said, rest, pairs)]
    return tuple(row for _, row in sorted(placed, key=lambda entry: entry[0]))


def _together(
    rows: VariableRows, said: Any, rest: str, pairs: Sequence[tuple[Group, CompletedRow]]
) -> Iterator[tuple[tuple[int, int], SpokenRow]]:
    """Rows in which the same is said, one entry for each set of combinations, with its place in the table."""
    during: dict[int, list[int]] = {}
    for group, _ in pairs:
        for phase, combo in group.members:
            during.setdefault(phase, []).append(combo)
    when: dict[tuple[int, ...], list[int]] = {}
    for phase, combos in sorted(during.items()):
        when.setdefault(tuple(sorted(combos)), []).append(phase)
    repaired = max(row.repaired for _, row in pairs)
    pairs_of = zip((event for event, _ in said), pairs[0][1].towards, strict=False)
    towards = tuple((event, view) for event, view in pairs_of if view)
    moved = tuple(dict.fromkeys(rows.in_words(event) for _, row in pairs for event in row.moved))
    for cells, phases in when.items():
        text = condition(rows, cells)
        yield (phases[0], cells[0]), SpokenRow(
            rows.name, text, tuple(phases), len(cells), said, rest, repaired, moved, towards
        )


def _completed(group: Group, row: CompletedRow) -> str:
    if row.completed == "voice" and group.background is not None:
        return f"{group.background.voice} ({group.background.id})"
    return {"closed": "nothing left open", "stays": "stays as it was", "uniform": "uniform"}[row.completed]


def condition(rows: VariableRows, combos: Sequence[int]) -> str:
    """A set of combinations of the parents' states in words, as few boxes as a greedy cover finds."""
    if len(combos) == len(rows.combos):
        return "whatever happens"
    left = {tuple(rows.combos[c].tolist()) for c in combos}
    whole = frozenset(left)
    parts = []
    while left:
        box = [{s} for s in min(left)]
        for axis, states in enumerate(rows.axes):
            for state in range(len(states.states)):
                grown = [b | {state} if i == axis else b for i, b in enumerate(box)]
                if whole.issuperset(product(*grown)):
                    box = grown
        left.difference_update(product(*box))
        narrow = (pair for pair in zip(rows.axes, box, strict=True) if len(pair[1]) < len(pair[0].states))
        texts = (f"{axis.name}: {in_words(frozenset(states), axis.states)}" for axis, states in narrow)
        parts.append(", ".join(texts) or "otherwise")
    return "; or ".join(parts[:4]) + (f"; or {len(parts) - 4} more" if len(parts) > 4 else "")


def ranked(found: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Assumptions in the order in which they are told: uniform rows and lone voices first."""
    return tuple(sorted(found, key=lambda a: _RANK.index(a.kind)))


def row_assumptions(scenario: Scenario, rows: VariableRows, done: Sequence[CompletedRow]) -> list[Assumption]:
    """What the rows of a variable rest on that no expert said."""
    out: list[Assumption] = []
    variable, path, cells = rows.name, f"variables.{rows.name}", rows.row_of.size
    uniform = [g for g, row in zip(rows.groups, done, strict=True) if row.completed == "uniform"]
    if uniform:
        bare = [g for g in uniform if not g.speakers]
        what = "nobody spoke and no background: uniform" if bare else "completed evenly, for want of a background"
        where = f"{_size(uniform)} of {cells} rows ({_where(rows, bare or uniform)})"
        out.append(Assumption("uniform", path, f"{variable}: {what} in {where}", _rows(bare or uniform)))
    alone: dict[tuple[str, str], list[Group]] = {}
    for group, row in zip(rows.groups, done, strict=True):
        voices = {s.voice for _, said in group.speakers for s in said}
        backing = group.background.voice if group.background is not None and row.completed == "voice" else ""
        lone = voices or {backing} - {""}
        if len(lone) == 1:
            alone.setdefault((min(lone), backing if backing not in lone else ""), []).append(group)
    for (voice, backing), groups in alone.items():
        expert, count = scenario.experts[voice], _size(groups)
        who = expert.name + (", an assumption" if expert.kind == "assumption" else "")
        where = "every row" if count == cells else f"{count} of {cells} rows ({_where(rows, groups)})"
        rest = f"; what that leaves open is completed from {scenario.experts[backing].name}" if backing else ""
        text = f"{variable} rests on one voice in {where}: {who}{rest}"
        out.append(Assumption("lone voice", path, text, _rows(groups), voice))
    if stays := _size(g for g, row in zip(rows.groups, done, strict=True) if row.completed == "stays"):
        text = f"{variable} stays as it was where nobody speaks ({stays} of {cells} rows)"
        out.append(Assumption("stays", path, text))
    for state in sorted({state for row in done for state in row.filled}):
        what = "takes all of a block to which the background gives nothing"
        out.append(Assumption("filled", path, f"{variable}: '{rows.variable.states[state]}' {what}"))
    return out


def _rows(groups: Iterable[Group]) -> frozenset[int]:
    return frozenset(combination for group in groups for _, combination in group.members)


def _size(groups: Iterable[Group]) -> int:
    return sum(len(group.members) for group in groups)


def _where(rows: VariableRows, groups: Sequence[Group]) -> str:
    phases = len({phase for g in groups for phase, _ in g.members})
    when = " in some weeks" if 1 < rows.row_of.shape[0] != phases else ""
    return condition(rows, sorted({combo for g in groups for _, combo in g.members})) + when


def repairs(scenario: Scenario, rows: Sequence[SpokenRow]) -> list[str]:
    """A warning for every row in which voices had to be made coherent in more than 5 % of the draws."""
    out = []
    for row in (row for row in rows if row.repaired > OFTEN):
        moved = [key for event, said in row.spoken if event in row.moved for key in said]
        voices = ", ".join(sorted({scenario.resolved[key].voice for key in moved}))
        often = f"voices contradict each other in {100 * row.repaired:.0f} % of draws"
        moved_to = f"{', '.join(row.moved)} ({voices}){_cause(row)}"
        out.append(f"{row.variable} ({row.condition}): {often}; moved to agree: {moved_to}")
    return out


def _cause(row: SpokenRow) -> str:
    """Why voices contradict each other in most draws, where one state alone stands beside that state or more."""
    spoken = dict(row.spoken)
    alone = [event for event in spoken if row.repaired > MOSTLY and f"{event} or more" in spoken]
    return "".join(
        f"; '{event}' alone ({', '.join(spoken[event])}) stands beside '{event} or more' "
        f"({', '.join(spoken[f'{event} or more'])}): are both meant?"
        for event in alone
    )
