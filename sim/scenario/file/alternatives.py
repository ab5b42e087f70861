"""The alternatives of a scenario, each tried as an edit: a path or value that is refused is told at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.errors import FormatError, ModelError, Problem
from sim.scenario.file.ways import change
from sim.scenario.model.lexicon_files import Beside
from sim.scenario.resolve.scenario import Scenario

Build = Callable[..., Scenario]
"""`sim.scenario.file.read.build`."""


def try_alternatives(scenario: Scenario, build: Build) -> list[Problem]:
    """What is wrong with the alternatives of a scenario that is sound without them, each problem once."""
    beside: Beside = scenario.file._beside
    found: list[Problem] = []
    for name, alternative in scenario.alternatives.items():
        try:
            data, places = change(scenario, alternative.set)
            build(data, places, beside=beside)
        except (FormatError, ModelError) as error:
            found += _placed(scenario, name, error.problems)
    return list(dict.fromkeys(found))


def _placed(scenario: Scenario, name: str, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """The problems at the setting they are of, or at the alternative's name where they lie elsewhere."""
    changes = scenario.alternatives[name].set
    for problem in problems:
        own = next((path for path in changes if f"{problem.path}.".startswith(f"{path}.")), None)
        steps = ("alternatives", name) if own is None else ("alternatives", name, "set", own)
        message = problem.message if own is not None else f"then {problem.path} is refused: {problem.message}"
        yield scenario.file._places.problem(steps, message, at_key=True)
