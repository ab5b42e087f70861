"""Every form of a judgment is checked, read and accounted for: a new one that is forgotten somewhere is told here."""

from __future__ import annotations

import pytest

from sim.priors import judgment_priors
from sim.priors.reading import judgment as reading
from sim.scenario.check import elicited, says
from sim.scenario.model.bounds import Bound
from sim.scenario.model.form import Form, Subject
from sim.scenario.model.forms import FORMS, Phrase, expand

EXAMPLES = {
    "phrase": "unlikely",
    "number": "5%",
    "counts": {"happened": 1, "of": 20},
    "split": {"split": {"a": 0.5, "b": 0.5}},
    "marginals": {"split": {"a": {"low": 0.1, "high": 0.2}}},
    "table": {"table": [[0.5, 0.5]]},
    "shift": {"shift": {"p": {"high": 1}}},
    "range": {"low": 0.1, "high": 0.2},
    "quantiles": {"quantiles": {"5%": 0.1, "95%": 0.2}},
    "chips": {"chips": {"10-20%": 3}},
    "at_most": {"at_most": "unlikely", "down_to": 0.001},
    "at_least": {"at_least": {"judgment": "S14"}, "up_to": 0.99},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_a_form_has_its_check_and_its_reader(form: type[Form]) -> None:
    assert {*form.__mro__[:-1]} - {Form} & {*says.check_form.registry, *elicited.slips.registry}
    if form.subject is Subject.EVENT:
        assert issubclass(form, Phrase | Bound) or form in reading._READERS
    else:
        assert form in judgment_priors._ACCOUNTS


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_what_a_form_says_of_itself_agrees(form: type[Form]) -> None:
    said = form.model_validate(expand(EXAMPLES[form.form]))
    assert said.whole_row == (form.subject in (Subject.ROW, Subject.EVERY_ROW))
    assert bool(said.shifted) == (form.subject is Subject.SHIFT)
    assert said.whole_row or said.doubted_apart == ""
