"""What was drawn behind the rows of some variables: every judgment's log-odds, every vote, the lexicon.

Read from the same named columns as the rows themselves (`sim/priors/latin_hypercube.py`): nothing is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.log_odds import logit
from sim.priors.model import Priors
from sim.priors.reading import lexicon_choice
from sim.priors.recalibration.trust import Trust
from sim.priors.rows.matching import Group, Statement, VariableRows, match
from sim.priors.rows.recalibrated import outside_view
from sim.priors.rows.statement_draws import Drawer, draw_split
from sim.priors.rows.votes import Company, votes
from sim.scenario.model.bounds import Bound
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Shift
from sim.scenario.resolve.bounds import find_root


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
    recalibrated. companies: variable -> who is pooled in its rows. towards: variable -> what words about it are moved
    towards.
    """

    spoke: tuple[Spoke, ...]
    pooled: Mapping[tuple[str, ...], Floats]
    lexicon: NDArray[np.int64]
    lexicons: tuple[str, ...]
    trust: Trust | None = None
    companies: Mapping[str, tuple[Company, ...]] = field(default_factory=dict)
    towards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def drawn(
    priors: Priors, rows: Mapping[str, Flags], steps: int, places: NDArray[np.intp] | slice = slice(None)
) -> Drawn:
    """What lies behind some rows of the priors.

    rows: variable -> which combinations of its parents' states count, (combinations,) as `product` lists them.
    steps: only rows in force at one of the steps 1 to `steps` count. places: of the draws that are wanted.
    """
    pool, scenario = priors.weighing.pool(priors.draws, priors.seed), priors.weighing.heard
    pooled: dict[Company, Floats] = {}
    companies: dict[str, tuple[Company, ...]] = {}
    towards: dict[str, tuple[str, ...]] = {}
    spoke: list[Spoke] = []
    for name, counts in rows.items():
        drawer = Drawer(scenario, match(scenario, name), pool)
        phases = set(drawer.rows.phase_of_step[1 : steps + 1].tolist())
        groups = [g for g in drawer.rows.groups if any(phase in phases and counts[combo] for phase, combo in g.members)]
        heard: dict[str, dict[Company, Floats]] = {}
        here: dict[Company, Floats] = {}
        for group in groups:
            for statement, company, share in votes(group, pool, here):
                heard.setdefault(statement.id, {})[company] = share[places]
        companies[name] = tuple(here)
        views = (outside_view(pool, group, said) for group in groups for _, said in group.speakers)
        towards[name] = tuple(dict.fromkeys(view for view in views if view))
        pooled |= {company: shares[:, places] for company, shares in here.items()}
        for statement in drawer.rows.statements:
            if statement.id in heard:
                spoke.append(_spoke(drawer, statement, groups, heard[statement.id], places))
    lexicon = lexicon_choice.drawn(scenario, priors.draws, priors.seed)
    trust = pool.trust and replace(pool.trust, delta=pool.trust.delta[places], gamma=pool.trust.gamma[places])
    return Drawn(tuple(spoke), pooled, lexicon[places], lexicon_choice.names(scenario), trust, companies, towards)


def _spoke(
    drawer: Drawer, statement: Statement, groups: Sequence[Group], votes: Mapping[Company, Floats],
    places: NDArray[np.intp] | slice,
) -> Spoke:  # fmt: skip
    says, scenario = statement.says, drawer.scenario
    columns = _columns(drawer, statement, groups)[:, places]
    finite = columns[np.isfinite(columns).all(axis=1)]
    return Spoke(
        judgment=statement.id,
        variable=statement.variable,
        voice=statement.voice,
        log_odds=finite[finite.min(axis=1) < finite.max(axis=1)],
        votes=np.stack(list(votes.values())),
        lockstep=_lockstep(drawer.rows, statement, *drawer.pool.camps.shared(statement.voice)),
        folded=statement.folded,
        by_lexicon=find_root(scenario, says).blended and len(scenario.lexicon) > 1,
    )


def _columns(drawer: Drawer, statement: Statement, groups: Sequence[Group]) -> Floats:
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


def _lockstep(rows: VariableRows, statement: Statement, camp: str, within: float) -> str:
    """The name of the latent column (or columns) that a judgment is read from, as `Drawer` has it."""
    says, event, own = statement.says, statement.event, f"{rows.name} {statement.voice}"
    if isinstance(says, Shift):
        return " ".join([own, "shift", *says.shift])
    if isinstance(says, Bound) and says.other is not None:
        return f"{own} between {statement.id}"
    if says.subject is Subject.ROW and not _as_one(rows, statement):
        return f"{own} split"
    if says.subject is Subject.EVERY_ROW:
        return f"{own} table"
    if event is not None and not (rows.variable.ordered and rows.states - 1 in event):
        return " ".join([own, *(rows.variable.states[s] for s in sorted(event))])
    return own if within < 1 else f"{rows.name} {camp}".strip()  # wholly shared errors: the voices are one column
