"""Answers given what was seen, summed: joint with it, divided by its probability, in every draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.asking import Answering, Followed, MomentAnswer, PieceCut, Told
from sim.engine.evidence.columns import Part, windows_of
from sim.engine.evidence.groups import LaidEvidence, Letters, NothingLeftError, letters_of, seen, union
from sim.engine.evidence.history import MOST_BITS, GroupPast, group_past
from sim.engine.evidence.laying import paths
from sim.engine.evidence.observed import ObservedVariable
from sim.engine.evidence.paths import SeenPaths
from sim.engine.evidence.watcher import WeighedTurn, watcher
from sim.engine.exact.multi_event import cell_letters, possible_letters
from sim.engine.exact.reach import Cell, cell
from sim.engine.exact.response_types import TooManyPieces, situations
from sim.engine.exact.stage import Axis
from sim.engine.program.automaton import Atom, Automaton, automaton
from sim.engine.program.plan import PolicyPlan
from sim.engine.program.program import Program, ProgramQuestion, runs
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Clause, Compound, Event

NO_LETTERS = Letters((), {}, {})
MOST_CASES = 8  # of variables that last


@dataclass(frozen=True, eq=False)
class Given:
    """What is known given what was seen. likelihood: (draws,), its probability. answers: by place of the question,
    (draws, steps) each: the probability of yes where it is asked, and of being asked; those that are solved."""

    likelihood: Floats
    answers: Mapping[int, tuple[Floats, Floats]]


def given(
    program: Program, plan: PolicyPlan, observations: Sequence[Observation], steps: Sequence[int] | None = None
) -> Given | None:  # fmt: skip
    """All that can be summed under a policy; None where the probability of what was seen cannot be.

    steps: of each question the first step at which it is asked; its answers before it may be NaN. None: 1.

    It is summed case by case: each state of variables that last and on which many others hang. Given those, pieces are
    fewer by far. Which these are hangs on what was seen and on the one question, never on what else is asked: no digit
    of an answer does either.
    """
    try:
        what = seen(program, plan, observations)
    except NothingLeftError:
        return _nothing_left(program)
    if what is None:
        return None
    alone, asking = _split_on(what, ()), dict[tuple[int, ...], list[int]]()
    for place, question in enumerate(program.questions):
        asking.setdefault(_split_on(what, program.about(question)), []).append(place)
    cases = _cases(what, observations, alone)
    whole = _total(cases, program)
    if cases is None or whole is None:
        return None
    if not cases:
        return _nothing_left(program)
    masses = dict[int, Floats]()
    for split, places in asking.items():
        solvers = cases if split == alone else _cases(what, observations, split)
        masses |= _masses(solvers or (), {place: 1 if steps is None else steps[place] for place in places})
    return Given(whole, {place: _answer(masses[place], whole) for place in sorted(masses)})


def _nothing_left(program: Program) -> Given:
    """Where nothing can have been as it was seen: nothing is asked."""
    nothing = np.zeros((program.draws, program.steps))
    return Given(np.zeros(program.draws), dict.fromkeys(range(len(program.questions)), (nothing, nothing)))


def _split_on(what: LaidEvidence, about: Sequence[int]) -> tuple[int, ...]:
    """The variables that last whose states are cases. about: places of variables that are asked about."""
    lasting = what.carried & what.layout.lasting
    told = [cell(what.layout, [place], what.carried) for place in about]
    shown = [axis[0] for one in [*told, *(group.shown for group in what.groups)] if one for axis in one.axes]
    chosen, count = list[int](), 1
    for place in sorted(lasting & set(shown), key=lambda place: (-shown.count(place), place)):
        states = len(what.stage.visitable[place][1])
        if count * states <= MOST_CASES:
            chosen, count = [*chosen, place], count * states
    return tuple(chosen)


def _cases(what: LaidEvidence, observations: Sequence[Observation], split: Sequence[int]) -> list[Solver] | None:
    """A solver for every case that what was seen leaves; None where one of them cannot be solved for."""
    made, states = list[Solver](), [what.stage.visitable[place][1] for place in split]
    for case in product(*states):
        try:
            left = seen(what.stage.program, what.stage.plan, observations, dict(zip(split, case, strict=True)))
            solver = None if left is None else Solver.of(left)
            if solver is None:
                return None
            solver.lay()
        except NothingLeftError:
            continue
        made.append(solver)
    return made


def _total(cases: Sequence[Solver] | None, program: Program) -> Floats | None:
    """(draws,): the probability of what was seen; None where it cannot be summed."""
    whole = None if cases is None else np.zeros(program.draws)
    for solver in cases or ():
        one = solver.likelihood
        whole = None if whole is None or one is None else whole + one
    return whole


def _masses(cases: Sequence[Solver], steps: Mapping[int, int]) -> dict[int, Floats]:
    """By place, of those questions that can be solved in every case: (2, draws, steps), yes and asked."""
    left, masses = set(steps if cases else ()), dict[int, Floats]()
    for solver in cases:
        found = solver.masses({place: step for place, step in steps.items() if place in left})
        left &= found.keys()
        for place in found:
            masses[place] = masses.get(place, 0.0) + found[place]
    return {place: masses[place] for place in left}


def _answer(masses: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """(draws, steps) each: the probability of yes where it is asked, and of being asked; 0 where nothing is asked, or
    nothing can have been seen. masses: joint with what was seen, (2, draws, steps)."""
    yes, asked = masses
    answer = np.divide(yes, asked, out=np.zeros_like(yes), where=~(asked <= 0))
    share = np.divide(asked, whole[:, None], out=np.zeros_like(yes), where=whole[:, None] > 0)
    return np.clip(answer, 0.0, 1.0), np.clip(share, 0.0, 1.0)


@dataclass(eq=False)
class Solver:
    """Questions under one policy. groups: of observed variables drawn once, as they are remembered."""

    seen: LaidEvidence
    groups: tuple[GroupPast, ...]

    @classmethod
    def of(cls, what: LaidEvidence) -> Solver | None:
        """None where some group cannot be told in a few letters."""
        groups = [group_past(what, group) for group in what.groups]
        return None if any(one is None for one in groups) else cls(what, tuple(one for one in groups if one))

    def __post_init__(self) -> None:
        self._paths: dict[object, SeenPaths | None] = {}
        self._plain: dict[frozenset[int], tuple[WeighedTurn, ...]] = {}
        program = self.seen.stage.program
        involved = set(self.seen.layout.closure(self.seen.observed))
        self._all = involved.union(*(group.shown.followers for group in self.seen.groups))
        self._draws = self.seen.stage.draws(involved)
        self._steps = program.steps

    def lay(self) -> None:
        """Lays the states that what was seen leaves. Raises NothingLeftError where there are none."""
        self._over(frozenset(), ())

    @cached_property
    def likelihood(self) -> Floats | None:
        """(draws,): the probability of what was seen; None where it costs too much."""
        alone = self._over(frozenset(), ())
        if alone is None or not alone.affordable(self._draws):
            return None
        try:
            found = np.concatenate([window.worth[0][0, 0] for window in windows_of(alone, self._draws)])
        except TooManyPieces:
            return None
        return np.broadcast_to(found, self.seen.stage.program.draws)

    def masses(self, steps: Mapping[int, int]) -> dict[int, Floats]:
        """By place, of those that can be solved: (2, draws, steps), joint with what was seen, yes and asked.

        steps: by place of the question the first step at which it is asked.
        """
        together: dict[tuple[SeenPaths, int], dict[int, Answering]] = {}
        total = self.likelihood
        if total is None:
            return {}
        for place, step in steps.items():
            question = self.seen.stage.program.questions[place]
            way = self._way(question, step)
            if way is not None:
                draws = self.seen.stage.draws({*self._all, *self.seen.stage.program.about(question)})
                if way.affordable(draws):
                    together.setdefault((way.paths, draws), {})[place] = way
        found: dict[int, Floats] = {}
        for (over, draws), group in together.items():
            sums = {place: np.zeros((2, draws, self._steps)) for place in group}
            pieces = max(way.cut.a_draw for way in group.values())
            for window in windows_of(over, draws):
                for part in window.parts(total, pieces):
                    _fill(sums, group, part)
            whole = (2, self.seen.stage.program.draws, self._steps)
            found |= {place: np.broadcast_to(both, whole) for place, both in sums.items()}
        return found

    def _way(self, question: ProgramQuestion, step: int) -> Answering | None:
        """How a question is solved, from a step on; None where it cannot be."""
        stage, layout = self.seen.stage, self.seen.layout
        asked = question.compound or _simple(stage.program, question)
        atoms = Automaton(asked).atoms
        places = [stage.program.index(name) for name, _ in atoms]
        free = [place for place in places if place not in layout.constant]
        told = self._cell(free)
        if told is None:
            return None
        shown, near = told
        met = situations(stage, shown.axes, shown.followers) if shown.followers else None
        events = tuple((place, runs(states)) for place, (_, states) in zip(places, atoms, strict=True))
        core = [cell_letters(stage, shown, atoms, step) for step in range(1, self._steps + 1)]
        paths, cut = self._over(near, shown.axes), PieceCut(stage, shown, core, met, events)
        return None if paths is None else self._answering(question, step, asked, atoms, near, paths, cut)

    def _cell(self, places: Sequence[int]) -> tuple[Cell, frozenset[int]] | None:
        """The cell of a question and of all groups that share a uniform with it, and which these are."""
        near: frozenset[int] = frozenset()
        while True:
            wanted = [*places, *(place for one in near for place in self.groups[one].group.watches)]
            shown = cell(self.seen.layout, wanted, self.seen.carried)
            if shown is None:
                return None
            more = {
                number for number, one in enumerate(self.groups)
                if not set(one.group.shown.followers).isdisjoint(shown.followers)
            }  # fmt: skip
            if more <= near:
                return shown, near
            near |= more

    def _answering(
        self, question: ProgramQuestion, step: int, asked: Compound, atoms: Sequence[Atom], near: frozenset[int],
        paths: SeenPaths, cut: PieceCut,
    ) -> Answering | None:  # fmt: skip
        stage, simple = self.seen.stage, question.compound is None
        watches = union([self.groups[number].group for number in sorted(near)])
        letters = letters_of(watches, len(atoms)) if near else NO_LETTERS
        bits = len(atoms) + len(letters.events)
        if bits > MOST_BITS:
            return None
        cut = replace(cut, events=(*cut.events, *letters.events))
        plain = self._alone(near, watches) if near else ()
        number = 1 if cut.met is None else cut.met.number
        told, last = Told(plain, len(atoms), cut.situations(paths), number), self.seen.last
        if simple and (question.kind == "is" or question.variable in self.seen.layout.lasting):
            return MomentAnswer(paths, cut, told, step < last)
        turns = automaton(asked, tuple(possible_letters(stage, atoms, step) for step in range(1, self._steps + 1)))
        if turns is None:
            return None
        missing = simple and question.kind == "reaches"
        joint = watcher(turns, watches, letters, (len(atoms), bits), last, plain=plain, without_yes=missing)
        return Followed(paths, joint, cut, told, missing, step < last)

    def _alone(self, near: frozenset[int], watches: Mapping[int, ObservedVariable]) -> tuple[WeighedTurn, ...]:
        """What was seen of some groups alone, as an automaton."""
        if near not in self._plain:
            letters = letters_of(watches)
            self._plain[near] = watcher((), watches, letters, (0, len(letters.events)), self._steps)
        return self._plain[near]

    def _over(self, near: frozenset[int], axes: tuple[Axis, ...]) -> SeenPaths | None:
        """The states over what was seen and over some axes; near: groups that pieces tell of."""
        far = [one for number, one in enumerate(self.groups) if number not in near]
        kept = {*axes}.union(*(one.group.shown.axes for one in far))
        key = near, tuple(sorted(kept))
        if key not in self._paths:
            self._paths[key] = paths(self.seen, far, sorted(kept))
        return self._paths[key]


def _fill(sums: Mapping[int, Floats], group: Mapping[int, Answering], part: Part) -> None:
    """Fills in some draws; in smaller parts where their pieces are too many. Raises TooManyPieces where one's are."""
    try:
        for place, way in group.items():
            yes, asked = way.masses(part)
            sums[place][:, part.window.draws.start + part.chosen] = yes.T, asked.T
    except TooManyPieces:
        if len(part.chosen) == 1:
            raise
        for places in np.array_split(np.arange(len(part.chosen)), min(8, len(part.chosen))):
            _fill(sums, group, Part(part.window, part.chosen[places], part.total[places]))


def _simple(program: Program, question: ProgramQuestion) -> Compound:
    """A question of one event as one of several, up to the last step."""
    states = frozenset(state for low, high in question.runs for state in range(low, high + 1))
    name = program.variables[question.variable].name
    return Compound(Clause("event", Event(name, states, question.kind, program.steps, "")))
