"""Do the judgments of a scenario agree, and which nearest ones would: a report; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from sim.engine.program.uniforms import round_worlds
from sim.log_odds import log_odds_of, probability_of
from sim.priors.consistency.contradictions import Contradiction, Rule, Word, contradictions, rules
from sim.priors.consistency.doubt import doubt
from sim.priors.judgment_priors import judgments as read_judgments
from sim.priors.rows.matching import VariableRows, match
from sim.priors.rows.weights import weigh
from sim.progress import Progress, untold
from sim.results.ancestry import ancestry, held_by
from sim.results.coherence.model import ITSELF, OWN, POOLED, Coherence, Gap, NudgeMove, Proposal
from sim.results.coherence.overall import Overall, basis, overall
from sim.results.coherence.overall_model import Model
from sim.results.coherence.search import CLOSED, Movers, nearest_set
from sim.results.head import head_of
from sim.results.limits import MEMORY, require, require_known
from sim.results.settings import RunSettings
from sim.scenario.edit import edit
from sim.scenario.resolve.scenario import Scenario

DECIDES = 1e6  # the weight that lets a voice's own words decide wherever it has spoken
ROUGH = 1e-2  # log-odds: a gap that counts as none where worlds were sampled


def coherence(
    scenario: Scenario, *, policy: str = "", draws: int = 400, worlds: int = 64, seed: int = 1,
    progress: Progress = untold, memory: int | str = MEMORY,
) -> Coherence:  # fmt: skip
    """What does not agree, and the nearest judgments that would.

    First each voice against itself, variable by variable; with that mended, every `overall` judgment against what
    follows: from its own voice's words wherever it has spoken (`own`), and from all voices (`pooled`).
    policy: under which the whole is looked at; empty for none, no lever fixed. draws, worlds, seed, memory: as in
    `sim.results.forecast.run.forecast`. progress: called with the share done, 0 to 1.
    Raises FormatError for a number out of range, ModelError for an unknown policy, or for a contradiction that no nudge
    can mend where there are overall judgments.
    """
    require(draws=draws, worlds=worlds, seed=seed)
    require_known(scenario, policies=[policy] if policy else ())
    settings = RunSettings(draws, worlds, seed, memory=memory)
    proposals = [_itself(scenario, one) for one in contradictions(scenario)]
    targets, left_out = overall(scenario, policy)
    if targets:
        changes: dict[str, object] = {move.path: move.nudge for one in proposals for move in one.moves}
        mended = edit(scenario, changes) if changes else scenario
        report = _Report(mended, policy, replace(settings, worlds=round_worlds(worlds)))
        proposals += report.proposals(targets, progress)
        left_out = left_out | report.unreached
    return Coherence(
        **head_of(scenario, settings), policy=policy, proposals=tuple(proposals), left_out=left_out
    )


def _itself(scenario: Scenario, found: Contradiction) -> Proposal:
    told = tuple(dict.fromkeys(_broken(rule, match(scenario, found.variable)) for rule in found.broken))
    why = f"{found.voice} on {found.variable}: what is certain cannot move, and the rest does not suffice"
    moves, unexplained = (_moves(scenario, found.nudges), ()) if found.nudges is not None else ((), (why,))
    return Proposal(ITSELF, found.voice, found.variable, told, (), moves, unexplained=unexplained)


def _moves(scenario: Scenario, nudges: Mapping[str, float]) -> tuple[NudgeMove, ...]:
    """Judgments that move, those that move farthest for their doubt first."""
    priors = read_judgments(scenario)
    made = []
    for variable, group in scenario.judgments.items():
        for key in (key for key in group if nudges.get(key)):
            said, by, judgment = priors[key].median, nudges[key], group[key]
            proposed = probability_of(log_odds_of(said) + by) if said is not None else None
            event = judgment.about if said is not None else judgment.says.form
            sd = doubt(scenario, variable, key)
            nudge = judgment.nudge + by
            made.append(NudgeMove(key, judgment.expert, variable, event, said, proposed, nudge, by, sd))
    return tuple(sorted(made, key=lambda move: (-abs(move.in_doubts), move.judgment)))


@dataclass
class _Report:
    """The overall judgments of a scenario in which no voice contradicts itself on one variable."""

    scenario: Scenario
    policy: str
    settings: RunSettings

    def __post_init__(self) -> None:
        self.unreached: dict[str, str] = {}
        self.heard = weigh(self.scenario).heard

    def proposals(self, targets: Sequence[Overall], progress: Progress) -> list[Proposal]:
        """One a voice that has more to say than its overall judgments, and the pooled one."""
        voices = sorted({one.voice for one in targets})
        out = []
        for number, voice in enumerate(voices, start=1):
            mine = [one for one in targets if one.voice == voice]
            if any(self._speaking(name, voice) for name in self._reach(mine)):
                out.append(self._proposal(mine, voice))
            progress(number / (len(voices) + 1))
        return [one for one in (*out, self._proposal(targets, "")) if one.gaps]

    def _proposal(self, targets: Sequence[Overall], voice: str) -> Proposal:
        """The nearest set in one reading; voice: empty for the pooled one."""
        scenario = self._decided_by(voice) if voice else self.scenario
        model = Model(scenario, targets, self.policy, self.settings)
        self.unreached |= model.unreached
        movers = self._movers(model.targets, voice)
        variables = sorted(self._reach(model.targets))
        bounds = [rule for name in variables for rule in rules(scenario, match(self.heard, name))]
        found = nearest_set(model, movers, bounds)
        said = {key: prior.median for key, prior in read_judgments(self.scenario).items()}
        gaps = tuple(_gaps(model, found, said, self.policy))
        return Proposal(
            kind=OWN if voice else POOLED,
            voice=voice,
            variable="",
            found=() if voice else _disagreements(gaps),
            gaps=gaps,
            moves=_moves(self.scenario, found),
            # Variables on which others speak where the voice says nothing.
            borrowed=tuple(n for n in variables if voice and self._speaking(n) and not self._speaking(n, voice)),
            unexplained=tuple(
                f"{one.judgment} ({one.voice}): a gap of {gap.after:+.3g} in log-odds stays on '{one.event}'"
                for one, gap in zip(model.targets, gaps, strict=True)
                if abs(gap.after) >= (CLOSED if gap.how.startswith("log-odds") else ROUGH)
            ),
        )

    def _decided_by(self, voice: str) -> Scenario:
        """The scenario as it is where one voice decides wherever it speaks; weights as pooled, nothing extremized."""
        changes: dict[str, object] = {f"experts.{name}.weight": one.weight for name, one in self.heard.experts.items()}
        changes |= {f"experts.{voice}.weight": DECIDES, "pool.weights": "given", "pool.extremize": 1.0}
        return edit(self.scenario, changes)

    def _reach(self, targets: Sequence[Overall]) -> set[str]:
        """The variables of the targets and all they hang on at any lag, without those that the policy sets."""
        asked = {name for one in targets for name in (one.variable, *one.condition)}
        open_ = asked - held_by(self.scenario, self.policy)
        return {above for name in open_ for above in ancestry(self.scenario, name, self.policy)}

    def _speaking(self, variable: str, voice: str = "") -> list[str]:
        """Judgments that enter the rows of a variable, of one voice or of all."""
        experts, background = self.heard.experts, self.scenario.background
        heard = {name for name, expert in experts.items() if expert.weight > 0 or name in background}
        said = sorted(self.scenario.current[variable].items())
        return [key for key, j in said if not j.overall and j.expert in heard and voice in ("", j.expert)]

    def _movers(self, targets: Sequence[Overall], voice: str) -> Movers:
        """Every judgment with a doubt that the targets hang on, and the overall ones themselves."""
        keys = {(name, key) for name in self._reach(targets) for key in self._speaking(name, voice)}
        keys |= {(one.variable, one.judgment) for one in targets}
        doubts = {(name, key): doubt(self.scenario, name, key) for name, key in sorted(keys, key=lambda pair: pair[1])}
        open_ = [(name, key) for (name, key), sd in doubts.items() if sd > 0.0]
        before = [self.scenario.judgments[name][key].nudge for name, key in open_]
        sizes = np.array([doubts[pair] for pair in open_])
        return Movers(tuple(key for _, key in open_), sizes, np.array(before))


def _gaps(model: Model, nudges: Mapping[str, float], medians: Mapping[str, float | None], policy: str) -> Iterator[Gap]:
    """Every target, before and after; medians: of judgments that have one number."""
    if not model.targets:
        return
    before, after = model.compared({}), model.compared(nudges)
    for one, was, is_ in zip(model.targets, before, after, strict=True):
        drawn = probability_of(float(np.median(was.said)))
        yield Gap(
            target=one,
            said=drawn if (said := medians[one.judgment]) is None else said,
            implied=probability_of(float(np.median(was.implied))),
            gap=was.gap,
            z=was.z,
            after=is_.gap,
            basis=basis(one, policy),
            how="log-odds, draw by draw" if was.exact else "means, since worlds were sampled",
        )


def _broken(rule: Rule, rows: VariableRows) -> str:
    """A rule that does not hold, as a sentence's end: who says what against what."""
    parts = " and ".join(_word(word, rows) for word in rule.parts)
    if len(rule.parts) == 1 and rule.holder is not None:
        return f"{parts} is more than {_word(rule.holder, rows)}, which holds it"
    total = f"{100 * sum(_p(word) for word in rule.parts):.3g} %"
    whole = _word(rule.holder, rows) if rule.holder is not None else "everything, 100 %"
    if rule.exact:
        return f"{parts} add up to {total} and are all there is of {whole}"
    return f"{parts} add up to {total}, more than {whole}"


def _disagreements(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Overall judgments of different voices on the same event that differ: what is proposed lies between them."""
    out = []
    for a, b in combinations(gaps, 2):
        one, other, apart = a.target, b.target, abs(a.gap - b.gap)  # what follows is the same for both
        if one.voice != other.voice and apart > 1e-3 and one.asked == other.asked:
            out.append(
                f"{one.voice} ({one.judgment}) and {other.voice} ({other.judgment}) are {apart:.2g} apart in "
                f"log-odds on '{one.event}' as a whole: the proposal lies between them"
            )
    return tuple(out)


def _word(word: Word, rows: VariableRows) -> str:
    clock = " a step" if word.steps is not None else ""
    return f"'{rows.in_words(word.event)}' {100 * _p(word):.3g} %{clock} ({word.judgment})"


def _p(word: Word) -> float:
    return probability_of(word.at(0.0))
