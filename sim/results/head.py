"""The head that results share: of which scenario they are, and how they were run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.results.settings import TOLD, RunSettings
from sim.scenario.resolve.scenario import Scenario

HEAD = f"scenario title file digest as_of policy {TOLD}"
"""What a JSON output says first of a result under one policy, in the words of `sim.results.document.record`."""
OF_ROW = f"scenario policy as_of {TOLD} digest"
"""What a row of a CSV says of such a result; the last five are the columns `RUN_COLUMNS`."""
RUN_COLUMNS = ("as_of", "draws", "worlds", "seed", "digest")


@dataclass(frozen=True)
class ResultHead:
    """Of which scenario a result is, and how it was run.

    scenario: its id. file: its name. digest: SHA-256 of the scenario as it was run, edits included. as_of: the day of
    the forecast. settings: draws, worlds and seed of the run.
    """

    scenario: str
    title: str
    file: str
    digest: str
    as_of: date
    settings: RunSettings


def head_of(scenario: Scenario, settings: RunSettings) -> dict[str, Any]:
    """The fields of a `ResultHead`, by name."""
    return {
        "scenario": scenario.id, "title": scenario.title, "file": scenario.name, "digest": scenario.digest,
        "as_of": scenario.as_of, "settings": settings,
    }  # fmt: skip
