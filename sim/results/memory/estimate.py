"""How much memory a run takes, told before any work, and how many draws would fit.

What grows with the draws is counted from the scenario's structure. How many rows are distinct and which answers have
to be sampled is seen in a trial of a few draws; it is made only where a bound that needs no trial does not fit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.engine.program.uniforms import BLOCK
from sim.engine.worlds.tally import CHUNK, draws_at_once
from sim.errors import ModelError, Problem
from sim.results.limits import CACHED_BYTES, CACHED_FORECASTS, LIMITS, in_words, size
from sim.results.memory.bulk import Bulk, bound, tried
from sim.scenario.resolve.scenario import Scenario

PROGRAM = 73_000_000  # the interpreter and what it imports
A_JUDGMENT, A_CELL = 12_000, 500  # of a file, as read: a judgment, and a number in a table
AN_ANSWER = 1_350  # one step of one curve, as numbers and as text
A_VARIABLE, A_QUESTION = 16, 9  # numbers held at once for every world that is played
SORTED = 20_000_000  # quantiles are taken a few columns at a time
MOST_DRAWS = 4000  # that are looked at while the answers of a run are taken apart
COUNTED, A_WATCHED = 100, 5  # the same of worlds that are watched: for their counts, and a variable
SEEN = 256_000_000  # what evidence keeps of all steps, at most
COLUMNS = 12  # a judgment's columns, and copies of them, while an answer is taken apart
TABLE_COLUMNS = 9  # the same of a number in a table that has a worth


@dataclass(frozen=True)
class Extent:
    """How much is asked for.

    draws, threads, keep_worlds: as in `sim run`. seen: there is evidence. kept: workings are kept for the forecasts to
    come. alone: one question is taken apart. visited: visits of rows are counted (`sim check --resolved`).
    watched: variables whose worlds are watched while no question is answered (`sim paths`); 0 where some is.
    """

    draws: int
    threads: int = 1
    keep_worlds: int = 0
    seen: bool = False
    kept: bool = False
    alone: bool = False
    visited: bool = False
    watched: int = 0


def require_memory(
    scenario: Scenario,
    extent: Extent,
    limit: int | str,
    policies: Sequence[str] | None = None,
    questions: Sequence[str] | None = None,
) -> None:
    """Refuses a run that would take more than `limit`, bytes or a text such as `500MB`, with the draws that fit.

    Raises ModelError; FormatError for a limit that is no size.
    """
    limit = size(limit)
    named = (
        tuple(scenario.policies if policies is None else policies),
        tuple(scenario.questions if questions is None else questions),
    )
    if sum(memory_of(bound(scenario, *named), extent).values()) <= limit:
        return
    bulk = tried(scenario, *named)
    if sum(memory_of(bulk, extent).values()) > limit:
        raise ModelError([Problem(_too_much(bulk, extent, limit), "draws", scenario.name)])


def _too_much(bulk: Bulk, extent: Extent, limit: int) -> str:
    """What is large, how many draws fit, and what to give for those that were asked for."""
    parts = memory_of(bulk, extent)
    total = sum(parts.values())
    large = " and ".join(f"{name} {in_words(held)}" for name, held in list(parts.items())[:2])
    fits = most_draws(bulk, extent, limit)
    room = in_words(limit)
    advice = f"at most {fits:,} draws fit into {room}; or" if fits else f"no draws fit into {room}:"
    needs = in_words(-(-total // 10**8) * 10**8).replace(" ", "")
    return f"{extent.draws:,} draws would take {in_words(total)} ({large}) - {advice} give --memory {needs}"


def most_draws(bulk: Bulk, extent: Extent, limit: int) -> int:
    """The most draws that fit, to two digits; 0 where not even the fewest do."""
    least = LIMITS["explain_draws" if extent.alone else "draws"][0]
    able = range(least, extent.draws)
    fit = bisect_left(able, True, key=lambda draws: sum(memory_of(bulk, replace(extent, draws=draws)).values()) > limit)
    most = able[fit - 1] if fit else 0
    digits: int = 10 ** max(0, len(str(most)) - 2)
    return max(least, most // digits * digits) if fit else 0


def memory_of(bulk: Bulk, extent: Extent) -> dict[str, int]:
    """What a run takes at its peak, in bytes by what they hold, largest first; within a quarter of what it does take.

    Rows are made, then every policy is solved, sampled and counted, then the result is told.
    """
    column = 8 * extent.draws
    rows, curves = bulk.rows * column, AN_ANSWER * bulk.policies * bulk.answers
    told = bulk.policies * bulk.questions * column * (2 if bulk.given else 1)  # with weights of their own
    always = {
        "the program": PROGRAM,
        "the file": A_JUDGMENT * bulk.judgments + A_CELL * bulk.cells,
        "columns of what is unknown": bulk.columns * column,
        "rows": rows,
        "draws at deadlines": told,
    }
    if extent.watched:
        played, drawn = {"worlds at play": _watched(bulk, extent)}, {"rows as drawn": rows}
        parts = always | max(played, drawn, key=lambda part: sum(part.values()))
        return dict(sorted(parts.items(), key=lambda part: -part[1]))
    looked = extent.draws if extent.alone else min(extent.draws, MOST_DRAWS)
    apart = (COLUMNS * bulk.judgments + TABLE_COLUMNS * bulk.doubted) * 8 * looked
    phases = [*_run(bulk, extent), {"columns taken apart": apart}]
    phases.append({"curves": curves, "draws told": told})
    if extent.kept or extent.alone:
        own = 2 * rows + bulk.policies * (bulk.slices + bulk.arrays * bulk.answers) * column
        earlier = 1 if extent.alone else min(CACHED_FORECASTS - 1, CACHED_BYTES // max(own, 1))
        always |= {"rows as drawn": rows, "workings kept": own * earlier}
    else:
        phases.append({"rows as drawn": rows})
    if extent.visited:
        phases.append({"visits of rows": 2 * bulk.steps * bulk.combinations * column})
    if extent.keep_worlds:
        worlds = extent.keep_worlds * bulk.steps * bulk.variables
        phases.append({"curves": curves, "draws told": told, "rows as drawn": rows, "worlds": worlds})
    largest = max(phases, key=lambda phase: sum(phase.values()))
    return dict(sorted((always | largest).items(), key=lambda part: -part[1]))


def _watched(bulk: Bulk, extent: Extent) -> int:
    """What worlds take while they are watched, a chunk of draws a thread; where something was seen, every step's."""
    chunk = min(CHUNK, extent.draws) * extent.threads
    steps = min(8 * chunk * BLOCK * bulk.steps * extent.watched, SEEN * extent.threads) if extent.seen else 0
    return 8 * chunk * BLOCK * (COUNTED + A_WATCHED * extent.watched) + steps


