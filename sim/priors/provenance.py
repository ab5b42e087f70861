"""The account of how the rows came about: who spoke where, what was assumed, what had to be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.log_odds import probability_of
from sim.priors.assumption import Assumption
from sim.priors.model import JudgmentPrior, SpokenRow
from sim.priors.reading.judgment import read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows.completion import CompletedRow
from sim.priors.rows.matching import Group, VariableRows
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Shift, Split, Table
from sim.scenario.resolve.events import in_words
from sim.scenario.resolve.scenario import Scenario

Finished = Mapping[str, tuple[VariableRows, Sequence[CompletedRow]]]
_RANK = ("uniform", "lone voice", "stays", "filled", "pooling", "bare number", "reading", "assumption")
OFTEN = 0.05  # share of repaired draws above which a warning is due


def judgments(scenario: Scenario, *, earlier_rounds: bool = False) -> dict[str, JudgmentPrior]:
    """Every judgment of the file as a prior, in the file's order; those of earlier rounds on request."""
    return {
        key: _prior(scenario, variable, key, judgment)
        for variable, group in scenario.judgments.items()
        for key, judgment in (group if earlier_rounds else scenario.current[variable]).items()
    }


def _prior(scenario: Scenario, variable: str, key: str, judgment: Judgment) -> JudgmentPrior:
    says = judgment.says
    if isinstance(says, Split):
        return _split_prior(variable, key, judgment, says)
    if isinstance(says, Marginals):
        return _marginals_prior(scenario, variable, key, judgment, says)
    if isinstance(says, Table):
        return _table_prior(variable, key, judgment, says)
    if isinstance(says, Shift):
        effects = [f"{p} {s} {x:+g}" for p, group in says.shift.items() for s, x in group.items()]
        return JudgmentPrior(
            key, variable, judgment.expert, "shift " + ", ".join(effects), "log-odds added", f"normal, sd {says.sd:g}",
            None, None, None, _silence(judgment),
        )  # fmt: skip
    reading = read_event(scenario, judgment)
    low, median, high = (probability_of(reading.quantile(q) + judgment.nudge) for q in (0.05, 0.5, 0.95))
    return JudgmentPrior(
        key, variable, judgment.expert, reading.phrase, reading.read_as, reading.family, low, median, high,
        (*reading.assumed, *_silence(judgment)), reading.fit,
    )  # fmt: skip


def _split_prior(variable: str, key: str, judgment: Judgment, says: Split) -> JudgmentPrior:
    shown = ", ".join(f"{state} {100 * share:.4g} %" for state, share in says.split.items())
    how = f"worth {says.worth:g} cases" if says.worth is not None else f"odds within {says.odds_within or 4.0:g}x"
    family = "Dirichlet" if says.worth is not None else "logit-normal, one for all states"
    return JudgmentPrior(
        key, variable, judgment.expert, f"split {shown}", how, family, None, None, None, _silence(judgment)
    )


def _marginals_prior(
    scenario: Scenario, variable: str, key: str, judgment: Judgment, says: Marginals
) -> JudgmentPrior:
    row = dirichlet(says, scenario.variables[variable].states)
    how = f"fit {says.fit}: worth {row.total:.3g} cases, means divided by their sum {row.means:.3f}"
    notes = (*row.assumed, *_silence(judgment))
    shown = f"split of {len(row.alpha)} states, each by itself"
    return JudgmentPrior(key, variable, judgment.expert, shown, how, row.name, None, None, None, notes, row.points)


def _table_prior(variable: str, key: str, judgment: Judgment, says: Table) -> JudgmentPrior:
    worth = says.worth or ()
    shown = f"{worth[0]:g}" if len(set(worth)) == 1 else f"{min(worth, default=0):g} to {max(worth, default=0):g}"
    how = f"worth {shown} cases a row" if worth else "as it stands (no doubt)"
    family = "Dirichlet, one a row" if worth else "fixed"
    rows = f"table of {len(says.table)} row{'s' if len(says.table) > 1 else ''}"
    return JudgmentPrior(key, variable, judgment.expert, rows, how, family, None, None, None)


