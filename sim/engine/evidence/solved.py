"""Answers given what was seen, summed: joint with it, divided by its probability, in every draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.asking import Answering, Followed, MomentAnswer, PieceCut, Told, Window
from sim.engine.evidence.groups import LaidEvidence, Letters, NothingLeftError, letters_of, seen, union
from sim.engine.evidence.history import MOST_BITS, GroupPast, group_past
from sim.engine.evidence.laying import paths
from sim.engine.evidence.paths import SeenPaths
from sim.engine.evidence.watcher import watcher
from sim.engine.exact.multi_event import cell_letters, possible_letters
from sim.engine.exact.reach import Cell, cell
from sim.engine.exact.response_types import TooManyPieces, situations
from sim.engine.exact.stage import Axis
from sim.engine.program.automaton import Atom, Automaton, automaton
from sim.engine.program.budget import windows
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


def given(program: Program, plan: PolicyPlan, observations: Sequence[Observation]) -> Given | None:
    """All that can be summed under a policy; None where the probability of what was seen cannot be.

    It is summed case by case: each state of variables that last and on which many others hang. Given those, pieces are
    fewer by far.
    """
    whole, masses = np.zeros(program.draws), dict[int, Floats]()
    left = set(range(len(program.questions)))
    for case in _cases(program, plan, observations):
        try:
            what = seen(program, plan, observations, case)
        except NothingLeftError:
            continue
        solver = None if what is None else Solver.of(what)
        try:
            likelihood = None if solver is None else solver.likelihood()
        except NothingLeftError:
            continue
        if solver is None or likelihood is None:
            return None
        whole += likelihood
        found = solver.masses([one if place in left else None for place, one in enumerate(program.questions)])
        left &= found.keys()
        for place in found:
            masses[place] = masses.get(place, 0.0) + found[place]
    return Given(whole, {place: _answer(masses.get(place), whole, program.steps) for place in sorted(left)})


def _cases(program: Program, plan: PolicyPlan, observations: Sequence[Observation]) -> list[dict[int, int]]:
    """States of variables that last, by place, one case after another."""
    try:
        what = seen(program, plan, observations)
    except NothingLeftError:
        return []
    if what is None:
        return [{}]
    lasting = what.carried & what.layout.lasting
    places = [place for question in program.questions for place in program.about(question)]
    told = [cell(what.layout, [place], what.carried) for place in dict.fromkeys(places)]
    shown = [axis[0] for one in [*told, *(group.shown for group in what.groups)] if one for axis in one.axes]
    often = sorted(lasting & set(shown), key=lambda place: (-shown.count(place), place))
    cases: list[dict[int, int]] = [{}]
    for place in often:
        states = what.stage.visitable[place][1]
        if len(cases) * len(states) <= MOST_CASES:
            cases = [{**case, place: state} for case in cases for state in states]
    return cases


def _answer(masses: Floats | None, whole: Floats, steps: int) -> tuple[Floats, Floats]:
    """(draws, steps) each: the probability of yes where it is asked, and of being asked; 0 where nothing is asked, or
    nothing can have been seen. masses: joint with what was seen, (2, draws, steps)."""
    if masses is None:
        return np.zeros((len(whole), steps)), np.zeros((len(whole), steps))
    yes, asked = masses
    answer = np.divide(yes, asked, out=np.zeros_like(yes), where=asked > 0)
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
        program = self.seen.stage.program
        involved = set(self.seen.layout.closure(self.seen.observed))
        self._all = involved.union(*(group.shown.followers for group in self.seen.groups))
        self._draws = self.seen.stage.draws(involved)
        self._steps = program.steps

    def likelihood(self) -> Floats | None:
        """(draws,): the probability of what was seen; None where it costs too much."""
        alone = self._over(frozenset(), ())
        if alone is None or not alone.affordable(self._draws):
            return None
        try:
            parts = [window.total for window in self._windows(alone, self._draws)]
        except TooManyPieces:
            return None
        found = np.concatenate([part for part in parts if part is not None])
        return np.broadcast_to(found, self.seen.stage.program.draws).copy()

    def masses(self, questions: Sequence[ProgramQuestion | None]) -> dict[int, Floats]:
        """By place, of those that can be solved: (2, draws, steps), joint with what was seen, yes and asked."""
        together: dict[tuple[SeenPaths, int], dict[int, Answering]] = {}
        for place, question in enumerate(questions):
            way = None if question is None else self._way(question)
            if question is not None and way is not None:
                draws = self.seen.stage.draws({*self._all, *self.seen.stage.program.about(question)})
                if way.affordable(draws):
                    together.setdefault((way.paths, draws), {})[place] = way
        found: dict[int, Floats] = {}
        for (over, draws), group in together.items():
            sums = {place: np.zeros((2, draws, self._steps)) for place in group}
            near = any(way.told.plain for way in group.values())
            for window in self._windows(over, draws, near=near):
                for place, way in group.items():
                    yes, asked = way.masses(window)
                    sums[place][:, window.draws] = yes.T, asked.T
            whole = (2, self.seen.stage.program.draws, self._steps)
            found |= {place: np.broadcast_to(both, whole) for place, both in sums.items()}
        return found

    def _windows(self, paths: SeenPaths, draws: int, *, near: bool = False) -> Iterator[Window]:
        for window in windows(paths.largest, draws):
            weights, count = paths.weights(window), window.stop - window.start
            worth = None if near else paths.backward(weights, count, None)
            yield Window(window, weights, worth, None if worth is None else worth[0][0, 0])

    def _way(self, question: ProgramQuestion) -> Answering | None:
        """How a question is solved; None where it cannot be."""
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
        return None if paths is None else self._answering(question, asked, atoms, near, paths, cut)

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
        self, question: ProgramQuestion, asked: Compound, atoms: Sequence[Atom], near: frozenset[int], paths: SeenPaths,
        cut: PieceCut,
    ) -> Answering | None:  # fmt: skip
        stage, simple = self.seen.stage, question.compound is None
        watches = union([self.groups[number].group for number in sorted(near)])
        letters = letters_of(watches, len(atoms)) if near else NO_LETTERS
        bits = len(atoms) + len(letters.events)
        if bits > MOST_BITS:
            return None
        cut = replace(cut, events=(*cut.events, *letters.events))
        plain = watcher((), watches, letters_of(watches), (0, len(letters.events)), self._steps) if near else ()
        if simple and (question.kind == "is" or question.variable in self.seen.layout.lasting):
            return MomentAnswer(paths, cut, Told(plain, len(atoms)))
        turns = automaton(asked, tuple(possible_letters(stage, atoms, step) for step in range(1, self._steps + 1)))
        if turns is None:
            return None
        missing = simple and question.kind == "reaches"
        joint = watcher(turns, watches, letters, (len(atoms), bits), self.seen.last, without_yes=missing)
        return Followed(paths, joint, cut, Told(plain, len(atoms)), missing)

    def _over(self, near: frozenset[int], axes: tuple[Axis, ...]) -> SeenPaths | None:
        """The states over what was seen and over some axes; near: groups that pieces tell of."""
        far = [one for number, one in enumerate(self.groups) if number not in near]
        kept = {*axes}.union(*(one.group.shown.axes for one in far))
        key = near, tuple(sorted(kept))
        if key not in self._paths:
            self._paths[key] = paths(self.seen, far, sorted(kept))
        return self._paths[key]


def _simple(program: Program, question: ProgramQuestion) -> Compound:
    """A question of one event as one of several, up to the last step."""
    states = frozenset(state for low, high in question.runs for state in range(low, high + 1))
    name = program.variables[question.variable].name
    return Compound(Clause("event", Event(name, states, question.kind, program.steps, "")))
