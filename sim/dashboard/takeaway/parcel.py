"""The files of one view: the scenario with the edits in it, the answers that running that file gives, and its report.

Nothing is made before it is asked for, and nothing here knows the page: a download runs in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from sim.dashboard.state import State
from sim.dashboard.takeaway.file_names import name_view
from sim.dashboard.takeaway.seen import NOTHING_SEEN, SeenOfVisit
from sim.results.ancestry import find_opening
from sim.results.forecast import export
from sim.results.forecast.evidence_policies import open_policies
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.replay.open_policy import choose_policy
from sim.results.report.gather import MOST_PAGES, find_seen, gather
from sim.results.report.recipe import Named, Recipe, find_versions
from sim.scenario import edit
from sim.scenario.file.read import decoded, loads
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import decode_whole, write_edits
from sim.show.report.handout import Handout
from sim.show.report.report import find_beside

_ONE_AT_A_TIME = Lock()
"""A report takes seconds: visitors who ask for one at once wait for each other, not all for all."""

Run = Callable[[Scenario, int, int, int], Forecast]
"""From a scenario, draws, worlds and seed to the forecast of every question under every policy, shares included."""


def run_all(scenario: Scenario, draws: int, worlds: int, seed: int) -> Forecast:
    """What `sim run` runs where no policy is named."""
    return forecast(scenario, draws=draws, worlds=worlds, seed=seed)


@dataclass(frozen=True)
class Parcel:
    """What is taken away.

    raw: the bytes of the scenario's file. file: the scenario that was read from them. state: the view, its edits those
    that are in use. day: of the files' names. seen, said: for the report, what the visit has as seen, and the last
    entry of a ledger. few: whether the report has a page of the chosen question alone. run: makes the forecast.
    """

    raw: bytes
    file: Scenario
    state: State
    day: date
    seen: SeenOfVisit = NOTHING_SEEN
    said: Named | None = None
    few: bool = False
    run: Run = run_all

    @property
    def stem(self) -> str:
        """The files' name without its ending."""
        return name_view(self.file.id, self.state.policy, self.state.question, self.day)

    @property
    def scenario_name(self) -> str:
        """The name of the scenario's file, as `answers_json` tells it."""
        return f"{self.stem}.yaml"

    @property
    def command(self) -> str:
        """The command that makes `answers_csv` of the scenario's file, to be run where that file lies."""
        run = f"--draws {self.state.draws} --worlds {self.state.worlds} --seed {self.state.seed}"
        return f"sim run {self.scenario_name} {run} -o {self.stem}-again.csv"

    def scenario_yaml(self) -> bytes:
        """The scenario's file with the edits written into it, all else byte for byte as it was.

        Raises ModelError where that cannot be done.
        """
        text = decode_whole(self.raw, self.file.name)
        changes = {path: edit.parse(value) for path, value in self.state.edits.items()}
        return write_edits(text, self.file, changes).encode("utf-8")

    def answers_csv(self) -> bytes:
        """Every answer under every policy: the bytes that `sim run` of `scenario_yaml` writes."""
        return export.csv_bytes([self._forecast()])

    def answers_json(self) -> bytes:
        """The same as JSON; its `file` is `scenario_name`, which holds the edits, so its `edits` are none."""
        return export.json_bytes([self._forecast()])

    def draws_parquet(self) -> bytes:
        """Every draw of every answer: the rows that `sim run --draws-out` writes."""
        return export.parquet_bytes([self._forecast()])

    def report_html(self) -> bytes:
        """The bytes that `sim report` writes of the scenario's file with the view's edits and what was seen.

        The chosen policy leads, the chosen question has the first page. Raises what `sim.report` raises.
        """
        with _ONE_AT_A_TIME:
            return Handout(gather(self._recipe())).html.encode("utf-8")

    def _recipe(self) -> Recipe:
        name, state = Path(self.file.name).name, self.state
        settings = tuple(f"{path}={text}" for path, text in state.edits.items())
        named = (name, decoded(self.raw, name))
        recipe = Recipe(
            named, find_beside(named, _folder(self.file), settings), self.seen.evidence, self.said, self.seen.until,
            self.seen.given, settings, questions=self._questions(), draws=self.seen.draws or state.draws,
            worlds=state.worlds, seed=state.seed, versions=find_versions(),
        )  # fmt: skip
        return replace(recipe, policies=self._policies(recipe))

    def _questions(self) -> tuple[str, ...]:
        """The chosen one; where not all have a page by default, no other."""
        chosen = self.state.question
        others = [name for name in self.file.questions if name != chosen]
        return (chosen, *(() if self.few or len(others) >= MOST_PAGES else others))

    def _policies(self, recipe: Recipe) -> tuple[str, ...]:
        """The chosen one before all others that can be compared; none named where it leads as it is.

        Where it sets what was seen, that one leads under which answers are followed.
        """
        scenario = edit.edit(self.file, dict(map(edit.setting, recipe.settings)))
        seen = find_seen(recipe, scenario)
        opened, _ = open_policies(scenario, scenario.paths, (), seen)
        lead = self.state.policy if self.state.policy in opened else choose_policy(scenario, seen)
        if lead == find_opening(scenario)[0]:
            return ()
        return (lead, *(policy for policy in opened if policy != lead))

    def _forecast(self) -> Forecast:
        return self.run(self._scenario(), self.state.draws, self.state.worlds, self.state.seed)

    def _scenario(self) -> Scenario:
        """Read anew from what is taken away, so that answers can say nothing else."""
        text = decode_whole(self.scenario_yaml(), self.scenario_name)
        return loads(text, self.scenario_name, _folder(self.file))


def _folder(file: Scenario) -> Path | None:
    return file.file._beside.folder
