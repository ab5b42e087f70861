"""How pages and texts speak of a scenario: where they open, and each policy as a condition in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sim.scenario.model.fields import Id, Record, Text

CONDITION_MAX, STATEMENT_MAX, NAME_MAX = 100, 300, 40


class Presentation(Record):
    """What is said of the scenario beside its numbers; no number hangs on it.

    question, policy: where a page opens. names: policy -> what it is called. conditions: policy -> the clause that
    follows an "if".
    """

    question: Text | None = None
    policy: Text | None = None
    names: Mapping[Id, Annotated[Text, Field(max_length=NAME_MAX)]] = Field(default_factory=dict)
    conditions: Mapping[Id, Annotated[Text, Field(max_length=CONDITION_MAX)]] = Field(default_factory=dict)
