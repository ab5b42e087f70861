"""What questions and policies are called where an identifier would say nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.results.forecast.model import Forecast
from sim.scenario.model.presentation import Presentation
from sim.scenario.resolve.scenario import Scenario
from sim.show.words import read_aloud

_LONGEST = 44
"""Letters of a question's title."""


@dataclass(frozen=True)
class Titles:
    """Names of questions and policies; what has none is told by other means.

    questions, policies: id -> name. conditions: policy -> what it says is so, as it stands after `if`.
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)

    def question(self, forecast: Forecast, question: str) -> str:
        """The question's name; without one, what it asks, cut where it is long."""
        if question in self.questions:
            return self.questions[question]
        asks = next((a.asks for a in forecast.answers.values() if a.question == question), question)
        return cut_title(asks)

    def policy(self, policy: str) -> str:
        """The policy's name; without one, its identifier read aloud.

        >>> Titles(policies={"strikes": "the US strikes"}).policy("strikes"), Titles().policy("let_it_run")
        ('the US strikes', 'let it run')
        """
        return self.policies.get(policy, read_aloud(policy))

    def case(self, policy: str) -> str:
        """The policy as the end of a sentence.

        >>> Titles(conditions={"strikes": "the US strikes"}).case("strikes"), Titles().case("let_it_run")
        ('if the US strikes', 'under policy let it run')
        """
        return f"if {self.conditions[policy]}" if policy in self.conditions else f"under policy {self.policy(policy)}"


def find_titles(scenario: Scenario) -> Titles:
    """The titles that a scenario gives: `short` of its questions, else what they ask, cut; policies are read aloud
    where they have no name.

    Conditions are those of its `presentation`.
    """
    questions = {key: asked.short or cut_title(asked.asks) for key, asked in scenario.questions.items()}
    shown = scenario.presentation or Presentation()
    policies = {policy: shown.names.get(policy, read_aloud(policy)) for policy in scenario.policies}
    return Titles(questions, policies, shown.conditions)


def cut_title(asks: str) -> str:
    """A question's text, cut between words.

    >>> cut_title("Does it rain?"), cut_title("Does the committee of the lower house vote on the bill by Monday?")
    ('Does it rain?', 'Does the committee of the lower house vote…')
    """
    return textwrap.shorten(asks, _LONGEST, placeholder="…")
