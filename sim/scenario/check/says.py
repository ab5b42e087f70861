"""What judgments say: phrases that a lexicon knows, numbers that can be meant, whole splits, fitting shifts."""

from __future__ import annotations

import math
from functools import singledispatch

from sim import lexicon
from sim.errors import nearest
from sim.scenario.check.elicited import TWO_DOUBTS, slips
from sim.scenario.check.findings import ROUNDING, Findings
from sim.scenario.check.frame import check_name
from sim.scenario.check.judgments import unknown_parent
from sim.scenario.check.table import check_table
from sim.scenario.model import row_sum, values
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.form import Form, Subject
from sim.scenario.model.forms import Phrase, Shift, Split
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import PREVIOUS

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


check_form.register(check_table)


@check_form.register
def _(says: Phrase, findings: Findings, steps: Steps) -> None:
    if says.lexicon is not None:
        check_name(findings, (*steps, "lexicon"), says.lexicon)
    asked, key = (says.phrase, "phrase") if says.read_as is None else (says.read_as, "read_as")
    if not _known_phrase(findings, asked):
        message = f"no lexicon knows the phrase {values.shown(asked)}: {_instead(findings, asked, key)}"
        findings.add((*steps, key), message)


def _instead(findings: Findings, asked: str, key: str) -> str:
    """What to write in place of a phrase that no lexicon knows."""
    close = [repr(phrase) for phrase in lexicon.nearest_phrases(asked, catalogue=findings.scenario.catalogue)]
    choices = [" or ".join(close)] if close else []
    if key == "phrase":
        choices += ["a number such as 5%", f"{{phrase: {asked[:_QUOTED]}, read_as: unlikely}}"]
    if close:
        return "write " + ", or ".join([", ".join(choices[:-1]), choices[-1]] if choices[1:] else choices)
    own = "a list of your own under `lexicons`" if key == "phrase" else "a phrase of theirs, or a list of your own"
    return "the lists that come with the program are English; write " + ", or ".join([*choices, own])


def _known_phrase(findings: Findings, phrase: str) -> bool:
    """Whether some lexicon has the phrase; it may stand in a list that could not be read."""
    broken = any(own_lexicon.problems for own_lexicon in findings.scenario.own_lexicons.values())
    return broken or findings.lost_in("lexicons") or lexicon.known(phrase, findings.scenario.catalogue)


@check_form.register
def _(says: Split, findings: Findings, steps: Steps) -> None:
    here = (*steps, "split")
    if says.worth is not None and says.odds_within is not None:
        findings.add((*steps, "worth"), TWO_DOUBTS)
    if not findings.all_states(here, says.split, "a split names every state, with 0 where it cannot be"):
        return
    if fault := row_sum.fault(tuple(says.split.values())):
        findings.add(here, fault)
        return
    off = math.fsum(map(values.probability, findings.written(here).values())) - 1
    if abs(off) > ROUNDING:
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
