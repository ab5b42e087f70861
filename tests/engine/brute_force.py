"""The oracle: every history of a tiny model, one by one, each with its probability.

Written to be obviously right, not fast. It shares no code with the engine and reads only what the
engine is given: row tables, policies and questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

History = list[dict[str, int]]  # history[step][variable] = state; step 0 is as_of


def histories(tables: Sequence, steps: int, policy: Mapping, draw: int) -> Iterator[tuple[float, History]]:
    """All histories under one draw and their probabilities, which sum to 1."""
    start = {}
    for table in tables:
        path = policy.get(table.variable)
        if path is not None and path.fixed[0] is not None:
            start[table.variable] = path.fixed[0]
        elif table.start is not None:
            start[table.variable] = table.start
    once = [table for table in tables if table.once]
    for pieces in product(*(atoms(table, draw) for table in once)):
        probability = 1.0
        uniform = {}
        for table, (length, middle) in zip(once, pieces, strict=True):
            probability *= length
            uniform[table.variable] = middle
        yield from _continue(tables, steps, policy, draw, uniform, probability, [start], {}, 0)


def atoms(table, draw: int) -> list[tuple[float, float]]:
    """The uniform of a variable drawn once, cut at every threshold of every row: (length, a point inside)."""
    cuts = sorted({0.0, 1.0, *(float(t) for t in table.tails[:, draw, :].ravel())})
    return [(high - low, (low + high) / 2) for low, high in pairwise(cuts)]


def _continue(tables, steps, policy, draw, uniform, probability, history, now, index):
    """Extend a history by the variables from `index` on, then by the steps that are left."""
    step = len(history)
    if probability == 0:
        return
    if index == len(tables):
        if step == steps:
            yield probability, [*history, now]
        else:
            yield from _continue(tables, steps, policy, draw, uniform, probability, [*history, now], {}, 0)
        return
    table = tables[index]
    for state, chance in _chances(table, step, policy.get(table.variable), draw, uniform, history, now):
        then = {**now, table.variable: state}
        yield from _continue(tables, steps, policy, draw, uniform, probability * chance, history, then, index + 1)


def _chances(table, step, path, draw, uniform, history, now):
    """The states that one variable may take at one step, with their probabilities."""
    if path is not None and path.fixed[step] is not None:
        return [(path.fixed[step], 1.0)]
    floor = 0 if path is None else path.floor[step]
    condition = tuple(history[-1][axis.variable] if axis.lag else now[axis.variable] for axis in table.axes)
    row = table.row_of[(table.phase_of_step[step], *condition)]
    or_more = [1.0, *(float(t) for t in table.tails[row, draw]), 0.0]
    if table.once:
        state = sum(uniform[table.variable] < t for t in or_more[1:-1])
        return [(max(state, floor), 1.0)]
    return [(max(state, floor), or_more[state] - or_more[state + 1]) for state in range(len(table.states))]


def answers(weighed: Sequence[tuple[float, History]], steps: int, questions: Sequence) -> list[list[float]]:
    """P(question) at steps 1..N, a list a question: `reaches` by the step, `is` at the step."""
    total = [[0.0] * steps for _ in questions]
    for probability, history in weighed:
        for q, question in enumerate(questions):
            holds = [history[step][question.variable] in question.states for step in range(1, steps + 1)]
            for k in range(steps):
                if holds[k] if question.kind == "is" else any(holds[: k + 1]):
                    total[q][k] += probability
    return total


def slices(weighed: Sequence[tuple[float, History]], steps: int, variable: str, states: int) -> list[list[float]]:
    """P(state at step) of one variable: a list of states a step."""
    total = [[0.0] * states for _ in range(steps)]
    for probability, history in weighed:
        for step in range(1, steps + 1):
            total[step - 1][history[step][variable]] += probability
    return total
