"""One policy solved as far as it can be, and solved again where only numbers have moved.

What is kept of a run is its structure (stage, chains, ways to answer) and its answers. When the next program
differs in numbers alone, only variables that have moved and what hangs on them are worked out again; the rest
is taken over as it was. Every byte is what a run from nothing would give: a pass that holds a moved variable is
done again for all its variables, since sums over the moved one may round otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.exact.multi_event import Watching, watching
from sim.engine.exact.reach import Absorbing, Following, answer_together, solver
from sim.engine.exact.slices import Solution, solution, solve
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program.outcomes import Outcomes, blank
from sim.engine.program.plan import SAMPLED, SET, SOLVED, PolicyPlan, plan, set_answer, touched
from sim.engine.program.program import Program, ProgramQuestion, moved
from sim.scenario.resolve.policy_path import PolicyPath

Way = Absorbing | Following | Watching | None
Answer = tuple[Floats, Floats | None]
"""(draws or 1, steps): the probability, and that of being asked at all; None where that is 1."""

Asked = tuple[str, Mapping[str, PolicyPath], int, int]


@dataclass(frozen=True, eq=False)
class Worked:
    """One policy's answers and how they were found.

    asked: the policy, its paths, the worlds and the seed. ways: how slices are solved; reaching: how each
    `reaches` and each question of several events is, by the question's place. redone: places of the questions
    that were not taken over from the run before.
    """

    asked: Asked
    ways: Solution
    reaching: Mapping[int, Way]
    redone: tuple[int, ...]
    outcomes: Outcomes


def solved_part(
    program: Program,
    policy: str,
    paths: Mapping[str, PolicyPath],
    worlds: int,
    seed: int,
    before: Worked | None = None,
    *,
    every: bool = True,
) -> Worked:
    """One policy as far as it can be solved; NaN in what is left to sampling.

    before: an earlier run of the policy, whatever it was asked; all that has not been reached is taken over from it.
    every: keep the slices of all variables, not only of those that questions are answered from.
    """
    asked: Asked = (policy, dict(paths), worlds, seed)
    made = plan(program, policy, paths)
    again = None if before is None or before.asked != asked else _again(before, program, made)
    if before is None or again is None:
        stage = Stage(program, made)
        nothing = replace(blank(program, policy, worlds), worlds_of=(0,) * len(program.questions))
        every_place = frozenset(range(len(program.variables)))
        return _fill(asked, solution(stage, Layout(stage)), every_place, nothing, None, every)
    ways, touched = again
    if not touched:
        return replace(_fill(asked, ways, touched, before.outcomes, before, every), outcomes=before.outcomes)
    return _fill(asked, ways, touched, _copy(before.outcomes), before, every)


def _again(before: Worked, program: Program, made: PolicyPlan) -> tuple[Solution, frozenset[int]] | None:
    """The same structure with new numbers, and the variables these reach; None where the structure has changed."""
    found = moved(before.ways.stage.program, program)
    stage = None if found is None else before.ways.stage.on(program, found)
    if found is None or stage is None:
        return None
    return before.ways.on(stage), touched(program, made.free, found)


def _copy(outcomes: Outcomes) -> Outcomes:
    """Outcomes whose answers may be written over; the slices are the same arrays."""
    probability, noise = outcomes.probability.copy(), outcomes.noise.copy()
    return replace(
        outcomes, probability=probability, noise=noise, asked=copy(outcomes.asked), squares=copy(outcomes.squares)
    )


def _fill(
    asked: Asked, ways: Solution, places: frozenset[int], outcomes: Outcomes, before: Worked | None, every: bool
) -> Worked:
    program, made = ways.stage.program, ways.stage.plan
    reaching = {} if before is None else {place: way and way.on(ways.stage) for place, way in before.reaching.items()}
    reaching |= {place: _way(ways, program.questions[place], reaching.get(place)) for place in _asked(ways, places)}
    shown = frozenset(range(len(program.variables))) if every else _read(ways, reaching)
    slices, changed = _slices(ways, places, outcomes.slices, shown)
    redone = tuple(i for i, q in enumerate(program.questions) if not changed.isdisjoint(program.about(q)))
    methods, played = list(outcomes.methods), list(outcomes.worlds_of)
    answers = _answers(ways, redone, slices, reaching)
    for place in redone:
        solved = SET if made.methods[place] == SET else SOLVED
        methods[place], played[place] = solved if place in answers else SAMPLED, 0
        _enter(outcomes, place, answers.get(place, (np.nan, None)), place in program.conditional)
    outcomes = replace(outcomes, slices=slices, methods=tuple(methods), worlds_of=tuple(played))
    return Worked(asked, ways, reaching, redone, outcomes)


def _asked(ways: Solution, places: frozenset[int]) -> list[int]:
    """The questions about some variables that are not answered from a slice, by place."""
    program = ways.stage.program
    about = ((place, program.about(question)) for place, question in enumerate(program.questions))
    moved_ones = (place for place, variables in about if not places.isdisjoint(variables))
    return [place for place in moved_ones if not _is_read(ways, program.questions[place])]


def _read(ways: Solution, reaching: Mapping[int, Way]) -> frozenset[int]:
    """The variables whose slices answer a question, or correct one that is sampled."""
    questions = enumerate(ways.stage.program.questions)
    simple = ((place, question) for place, question in questions if question.compound is None)
    free = ((place, question) for place, question in simple if not _is_set(ways, question))
    return frozenset(question.variable for place, question in free if reaching.get(place) is None)


def _slices(
    ways: Solution, places: frozenset[int], old: Mapping[str, Floats], shown: frozenset[int]
) -> tuple[dict[str, Floats], frozenset[int]]:
    """The slices of `shown`, NaN where left to sampling, and the places of variables that are not as they were."""
    program = ways.stage.program
    lacking = frozenset(place for place in shown if program.variables[place].name not in old)
    redone = lacking | shown & (ways.together(places) | (places - ways.solved))
    slices = {
        v.name: np.full((program.draws, program.steps, v.states), np.nan) if place in redone else old[v.name]
        for place, v in enumerate(program.variables)
        if place in shown
    }
    solve(ways, slices, redone)
    names = {place: program.variables[place].name for place in redone - places - lacking}
    return slices, places | {p for p, name in names.items() if not np.array_equal(slices[name], old[name])}


def _enter(outcomes: Outcomes, place: int, answer: tuple[Floats | float, Floats | None], conditional: bool) -> None:
    probability, asked = answer
    outcomes.probability[:, place] = probability
    outcomes.noise[:, place] = 0.0
    if outcomes.asked is not None and outcomes.squares is not None:
        outcomes.asked[:, place] = 1.0 if asked is None else asked
        # Where the question is asked a yes is 1, and so is its square.
        outcomes.squares[:, place] = 0.0 if asked is None or not conditional else probability


def _answers(
    ways: Solution, places: Sequence[int], slices: Mapping[str, Floats], reaching: Mapping[int, Way]
) -> dict[int, Answer]:
    """The questions that have an exact answer, by place. reaching: how those are answered that no slice answers."""
    stage = ways.stage
    found: dict[int, Answer] = {}
    together: dict[int, dict[int, Following]] = {}
    for place in places:
        question = stage.program.questions[place]
        draws = stage.draws(stage.program.about(question))
        if _is_set(ways, question):
            found[place] = set_answer(question, stage.plan), None
        elif _is_read(ways, question):
            if question.variable in ways.solved:
                found[place] = holds(question, slices[stage.program.variables[question.variable].name]), None
        else:
            way = reaching[place]
            if isinstance(way, Watching):
                found[place] = way.answer(draws)
            elif isinstance(way, Absorbing):
                found[place] = way.answer(draws), None
            elif way is not None:
                together.setdefault(question.variable, {})[place] = way
    for variable, group in together.items():
        answers = answer_together(list(group.values()), stage.draws([variable]))
        found |= {place: (answer, None) for place, answer in zip(group, answers, strict=True)}
    return found


def _way(ways: Solution, question: ProgramQuestion, before: Way) -> Way:
    """How a question is solved, on the structure of the run before where there was one."""
    if before is None:
        if question.compound is not None:
            return watching(ways.stage, ways.layout, question.compound)
        return solver(ways.stage, ways.layout, question)
    draws = ways.stage.draws(ways.stage.program.about(question))
    return before if isinstance(before, Absorbing) or before.affordable(draws) else None


def _is_set(ways: Solution, question: ProgramQuestion) -> bool:
    """Whether a policy sets the one variable that the question is about."""
    return question.compound is None and ways.stage.plan.settings[question.variable].constant


def _is_read(ways: Solution, question: ProgramQuestion) -> bool:
    """Whether the answer is read off: set, or the probability of the event at each step, which nothing past moves.

    What lasts, and a first step, have no past.
    """
    if question.compound is not None:
        return False
    if _is_set(ways, question) or question.kind == "is" or question.variable in ways.layout.lasting:
        return True
    return ways.stage.program.steps == 1 and question.variable in ways.solved


def holds(question: ProgramQuestion, states: Floats) -> Floats:
    """(draws, steps): P(event) from a slice."""
    held = [states[..., low : high + 1].sum(axis=-1) for low, high in question.runs]
    total: Floats = np.clip(sum(held[1:], start=held[0]), 0.0, 1.0)
    return total
