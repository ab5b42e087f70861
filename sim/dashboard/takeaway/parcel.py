"""The files of one view: the scenario with the edits in it, and the answers that running that file gives.

Nothing is made before it is asked for, and nothing here knows the page: a download runs in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.dashboard.state import State
from sim.dashboard.takeaway.file_names import name_view
from sim.results.explain.case import case
from sim.results.explain.shares import explain
from sim.results.forecast import export
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.report.model import QuestionPage
from sim.scenario import edit
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import decode_whole, write_edits
from sim.show.brief.page import write_brief, write_command

Run = Callable[[Scenario, int, int, int], Forecast]
"""From a scenario, draws, worlds and seed to the forecast of every question under every policy, shares included."""


def run_all(scenario: Scenario, draws: int, worlds: int, seed: int) -> Forecast:
    """What `sim run` runs where no policy is named."""
    return forecast(scenario, draws=draws, worlds=worlds, seed=seed)


@dataclass(frozen=True)
class Parcel:
    """What is taken away.

    raw: the bytes of the scenario's file. file: the scenario that was read from them. state: the view, its edits those
    that are in use. day: of the files' names. run: makes the forecast.
    """

    raw: bytes
    file: Scenario
    state: State
    day: date
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

    def brief_html(self) -> bytes:
        """The answer of the view on one page; the command on it is one for `scenario_name`.

        Raises what taking the answer apart raises.
        """
        state, made, scenario = self.state, self._forecast(), self._scenario()
        told = explain(case(scenario, state.question, state.policy, state.draws, state.worlds, state.seed))
        command = write_command(self.scenario_name, told.answer, made.settings, {})
        return write_brief(QuestionPage(self.file, scenario, made, told, state.edits, command)).encode("utf-8")

    def _forecast(self) -> Forecast:
        return self.run(self._scenario(), self.state.draws, self.state.worlds, self.state.seed)

    def _scenario(self) -> Scenario:
        """Read anew from what is taken away, so that answers can say nothing else."""
        text = decode_whole(self.scenario_yaml(), self.scenario_name)
        return loads(text, self.scenario_name, _folder(self.file))


def _folder(file: Scenario) -> Path | None:
    return file.file._beside.folder
