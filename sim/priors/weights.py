"""Whose word weighs what: as given, equal, or by performance on seed questions; and what of that was assumed."""

from __future__ import annotations

from dataclasses import dataclass

from sim.priors.calibration import shown
from sim.priors.item_weights import ItemWeights
from sim.priors.performance import Performance, performance
from sim.priors.pool import Pool
from sim.priors.tables import Assumption
from sim.scenario.check_seeds import FEW
from sim.scenario.model import Scenario


@dataclass(frozen=True)
class Pooling:
    """What pooling rests on that no expert said, and what about it is worth a look."""

    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()


def weighed(scenario: Scenario) -> Scenario:
    """The scenario with its experts' weights as they are pooled; the same one under `weights: given`.

    A voice below the cut-off has weight 0 and is as if it had not spoken. Raises ModelError where no
    voice reaches the cut-off.

    >>> from sim.scenario import edit, read
    >>> equal = edit.edit(read.read("scenarios/first-steps.yaml"), {"pool.weights": "equal"})
    >>> weighed(equal).experts["author"].weight
    1.0
    """
    if scenario.pool.weights == "given":
        return scenario
    experts = scenario.experts
    weights = {voice: 1.0 for voice, expert in experts.items() if expert.weight > 0}
    if scenario.pool.weights == "performance":
        weights = dict(performance(scenario).weights)
    changed = {v: e.model_copy(update={"weight": weights.get(v, 0.0)}) for v, e in experts.items()}
    pool = scenario.pool.model_copy(update={"weights": "given", "kind": "global", "cut_off": 0.0})
    out = scenario.model_copy(update={"experts": changed, "pool": pool})
    out.__dict__.pop("digest", None)  # of the scenario that was copied
    return out


def pool_of(scenario: Scenario, draws: int, seed: int) -> Pool:
    """The pool of all voices with a weight, under the scenario's rule and weights."""
    rule = scenario.pool
    weights = tuple((name, e.weight) for name, e in sorted(weighed(scenario).experts.items()) if e.weight > 0)
    return Pool(rule.rule, rule.concentration, weights, seed, draws, rule.extremize, _items(scenario))


def _items(scenario: Scenario) -> ItemWeights | None:
    if scenario.pool.weights != "performance" or scenario.pool.kind != "item":
        return None
    found = performance(scenario)
    scores = zip(found.study.voices, found.scores.voices, strict=True)
    return ItemWeights(found.study.levels, {voice: score.log_calibration for voice, score in scores})


def pooling(scenario: Scenario) -> Pooling:
    """What the scenario's choice of weights and its extremizing factor assume, and its warnings."""
    pool = scenario.pool
    out: list[tuple[str, str]] = []
    warnings: tuple[str, ...] = ()
    if pool.weights == "equal":
        out.append(("pool.weights", "every voice has the weight 1, whatever the file gives it"))
    elif pool.weights == "performance":
        found = performance(scenario)
        out += [("pool.weights", text) for text in _by_performance(scenario, found)]
        warnings = _thin(found)
    if pool.extremize != 1.0:
        text = f"pooled log-odds are multiplied by {pool.extremize:g} wherever two or more voices speak (extremizing)"
        out.append(("pool.extremize", text))
    return Pooling(tuple(Assumption("pooling", path, text) for path, text in out), warnings)


def _by_performance(scenario: Scenario, found: Performance) -> list[str]:
    shares = ", ".join(f"{v} {found.weights[v]:.3g}" for v in found.study.voices if v not in found.silenced)
    out = [
        f"voices are weighed by their answers to {len(found.study.items)} seed questions (Cooke 1991; "
        f"{scenario.pool.kind} weights, {cut_off(found)}): {shares}"
    ]
    if found.silenced:
        logs = dict(zip(found.study.voices, found.scores.voices, strict=True))
        told = ", ".join(f"{voice} ({shown(logs[voice].log_calibration)})" for voice in found.silenced)
        out.append(f"not heard, since their calibration is below the cut-off: {told}")
    if found.unscored:
        kept = ", ".join(f"{voice} {found.weights[voice]:g}" for voice in found.unscored)
        total = sum(found.weights[voice] for voice in found.study.voices)
        out.append(f"who answered no seed question keeps the given weight: {kept}; the others share {total:g}")
    if scenario.pool.kind == "item":
        out.append("item weights take a prior's width for the speaker's own doubt; of a phrase it is the readers'")
    return out


def cut_off(found: Performance) -> str:
    """The cut-off in words."""
    if found.chosen.log_cut_off == float("-inf"):
        return "no cut-off" + (" (none scores better)" if found.optimised else "")
    return f"{'optimised ' if found.optimised else ''}cut-off {shown(found.chosen.log_cut_off)}"


def _thin(found: Performance) -> tuple[str, ...]:
    study, out = found.study, []
    if study.power < FEW:
        out.append(
            f"pool.weights: calibration rests on {study.power} seed questions; "
            f"with fewer than {FEW} it hardly tells voices apart"
        )
    if study.power < int(study.answered.max()):
        least = [voice for voice, n in zip(study.voices, study.answered, strict=True) if n == study.power]
        out.append(
            f"pool.weights: everyone's calibration is computed as for {study.power} seed questions, "
            f"all that {', '.join(least)} answered of {len(study.items)}"
        )
    return tuple(out)
