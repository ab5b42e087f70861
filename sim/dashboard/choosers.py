"""The choices that several pages have in their head: the policy, and the question."""

from __future__ import annotations

from collections import Counter

from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.visit import PageVisit
from sim.show.titles import find_titles


def choose_policy(visit: PageVisit) -> None:
    """The policies, in the head."""
    titles = find_titles(visit.file)
    visit.row.segmented_control(
        "Policy", list(visit.file.policies), format_func=lambda policy: escape(titles.policy(policy)),
        required=True, wrap=True, label_visibility="collapsed", **address.bind_field(visit.state, "policy"),
    )  # fmt: skip


def choose_question(visit: PageVisit, place: DeltaGenerator) -> None:
    """The questions by their titles."""
    titles = find_titles(visit.file).questions
    several = Counter(titles.values())
    asks = {key: f" ({visit.file.questions[key].asks})" for key in titles}
    names = {key: title + (asks[key] if several[title] > 1 else "") for key, title in titles.items()}
    place.selectbox(
        "Question", list(names), format_func=names.__getitem__, label_visibility="collapsed",
        **address.bind_field(visit.state, "question"),
    )  # fmt: skip
