"""The scenario as the machine understands it: who speaks where, what was completed, said v. implied, the claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sim.priors.build import build
from sim.priors.model import JudgmentPrior, Priors, RowTable
from sim.priors.reading.marginals import median_of_row
from sim.priors.rows.weights import Weighing
from sim.results.document import align_columns
from sim.results.forecast.percent import fine_percent, percent_or_dash
from sim.results.forecast.pool_text import pool_line
from sim.results.forecast.summary import lexicons
from sim.results.limits import MEMORY
from sim.results.memory.estimate import Extent, require_memory
from sim.results.resolved import rounds
from sim.results.resolved.implied import Implied, implied
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Shift, Split
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
    parts: list[Iterable[str]] = [
        [f"{scenario.title}  ({scenario.id}, as of {scenario.as_of})"], _phrases(scenario, priors),
        _pool(priors.weighing), _rows(scenario, priors),
        _said(scenario, priors, implied(scenario, draws=draws, seed=seed)),
        _fits(priors), rounds.lines(scenario), _claims(scenario),
        _list("Assumptions", [a.text for a in priors.assumptions]), _list("Warnings", priors.warnings),
        _list("Notes", scenario.notes),
    ]  # fmt: skip
    return "\n\n".join(filter(None, map("\n".join, parts))) + "\n"


def _phrases(scenario: Scenario, priors: Priors) -> Iterator[str]:
    """Which book or books read the phrases, and which entry of each stands for what was said."""
    said = [pair for group in scenario.judgments.values() for pair in group.items()]
    read = [priors.judgments[key] for key, one in said if one.says.worded and key in priors.judgments]
    if not read:
        return
    yield f"PHRASES: read by {lexicons(scenario)}"
    for name, own_lexicon in scenario.own_lexicons.items():
        yield f"  {name} is {scenario.lexicons[name]}, {len(own_lexicon.entries)} phrases"
    yield from _table([(one.id, one.voice, f"'{one.phrase}'", one.read_as) for one in read])


def _pool(weighing: Weighing) -> Iterator[str]:
    yield "POOL: how voices that speak about the same event become one probability"
    pool = weighing.heard.pool
    settings = pool.rule, pool.concentration, weighing.how, pool.extremize, pool.recalibrate, pool.fixed
    yield f"  {pool_line(*settings)}"
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
            views = dict(row.towards)
            for event, ids in row.spoken:
                voices = ", ".join(f"{priors.judgments[key].voice} ({key})" for key in ids)
                towards = f"; words moved towards {views[event]}" if event in views else ""
                yield f"      {event}: {voices}{towards}"
            repaired = f"; repaired in {100 * row.repaired:.0f} % of draws" if row.repaired > 0.005 else ""
            yield f"      rest: {row.completed_from}{repaired}"


def _chance(scenario: Scenario, name: str) -> str:
    variable = scenario.variables[name]
    once = "one number a history" if variable.chance == "once" else "a new number every step"
    falls, lever = "; never falls" * variable.never_falls, "; lever" * (variable.role == "lever")
    axes = ", ".join(axis.name for axis in scenario.axes[name])
    return f"{once}{falls}{lever}; depends on {axes or 'nothing'}"


def _dates(scenario: Scenario, table: RowTable, phases: tuple[int, ...]) -> str:
    steps = [k for k, phase in enumerate(table.phase_of_step.tolist()) if k and phase in phases]
    return f"{scenario.calendar.ends[steps[0] - 1]} to {scenario.calendar.ends[steps[-1]]}"


def _said(scenario: Scenario, priors: Priors, found: tuple[Implied, ...]) -> Iterator[str]:
    yield "SAID v. IMPLIED: each judgment's median beside what the whole model makes of it"
    head = ("judgment", "voice", "event", "said", "implied", "under")
    lines = [head]
    for entry in found:
        prior = priors.judgments[entry.judgment]
        said, shown = _median(scenario, prior, entry.event), percent_or_dash(entry.value)
        lines.append((prior.id, prior.voice, f"{prior.variable}: {entry.event}", said, shown, entry.basis))
    yield from _table(lines, (3, 4))
    width = [max(len(line[i]) for line in lines) for i in range(2)]
    for prior in priors.judgments.values():
        if isinstance(scenario.judgments[prior.variable][prior.id].says, Shift):
            yield f"  {prior.id:<{width[0]}}  {prior.voice:<{width[1]}}  {prior.phrase} (no probability to compare)"


def _median(scenario: Scenario, prior: JudgmentPrior, event: str) -> str:
    if prior.median is not None:
        return fine_percent(prior.median)
    says = scenario.judgments[prior.variable][prior.id].says
    if not isinstance(says, Split | Marginals):
        return "-"
    variable = scenario.variables[prior.variable]
    states = positions(event, variable.states, variable.ordered)
    return fine_percent(median_of_row(says, variable.states, states))


def _fits(priors: Priors) -> Iterator[str]:
    """What was elicited point by point beside what was fitted; a star where it is outside the rounding."""
    fitted = [prior for prior in priors.judgments.values() if prior.fit]
    if fitted:
        yield "FITS: elicited beside fitted quantiles (* off by more than the rounding: 2.5 points on fives, else 0.5)"
    rows = []
    for prior in fitted:
        rows.append((prior.id, prior.family))
        for point in prior.fit:
            where = f"{point.of}, {_fine(point.level)}" if point.of else _fine(point.level)
            star = " *" if point.missed else ""
            rows.append(("", f"{where}: {_fine(point.elicited)} -> {_fine(point.fitted)}{star}"))
    yield from _table(rows)


def _fine(probability: float) -> str:
    return f"{100 * probability:.3g} %"


def _table(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in align_columns(rows, right))


def _claims(scenario: Scenario) -> Iterator[str]:
    carried: dict[str, list[str]] = {}
    for group in scenario.judgments.values():
        for key, judgment in group.items():
            for claim in judgment.claims or (key,):
                carried.setdefault(claim, []).append(key)
    for name, source in scenario.sources.items():
        if not source.claims:
            continue
        every, carry = len(source.claims), sum(claim in carried for claim in source.claims)
        yield f"CLAIMS of {name}: {every}, {carry} carried by judgments, {every - carry} not encoded"
        for claim in source.claims:
            carriers = ", ".join(carried.get(claim, ()))
            yield f"  {claim:<6} {f'judgment {carriers}' if carriers else scenario.not_encoded[claim]}"


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title.upper()
        yield from (f"  - {line}" for line in lines)
