"""What a coherence report holds: who said what, what follows from the rest, and who would move by how much."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from sim.results.coherence.overall import Overall
from sim.results.head import ResultHead

ITSELF, OWN, POOLED = "itself", "own", "pooled"
DIGITS = 12  # of a nudge, where it is to be pasted: fewer could make medians cross that were to touch
WITHIN_DOUBT = 1.6448536269514722  # |z| up to which nine in ten gaps would be chance


@dataclass(frozen=True)
class NudgeMove:
    """One judgment in the proposal.

    said, proposed: medians of the stated event, None for what has more than one number. nudge: as the file would
    have it, what it holds already included; by: the log-odds added. sd: the doubt about the judgment in log-odds.
    """

    judgment: str
    voice: str
    variable: str
    event: str
    said: float | None
    proposed: float | None
    nudge: float
    by: float
    sd: float

    @property
    def path(self) -> str:
        """What would be edited."""
        return f"judgments.{self.judgment}.nudge"

    @property
    def in_doubts(self) -> float:
        """The move as a multiple of the doubt."""
        return self.by / self.sd if self.sd else 0.0


@dataclass(frozen=True)
class Gap:
    """What an `overall` judgment says of an event against what follows from the others.

    said, implied: medians over draws. gap: log-odds implied above those said, mean over draws. z: the gap over the
    doubt about both. after: the gap under the proposal. basis: under which levers. how: what was compared.
    """

    target: Overall
    said: float
    implied: float
    gap: float
    z: float
    after: float
    basis: str
    how: str

    @property
    def beyond_doubt(self) -> bool:
        """Whether the gap is larger than the doubt about both sides explains (nine times in ten)."""
        return abs(self.z) > WITHIN_DOUBT


@dataclass(frozen=True)
class Proposal:
    """The nearest coherent set in one reading.

    kind: `itself` (one voice's statements on one variable), `own` (one voice's overall statements and what follows
    where its own words decide) or `pooled` (all overall statements and what follows from all voices). voice: empty
    for `pooled`. found: what is wrong, in words. moves: largest multiple of the doubt first; those that stay are left
    out. borrowed: variables on which others speak for a voice that is silent there. unexplained: what no move mends.
    """

    kind: str
    voice: str
    variable: str
    found: tuple[str, ...]
    gaps: tuple[Gap, ...]
    moves: tuple[NudgeMove, ...]
    borrowed: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()

    @property
    def distance(self) -> float:
        """Root of the sum of squared moves, each as a multiple of the doubt about the judgment."""
        return sqrt(sum(move.in_doubts**2 for move in self.moves))


@dataclass(frozen=True)
class Coherence(ResultHead):
    """A scenario's report. left_out: overall judgments that are not compared -> why not. policy: empty for none."""

    policy: str
    proposals: tuple[Proposal, ...]
    left_out: dict[str, str]

    @property
    def settled(self) -> bool:
        """Whether nothing would move and nothing stays unexplained."""
        return not any(proposal.moves or proposal.unexplained for proposal in self.proposals)

    def edits(self, voice: str = "") -> dict[str, float]:
        """Path -> nudge: what mends single rows, then the pooled reading, or that of one voice's own words.

        One voice's only: its own reading leaves the others as they are, so that two of them do not add up.
        """
        kind = OWN if voice else POOLED
        return {
            move.path: float(f"{move.nudge:.{DIGITS}g}")
            for proposal in self.proposals
            if proposal.kind == ITSELF or (proposal.kind, proposal.voice) == (kind, voice)
            for move in proposal.moves
        }
