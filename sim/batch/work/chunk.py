"""One chunk of settings worked out: a row an answer, or one that says why a setting is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sim.batch.sweep.model import Sweep, SweepSetting
from sim.errors import SimError
from sim.progress import Progress, untold
from sim.results.forecast.cache import Cache
from sim.results.forecast.draws import Draws
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.run import forecast
from sim.results.statistics.common_draws import Sampled, difference_error
from sim.scenario.edit import edit
from sim.scenario.evidence import loads
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

Row = dict[str, Any]


class Bench:
    """Where one worker works: the sweep, and what it keeps from one setting to the next. Nothing kept changes a byte.

    sweep: its points are not read. memory: bytes that one forecast may take.
    """

    def __init__(self, sweep: Sweep, memory: int) -> None:
        self._sweep, self._memory = replace(sweep, points=()), memory
        self._cache = Cache()
        self._as_written: dict[int, Forecast | None] = {}

    def rows(self, settings: Sequence[SweepSetting], progress: Progress = untold) -> list[Row]:
        """The rows of some settings, worked out in their order, by run. A setting that asks too much is a row too."""
        made: list[Row] = []
        for number, setting in enumerate(settings, start=1):
            made += self._setting(setting)
            progress(number / len(settings))
        return sorted(made, key=lambda row: row["run"])

    def _setting(self, setting: SweepSetting) -> Iterator[Row]:
        source = self._sweep.sources[setting.source]
        named: Row = {"run": setting.run, "file": source.file, "edits": setting.edits}
        named |= {"evidence": setting.evidence, "until": setting.until and setting.until.isoformat()}
        for axis, level in zip(self._sweep.axes, setting.levels, strict=True):
            named[f"set:{axis.name}"] = level.cell
        try:
            made = self._forecast(setting)
        except SimError as error:
            told = "; ".join(_told(problem.path, problem.message) for problem in error.problems)
            yield named | {"status": "refused", "message": told, "scenario": source.scenario.id}
            return
        base = self._base(setting.source)
        for answer in made.answers.values():
            yield named | _cells(made, answer, self._sweep.keep) | _difference(made, base, answer)

    def _forecast(self, setting: SweepSetting) -> Forecast:
        file = self._sweep.sources[setting.source].scenario
        scenario = edit(file, setting.changes) if setting.changes else file
        return self._made(scenario, self._seen(setting, scenario))

    def _made(self, scenario: Scenario, seen: Sequence[Observation] = ()) -> Forecast:
        sweep = self._sweep
        return forecast(
            scenario, draws=sweep.draws, worlds=sweep.worlds, seed=sweep.seed, policies=sweep.policies,
            questions=sweep.questions, observations=seen, kept=self._cache, memory=self._memory, shares=False,
            curves="curve" in sweep.keep,
        )  # fmt: skip

    def _seen(self, setting: SweepSetting, scenario: Scenario) -> tuple[Observation, ...]:
        if setting.evidence is None:
            return ()
        return loads(self._sweep.evidence[setting.evidence], setting.evidence, scenario, setting.until)

    def _base(self, source: int) -> Forecast | None:
        """The forecast of a file as it stands; None where it has none."""
        if source not in self._as_written:
            try:
                self._as_written[source] = self._made(self._sweep.sources[source].scenario)
            except SimError:
                self._as_written[source] = None
        return self._as_written[source]


def _told(path: str, message: str) -> str:
    return f"{path}: {message}" if path else message


def _cells(made: Forecast, answer: Answer, keep: Sequence[str]) -> Row:
    """What one answer has in the store's columns."""
    cells: Row = {
        "status": "ok", "scenario": made.scenario, "digest": made.digest, "policy": answer.policy,
        "question": answer.question, "method": answer.method, "probability": answer.probability,
        "median": answer.median, "low50": answer.interval50.low, "high50": answer.interval50.high,
        "low90": answer.interval90.low, "high90": answer.interval90.high, "sampling_error": answer.sampling_error,
        "noise_share": answer.noise_share, "asked": answer.asked, "worlds_needed": answer.worlds_needed,
    }  # fmt: skip
    if "curve" in keep:
        curve = answer.curve
        cells |= {"curve_probability": curve.probability, "curve_low90": curve.low90, "curve_high90": curve.high90}
    return cells


def _difference(made: Forecast, base: Forecast | None, answer: Answer) -> Row:
    """How far an answer lies from that of the file as it stands, and how far that errs."""
    key = (answer.policy, answer.question)
    if base is None or key not in base.answers:
        return {"difference": None, "difference_error": None}
    before = base.answers[key]
    error = difference_error(_sampled(made.draws, answer), _sampled(base.draws, before))
    return {"difference": answer.probability - before.probability, "difference_error": error}


def _sampled(draws: Draws, answer: Answer) -> Sampled:
    key = (answer.policy, answer.question)
    return Sampled(draws[key], draws.weight(*key), answer.noise_share, answer.sampling_error)
