"""Conditions: what is read, what is refused, and the nearest name."""

from __future__ import annotations

import numpy as np
import pytest

from sim.batch.summary.discovery.condition import read_condition
from sim.errors import FormatError, ModelError

KEYS = [("strikes", "Q6"), ("strikes", "Q2"), ("let it run", "Q6")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Q6 > 10%", (None, "Q6", ">", 0.1)),
        ("Q6>=.1", (None, "Q6", ">=", 0.1)),
        (" strikes/Q6 <= 2.5 % ", ("strikes", "Q6", "<=", 0.025)),
        ("let it run / Q6 < 1", ("let it run", "Q6", "<", 1.0)),
        ("Q6 > 100%", (None, "Q6", ">", 1.0)),
    ],
)
def test_what_is_read(text: str, read: tuple[str | None, str, str, float]) -> None:
    condition = read_condition(text, KEYS)
    assert (condition.policy, condition.question, condition.sign, condition.bound) == pytest.approx(read)


@pytest.mark.parametrize(
    ("sign", "met"), [(">", [False, False, True]), (">=", [False, True, True]), ("<", [True, False, False]),
                      ("<=", [True, True, False])],
)  # fmt: skip
def test_what_meets_it(sign: str, met: list[bool]) -> None:
    condition = read_condition(f"Q6 {sign} 10%", KEYS)
    assert condition.met(np.array([0.05, 0.1, 0.2])).tolist() == met
    assert not condition.met(np.array([np.nan])).any()


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("Q6", FormatError, "is no condition: a question, one of > >= < <=, and a probability, as in 'Q6 > 10%'"),
        ("Q6 = 10%", FormatError, "is no condition"),
        ("Q6 > ten", FormatError, "'ten' is no probability: write 10% or 0.1"),
        ("Q6 > -1%", FormatError, "'-1%' is no probability"),
        ("Q6 > 12", FormatError, "'12' is above 1: write 12%"),
        ("Q6 > 120%", FormatError, "'120%' is above 1"),
        ("Q66 > 10%", ModelError, "unknown question 'Q66' - did you mean 'Q6'? (Q6, Q2)"),
        ("strike/Q6 > 10%", ModelError, "unknown policy 'strike' - did you mean 'strikes'?"),
        ("let it run/Q2 > 10%", ModelError, "Q2 has no answer under let it run"),
    ],
)
def test_what_is_refused(text: str, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind) as error:
        read_condition(text, KEYS)
    assert told in str(error.value)


def test_both_unknown_names_are_told_at_once() -> None:
    with pytest.raises(ModelError) as error:
        read_condition("strike/Q66 > 10%", KEYS)
    assert len(error.value.problems) == 2


def test_the_option_names_the_policy_and_may_not_contradict() -> None:
    assert read_condition("Q6 > 10%", KEYS, "strikes").policy == "strikes"
    with pytest.raises(FormatError, match="names policy strikes, and --policy names let it run"):
        read_condition("strikes/Q6 > 10%", KEYS, "let it run")


def test_it_is_told_in_words() -> None:
    assert str(read_condition("Q6 >= 2.5%", KEYS)) == "Q6 at least 2.5 %"
    assert str(read_condition("strikes/Q6 < 0.1", KEYS)) == "strikes/Q6 below 10 %"
