"""Alternatives: named views of the matter, each a bundle of edits that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from sim.scenario.model.fields import Flag, Record, Text

ALTERNATIVES_MAX = 20
"""Alternatives a scenario may have: each is tried whenever the file is read."""


class Alternative(Record):
    """Another view of the matter.

    says: what it holds, in a sentence. set: path -> value, as `sim.edit` takes them. hindsight: whether who wrote it
    knew how the matter ended; what it scores is then no forecast's.
    """

    later: ClassVar[Mapping[str, Any]] = {"hindsight": False}

    says: Text
    set: Mapping[Text, Any] = Field(default_factory=dict)
    hindsight: Flag = False