def _run(bulk: Bulk, extent: Extent) -> list[dict[str, int]]:
    """One policy: solved, then what is left sampled, then counted over the draws.

    With evidence all policies side by side in its worlds, then counted.
    """
    column, each = 8 * extent.draws, bulk.arrays
    slices, answers, left = bulk.slices * column, bulk.answers * column, bulk.sampled * bulk.steps * column
    spread = {"their spread": 2 * answers + min(SORTED, 5 * answers)}
    if extent.seen:
        held = {"answers": bulk.policies * each * answers}
        return [{**held, "worlds at play": _played(bulk, extent, bulk.policies, bulk.questions)}, held | spread]
    held = {"slices": slices, "answers": each * answers}
    solved = {**held, "answers solved": answers - left, "tables laid out": min(bulk.laid, SORTED)}
    counted = {"answers": each * answers, **spread}
    if not bulk.sampled:
        return [solved, counted]
    sampled = {**held, "answers sampled": 3 * each * left + bulk.blank * column}
    return [solved, {**sampled, "worlds at play": _played(bulk, extent, 1, 3 * bulk.sampled)}, counted]


def _played(bulk: Bulk, extent: Extent, policies: int, questions: int) -> int:
    """What worlds take while they are played, a chunk of draws a thread, and their sums."""
    chunk = min(draws_at_once(policies * questions * bulk.steps, policies * bulk.steps * bulk.states), extent.draws)
    walks = BLOCK * (A_VARIABLE * bulk.variables + A_QUESTION * questions)
    sums = 2 * bulk.steps * bulk.states + 20 * questions * bulk.steps
    return 8 * chunk * extent.threads * policies * (walks + sums)
