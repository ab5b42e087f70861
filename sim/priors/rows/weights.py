"""The voices' weights: as given, equal, or by performance on seed questions; and what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from sim.priors.assumption import Assumption
from sim.priors.camps import camps_of
from sim.priors.cooke.calibration import shown
from sim.priors.cooke.item_weights import ItemWeights
from sim.priors.cooke.performance import Performance, performance
from sim.priors.recalibration.trust import trust_in_words, trust_of
from sim.priors.rows.pool import Pool
from sim.scenario.check.seed_questions import FEW
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Weighing:
    """The voices' weights in one scenario.

    heard: the scenario with its voices' weights as they are pooled; 0 for one that is not heard. how: where the weights
    come from: `given`, `equal`, or performance with its kind and cut-off. items: weights event by event, if asked for.
    assumptions, warnings: what of it no expert said, and what is worth a look.
    """

    heard: Scenario
    how: str
    items: ItemWeights | None = None
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def weights(self) -> dict[str, float]:
        """Every voice's weight, in the file's order."""
        return {voice: expert.weight for voice, expert in self.heard.experts.items()}

    def pool(self, draws: int, seed: int) -> Pool:
        """The pool of all voices with a weight, under the scenario's rule."""
        rule, weights = self.heard.pool, tuple(sorted((v, w) for v, w in self.weights.items() if w > 0))
        trust = trust_of(self.heard, draws, seed)
        settings = rule.rule, rule.concentration, weights, seed, draws, rule.extremize
        return Pool(*settings, self.items, trust, camps_of(self.heard))


def weigh(scenario: Scenario) -> Weighing:
    """The voices' weights: as given, equal, or by performance.

    A voice below the cut-off has weight 0 and is as if it had not spoken. Raises ModelError where no
    voice reaches the cut-off.

    >>> from sim.scenario.edit import edit
    >>> from sim.scenario.file.read import read
    >>> weigh(edit(read("scenarios/first-steps.yaml"), {"pool.weights": "equal"})).weights["author"]
    1.0
    """
    pool, heard, how = scenario.pool, _silenced(scenario), str(scenario.pool.weights)
    items: ItemWeights | None = None
    told: list[tuple[str, str]] = []
    warnings: tuple[str, ...] = ()
    if pool.weights == "equal":
        heard = _reweighed(scenario, {voice: 1.0 for voice, expert in scenario.experts.items() if expert.weight > 0})
        told.append(("pool.weights", "every voice has the weight 1, whatever the file gives it"))
    elif pool.weights == "performance":
        found = performance(scenario)
        heard, warnings = _reweighed(scenario, found.weights), _thin(found)
        how = f"performance ({pool.kind}, {cut_off(found)})"
        if pool.kind == "item":
            items = ItemWeights(found.study.levels, found.log_calibration)
        told += [("pool.weights", text) for text in _by_performance(scenario, found)]
    if pool.extremize != 1.0:
        text = f"pooled log-odds are multiplied by {pool.extremize:g} wherever two or more voices speak (extremizing)"
        told.append(("pool.extremize", text))
    told += [*trust_in_words(scenario), *_of_voices(scenario)]
    return Weighing(heard, how, items, tuple(Assumption("pooling", *pair) for pair in told), warnings)


def _silenced(scenario: Scenario) -> Scenario:
    """The scenario in which nobody of a camp without weight is heard."""
    silent = {camp for camp, made in scenario.camps.items() if made.weight == 0}
    if not silent:
        return scenario
    experts = scenario.experts.items()
    return scenario.with_voices(
        {v: e.model_copy(update={"weight": 0.0}) if e.camp in silent else e for v, e in experts}
    )


def _of_voices(scenario: Scenario) -> list[tuple[str, str]]:
    """What is assumed of voices beyond their weights: camps, and how far a voice may be off."""
    camps = camps_of(scenario)
    out = [
        (
            f"camps.{camp}",
            f"the {camps.heard(camp)} voices of the camp {camp} share the weight {camps.weight[camp]:g} where they "
            f"speak, and their errors move together by {max(camps.dependence[camp], camps.rho):g}",
        )
        for camp in camps.members
        if camps.heard(camp) > 1
    ]
    for voice, expert in scenario.experts.items():
        if expert.odds_within is not None and expert.weight > 0:
            text = f"{expert.name} may be off by a factor {expert.odds_within:g} in odds (90 %), beyond the words"
            out.append((f"experts.{voice}.odds_within", text))
    for group in scenario.current.values():
        for key, judgment in group.items():
            source = scenario.sources.get(judgment.source or "")
            heard = scenario.experts[judgment.expert].weight > 0 or judgment.expert in scenario.background
            if heard and source is not None and source.weak:
                text = f"{key} rests on a weak source, {source.publisher or source.title} ({source.admiralty})"
                out.append((f"judgments.{key}.source", text))
    return out


def _reweighed(scenario: Scenario, weights: Mapping[str, float]) -> Scenario:
    changed = {v: e.model_copy(update={"weight": weights.get(v, 0.0)}) for v, e in scenario.experts.items()}
    pool = scenario.pool.model_copy(update={"weights": "given", "kind": "global", "cut_off": 0.0})
    return scenario.with_voices(changed, pool=pool)


def _by_performance(scenario: Scenario, found: Performance) -> list[str]:
    scored = {voice: found.weights[voice] for voice in found.study.voices}
    shares = ", ".join(f"{voice} {weight:.3g}" for voice, weight in scored.items() if weight > 0)
    out = [
        f"voices are weighed by their answers to {len(found.study.items)} seed questions (Cooke 1991; "
        f"{scenario.pool.kind} weights, {cut_off(found)}): {shares}"
    ]
    if silenced := [voice for voice, weight in scored.items() if weight <= 0]:
        told = ", ".join(f"{voice} ({shown(found.log_calibration[voice])})" for voice in silenced)
        out.append(f"not heard, since their calibration is below the cut-off: {told}")
    if unscored := sorted(voice for voice in found.weights if voice not in scored):
        kept = ", ".join(f"{voice} {found.weights[voice]:g}" for voice in unscored)
        others = f"the others share {sum(scored.values()):g}"
        out.append(f"who answered no seed question keeps the given weight: {kept}; {others}")
    if scenario.pool.kind == "item":
        out.append("item weights take a prior's width for the speaker's own doubt; of a phrase it is the readers'")
    return out


def cut_off(found: Performance) -> str:
    """The cut-off in words."""
    if found.chosen.log_cut_off == -inf:
        return "no cut-off" + (" (none scores better)" if found.optimised else "")
    return f"{'optimised ' if found.optimised else ''}cut-off {shown(found.chosen.log_cut_off)}"


def _thin(found: Performance) -> tuple[str, ...]:
    study, out = found.study, []
    seeds = f"{study.power} seed questions"
    if study.power < FEW:
        out.append(f"calibration rests on {seeds}; with fewer than {FEW} it hardly tells voices apart")
    if study.power < study.answered.max():
        least = ", ".join(voice for voice, n in zip(study.voices, study.answered, strict=True) if n == study.power)
        told = f"all that {least} answered of {len(study.items)}"
        out.append(f"everyone's calibration is computed as for {seeds}, {told}")
    return tuple(f"pool.weights: {text}" for text in out)
