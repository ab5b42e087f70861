"""What is to be led to: `Q6 > 10%`, or `strikes/Q6 <= 0.1`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Flags, Floats
from sim.batch.summary.sweep_table import Key
from sim.errors import FormatError, ModelError, Problem, nearest

OPTION = "--what-leads-to"
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_SAYS = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}
_SHAPE = re.compile(
    r"\s*(?:(?P<policy>[^/<>=]+)/)?(?P<question>[^/<>=]+?)\s*(?P<sign>>=|<=|>|<)\s*(?P<bound>[^<>=]+?)\s*"
)
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)\s*(%?)")


@dataclass(frozen=True)
class AnswerCondition:
    """A bound on the probability of one question. policy: None for every policy. bound: 0 to 1."""

    policy: str | None
    question: str
    sign: str
    bound: float

    def met(self, values: Floats) -> Flags:
        """Which probabilities meet it; NaN does not."""
        return np.asarray(_SIGNS[self.sign](values, self.bound))

    def __str__(self) -> str:
        under = f"{self.policy}/" if self.policy else ""
        return f"{under}{self.question} {_SAYS[self.sign]} {100 * self.bound:.6g} %"


def read_condition(text: str, keys: Sequence[Key], policy: str | None = None) -> AnswerCondition:
    """The condition that a text states.

    keys: the answers that there are, policy and question. policy: the one that an option names. Raises FormatError for
    what has not its shape or is no probability, ModelError for a policy or a question that is not there.

    >>> print(read_condition("strikes / Q6 > 10 %", [("strikes", "Q6")]))
    strikes/Q6 above 10 %
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        told = f"{text!r} is no condition: a question, one of > >= < <=, and a probability, as in 'Q6 > 10%'"
        raise FormatError([Problem(told, file=OPTION)])
    named = (shape["policy"] or "").strip() or None
    if named and policy and named != policy:
        raise FormatError([Problem(f"{text!r} names policy {named}, and --policy names {policy}", file=OPTION)])
    condition = AnswerCondition(named or policy, shape["question"].strip(), shape["sign"], _bound(shape["bound"]))
    if problems := list(_unknown(condition, keys)):
        raise ModelError(problems)
    return condition


def _bound(text: str) -> float:
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise FormatError([Problem(f"{text!r} is no probability: write 10% or 0.1", file=OPTION)])
    bound = float(number[1]) / (100 if number[2] else 1)
    if bound > 1:
        hint = f": write {number[1]}%" if not number[2] and bound <= 100 else ""
        raise FormatError([Problem(f"{text!r} is above 1{hint}", file=OPTION)])
    return bound


def _unknown(condition: AnswerCondition, keys: Sequence[Key]) -> Iterator[Problem]:
    policies, questions = (list(dict.fromkeys(key[place] for key in keys)) for place in (0, 1))
    policy, question = condition.policy, condition.question
    if policy is not None and policy not in policies:
        yield Problem(f"unknown policy {policy!r}{nearest(policy, policies)}", file=OPTION)
    if question not in questions:
        yield Problem(f"unknown question {question!r}{nearest(question, questions)}", file=OPTION)
    elif policy in policies and (policy, question) not in keys:
        yield Problem(f"{question} has no answer under {policy}", file=OPTION)
