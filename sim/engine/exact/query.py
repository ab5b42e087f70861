"""P(target | evidence) of a network without time, exactly: variable elimination, all draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats, shares_of
from sim.engine.exact.elimination import Factor, Order, best_order, eliminate
from sim.engine.program.graph import reachable
from sim.engine.program.program import Program
from sim.errors import ImpossibleError, ModelError, Problem

Evidence = Mapping[str, Floats]
"""Variable -> the likelihood of what was seen in each of its states: 1 and 0 where the state itself was seen."""

CEILING = 1_000_000_000  # bytes that one draw may take
PORTION = 64_000_000  # bytes of draws taken at a time, where more than one fits
_AT_ONCE = 4  # tables of the largest size that exist side by side


@dataclass(frozen=True)
class TargetPosterior:
    """The answer to one query.

    probability: (states,), E[P(state, evidence)] / E[P(evidence)] over draws. given: (draws, states),
    P(state | evidence) in every draw; where the evidence is impossible in a draw, the mean. weights: (draws,), sum 1,
    in proportion to each draw's P(evidence). evidence: its mean, E[P(evidence)].
    """

    probability: Floats
    given: Floats
    weights: Floats
    evidence: float


def posterior(
    program: Program, target: str, evidence: Evidence, words: Mapping[str, str] | None = None
) -> TargetPosterior:
    """P(target | evidence) of a program of one step in which no variable reads the past.

    words: how an error names a piece of evidence, by variable. Raises KeyError for an unknown variable, ValueError
    for a likelihood that is none, ImpossibleError (naming the piece) for evidence that no draw can bring about, and
    ModelError for a network whose tables pass the memory ceiling.

    >>> from sim.engine.program.program import Parent, ProgramVariable
    >>> one, all_ = np.zeros((1, 1), np.intp), np.zeros(2, np.int64)
    >>> tub = ProgramVariable("tub", 2, (), None, True, None, one, all_, np.array([[[0.01]]]))
    >>> rows = np.array([[0, 1]])
    >>> xray = ProgramVariable("xray", 2, (Parent(0, 0, 1),), None, True, None, rows, all_, np.array([[[0.05, 0.98]]]))
    >>> network = Program(1, 1, (tub, xray), ())
    >>> posterior(network, "tub", {"xray": np.array([0.0, 1.0])}).probability.round(3).tolist()
    [0.835, 0.165]
    """
    _check(program, evidence)
    place = program.index(target)
    table, scale = _joint(program, place, {program.index(name): e for name, e in evidence.items()})
    if not table.any():
        raise ImpossibleError([_impossible(program, evidence, words or {})])
    top = scale[table.any(axis=0)].max()
    joint = (table * np.exp(np.minimum(scale - top, 0.0))).T
    joint = np.broadcast_to(joint, (program.draws, joint.shape[1]))
    weight = joint.sum(axis=1)
    probability = joint.sum(axis=0) / weight.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        given = np.where(weight[:, None] > 0, joint / weight[:, None], probability)
    return TargetPosterior(probability, given, weight / weight.sum(), float(weight.mean() * np.exp(top)))


def _check(program: Program, evidence: Evidence) -> None:
    for name, likelihood in evidence.items():
        states = program.variables[program.index(name)].states
        if np.shape(likelihood) != (states,) or not np.all((likelihood >= 0) & (likelihood <= 1)):
            raise ValueError(f"{name}: a likelihood in 0..1 is needed for each of its {states} states")


def _impossible(program: Program, evidence: Evidence, words: Mapping[str, str]) -> Problem:
    """The first piece of evidence that cannot be, given those before it."""
    pieces = list(evidence)
    for count, name in enumerate(pieces, start=1):
        known = {program.index(piece): evidence[piece] for piece in pieces[:count]}
        if not _joint(program, program.index(name), known)[0].any():
            break
    said = [words.get(piece, piece) for piece in pieces]
    others = [*said[: min(count - 1, 5)], *([f"{count - 6} more"] if count > 6 else [])]
    rest = f" together with {', '.join(others)}" if others else ""
    return Problem(f"impossible evidence: {said[count - 1]} has probability 0{rest}", "evidence")


def _joint(program: Program, target: int, evidence: Mapping[int, Floats]) -> tuple[Floats, Floats]:
    """P(state of target, evidence): (states, draws or 1), times e^scale with scale (draws or 1,)."""
    involved = sorted(reachable({target, *evidence}, program.parents))  # all others sum to 1
    known = {place: state for place in involved if (state := _known(place, target, evidence)) is not None}
    scopes = tuple(tuple(v for v in (*program.parents(place), place) if v not in known) for place in involved)
    sizes = tuple(variable.states for variable in program.variables)
    order = best_order(scopes, sizes, (target,))
    alike = all(_alike(program.variables[place].thresholds) for place in involved)
    draws = 1 if alike else program.draws
    size = _portion(order, draws)
    tables, scales = [], []
    for first in range(0, draws, size):
        part = slice(first, min(first + size, draws))
        factors = [_factor(program, place, known, evidence, part) for place in involved]
        table, scale = eliminate(factors, order.variables, (target,))
        tables.append(np.broadcast_to(table, (*table.shape[:-1], part.stop - part.start)))
        scales.append(np.broadcast_to(scale, (part.stop - part.start,)))
    return np.concatenate(tables, axis=-1), np.concatenate(scales)


def _alike(thresholds: Floats) -> bool:
    return bool((thresholds == thresholds[:, :1]).all())


def _portion(order: Order, draws: int) -> int:
    """How many draws to take at a time; ModelError where not even one stays below the ceiling."""
    a_draw = 8 * _AT_ONCE * order.largest
    if a_draw > CEILING:
        cells = f"{order.largest:.2g}"
        message = f"too entangled to be solved: a table of {cells} cells would be needed; ask for fewer things at once"
        raise ModelError([Problem(message, "variables")])
    return min(max(1, PORTION // a_draw), draws)


def _known(place: int, target: int, evidence: Mapping[int, Floats]) -> int | None:
    """The one state that evidence leaves a variable; None where there are more, or it is the target."""
    if place == target or place not in evidence:
        return None
    left = np.flatnonzero(evidence[place])
    return int(left[0]) if left.size == 1 else None


def _factor(
    program: Program, place: int, known: Mapping[int, int], evidence: Mapping[int, Floats], draws: slice
) -> Factor:
    """P(variable | its parents), with what is known put in and the variable's own likelihood."""
    table, scope = _rows(program, place, draws), list[int]()
    if place in evidence:
        table = table * evidence[place][:, None]
    for other in (*program.parents(place), place):
        if other in known:
            table = np.take(table, known[other], axis=len(scope))
        else:
            scope.append(other)
    return Factor(tuple(scope), table)


def _rows(program: Program, place: int, draws: slice) -> Floats:
    """P(state | parents): (*sizes of the parents, states, draws), draws being 1 where all are alike."""
    variable = program.variables[place]
    reach = variable.thresholds[:, draws]
    if _alike(reach):
        reach = reach[:, :1]
    states = shares_of(reach, 0).transpose(2, 0, 1)  # (rows, states, draws)
    sizes = [program.variables[parent].states for parent in program.parents(place)]
    rows = states[variable.row_of[int(variable.phase_of_step[1])]]
    return np.asarray(rows.reshape(*sizes, variable.states, -1), dtype=np.float64)
