"""Bounds that are other judgments, in a table: their ids must lead to the same judgments on the way out and back in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.scenario.model.bounds import AtLeast, AtMost, Bound
from sim.scenario.resolve.scenario import Scenario

_KEYS = (AtMost.key, AtLeast.key)


def name_limits(scenario: Scenario) -> dict[str, str]:
    """Every judgment that is another's bound -> an id that tells nothing about it: J1, J2, ... in the file's order."""
    said = [(key, judgment.says) for group in scenario.judgments.values() for key, judgment in group.items()]
    wanted = {says.other for _, says in said if isinstance(says, Bound)}
    return {key: f"J{number}" for number, key in enumerate((key for key, _ in said if key in wanted), start=1)}


def rename_limits(says: Iterable[tuple[str, int, dict[str, Any]]], ids: Mapping[tuple[str, int, str], str]) -> None:
    """Bring every bound in `says` to the id that the judgment it names was given.

    says: (expert, round, what is said). ids: (expert, round, id in the table) -> id in the scenario. A bound of another
    round than the judgment's is looked for where the judgment's own round has none.
    """
    of_any_round = {(expert, name): made for (expert, _, name), made in ids.items()}
    for expert, number, said in says:
        for key in _KEYS:
            limit = said.get(key)
            if isinstance(limit, dict) and "judgment" in limit:
                name = str(limit["judgment"]).strip()
                made = ids.get((expert, number, name)) or of_any_round.get((expert, name)) or name
                said[key] = {"judgment": made}