def _silence(judgment: Judgment) -> tuple[str, ...]:
    return ("whatever happens (no condition given)",) if not judgment.given and judgment.about != "any" else ()


def spoken(finished: Finished) -> tuple[SpokenRow, ...]:
    """Every variable's rows, those in which the same is said taken together, in the order of its rows."""
    out: list[SpokenRow] = []
    for variable, (rows, done) in finished.items():
        alike: dict[tuple[object, str], list[tuple[Group, CompletedRow]]] = {}
        for group, row in zip(rows.groups, done, strict=True):
            said = tuple((rows.in_words(event), tuple(s.id for s in speaking)) for event, speaking in group.speakers)
            alike.setdefault((said, _completed(group, row)), []).append((group, row))
        found = [r for (said, rest), pairs in alike.items() for r in _together(variable, rows, said, rest, pairs)]
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
    moved = tuple(dict.fromkeys(rows.in_words(event) for _, row in pairs for event in row.moved))
    for cells, phases in when.items():
        text = condition(rows, cells)
        yield (phases[0], cells[0]), SpokenRow(variable, text, tuple(phases), len(cells), said, rest, repaired, moved)


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


def readings(scenario: Scenario) -> list[Assumption]:
    """What was assumed when judgments were read, in the file's order."""
    return [
        assumption
        for variable in scenario.judgments
        for key, judgment in scenario.current[variable].items()
        if not judgment.overall and scenario.experts[judgment.expert].weight > 0
        for assumption in _reading_assumptions(scenario, variable, key, judgment)
    ]


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


def _reading_assumptions(scenario: Scenario, variable: str, key: str, judgment: Judgment) -> list[Assumption]:
    path = f"judgments.{key}"
    if isinstance(judgment.says, Split | Marginals | Shift | Table):
        out: list[Assumption] = []
        if isinstance(judgment.says, Marginals):
            row = dirichlet(judgment.says, scenario.variables[variable].states)
            out.extend(Assumption("reading", path, f"{key} ({variable}): {text}") for text in row.assumed)
        if isinstance(judgment.says, Table) and judgment.says.worth is None and not _all_certain(judgment.says):
            out.append(Assumption("bare number", path, f"{key} ({variable}): a table without worth, taken as exact"))
        if scenario.experts[judgment.expert].kind == "assumption":
            form = "split" if isinstance(judgment.says, Marginals) else judgment.says.form
            text = f"{key} ({variable}): the author's own {form}"
            out.append(Assumption("assumption", path, text))
        return out
    reading = read_event(scenario, judgment)
    out = [
        Assumption("bare number" if text.startswith("a bare") else "reading", path, f"{key} ({variable}): {text}")
        for text in reading.assumed
    ]
    if scenario.experts[judgment.expert].kind == "assumption":
        out.append(
            Assumption("assumption", path, f"{key} ({variable}): the author's own '{judgment.about}' {reading.phrase}")
        )
    return out


def _all_certain(says: Table) -> bool:
    return all(1.0 in row for row in says.table)


def repairs(scenario: Scenario, rows: Sequence[SpokenRow]) -> list[str]:
    """A warning for every row in which voices had to be made coherent in more than 5 % of the draws."""
    expert = {key: j.expert for group in scenario.judgments.values() for key, j in group.items()}
    out = []
    for row in rows:
        if row.repaired > OFTEN:
            voices = sorted({expert[key] for event, said in row.spoken if event in row.moved for key in said})
            out.append(
                f"{row.variable} ({row.condition}): voices contradict each other in {100 * row.repaired:.0f} % of "
                f"draws; moved to agree: {', '.join(row.moved)} ({', '.join(voices)})"
            )
    return out
