"""The scenario as the machine understands it: who speaks where, what was completed, said v. implied, the claims."""

from __future__ import annotations

from collections.abc import Iterator

from sim.priors.build import build
from sim.priors.model import JudgmentPrior, Priors, RowTable
from sim.priors.reading.marginals import median_of_row
from sim.priors.rows.weights import Weighing
from sim.results.forecast.percent import percent
from sim.results.forecast.pool_text import pool_line
from sim.results.forecast.summary import lexicons
from sim.results.limits import MEMORY
from sim.results.memory.estimate import Extent, require_memory
from sim.results.resolved import rounds
from sim.results.resolved.implied import Implied, implied
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Phrase, Shift, Split
from sim.scenario.resolve.events import states as positions
from sim.scenario.resolve.scenario import Scenario


def text(scenario: Scenario, *, draws: int = 200, seed: int = 1, memory: int | str = MEMORY) -> str:
    """Everything that follows from the file before any question is asked, as a terminal's text.

    Per variable the rows that are spoken for, by whom, and what was completed from whom; said v. implied for
    every judgment; elicited beside fitted quantiles; what voices said in earlier rounds; every claim accounted for;
    assumptions and warnings. memory: as in `sim.results.forecast.run.forecast`; raises ModelError where it is too
    little.
    """
    require_memory(scenario, Extent(draws, visited=True), memory, (), ())
    priors = build(scenario, draws, seed)
    parts = [
        [f"{scenario.title}  ({scenario.id}, as of {scenario.as_of})"],
        list(_phrases(scenario, priors)),
        list(_pool(priors.weighing)),
        list(_rows(scenario, priors)),
        list(_said(scenario, priors, implied(scenario, draws=draws, seed=seed))),
        list(_fits(priors)),
        list(rounds.lines(scenario)),
        list(_claims(scenario)),
        list(_list("Assumptions", [a.text for a in priors.assumptions])),
        list(_list("Warnings", priors.warnings)),
        list(_list("Notes", scenario.notes)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _phrases(scenario: Scenario, priors: Priors) -> Iterator[str]:
    """Which book or books read the phrases, and which entry of each stands for what was said."""
    said = [pair for group in scenario.judgments.values() for pair in group.items()]
    spoken = [key for key, judgment in said if isinstance(judgment.says, Phrase) and key in priors.judgments]
    if not spoken:
        return
    yield f"PHRASES: read by {lexicons(scenario)}"
    for name, own_lexicon in scenario.own_lexicons.items():
        yield f"  {name} is {scenario.lexicons[name]}, {len(own_lexicon.entries)} phrases"
    heads = [(key, _voice(scenario, key), f"'{priors.judgments[key].phrase}'") for key in spoken]
    width = [max(len(head[i]) for head in heads) for i in range(3)]
    for key, voice, phrase in heads:
        read_as = priors.judgments[key].read_as
        yield f"  {key:<{width[0]}}  {voice:<{width[1]}}  {phrase:<{width[2]}}  {read_as}"


def _pool(weighing: Weighing) -> Iterator[str]:
    yield "POOL: how voices that speak about the same event become one probability"
    pool = weighing.heard.pool
    yield f"  {pool_line(pool.rule, pool.concentration, weighing.how, pool.extremize)}"
    voices = ", ".join(f"{voice} {weight:.3g}" for voice, weight in weighing.weights.items())
    yield f"  weights: {voices or 'nobody'}"


def _rows(scenario: Scenario, priors: Priors) -> Iterator[str]:
    yield "ROWS: who speaks where, and from whom the rest was completed"
    for name, variable in scenario.variables.items():
        table = priors.tables[name]
        yield ""
        yield f"{name}: {variable.label}"
        yield f"  states {', '.join(variable.states)}; {_chance(scenario, name)}"
        phases = len(set(table.phase_of_step[1:].tolist()))
        for row in (r for r in priors.rows if r.variable == name):
            when = f"{_dates(scenario, table, row.phases)}, " if len(row.phases) < phases else ""
            yield f"  {when}{row.condition}"
            for event, ids in row.spoken:
                voices = ", ".join(f"{_voice(scenario, key)} ({key})" for key in ids)
                yield f"      {event}: {voices}"
            repaired = f"; repaired in {100 * row.repaired:.0f} % of draws" if row.repaired > 0.005 else ""
            yield f"      rest: {row.completed_from}{repaired}"


def _chance(scenario: Scenario, name: str) -> str:
    variable = scenario.variables[name]
    parts = ["one number a history" if variable.chance == "once" else "a new number every step"]
    if variable.never_falls:
        parts.append("never falls")
    if variable.role == "lever":
        parts.append("lever")
    axes = ", ".join(axis.name for axis in scenario.axes[name])
    return "; ".join(parts) + f"; depends on {axes or 'nothing'}"


def _dates(scenario: Scenario, table: RowTable, phases: tuple[int, ...]) -> str:
    steps = [k for k, phase in enumerate(table.phase_of_step.tolist()) if k and phase in phases]
    return f"{scenario.calendar.ends[steps[0] - 1]} to {scenario.calendar.ends[steps[-1]]}"


def _voice(scenario: Scenario, key: str) -> str:
    return next(group[key].expert for group in scenario.judgments.values() if key in group)


def _said(scenario: Scenario, priors: Priors, found: tuple[Implied, ...]) -> Iterator[str]:
    yield "SAID v. IMPLIED: each judgment's median beside what the whole model makes of it"
    head = ("judgment", "voice", "event", "said", "implied", "under")
    lines = [head, *(_compared(scenario, priors.judgments[entry.judgment], entry) for entry in found)]
    width = [max(len(line[i]) for line in lines) for i in range(5)]
    for key, voice, event, said, shown, basis in lines:
        yield (
            f"  {key:<{width[0]}}  {voice:<{width[1]}}  {event:<{width[2]}}  "
            f"{said:>{width[3]}}  {shown:>{width[4]}}  {basis}"
        )
    for prior in priors.judgments.values():
        if isinstance(scenario.judgments[prior.variable][prior.id].says, Shift):
            yield f"  {prior.id:<{width[0]}}  {prior.voice:<{width[1]}}  {prior.phrase} (no probability to compare)"


def _compared(scenario: Scenario, prior: JudgmentPrior, entry: Implied) -> tuple[str, str, str, str, str, str]:
    said = _median(scenario, prior, entry.event)
    shown = percent(entry.value) if entry.value is not None else "-"
    return prior.id, prior.voice, f"{prior.variable}: {entry.event}", said, shown, entry.basis


def _median(scenario: Scenario, prior: JudgmentPrior, event: str) -> str:
    if prior.median is not None:
        return percent(prior.median)
    says = scenario.judgments[prior.variable][prior.id].says
    if not isinstance(says, Split | Marginals):
        return "-"
    variable = scenario.variables[prior.variable]
    states = positions(event, variable.states, variable.ordered)
    return percent(median_of_row(says, variable.states, states))


def _fits(priors: Priors) -> Iterator[str]:
    """What was elicited point by point beside what was fitted; a star where it is outside the rounding."""
    fitted = [prior for prior in priors.judgments.values() if prior.fit]
    if fitted:
        yield "FITS: elicited beside fitted quantiles (* off by more than the rounding: 2.5 points on fives, else 0.5)"
    width = max((len(prior.id) for prior in fitted), default=0)
    for prior in fitted:
        yield f"  {prior.id:<{width}}  {prior.family}"
        for point in prior.fit:
            where = f"{point.of}, {_fine(point.level)}" if point.of else _fine(point.level)
            star = " *" if point.missed else ""
            yield f"  {'':<{width}}  {where}: {_fine(point.elicited)} -> {_fine(point.fitted)}{star}"


def _fine(probability: float) -> str:
    return f"{100 * probability:.3g} %"


def _claims(scenario: Scenario) -> Iterator[str]:
    carried: dict[str, list[str]] = {}
    for group in scenario.judgments.values():
        for key, judgment in group.items():
            for claim in judgment.claims or (key,):
                carried.setdefault(claim, []).append(key)
    for name, source in scenario.sources.items():
        if not source.claims:
            continue
        spoken = [c for c in source.claims if c in carried]
        every, carry = len(source.claims), len(spoken)
        yield f"CLAIMS of {name}: {every}, {carry} carried by judgments, {every - carry} not encoded"
        for claim in source.claims:
            carriers = ", ".join(carried.get(claim, ()))
            yield f"  {claim:<6} {f'judgment {carriers}' if carriers else scenario.not_encoded[claim]}"


def _list(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    if lines:
        yield title.upper()
        yield from (f"  - {line}" for line in lines)
