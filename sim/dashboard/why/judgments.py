"""The judgments behind an answer as a table: who said what, how it was read, what became of it, where it stands."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.sliders.labels import fine_per_cent
from sim.dashboard.sliders.naming import names
from sim.dashboard.state import State
from sim.priors import judgment_priors
from sim.priors.model import JudgmentPrior
from sim.results import ancestry
from sim.results.forecast.model import Answer
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.scenario import Scenario


def draw_judgments(scenario: Scenario, answer: Answer, state: State) -> None:
    """Who said what, how it was read, and what became of it."""
    everything = st.toggle("All judgments of the scenario", key="all-judgments")
    near = list(ancestry.ancestry(scenario, answer.variable, state.policy))
    variables = list(scenario.judgments) if everything else [name for name in near if name in scenario.judgments]
    priors = judgment_priors.judgments(scenario)
    for variable in variables:
        st.markdown(f"**{escape(scenario.variables[variable].label)}**")
        group = scenario.current[variable].items()
        rows = [_row(scenario, judgment, priors[name]) for name, judgment in group]
        st.table(rows, hide_index=True, border="horizontal")


def _row(scenario: Scenario, judgment: Judgment, prior: JudgmentPrior) -> dict[str, str]:
    return {
        "Who": f"{escape(scenario.experts[judgment.expert].name)} ({prior.id})",
        "Said": escape(prior.phrase),
        "5, 50, 95 %": _quantiles(judgment, prior),
        "Read as": escape(prior.read_as),
        "About": escape(names.describe_judgment(scenario, judgment)),
        "Claim, paraphrased": escape(judgment.claim or ""),
        "Source": _source(scenario, judgment),
    }


def _quantiles(judgment: Judgment, prior: JudgmentPrior) -> str:
    """The prior's 5 %, 50 % and 95 % quantiles, or its family where it has none of one probability."""
    if prior.low is None or prior.median is None or prior.high is None:
        return escape(prior.family)
    return escape(", ".join(fine_per_cent(value) for value in (prior.low, prior.median, prior.high)))


def _source(scenario: Scenario, judgment: Judgment) -> str:
    """Title, publisher and place of a judgment's source, linked where it has a web address."""
    if judgment.source is None or judgment.source not in scenario.sources:
        return escape(judgment.locator or "")
    known = scenario.sources[judgment.source]
    title = escape(known.publisher or known.author or known.title)
    if known.url and known.url.startswith(("https://", "http://")) and not set(known.url) & set("()<> \\\"'`"):
        title = f"[{title}]({known.url})"
    return title + (f", {escape(judgment.locator)}" if judgment.locator else "")
