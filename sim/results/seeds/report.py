"""What the seed questions say about the voices: scores, decision makers, and how much hangs on each voice and question.

Cooke (1991), "Experts in Uncertainty"; the robustness tables are those of Cooke and Goossens (2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

from sim.errors import ImpossibleError
from sim.priors.cooke.calibration import Study
from sim.priors.cooke.decision_maker import DecisionMaker, Kind, Score, Scores
from sim.priors.cooke.performance import performance, study
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class ScoredVoice:
    """One voice: its score, its share of the votes where all are heard, and at the scenario's cut-off.

    share_at_cut_off: with the weights of the mean information, also where they differ from item to item.
    """

    voice: str
    score: Score
    share: float
    share_at_cut_off: float


LeftOut = tuple[str, DecisionMaker | None]
"""A voice or a question, and the decision maker without it; None where nothing or nobody is left."""


@dataclass(frozen=True)
class SeedReport:
    """Everything that `sim seeds` prints about one scenario.

    power: number of questions that every calibration is computed for. unscored: voices without a weight or
    without an answer. makers: equal weights, then global and item weights without and with the optimised
    cut-off, then the scenario's own where its cut-off is a number. chosen: the one that the scenario asks for.
    """

    scenario: str
    title: str
    asked: tuple[str, ...]
    levels: tuple[float, ...]
    power: int
    voices: tuple[ScoredVoice, ...]
    unscored: tuple[str, ...]
    makers: tuple[tuple[str, DecisionMaker], ...]
    chosen: str
    without_voice: tuple[LeftOut, ...]
    without_item: tuple[LeftOut, ...]


def report(scenario: Scenario) -> SeedReport:
    """The seed questions of a scenario, scored; in the file's order.

    Raises ImpossibleError where no voice with a weight has answered any, ModelError where no voice reaches
    the scenario's cut-off.
    """
    try:
        found = Scores(study(scenario))
    except ValueError as error:
        raise ImpossibleError([scenario.problem("seeds", str(error))]) from None
    chosen = performance(scenario).chosen
    kind, cut_off = scenario.pool.kind, scenario.pool.cut_off
    items = tuple(name for name in scenario.seeds if name in found.study.items)
    heard = tuple(voice for voice in scenario.experts if voice in found.study.voices)
    return SeedReport(
        scenario=scenario.id,
        title=scenario.title,
        asked=items,
        levels=found.study.levels,
        power=found.study.power,
        voices=_voices(found, heard, chosen),
        unscored=tuple(voice for voice in scenario.experts if voice not in heard),
        makers=_makers(found, chosen, cut_off),
        chosen=f"{kind}, {_named(cut_off)}",
        without_voice=tuple((name, _made(found.study.without_voice(name), kind, cut_off)) for name in heard),
        without_item=tuple((name, _made(found.study.without_item(name), kind, cut_off)) for name in items),
    )


def _named(cut_off: float | str) -> str:
    if isinstance(cut_off, str):
        return f"{cut_off} cut-off"
    return f"cut-off {cut_off:g}" if cut_off > 0 else "no cut-off"


def _voices(found: Scores, heard: Sequence[str], chosen: DecisionMaker) -> tuple[ScoredVoice, ...]:
    whole = found.decision_maker("global").weights or ()
    at = found.decision_maker("global", chosen.log_cut_off).weights or ()
    rows = zip(found.study.voices, found.voices, whole, at, strict=True)
    return tuple(sorted((ScoredVoice(*row) for row in rows), key=lambda one: heard.index(one.voice)))


def _makers(found: Scores, chosen: DecisionMaker, cut_off: float | str) -> tuple[tuple[str, DecisionMaker], ...]:
    kinds: tuple[Kind, ...] = ("global", "item")
    out = {"equal": found.decision_maker("equal")}
    for kind in kinds:
        out[f"{kind}, no cut-off"] = found.decision_maker(kind)
        out[f"{kind}, optimised cut-off"] = found.optimised(kind)
    if cut_off not in ("optimised", 0.0):
        out[f"{chosen.kind}, {_named(cut_off)}"] = chosen
    return tuple(out.items())


def _made(left: Study, kind: Kind, cut_off: float | str) -> DecisionMaker | None:
    """The decision maker of what is left of a study; None where nobody is left, or reaches the cut-off."""
    if not left.voices or not left.items:
        return None
    try:
        if isinstance(cut_off, str):
            return Scores(left).optimised(kind)
        return Scores(left).decision_maker(kind, log(cut_off) if cut_off > 0 else -inf)
    except ValueError:
        return None
