"""What was changed from the file, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import SimError
from sim.priors import judgment_priors
from sim.scenario import edit
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.judgments import name_topic, tell_quote
from sim.show.naming.names import name_path
from sim.show.phrases import whole
from sim.show.words import read_aloud


def tell_edits(file: Scenario, scenario: Scenario, edits: Mapping[str, str]) -> Iterator[str]:
    """One sentence each of the edits that change something.

    file, scenario: without and with the edits. edits: path -> text of the value, as `sim run --set` takes them.

    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> list(tell_edits(file, edit.edit(file, {"pool.rule": "linear"}), {"pool.rule": "linear"}))
    ['pool rule: linear, in the file log']
    """
    for path, text in edits.items():
        try:
            before, after = edit.value(file, path), edit.value(scenario, path)
        except SimError:
            yield f"{path}: {text}"
            continue
        if before != after:
            yield f"{_about(file, path)}: {_change(file, scenario, path, before, after)}"


def _about(file: Scenario, path: str) -> str:
    """What a path leads to: a judgment by its voice and words, a voice by its name."""
    steps = file.file.steps(path)
    if steps[0] == "judgments" and len(steps) > 2 and steps[2] in file.resolved:
        speaker = file.experts[file.resolved[steps[2]].record.expert].name
        phrase = judgment_priors.judgments(file)[steps[2]].phrase
        rest = " ".join(step for step in steps[3:] if step not in ("nudge", "says"))
        spoken = f"{speaker} on {name_topic(file, steps[2])}, {tell_quote(file, steps[2], phrase)}"
        return f"{spoken}, {read_aloud(rest)}" if rest else spoken
    if steps[0] == "experts" and len(steps) > 1 and steps[1] in file.experts:
        return " ".join([*map(read_aloud, steps[2:]), "of", file.experts[steps[1]].name])
    return name_path(file, path)


def _change(file: Scenario, scenario: Scenario, path: str, before: object, after: object) -> str:
    steps = file.file.steps(path)
    if steps[0] == "judgments" and steps[3:] in (("nudge",), ("says",)):
        old, new = (judgment_priors.judgments(one)[steps[2]].median for one in (file, scenario))
        if old is not None and new is not None:
            return f"read as {whole(new)}, in the file as {whole(old)}"
    stated = "not stated in the file" if before is None else f"in the file {_written(before)}"
    return f"{_written(after)}, {stated}"


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
