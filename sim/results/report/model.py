"""What a report hands on: every answer, and of some of them all that is said of an answer, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.results.compare.views import Views
from sim.results.explain.model import Explanation
from sim.results.explain.whose import take_grounds
from sim.results.forecast.model import Answer, Forecast
from sim.results.indicators.model import Indicators
from sim.results.replay.model import Replay
from sim.results.report.recipe import Recipe
from sim.results.report.since import LastSaid
from sim.results.shares.model import EXPERTS
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class QuestionPage:
    """One answer, and all that is said of it.

    file, scenario: without and with the edits. forecast: every policy that is compared, with the shares of the answer.
    explanation: of the answer; its policy and question are the page's. Its shares are those before anything was seen.
    edits: path -> text of the value. command: that writes the same; empty where none is told. views: the answer under
    each alternative; None where the scenario names none. indicators: what to watch; None where nothing is. replay: how
    the answer has moved; None where nothing was seen. said: what was last said of it in a ledger; None without one.
    """

    file: Scenario
    scenario: Scenario
    forecast: Forecast
    explanation: Explanation
    edits: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    views: Views | None = None
    indicators: Indicators | None = None
    replay: Replay | None = None
    said: LastSaid | None = None

    @property
    def answer(self) -> Answer:
        """The answer that the page is about; unless something was seen, what it stands on is the explanation's."""
        told = self.explanation.answer
        answer = self.forecast.answers[told.policy, told.question]
        return answer if self.forecast.seen else take_grounds(answer, told)

    def unasked(self) -> dict[str, float]:
        """Variable behind the answer of which no expert spoke, only the author -> its share, largest first."""
        return self.explanation.unasked()

    def without_expert(self) -> bool:
        """Whether no expert is heard in anything that the answer hangs on."""
        return not any(sentence.kind in EXPERTS for sentence in self.explanation.sentences)


@dataclass(frozen=True)
class Report:
    """The answers of one scenario, and a page each of some.

    recipe: what it was made from. policy: that under which the overview shows every answer. pages: in the file's order,
    or in that in which they were named. command: that makes it again. said: what was last said in a ledger.
    """

    recipe: Recipe
    file: Scenario
    scenario: Scenario
    forecast: Forecast
    policy: str
    pages: tuple[QuestionPage, ...]
    command: str
    said: LastSaid | None = None

    @property
    def edits(self) -> dict[str, str]:
        """Path -> text of the value, of what differs from the file."""
        return self.recipe.edits
