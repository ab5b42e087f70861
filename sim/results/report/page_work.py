"""What is worked out for the pages of a report beside the forecast, each under the policy of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.progress import Progress, portions
from sim.results.compare.alternatives import alternatives
from sim.results.compare.views import Views
from sim.results.explain.case import Case, case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.forecast.model import Forecast
from sim.results.indicators.model import Indicators
from sim.results.indicators.report import indicators
from sim.results.replay.model import Replay
from sim.results.replay.replay import replay
from sim.results.report.recipe import Recipe
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class PageWork:
    """The pages' questions, each with its policy, and what all of them share.

    seen: what was seen. made: the report's forecast. leads: question -> policy. memory, threads: as in `sim.forecast`.
    """

    scenario: Scenario
    seen: Observations
    made: Forecast
    leads: Mapping[str, str]
    memory: int | str
    threads: int

    def explained(self, progress: Progress) -> dict[str, Explanation]:
        """Each answer taken apart; cases after the first of a policy take over what they share with it."""
        found: dict[str, Explanation] = {}
        settings = self.made.settings
        firsts: dict[str, Case] = {}
        for number, (question, policy) in enumerate(self.leads.items(), start=1):
            like = firsts.get(policy)
            one = replace(like, question=question, known=like.work) if like else case(
                self.scenario, question, policy, settings.draws, settings.worlds, settings.seed, self.memory
            )  # fmt: skip
            firsts.setdefault(policy, one)
            found[question] = explain(one)
            progress(number / len(self.leads))
        return found

    def indicators(self, progress: Progress) -> dict[str, Indicators]:
        """Question -> what to watch; no entry where nothing is, or where all that is to be seen was seen by then."""
        found: dict[str, Indicators] = {}
        last = max((one.step for one in self.seen), default=0)
        parts = portions(progress, len(self.leads))
        for (question, policy), part in zip(self.leads.items(), parts, strict=True):
            if self.made.answers[policy, question].settled or last >= self.scenario.targets[question].step:
                continue
            made = indicators(self.scenario, question, policy=policy, progress=part, **self._size())
            if made.indicators and not made.settled:
                found[question] = made
        return found

    def views(self) -> dict[str, Views]:
        """Policy -> the answers of its pages under each alternative; empty where the scenario names none."""
        if not self.scenario.alternatives:
            return {}
        return {
            policy: alternatives(self.scenario, policy=policy, questions=questions, alone=False, **self._size())
            for policy, questions in self._by_policy()
        }

    def replays(self, recipe: Recipe, folder: Path, progress: Progress) -> dict[str, Replay]:
        """Policy -> how the answers of its pages have moved; empty where nothing was seen.

        folder: where the evidence may be laid out, since every day reads it again.
        """
        if not self.seen:
            return {}
        file = None
        if recipe.evidence is not None:
            file = folder / "seen.yaml"
            file.write_text(recipe.evidence[1], encoding="utf-8", newline="")
        last = recipe.until and min(recipe.until, self.scenario.calendar.last)
        size = {name: value for name, value in self._size().items() if name != "observations"}
        return {
            policy: replay(
                self.scenario, file, given=recipe.given, end=last, questions=questions, policy=policy,
                progress=progress, **size,
            )
            for policy, questions in self._by_policy()
        }  # fmt: skip

    def _size(self) -> dict[str, Any]:
        settings = self.made.settings
        return {
            "observations": self.seen, "draws": settings.draws, "worlds": settings.worlds, "seed": settings.seed,
            "threads": self.threads, "memory": self.memory,
        }  # fmt: skip

    def _by_policy(self) -> Iterator[tuple[str, Sequence[str]]]:
        for policy in dict.fromkeys(self.leads.values()):
            yield policy, [question for question, lead in self.leads.items() if lead == policy]
