"""Which part each statement's word has in the pooled log-odds of an event: its vote, draw by draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.arrays import Floats
from sim.priors.rows.matching import Group, Statement
from sim.priors.rows.pool import Pool
from sim.priors.rows.recalibrated import Roles, roles, trust_in

Company = tuple[str, ...]
Vote = tuple[Statement, Company, Floats]
"""A statement, the company it is heard in (empty where it speaks alone), and its share of the vote: (draws,)."""


def votes(group: Group, pool: Pool, pooled: dict[Company, Floats]) -> Iterator[Vote]:
    """The votes of one distinct row: of every event that is spoken of, of its shifts and of its background.

    pooled: who is pooled -> their shares (voices, draws); new companies are added.
    """
    for _, statements in group.speakers:
        role = roles(pool, group, statements)
        yield from _together(statements, pool, pooled) if role is None else _moved(role, statements, pool, pooled)
    for _, pairs in group.shifts:
        yield from _together([statement for statement, _ in pairs], pool, pooled)
    if group.background is not None:
        yield from _together([group.background], pool, pooled)


def _together(statements: Sequence[Statement], pool: Pool, pooled: dict[Company, Floats]) -> Iterator[Vote]:
    company = tuple(statement.voice for statement in statements)
    for statement, share in zip(statements, _shares(company, pool, pooled), strict=True):
        yield statement, company if len(company) > 1 else (), share


def _shares(company: Company, pool: Pool, pooled: dict[Company, Floats]) -> Floats:
    if len(company) < 2:
        return np.ones((len(company), pool.draws))
    if company not in pooled:
        pooled[company] = pool.shares(company)
    return pooled[company]


def _moved(role: Roles, statements: Sequence[Statement], pool: Pool, pooled: dict[Company, Floats]) -> Iterator[Vote]:
    """Votes where words are recalibrated: trust in them times their own share, and the rest to the outside view."""
    voting = [i for i in range(len(statements)) if i not in role.outside]
    company = tuple(statements[i].voice for i in voting)
    shares = dict(zip(voting, _shares(company, pool, pooled), strict=True))
    spoken, outside = (tuple(statements[i].voice for i in part) for part in (role.words, role.outside))
    whole, trust = np.sum([shares[i] for i in role.words], axis=0), trust_in(pool, spoken, company)
    among, base = _shares(spoken, pool, pooled), _shares(outside, pool, pooled)
    if pool.camps.divided(spoken, company):
        among = pool.shares_among(spoken, company)
    for part, owns, share in ((role.words, among, trust), (role.outside, base, 1.0 - trust)):
        for i, own in zip(part, owns, strict=True):
            yield statements[i], (*company, *outside, *spoken), whole * share * own
    if not outside and role.background is not None:
        yield role.background, (*company, *spoken), whole * (1.0 - trust)
    yield from ((statements[i], company, shares[i]) for i in voting if i not in role.words)
