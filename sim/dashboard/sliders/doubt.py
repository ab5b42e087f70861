"""How much of the doubt about an answer each slider could settle: the file's answer taken apart by judgment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from sim.dashboard.turns import TURNS
from sim.errors import SimError
from sim.results.explain.case import Case, case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.shares.model import TRUST, WHO
from sim.scenario.resolve.scenario import Scenario

MOST_CASES = 4
"""Views whose last case is kept, for all visitors together: a few MB each."""
BY_DIGEST: dict[str | type[Any], Callable[[Any], Any]] = {Scenario: lambda scenario: scenario.digest}


@dataclass(frozen=True)
class DoubtShares:
    """Shares of the variance of one answer's log-odds, each about 0..1.

    judgments: by id. who: of which voice is right. trust: of how far words deserve it. No judgment has a share where
    the answer could not be taken apart.
    """

    judgments: Mapping[str, float] = field(default_factory=dict)
    who: float = 0.0
    trust: float = 0.0

    @property
    def known(self) -> bool:
        """Whether the answer could be taken apart."""
        return bool(self.judgments)


UNKNOWN = DoubtShares()


def read_shares(made: Explanation) -> DoubtShares:
    """The shares that sliders are ordered by, from an explanation."""
    parts = {part.name: part.share for part in made.parts}
    judgments = {sentence.judgment: sentence.share for sentence in made.sentences}
    return DoubtShares(judgments, parts.get(WHO, 0.0), parts.get(TRUST, 0.0))


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=BY_DIGEST)
def explain_answer(
    scenario: Scenario, question: str, policy: str, draws: int, worlds: int, seed: int
) -> Explanation:  # fmt: skip
    """What `sim explain` says of one answer, without its runs of what if: the one measure of every page.

    draws, worlds, seed: of the page. Raises SimError where it cannot be taken apart.
    """
    with TURNS.take():
        return explain(find_case(scenario, question, policy, draws, worlds, seed))


def find_case(scenario: Scenario, question: str, policy: str, draws: int, worlds: int, seed: int) -> Case:
    """The case that `sim explain` would ask, which takes over what the last one of the same view has worked out.

    draws, worlds, seed: of the page. Raises what `case` raises.
    """
    view, last = (question, policy, draws, worlds, seed), _last_cases()
    found, before = case(scenario, *view), last.pop(view, None)
    found = found if before is None else replace(found, known=before.work)
    last[view] = found
    for old in list(last)[:-MOST_CASES]:
        last.pop(old, None)
    return found


@st.cache_resource(show_spinner=False)
def _last_cases() -> dict[tuple[str, str, int, int, int], Case]:
    """The last case of each view, the latest view last."""
    return {}


def find_shares(file: Scenario, question: str, policy: str, draws: int, worlds: int, seed: int) -> DoubtShares:
    """The shares in the file's own answer, so that no move makes sliders change places.

    draws, worlds, seed: of the page. Empty where there is nothing to take apart.
    """
    try:
        return read_shares(explain_answer(file, question, policy, draws, worlds, seed))
    except SimError:
        return UNKNOWN
