"""What judgments say: phrases that a lexicon knows, numbers that can be meant, splits, shifts and tables that fit."""

from __future__ import annotations

import math
from functools import singledispatch

from sim import lexicon
from sim.errors import nearest
from sim.scenario.check.bounds import check_limit
from sim.scenario.check.elicited import TWO_DOUBTS, slips
from sim.scenario.check.findings import ROUNDING, Findings
from sim.scenario.check.frame import check_name
from sim.scenario.check.judgments import unknown_parent
from sim.scenario.model import row_sum, values
from sim.scenario.model.bounds import Bound
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.form import Form, Subject
from sim.scenario.model.forms import Phrase, Shift, Split, Table
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import PREVIOUS, Axis, row_in_words

_QUOTED = 60  # letters of a phrase that a message gives back


def check_says(findings: Findings) -> None:
    """Every judgment's `says`, by its form."""
    for steps, judgment in findings.judgments():
        one_event = judgment.says.subject is Subject.EVENT
        if findings.trusted(*steps, "says") and (one_event or steps[1] in findings.scenario.variables):
            check_form(judgment.says, findings, (*steps, "says"))


@singledispatch
def check_form(says: Form, findings: Findings, steps: Steps) -> None:
    """One form; steps: its place."""
    for slip in slips(says):
        findings.add((*steps, *slip.at), slip.message, at_key=slip.at_key)


@check_form.register
def _(says: Phrase, findings: Findings, steps: Steps) -> None:
    _check_words(says, findings, steps, says.phrase, "phrase")


@check_form.register
def _(says: Bound, findings: Findings, steps: Steps) -> None:
    if isinstance(says.limit, str):
        _check_words(says, findings, steps, says.limit, says.key)
    check_limit(says, findings, steps)


def _check_words(says: Phrase | Bound, findings: Findings, steps: Steps, phrase: str, key: str) -> None:
    """A phrase, or what it is read as, must stand in some lexicon; key: of the phrase."""
    if says.lexicon is not None:
        check_name(findings, (*steps, "lexicon"), says.lexicon)
    asked, key = (phrase, key) if says.read_as is None else (says.read_as, "read_as")
    # The phrase may stand in a list that could not be read.
    broken = any(own_lexicon.problems for own_lexicon in findings.scenario.own_lexicons.values())
    if not (broken or findings.lost_in("lexicons") or lexicon.known(asked, findings.scenario.catalogue)):
        message = f"no lexicon knows the phrase {values.shown(asked)}: {_instead(findings, asked, key)}"
        findings.add((*steps, key), message)


def _instead(findings: Findings, asked: str, key: str) -> str:
    """What to write in place of a phrase that no lexicon knows."""
    close = [repr(phrase) for phrase in lexicon.nearest_phrases(asked, catalogue=findings.scenario.catalogue)]
    choices = [" or ".join(close)] if close else []
    if key != "read_as":
        choices += ["a number such as 5%", f"{{{key}: {asked[:_QUOTED]}, read_as: unlikely}}"]
    if close:
        return "write " + ", or ".join([", ".join(choices[:-1]), choices[-1]] if choices[1:] else choices)
    own = "a list of your own under `lexicons`" if key != "read_as" else "a phrase of theirs, or a list of your own"
    return "the lists that come with the program are English; write " + ", or ".join([*choices, own])


@check_form.register
def _(says: Split, findings: Findings, steps: Steps) -> None:
    here = (*steps, "split")
    if says.worth is not None and says.odds_within is not None:
        findings.add((*steps, "worth"), TWO_DOUBTS)
    if not findings.all_states(here, says.split, "a split names every state, with 0 where it cannot be"):
        return
    if fault := row_sum.fault(tuple(says.split.values())):
        findings.add(here, fault)
    elif abs(off := math.fsum(map(values.probability, findings.written(here).values())) - 1) > ROUNDING:
        findings.notes.append(f"judgments.{steps[2]}: the split is off 1 by {off:.1g} and was normalised")


@check_form.register
def _(says: Marginals, findings: Findings, steps: Steps) -> None:
    findings.all_states((*steps, "split"), says.split, "a split names every state")
    for state, margin in says.split.items():
        here = (*steps, "split", state)
        if margin.widen != 1.0:
            findings.add((*here, "widen"), "a state of a split cannot be widened by itself: drop widen")
        elif margin.family != "beta":
            message = f"a Dirichlet distribution is made of Betas, not of {margin.family}: drop family"
            findings.add((*here, "family"), message)
        else:
            check_form(margin, findings, here)


@check_form.register
def _(says: Shift, findings: Findings, steps: Steps) -> None:
    name, here = steps[1], (*steps, "shift")
    if not findings.scenario.variables[name].ordered:
        findings.add(here, f"a shift moves every `STATE or more`, and {name} has no order (ordered: false)")
    if findings.scenario.judgments[name][steps[2]].overall:
        findings.add((*steps[:3], "overall"), "a shift is no statement about the result: drop overall")
    allowed = findings.words.parents(name)
    if not says.shift:
        findings.add(here, f"names no parent{nearest('', allowed)}")
    for parent, effects in says.shift.items():
        base = parent.removesuffix(PREVIOUS)
        if parent not in allowed:
            unknown_parent(findings, (*here, parent), name)
        elif base in findings.scenario.variables:
            findings.only_states((*here, parent), effects, base)


@check_form.register
def _(says: Table, findings: Findings, steps: Steps) -> None:
    judgment = findings.scenario.judgments[steps[1]][steps[2]]
    if judgment.given:
        findings.add((*steps[:3], "given"), "a table speaks of every row: drop given")
    if judgment.overall:
        findings.add((*steps[:3], "overall"), "a table gives rows, not the result: drop overall")
    if not findings.rows_known(steps[1]) or not _check_shape(findings, steps, says):
        return
    wrong = {row: fault for row, shares in enumerate(says.table) if (fault := row_sum.fault(shares))}
    for row, fault in wrong.items():
        findings.add((*steps, "table", str(row)), f"{fault}{_where(findings.words.axes(steps[1]), row)}")
    if not wrong:
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
