"""What judgments say: phrases that a lexicon knows, numbers that can be meant, whole splits, fitting shifts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sim import lexicon
from sim.errors import nearest
from sim.scenario.check.elicited import POINTS, check_marginals
from sim.scenario.check.findings import Findings
from sim.scenario.check.frame import check_name
from sim.scenario.check.judgments import unknown_parent
from sim.scenario.check.table import check_table
from sim.scenario.model import row_sum, values
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Form, Subject
from sim.scenario.model.forms import Counts, Number, Phrase, Shift, Split, Table
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import PREVIOUS

_ROUNDING = 1e-9
_QUOTED = 60  # letters of a phrase that a message gives back


def check_says(findings: Findings) -> None:
    """Every judgment's `says`, by its form."""
    variables = findings.scenario.variables
    for variable, group in findings.scenario.judgments.items():
        for name, judgment in group.items():
            steps = ("judgments", variable, name)
            one_event = judgment.says.subject is Subject.EVENT
            if findings.trusted(*steps, "says") and (one_event or variable in variables):
                _CHECKS[type(judgment.says)](findings, (*steps, "says"), judgment)


def _check_phrase(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    says = judgment.says
    assert isinstance(says, Phrase)
    if says.lexicon is not None:
        check_name(findings, (*steps, "lexicon"), says.lexicon)
    asked, key = (says.phrase, "phrase") if says.read_as is None else (says.read_as, "read_as")
    if _known_phrase(findings, asked):
        return
    findings.add((*steps, key), f"no lexicon knows the phrase {values.shown(asked)}: {_instead(findings, asked, key)}")


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
    unread = any(steps[:1] == ("lexicons",) for steps in findings.lost)
    broken = any(own_lexicon.problems for own_lexicon in findings.scenario.own_lexicons.values())
    return unread or broken or lexicon.known(phrase, findings.scenario.catalogue)


def _check_number(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    says = judgment.says
    assert isinstance(says, Number)
    sure = says.probability in (0, 1)
    if sure and not says.certain:
        whole = f"{says.probability:.0f}"
        message = f"{whole} leaves no doubt at all: write {{probability: {whole}, certain: true}} if that is meant"
        findings.add((*steps, "probability"), message)
    if says.certain and not sure:
        findings.add((*steps, "certain"), f"only 0 and 1 can be certain, not {says.probability:g}")
    if says.certain and (says.worth is not None or says.odds_within is not None):
        findings.add(steps, "what is certain has no doubt to size: drop worth and odds_within")
    _check_one_doubt(findings, steps, says.worth, says.odds_within)
    _check_family(findings, steps, says)


def _check_family(findings: Findings, steps: Steps, says: Number) -> None:
    """The family of a number follows from its doubt; one that was named must be that one."""
    here = (*steps, "family")
    if says.family is not None and says.certain:
        findings.add(here, "what is certain has no family: drop it")
    elif says.family == "point" and (says.worth is not None or says.odds_within is not None):
        findings.add(here, "a point has no doubt to size: drop worth and odds_within, or the family")
    elif says.family == "beta" and says.worth is None:
        findings.add(here, "a number is a Beta by its worth: write worth: 20 or another number of cases")
    elif says.family == "logit-normal" and says.worth is not None:
        findings.add(here, "a number with worth is a Beta: write odds_within in its place, or drop the family")


def _check_one_doubt(findings: Findings, steps: Steps, worth: float | None, odds_within: float | None) -> None:
    if worth is not None and odds_within is not None:
        findings.add((*steps, "worth"), "worth or odds_within, not both: each says how much doubt there is")


def _check_counts(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    says = judgment.says
    assert isinstance(says, Counts)
    if says.happened > says.of:
        findings.add((*steps, "happened"), f"{says.happened} of {says.of} cases: more than there are")


def _check_split(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    says = judgment.says
    assert isinstance(says, Split)
    here = (*steps, "split")
    _check_one_doubt(findings, steps, says.worth, says.odds_within)
    if not findings.all_states(here, says.split, "a split names every state, with 0 where it cannot be"):
        return
    if fault := row_sum.fault(tuple(says.split.values())):
        findings.add(here, fault)
    elif abs(off := _sum_as_written(findings, steps) - 1) > _ROUNDING:
        findings.notes.append(f"judgments.{steps[2]}: the split is off 1 by {off:.1g} and was normalised")


def _sum_as_written(findings: Findings, steps: Steps) -> float:
    """The sum of the shares in the file; the model has normalised its own."""
    here: Any = findings.scenario._data
    for step in (*steps, "split"):
        here = here[step]
    return math.fsum(values.probability(share) for share in here.values())


def _check_shift(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    says = judgment.says
    assert isinstance(says, Shift)
    variable = findings.scenario.variables[steps[1]]
    here = (*steps, "shift")
    if not variable.ordered:
        findings.add(here, f"a shift moves every `STATE or more`, and {steps[1]} has no order (ordered: false)")
    if judgment.overall:
        findings.add((*steps[:3], "overall"), "a shift is no statement about the result: drop overall")
    allowed = findings.words.parents(steps[1])
    if not says.shift:
        findings.add(here, f"names no parent{nearest('', allowed)}")
    for parent in says.shift:
        if parent in allowed:
            _check_effects(findings, (*here, parent), says.shift[parent])
        else:
            unknown_parent(findings, (*here, parent), steps[1])


def _check_effects(findings: Findings, here: Steps, effects: Mapping[str, float]) -> None:
    """The states of one parent that a shift names."""
    base = here[-1].removesuffix(PREVIOUS)
    if base not in findings.scenario.variables:
        return
    names = findings.scenario.variables[base].states
    for state in effects:
        if state not in names:
            findings.add((*here, state), f"unknown state {state!r} of {base}{nearest(state, names)}", at_key=True)


def _of_form(check: Callable[[Findings, Steps, Form], None]) -> Callable[[Findings, Steps, Judgment], None]:
    """A check that looks at the form alone."""
    return lambda findings, steps, judgment: check(findings, steps, judgment.says)


_CHECKS: Mapping[type[Form], Callable[[Findings, Steps, Judgment], None]] = {
    **{form: _of_form(check) for form, check in POINTS.items()},
    Marginals: _of_form(check_marginals),
    Phrase: _check_phrase,
    Number: _check_number,
    Counts: _check_counts,
    Split: _check_split,
    Shift: _check_shift,
    Table: check_table,
}
