"""scenario text --read--> Scenario --build--> Priors --compile--> Program --run--> Outcomes --summarise--> Forecast.

>>> import sim
>>> scenario = sim.read("scenarios/first-steps.yaml")
>>> forecast = sim.forecast(sim.edit(scenario, {"experts.author.weight": 0}), draws=100)
>>> forecast.answers["strikes", "Q6"].word
'very unlikely'

Nothing is loaded before it is asked for, not even `typing`: until `sim.cli.main` runs, a Ctrl-C is a traceback.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for True
if TYPE_CHECKING:
    from typing import Any

    from sim.errors import FormatError as FormatError
    from sim.errors import ImpossibleError as ImpossibleError
    from sim.errors import ModelError as ModelError
    from sim.errors import Problem as Problem
    from sim.errors import SimError as SimError
    from sim.exchange.article.yaml import draft as draft
    from sim.priors.consistency.check import notes
    from sim.results.choices.compare import choices as choices
    from sim.results.coherence.report import coherence as coherence
    from sim.results.compare.alternatives import alternatives as alternatives
    from sim.results.compare.compare import compare as compare
    from sim.results.compare.flip import flip as flip
    from sim.results.explain.report import explain as explain
    from sim.results.forecast.draws import Draws as Draws
    from sim.results.forecast.model import Answer as Answer
    from sim.results.forecast.model import Forecast as Forecast
    from sim.results.forecast.run import forecast as forecast
    from sim.results.indicators.report import indicators as indicators
    from sim.results.ledger.ledger import ledger as ledger
    from sim.results.paths.report import paths as paths
    from sim.results.replay.diff import diff as diff
    from sim.results.replay.replay import replay as replay
    from sim.results.score.blame import blame as blame
    from sim.results.score.report import score as score
    from sim.results.track.report import track as track
    from sim.scenario.edit import edit as edit
    from sim.scenario.evidence import evidence as evidence
    from sim.scenario.file.read import read as read
    from sim.scenario.resolutions import load
    from sim.scenario.resolve.scenario import Scenario as Scenario
    from sim.shipped import examples as examples
    from sim.show.charts.ladder import ladder as ladder
    from sim.show.report.report import report as report

    check = notes
    resolutions = load

_HOME = {
    "Answer": "sim.results.forecast.model",
    "Draws": "sim.results.forecast.draws",
    "Forecast": "sim.results.forecast.model",
    "FormatError": "sim.errors",
    "ImpossibleError": "sim.errors",
    "ModelError": "sim.errors",
    "Problem": "sim.errors",
    "Scenario": "sim.scenario.resolve.scenario",
    "SimError": "sim.errors",
    "alternatives": "sim.results.compare.alternatives",
    "blame": "sim.results.score.blame",
    "check": "sim.priors.consistency.check:notes",
    "choices": "sim.results.choices.compare",
    "coherence": "sim.results.coherence.report",
    "compare": "sim.results.compare.compare",
    "diff": "sim.results.replay.diff",
    "draft": "sim.exchange.article.yaml",
    "edit": "sim.scenario.edit",
    "evidence": "sim.scenario.evidence",
    "examples": "sim.shipped",
    "explain": "sim.results.explain.report",
    "flip": "sim.results.compare.flip",
    "forecast": "sim.results.forecast.run",
    "indicators": "sim.results.indicators.report",
    "ladder": "sim.show.charts.ladder",
    "ledger": "sim.results.ledger.ledger",
    "paths": "sim.results.paths.report",
    "read": "sim.scenario.file.read",
    "replay": "sim.results.replay.replay",
    "report": "sim.show.report.report",
    "resolutions": "sim.scenario.resolutions:load",
    "score": "sim.results.score.report",
    "track": "sim.results.track.report",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """A public name from the room that owns it (PEP 562); the version from the package's own data."""
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        return version("scenario-sim")
    if name not in _HOME:
        from sim.errors import nearest

        raise AttributeError(f"module 'sim' has no attribute '{name}'{nearest(name, __all__)}")
    module, _, there = _HOME[name].partition(":")
    return getattr(import_module(module), there or name)


def __dir__() -> list[str]:
    return list(__all__)
