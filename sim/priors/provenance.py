"""The account of how the rows came about: who spoke where, what was assumed, what had to be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.priors.assumption import Assumption
from sim.priors.model import SpokenRow
from sim.priors.rows.completion import CompletedRow
from sim.priors.rows.matching import Group, VariableRows
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.scenario import Scenario

Finished = Mapping[str, tuple[VariableRows, Sequence[CompletedRow]]]
_RANK = ("uniform", "lone voice", "stays", "filled", "pooling", "bare number", "reading", "assumption")
OFTEN = 0.05  # share of repaired draws above which a warning is due
MOSTLY = 0.5  # and above which its cause is named, where it shows


def spoken(finished: Finished) -> tuple[SpokenRow, ...]:
    """Every variable's rows, those in which the same is said taken together, in the order of its rows."""
    out: list[SpokenRow] = []
    for variable, (rows, done) in finished.items():
        alike: dict[tuple[Any, str, tuple[str, ...]], list[tuple[Group, CompletedRow]]] = {}
        for group, row in zip(rows.groups, done, strict=True):
            said = tuple((rows.in_words(event), tuple(s.id for s in speaking)) for event, speaking in group.speakers)
            alike.setdefault((said, _completed(group, row), row.towards), []).append((group, row))
        found = [r for (said, rest, _), pairs in alike.items() for r in _together(variable, rows, said, rest, pairs)]
        out.extend(row for _, row in sorted(found, key=lambda pair: pair[0]))
    return tuple(out)


def _together(
    variable: str, rows: VariableRows, said: Any, rest: str, pairs: Sequence[tuple[Group, CompletedRow]]
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
            variable, text, tuple(phases), len(cells), said, rest, repaired, moved, towards
        )


def _completed(group: Group, row: CompletedRow) -> str:
    if row.completed == "voice" and group.background is not None:
        return f"{group.background.voice} ({group.background.id})"
    return {"closed": "nothing left open", "stays": "stays as it was", "uniform": "uniform"}[row.completed]


def condition(rows: VariableRows, combos: Sequence[int]) -> str:
    """A set of combinations of the parents' states in words, as few boxes as a greedy cover finds."""
    if len(combos) == len(rows.combos):
        return "whatever happens"
    left = {tuple(int(s) for s in rows.combos[c]) for c in combos}
    whole = frozenset(left)
    parts = []
    while left:
        box = [{s} for s in min(left)]
        for axis, states in enumerate(rows.axes):
            for state in range(len(states.states)):
                grown = [b | {state} if i == axis else b for i, b in enumerate(box)]
                if _cells(grown) <= whole:
                    box = grown
        left -= _cells(box)
        parts.append(_box_text(rows, box))
    return "; or ".join(parts[:4]) + (f"; or {len(parts) - 4} more" if len(parts) > 4 else "")


def _cells(box: Sequence[set[int]]) -> set[tuple[int, ...]]:
    cells: set[tuple[int, ...]] = {()}
    for states in box:
        cells = {(*cell, state) for cell in cells for state in states}
    return cells


def _box_text(rows: VariableRows, box: Sequence[set[int]]) -> str:
    parts = [
        f"{axis.name}: {in_words(frozenset(states), axis.states)}"
        for axis, states in zip(rows.axes, box, strict=True)
        if len(states) < len(axis.states)
    ]
    return ", ".join(parts) or "otherwise"


def ranked(found: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Assumptions in the order in which they are told: uniform rows and lone voices first."""
    return tuple(sorted(found, key=lambda a: _RANK.index(a.kind)))


def row_assumptions(
    scenario: Scenario, variable: str, rows: VariableRows, done: Sequence[CompletedRow]
) -> list[Assumption]:
    """What the rows of a variable rest on that no expert said."""
    out = []
    path = f"variables.{variable}"
    cells = rows.row_of.size
    uniform = [g for g, row in zip(rows.groups, done, strict=True) if row.completed == "uniform"]
    share = sum(len(g.members) for g in uniform)
    if share:
        bare = [g for g in uniform if not g.speakers]
        where = _where(rows, bare or uniform)
        what = "nobody spoke and no background: uniform" if bare else "completed evenly, for want of a background"
        out.append(Assumption("uniform", path, f"{variable}: {what} in {share} of {cells} rows ({where})"))
    alone: dict[tuple[str, str], list[Group]] = {}
    for group, row in zip(rows.groups, done, strict=True):
        voices = {s.voice for _, said in group.speakers for s in said}
        backing = group.background.voice if group.background is not None and row.completed == "voice" else ""
        lone = voices or {backing} - {""}
        if len(lone) == 1:
            alone.setdefault((min(lone), backing if backing not in lone else ""), []).append(group)
    for (voice, backing), groups in alone.items():
        count = sum(len(g.members) for g in groups)
        expert = scenario.experts[voice]
        who = expert.name + (", an assumption" if expert.kind == "assumption" else "")
        where = "every row" if count == cells else f"{count} of {cells} rows ({_where(rows, groups)})"
        rest = f"; what that leaves open is completed from {scenario.experts[backing].name}" if backing else ""
        out.append(Assumption("lone voice", path, f"{variable} rests on one voice in {where}: {who}{rest}"))
    stays = sum(len(g.members) for g, r in zip(rows.groups, done, strict=True) if r.completed == "stays")
    if stays:
        out.append(
            Assumption("stays", path, f"{variable} stays as it was where nobody speaks ({stays} of {cells} rows)")
        )
    filled = {state for row in done for state in row.filled}
    for state in sorted(filled):
        text = f"{variable}: '{rows.variable.states[state]}' takes all of a block to which the background gives nothing"
        out.append(Assumption("filled", path, text))
    return out


def _where(rows: VariableRows, groups: Sequence[Group]) -> str:
    phases = len({phase for g in groups for phase, _ in g.members})
    when = " in some weeks" if 1 < rows.row_of.shape[0] != phases else ""
    return condition(rows, sorted({combo for g in groups for _, combo in g.members})) + when


def repairs(scenario: Scenario, rows: Sequence[SpokenRow]) -> list[str]:
    """A warning for every row in which voices had to be made coherent in more than 5 % of the draws."""
    expert = {key: j.expert for group in scenario.judgments.values() for key, j in group.items()}
    out = []
    for row in rows:
        if row.repaired > OFTEN:
            voices = sorted({expert[key] for event, said in row.spoken if event in row.moved for key in said})
            out.append(
                f"{row.variable} ({row.condition}): voices contradict each other in {100 * row.repaired:.0f} % of "
                f"draws; moved to agree: {', '.join(row.moved)} ({', '.join(voices)}){_cause(row)}"
            )
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
