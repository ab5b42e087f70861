"""A judgment as it stands in an explanation: who said what, where, how it was read, what it carries."""

from __future__ import annotations

from sim.priors.latent_draws import Spoke
from sim.results.explain.case import Case
from sim.results.explain.model import Sentence
from sim.results.explain.variance_shares import Share
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.scenario import Scenario


def sentence(one: Case, spoke: Spoke, share: Share) -> Sentence:
    """The judgment with its share."""
    scenario = one.scenario
    judgment, prior = scenario.judgments[spoke.variable][spoke.judgment], one.priors.judgments[spoke.judgment]
    expert = scenario.experts[spoke.voice]
    return Sentence(
        judgment=spoke.judgment, variable=spoke.variable, voice=spoke.voice, speaker=expert.name, kind=expert.kind,
        form=judgment.says.form, phrase=prior.phrase, read_as=prior.read_as, family=prior.family, about=about(judgment),
        claim=judgment.claim or "", source=source(scenario, judgment), locator=judgment.locator or "",
        low=prior.low, median=prior.median, high=prior.high, share=share.share, error=share.error,
    )  # fmt: skip


def about(judgment: Judgment) -> str:
    """The event and its condition, in the scenario's own words."""
    given = " and ".join(f"{parent}: {event}" for parent, event in judgment.given.items())
    what = "every state" if judgment.about == "any" else judgment.about
    return f"{what}, given {given}" if given else what


def source(scenario: Scenario, judgment: Judgment) -> str:
    """The publisher, author or title of a judgment's source, with its Admiralty code and stance; empty without one."""
    if judgment.source is None or judgment.source not in scenario.sources:
        return ""
    known = scenario.sources[judgment.source]
    stance = "" if judgment.stance == "forecast" else judgment.stance.replace("_", " ")
    kind = ", ".join(text for text in (known.admiralty, stance) if text)
    return (known.publisher or known.author or known.title) + (f" ({kind})" if kind else "")
