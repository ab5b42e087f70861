"""Tables of rows: as many rows as the parents have combinations, each a distribution over the states."""

from __future__ import annotations

import math

from sim.scenario.check.findings import ROUNDING, Findings
from sim.scenario.model import row_sum, values
from sim.scenario.model.forms import Table
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import Axis, row_in_words


def check_table(says: Table, findings: Findings, steps: Steps) -> None:
    """One table: its shape, its sums, what is certain in it, and the doubt about it.

    steps: its place.
    """
    judgment = findings.scenario.judgments[steps[1]][steps[2]]
    if judgment.given:
        findings.add((*steps[:3], "given"), "a table speaks of every row: drop given")
    if judgment.overall:
        findings.add((*steps[:3], "overall"), "a table gives rows, not the result: drop overall")
    if not findings.rows_known(steps[1]) or not _check_shape(findings, steps, says):
        return
    if _check_sums(findings, steps, says):
        _note_rounding(findings, steps)
        _check_certain(findings, steps, says)
    if says.worth is not None and len(says.worth) not in (1, len(says.table)):
        message = f"{len(says.worth)} numbers for {len(says.table)} rows: write one for all of them, or one a row"
        findings.add((*steps, "worth"), message)


def _check_shape(findings: Findings, steps: Steps, says: Table) -> bool:
    """Whether there are as many rows as combinations, and as many numbers in each as states."""
    here = (*steps, "table")
    states, conditions = findings.scenario.variables[steps[1]].states, findings.words.axes(steps[1])
    wanted = math.prod(len(axis.states) for axis in conditions)
    if len(says.table) != wanted:
        factors = " x ".join(f"{len(axis.states)} ({axis.name})" for axis in conditions) or "no parents, so"
        findings.add(here, f"{len(says.table)} rows: {factors} = {wanted} are needed, the first parent slowest")
        return False
    uneven = [row for row, shares in enumerate(says.table) if len(shares) != len(states)]
    for row in uneven:
        message = f"{len(says.table[row])} numbers: one a state is needed ({', '.join(states)})"
        findings.add((*here, str(row)), f"{message}{_where(conditions, row)}")
    return not uneven


def _check_sums(findings: Findings, steps: Steps, says: Table) -> bool:
    """Whether every row sums to 1, rounding apart."""
    wrong = {row: fault for row, shares in enumerate(says.table) if (fault := row_sum.fault(shares))}
    for row, fault in wrong.items():
        findings.add((*steps, "table", str(row)), f"{fault}{_where(findings.words.axes(steps[1]), row)}")
    return not wrong


def _note_rounding(findings: Findings, steps: Steps) -> None:
    """What the model has normalised already: told once a table, with the largest amount."""
    table = findings.written((*steps, "table"))
    rows = table if isinstance(table[0], list | tuple) else [table]
    off = [abs(math.fsum(map(values.probability, row)) - 1) for row in rows]
    moved = [amount for amount in off if amount > ROUNDING]
    if moved:
        count = "1 row is" if len(moved) == 1 else f"{len(moved)} rows are"
        findings.notes.append(f"judgments.{steps[2]}: {count} off 1 by up to {max(moved):.1g} and normalised")


def _check_certain(findings: Findings, steps: Steps, says: Table) -> None:
    """A row of 0 and 1 leaves no doubt, which is to be meant; it is told once a table."""
    sure = [row for row, shares in enumerate(says.table) if 1.0 in shares]
    if sure and not says.certain:
        where = _where(findings.words.axes(steps[1]), sure[0])
        also = f" (nor in {len(sure) - 1} more)" if len(sure) > 1 else ""
        message = f"no doubt is left{where}{also}: write certain: true beside the table if that is meant"
        findings.add((*steps, "table", str(sure[0])), message)
    if says.certain and not sure:
        findings.add((*steps, "certain"), "no row of the table is 0 and 1: drop certain")


def _where(conditions: tuple[Axis, ...], row: int) -> str:
    """The parents' states of a row, for a message; rows count in C order."""
    positions = []
    for axis in reversed(conditions):
        row, state = divmod(row, len(axis.states))
        positions.append(state)
    return f" at {row_in_words(conditions, positions[::-1])}" if conditions else ""
