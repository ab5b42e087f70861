"""What was drawn behind the rows of some variables: every judgment's log-odds, every vote, the lexicon.

Read from the same named columns as the rows themselves (`sim/priors/latin_hypercube.py`): nothing is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.log_odds import logit
from sim.priors.model import Priors
from sim.priors.reading import lexicon_choice
from sim.priors.recalibration.trust import Trust
from sim.priors.rows.matching import Group, Statement, VariableRows, match
from sim.priors.rows.pool import Pool
from sim.priors.rows.recalibrated import Roles, roles, trust_in
from sim.priors.rows.split_draws import draw_split
from sim.priors.rows.statement_draws import Drawer
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Phrase, Shift
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Spoke:
    """One judgment in the draws.

    log_odds: (columns, draws), as said, before clock and shift, of the events as the rows have them; no column for
        what is said without doubt. votes: (companies, draws), the share its word has in the rows where it speaks,
        one for each set of voices it is pooled with; 1 where it speaks alone.
    lockstep: judgments with the same text rest on one latent column: a voice's statements on one variable move
        together. folded: it speaks of the complement, so its own probability falls where `log_odds` rise.
    by_lexicon: the choice of lexicon has a part in it.
    """

    judgment: str
    variable: str
    voice: str
    log_odds: Floats
    votes: Floats
    lockstep: str
    folded: bool
    by_lexicon: bool


@dataclass(frozen=True, eq=False)
class Drawn:
    """What lies behind some rows, draw by draw.

    pooled: who is pooled somewhere in these rows -> their shares of the vote (voices, draws), summing to 1.
    lexicon: (draws,), the position in `lexicons` of the one that each draw reads by. trust: in words, where they are
    recalibrated.
    """

    spoke: tuple[Spoke, ...]
    pooled: Mapping[tuple[str, ...], Floats]
    lexicon: NDArray[np.int64]
    lexicons: tuple[str, ...]
    trust: Trust | None = None


def drawn(priors: Priors, rows: Mapping[str, Flags], steps: int) -> Drawn:
    """What lies behind some rows of the priors.

    rows: variable -> which combinations of its parents' states count, (combinations,) as `product` lists them.
    steps: only rows in force at one of the steps 1 to `steps` count.
    """
    pool, scenario = priors.weighing.pool(priors.draws, priors.seed), priors.weighing.heard
    pooled: dict[tuple[str, ...], Floats] = {}
    spoke: list[Spoke] = []
    for name, counts in rows.items():
        matched = match(scenario, name)
        phases = set(matched.phase_of_step[1 : steps + 1].tolist())
        groups = [g for g in matched.groups if any(phase in phases and counts[combo] for phase, combo in g.members)]
        heard = _Heard(pool, pooled)
        for group in groups:
            heard.listen(group)
        drawer = Drawer(scenario, matched, pool)
        for statement in matched.statements:
            if statement.id in heard.votes:
                columns = _columns(drawer, statement, groups)
                votes = np.stack(list(heard.votes[statement.id].values()))
                spoke.append(_spoke(scenario, matched, statement, columns, votes, pool))
    lexicon = lexicon_choice.drawn(scenario, priors.draws, priors.seed)
    return Drawn(tuple(spoke), pooled, lexicon, lexicon_choice.names(scenario), pool.trust)


@dataclass
class _Heard:
    """Who is heard in the rows of one variable, in which company and with which share of the vote."""

    pool: Pool
    pooled: dict[tuple[str, ...], Floats]
    votes: dict[str, dict[tuple[str, ...], Floats]] = field(default_factory=dict)

    def listen(self, group: Group) -> None:
        """Enter one distinct row."""
        for _, statements in group.speakers:
            role = roles(self.pool, group, statements)
            self._company(statements) if role is None else self._recalibrated(role, statements)
        for _, pairs in group.shifts:
            self._company([statement for statement, _ in pairs])
        if group.background is not None:
            self._company([group.background])

    def _company(self, statements: Sequence[Statement]) -> None:
        company = tuple(statement.voice for statement in statements)
        for statement, share in zip(statements, self._shares(company), strict=True):
            self._vote(statement, company, share)

    def _shares(self, company: tuple[str, ...]) -> Floats:
        if len(company) < 2:
            return np.ones((1, self.pool.draws))
        if company not in self.pooled:
            self.pooled[company] = self.pool.shares(company)
        return self.pooled[company]

    def _vote(self, statement: Statement, company: tuple[str, ...], share: Floats) -> None:
        self.votes.setdefault(statement.id, {})[company if len(company) > 1 else ()] = share

    def _recalibrated(self, role: Roles, statements: Sequence[Statement]) -> None:
        """Votes where words are recalibrated: trust in them times their own share, and the rest to the outside view."""
        voting = [i for i in range(len(statements)) if i not in role.outside]
        company = tuple(statements[i].voice for i in voting)
        shares = dict(zip(voting, self._shares(company), strict=True))
        whole = np.sum([shares[i] for i in role.words], axis=0)
        spoken = tuple(statements[i].voice for i in role.words)
        trust = trust_in(self.pool, list(spoken))
        for i, share in zip(role.words, self._shares(spoken), strict=True):
            self._vote(statements[i], (*company, *spoken), whole * trust * share)
        outside = tuple(statements[i].voice for i in role.outside)
        for i, share in zip(role.outside, self._shares(outside), strict=bool(outside)):
            self._vote(statements[i], (*company, *outside, *spoken), whole * (1.0 - trust) * share)
        if not outside and role.background is not None:
            self._vote(role.background, (*company, "", *spoken), whole * (1.0 - trust))
        for i in voting:
            if i not in role.words:
                self._vote(statements[i], company, shares[i])


def _spoke(
    scenario: Scenario, rows: VariableRows, statement: Statement, columns: Floats, votes: Floats, pool: Pool
) -> Spoke:
    says = statement.says
    finite = columns[np.isfinite(columns).all(axis=1)]
    return Spoke(
        judgment=statement.id,
        variable=rows.name,
        voice=statement.voice,
        log_odds=finite[finite.min(axis=1) < finite.max(axis=1)],
        votes=votes,
        lockstep=_lockstep(rows, statement, pool.camps.shared(statement.voice)),
        folded=statement.folded,
        by_lexicon=isinstance(says, Phrase) and says.lexicon is None and len(scenario.lexicon) > 1,
    )


def _columns(drawer: Drawer, statement: Statement, groups: list[Group]) -> Floats:
    """The draws that are a judgment's own: (columns, draws) in log-odds."""
    says = statement.says
    if says.subject is Subject.ROW:
        columns = draw_split(drawer, statement)
        return columns[np.isfinite(columns).all(axis=1)][:1] if _as_one(drawer.rows, statement) else columns
    if says.subject is Subject.EVERY_ROW:
        table = drawer.table(statement)
        combos = sorted({g.members[0][1] for g in groups if statement.rows[g.members[0][1]]})
        return logit(table[combos].transpose(0, 2, 1).reshape(-1, drawer.pool.draws))
    if says.subject is Subject.SHIFT:
        return np.stack([draws for _, _, draws in drawer.largest_effects(statement)])
    return drawer.event(statement)[None]


def _as_one(rows: VariableRows, statement: Statement) -> bool:
    """Whether a split has one doubt, which moves all its cumulative odds alike."""
    says = statement.says
    return rows.variable.ordered and says.subject is Subject.ROW and not says.doubted_apart


def _lockstep(rows: VariableRows, statement: Statement, shared: tuple[str, float]) -> str:
    """The name of the latent column (or columns) that a judgment is read from, as `Drawer` has it."""
    says, states = statement.says, rows.variable.states
    own = [rows.name, statement.voice]
    if isinstance(says, Shift):
        return " ".join([*own, "shift", *says.shift])
    if says.subject is Subject.ROW and not _as_one(rows, statement):
        return " ".join([*own, "split"])
    if says.subject is Subject.EVERY_ROW:
        return " ".join([*own, "table"])
    event = statement.event
    if event is not None and not (rows.variable.ordered and rows.states - 1 in event):
        return " ".join([*own, *(states[s] for s in sorted(event))])
    camp, within = shared
    if within < 1:
        return " ".join(own)
    return " ".join([rows.name, camp]) if camp else rows.name  # wholly shared errors: the voices are one column
