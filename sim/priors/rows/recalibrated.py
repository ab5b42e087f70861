"""The words about one event, recalibrated: one number for all who speak in words, nearer to the outside view there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.priors.recalibration.trust import WORDS, effective_number, towards, trust_of_several
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Event, Group, Statement
from sim.priors.rows.pool import Pool
from sim.priors.rows.statement_draws import Drawer

EVEN = "even odds"


@dataclass(frozen=True, eq=False)
class Roles:
    """Who speaks about one event, by the part each has: positions among the statements.

    words: those whose words are recalibrated. outside: the base rates they are moved towards; they do not vote then.
    background: what the background voice says of the event, by a word of its own or its split, which stands in where
    there is no base rate; or None.
    """

    words: tuple[int, ...]
    outside: tuple[int, ...]
    background: Statement | None


def roles(pool: Pool, group: Group, statements: Sequence[Statement]) -> Roles | None:
    """The parts that voices have in one event; None where nothing is recalibrated there."""
    if pool.trust is None:
        return None
    kinds = [pool.trust.kinds[statement.voice] for statement in statements]
    words = tuple(i for i, kind in enumerate(kinds) if kind in WORDS)
    outside = tuple(i for i, kind in enumerate(kinds) if kind == "base_rate")
    spoken = {statement.voice: statement for statement in statements}
    said = next((spoken[voice] for voice in pool.trust.background if voice in spoken), group.background)
    return Roles(words, outside, said) if words else None


def outside_view(pool: Pool, group: Group, statements: Sequence[Statement]) -> str:
    """What the words about one event are moved towards, in words; empty where they are taken at face value."""
    role = roles(pool, group, statements)
    if role is None:
        return ""
    if role.outside:
        return "base rate: " + ", ".join(statements[i].voice for i in role.outside)
    return EVEN if role.background is None else f"{role.background.voice} ({role.background.id})"


def trust_in(pool: Pool, voices: Sequence[str], company: Sequence[str]) -> Floats:
    """The trust that the words of these voices deserve together: gamma_k, (draws,).

    company: all who vote on the event, by which a camp's weight is shared. One voice's under the `linear`
    rule, where a draw follows one voice.
    """
    assert pool.trust is not None
    if pool.rule == "linear":
        return pool.trust.gamma
    weights = pool.weigh(company)
    number = effective_number([weights[voice] for voice in voices], pool.camps.correlation(voices))
    return trust_of_several(pool.trust.gamma, number)


def recalibrated(
    drawer: Drawer, group: Group, event: Event, statements: Sequence[Statement], said: Floats
) -> tuple[Sequence[Statement], Floats]:
    """The statements that vote on one event, and what each says once the words are recalibrated: (voices, draws).

    said: (voices, draws), log-odds as the statements have them; of a clocked event of the chance a step. The words' own
    pool is moved on the scale of the chance over the longest clock among the statements, as extremizing is.
    """
    pool = drawer.pool
    role = roles(pool, group, statements)
    if role is None or pool.trust is None:
        return statements, said
    steps = max(statement.steps or 1 for statement in statements)
    voices = [statement.voice for statement in statements]
    voting = [i for i in range(len(statements)) if i not in role.outside]
    spoken, company = [voices[i] for i in role.words], [voices[i] for i in voting]
    share = pool.shares_among(spoken, company)
    words = over_clock(pool.log_odds(spoken, said[list(role.words)], share), steps)
    if role.outside:
        anchor = over_clock(pool.log_odds([voices[i] for i in role.outside], said[list(role.outside)]), steps)
    elif role.background is not None:
        anchor = over_clock(drawer.said(group, role.background, event), steps)
    else:
        anchor = np.zeros(pool.draws)
    # The record's delta is of events as they were stated: of a complement it is the other way round.
    signs = np.array([-1.0 if statements[i].folded else 1.0 for i in role.words])
    delta = pool.trust.delta * (signs @ share)
    moved = hazard(towards(anchor, words, delta, trust_in(pool, spoken, company)), steps)
    return tuple(statements[i] for i in voting), np.stack([moved if i in role.words else said[i] for i in voting])


def over_clock(log_odds: Floats, steps: int) -> Floats:
    """Log-odds of the chance within `steps` steps, from that of the chance a step."""
    return hazard(log_odds, 1.0 / steps)
