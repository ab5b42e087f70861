"""The weights of the voices that speak about a question's variable, as sliders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sim.dashboard.sliders.doubt import DoubtShares
from sim.log_odds import log_odds_of
from sim.priors.camps import camps_of
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming import names
from sim.show.naming.stated import find_stated


def find_weights(
    file: Scenario, present: Scenario, spoken: Mapping[str, Judgment], target: Target, shares: DoubtShares
) -> Iterator[dict[str, Any]]:
    """The parts of a `Control` for each voice's weight, the assumptions' last.

    spoken: the judgments about the variable by id. None where one voice speaks alone, for it has all the say, and
    where the weights are not those given, for a slider would not show what is pooled.
    """
    heard = list(dict.fromkeys(judgment.expert for judgment in spoken.values()))
    heard.sort(key=lambda voice: file.experts[voice].kind == "assumption")
    if len(heard) < 2 or present.pool.weights != "given":
        return
    pulls = _pulls(file, heard, spoken, target)
    for voice in heard:
        own, weight = _say(file, heard, voice), file.experts[voice].weight or 1.0
        if abs(own(weight / 2) - own(weight)) < 1e-9:  # alone in a camp, whose weight counts in place of the voice's
            continue
        name = names.name_voice(file, voice)
        yield {
            "path": f"experts.{voice}.weight",
            "name": f"Weight of {name}",
            "short": f"weight of {name}",
            "about": _about(file, voice),
            "base": file.experts[voice].weight,
            "value": present.experts[voice].weight,
            "doubt": shares.who if shares.known else None,
            "rank": shares.who * pulls[voice],
            "say": _say(present, heard, voice),
        }


def _pulls(file: Scenario, heard: Sequence[str], spoken: Mapping[str, Judgment], target: Target) -> dict[str, float]:
    """How far each voice pulls the pooled log-odds away from the others, squared; they add up to 1.

    Roughly: from the middle of what each says about the variable, whichever event it is, and from the file's weights.
    """
    said: dict[str, list[float]] = {}
    for judgment in (file.judgments[target.variable][name] for name in spoken):
        stated = find_stated(file, target.variable, judgment, target)
        if stated is not None:
            said.setdefault(judgment.expert, []).append(log_odds_of(stated.median) + judgment.nudge)
    means = {voice: sum(middles) / len(middles) for voice, middles in said.items()}
    weights = {voice: file.experts[voice].weight for voice in means}
    pooled = sum(weights[voice] * means[voice] for voice in means) / (sum(weights.values()) or 1.0)
    pulls = {voice: (weights.get(voice, 0.0) * (means.get(voice, pooled) - pooled)) ** 2 for voice in heard}
    total = sum(pulls.values())
    return {voice: pull / total if total > 0 else 1.0 / len(heard) for voice, pull in pulls.items()}


def _say(present: Scenario, heard: Sequence[str], voice: str) -> Callable[[float], float]:
    """A voice's share of the weights of all that are heard here, as camps divide them, at some weight of its own."""
    silent = present.experts[voice].weight <= 0
    with_it = dict(present.experts) | {voice: present.experts[voice].model_copy(update={"weight": 1.0})}
    camps = camps_of(present.with_voices(with_it) if silent else present)
    weights = {name: present.experts[name].weight for name in heard}

    def share(weight: float) -> float:
        if weight <= 0:
            return 0.0
        divided = camps.weights(heard, {**weights, voice: weight})
        return divided[voice] / sum(divided.values())

    return share


def _about(file: Scenario, voice: str) -> str:
    expert = file.experts[voice]
    kind = words.read_aloud(expert.kind).capitalize()
    return " ".join(f"{part.rstrip('.')}." for part in (kind, expert.affiliation, expert.note) if part)
