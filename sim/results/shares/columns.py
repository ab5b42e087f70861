"""The columns that an answer is taken apart into: who is right, the phrase book, trust in words, what each voice says.

Taken apart is the answer's log-odds, where judgments add up: under the log pool the pooled log-odds of an event
are the sum of each voice's word times its drawn share of the vote. With m the mean of what a voice says,

    share x said = share x m  +  share x (said - m);

the first belongs to "who is right", the second to the judgment. So "who is right" carries the variance of the
answer's expectation given the drawn weights, and a judgment its doubt at the weight its speaker was drawn. The
phrase book takes what the choice of lexicon changes in that expectation. Columns of this form (and their squares,
since what lies between a row and an answer bends) are fitted to the answer (`sim/results/shares/variance_shares.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from sim.arrays import Floats
from sim.priors.latent_draws import Drawn, Spoke
from sim.results.shares.model import BOOK, TRUST, WHO

FARTHEST = 4.0  # standard deviations at which a column is cut before it is squared


@dataclass(frozen=True, eq=False)
class ColumnBlock:
    """Columns with one owner. owner: `WHO`, `BOOK`, `TRUST`, or what judgments that move in lockstep have in common.

    columns: (columns, draws). variables: those in whose rows they have a part; None for all. spoke: the judgments.
    """

    owner: str
    columns: Floats
    variables: frozenset[str] | None
    spoke: tuple[Spoke, ...] = ()

    def bears_on(self, variables: Iterable[str]) -> bool:
        """Whether the block has a part in the rows of one of the variables."""
        return self.variables is None or not self.variables.isdisjoint(variables)


def blocks(behind: Drawn) -> list[ColumnBlock]:
    """All columns behind some rows: who is right, the phrase book, trust in words, then the judgments.

    behind: what was drawn behind the rows.
    """
    pooled_in: dict[tuple[str, ...], set[str]] = {}
    for variable, companies in behind.companies.items():
        for company in companies:
            pooled_in.setdefault(company, set()).add(variable)
    places = {company: frozenset(names) for company, names in pooled_in.items()}
    who = [ColumnBlock(WHO, _who(shares), places[company]) for company, shares in _by_name(behind.pooled)]
    groups = lockstep(behind.spoke).items()
    said = {name: np.concatenate([_judgment(spoke, behind) for spoke in group]) for name, group in groups}
    judgments = [ColumnBlock(name, said[name], frozenset({group[0].variable}), group) for name, group in groups]
    return [*who, *_book(behind, places), ColumnBlock(TRUST, _trust(behind), None), *judgments]


def lockstep(spoke: Sequence[Spoke]) -> dict[str, tuple[Spoke, ...]]:
    """Judgments by the latent column they rest on, both by name: the order of the file changes no digit."""
    found: dict[str, tuple[Spoke, ...]] = {}
    for one in sorted(spoke, key=lambda one: (one.variable, one.lockstep, one.judgment)):
        found[one.lockstep] = (*found.get(one.lockstep, ()), one)
    return found


def _by_name(pooled: Mapping[tuple[str, ...], Floats]) -> list[tuple[tuple[str, ...], Floats]]:
    return [(company, pooled[company]) for company in sorted(pooled)]


def _who(shares: Floats) -> Floats:
    """The drawn shares of the vote of one company and their products."""
    free = shares[:-1]  # they sum to 1
    return np.stack([*free, *(a * b for a, b in combinations_with_replacement(free, 2))])


def _book(behind: Drawn, places: dict[tuple[str, ...], frozenset[str]]) -> list[ColumnBlock]:
    """Which lexicon is read by, alone and together with who is right."""
    found = []
    for book in range(len(behind.lexicons) - 1):
        chosen = (behind.lexicon == book).astype(np.float64)
        chosen -= chosen.mean()
        found.append(ColumnBlock(BOOK, chosen[None], None))
        found += [
            ColumnBlock(BOOK, chosen * shares[:-1], places[company]) for company, shares in _by_name(behind.pooled)
        ]
    return found


def _trust(behind: Drawn) -> Floats:
    """How far words are trusted: the two numbers of each draw, and their products."""
    if behind.trust is None or behind.trust.gamma.min() == behind.trust.gamma.max():
        return np.zeros((0, len(behind.lexicon)))
    pair = [(column - column.mean()) / column.std() for column in (behind.trust.gamma, behind.trust.delta)]
    return np.stack([*pair, *(a * b for a, b in combinations_with_replacement(pair, 2))])


def _judgment(spoke: Spoke, behind: Drawn) -> Floats:
    """A judgment's own doubt, and its square, at each share of the vote that it has somewhere."""
    columns = []
    for said in spoke.log_odds:
        own = within_lexicon(said, behind) if spoke.by_lexicon else said - said.mean()
        own = np.clip(own / max(float(own.std()), 1e-300), -FARTHEST, FARTHEST)
        square = within_lexicon(own**2, behind) if spoke.by_lexicon else own**2 - (own**2).mean()
        columns += [vote * column for vote in spoke.votes for column in (own, square)]
    return np.stack(columns) if columns else np.zeros((0, len(behind.lexicon)))


def within_lexicon(said: Floats, behind: Drawn) -> Floats:
    """What is said, less what the draw's lexicon has it say on the mean."""
    out = np.array(said)
    for book in range(len(behind.lexicons)):
        read = behind.lexicon == book
        if read.any():
            out[read] -= said[read].mean()
    return out
