"""Every judgment's account: what was said, how it was read, the numbers that follow, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.log_odds import probability_of
from sim.priors.assumption import Assumption
from sim.priors.model import JudgmentPrior
from sim.priors.reading.judgment import BARE_ODDS, read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.reading.points import FitPoint
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Form, Subject
from sim.scenario.model.forms import Shift, Split, Table
from sim.scenario.resolve.scenario import Scenario


class Account(NamedTuple):
    """What was said in short, how it was read, the family's name; what was assumed, and how well points are met."""

    phrase: str
    read_as: str
    family: str
    assumed: tuple[str, ...] = ()
    fit: tuple[FitPoint, ...] = ()


def judgments(scenario: Scenario, *, earlier_rounds: bool = False) -> dict[str, JudgmentPrior]:
    """Every judgment of the file as a prior, in the file's order; those of earlier rounds on request."""
    return {
        key: _prior(scenario, variable, key, judgment)
        for variable, group in scenario.judgments.items()
        for key, judgment in (group if earlier_rounds else scenario.current[variable]).items()
    }


def _prior(scenario: Scenario, variable: str, key: str, judgment: Judgment) -> JudgmentPrior:
    account = _account(scenario, variable, judgment)
    low = median = high = None
    if judgment.says.subject is Subject.EVENT:
        reading = read_event(scenario, judgment)
        low, median, high = (probability_of(reading.quantile(q) + judgment.nudge) for q in (0.05, 0.5, 0.95))
    silent = not judgment.given and judgment.about != "any"
    whatever = ["whatever happens (no condition given)"] if silent else []
    notes = (*account.assumed, *whatever, *_kind(scenario, judgment))
    return JudgmentPrior(key, variable, judgment.expert, *account[:3], low, median, high, notes, account.fit)


def _kind(scenario: Scenario, judgment: Judgment) -> list[str]:
    """What kind of word it is, where that is worth knowing: advocacy, second hand, and its source's Admiralty code."""
    source = scenario.sources.get(judgment.source or "")
    told = {"forecast": "", "advocacy": "advocacy", "second_hand": "second hand"}[judgment.stance]
    code = source.admiralty if source is not None else ""
    return [text for text in (told, f"source {code}" if code else "") if text]


def readings(scenario: Scenario) -> list[Assumption]:
    """What was assumed when judgments were read, in the file's order."""
    return [
        Assumption(kind, f"judgments.{key}", f"{key} ({variable}): {text}")
        for variable in scenario.judgments
        for key, judgment in scenario.current[variable].items()
        if not judgment.overall and scenario.experts[judgment.expert].weight > 0
        for kind, text in _assumed(scenario, variable, judgment)
    ]


def _assumed(scenario: Scenario, variable: str, judgment: Judgment) -> list[tuple[str, str]]:
    """Kind and text of what one judgment's reading rests on."""
    says, account = judgment.says, _account(scenario, variable, judgment)
    out = [("bare number" if text.startswith("a bare") else "reading", text) for text in account.assumed]
    if isinstance(says, Table) and says.worth is None and not all(1.0 in row for row in says.table):
        out.append(("bare number", "a table without worth, taken as exact"))
    if scenario.experts[judgment.expert].kind == "assumption":
        own = f"'{judgment.about}' {account.phrase}" if says.subject is Subject.EVENT else says.name()
        out.append(("assumption", f"the author's own {own}"))
    return out


def _account(scenario: Scenario, variable: str, judgment: Judgment) -> Account:
    says = judgment.says
    if says.subject is Subject.EVENT:
        reading = read_event(scenario, judgment)
        return Account(reading.phrase, reading.read_as, reading.family, reading.assumed, reading.fit)
    return _ACCOUNTS[type(says)](says, scenario.variables[variable].states)


def _of_split(says: Split, states: Sequence[str]) -> Account:
    shown = "split " + ", ".join(f"{state} {100 * share:.4g} %" for state, share in says.split.items())
    if says.worth is not None:
        return Account(shown, f"worth {says.worth:g} cases", "Dirichlet")
    return Account(shown, f"odds within {says.odds_within or BARE_ODDS:g}x", "logit-normal, one for all states")


def _of_marginals(says: Marginals, states: Sequence[str]) -> Account:
    row = dirichlet(says, states)
    how = f"fit {says.fit}: worth {row.total:.3g} cases, means divided by their sum {row.means:.3f}"
    return Account(f"split of {len(row.alpha)} states, each by itself", how, row.name, row.assumed, row.points)


def _of_table(says: Table, states: Sequence[str]) -> Account:
    rows, worth = f"table of {len(says.table)} row{'s' if len(says.table) > 1 else ''}", says.worth
    if not worth:
        return Account(rows, "as it stands (no doubt)", "fixed")
    shown = f"{worth[0]:g}" if len(set(worth)) == 1 else f"{min(worth):g} to {max(worth):g}"
    return Account(rows, f"worth {shown} cases a row", "Dirichlet, one a row")


def _of_shift(says: Shift, states: Sequence[str]) -> Account:
    effects = [f"{parent} {state} {by:+g}" for parent, group in says.shift.items() for state, by in group.items()]
    return Account("shift " + ", ".join(effects), "log-odds added", f"normal, sd {says.sd:g}")


_ACCOUNTS: Mapping[type[Form], Callable[[Any, Sequence[str]], Account]] = {
    Split: _of_split, Marginals: _of_marginals, Table: _of_table, Shift: _of_shift,
}  # fmt: skip
