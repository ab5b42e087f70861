"""Bounds: a stated end beyond the bound, doubt of the right kind, and other judgments that can be a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import nearest
from sim.scenario.check.elicited import TWO_DOUBTS
from sim.scenario.check.findings import COMPARED_MAX, Findings
from sim.scenario.model.bounds import Bound
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Number
from sim.scenario.model.places import Steps

_IN_WORDS, _IN_NUMBERS = ("read_as", "lexicon", "widen"), ("worth", "odds_within")
CHAIN_MAX = 8
"""Judgments each of which is the bound of the one before it."""


def check_limit(says: Bound, findings: Findings, steps: Steps) -> None:
    """One bound by itself: its end, the order of the two, and the keys that go with such a bound."""
    for key, message in (*_wrong_end(says), *_wrong_doubt(says)):
        findings.add((*steps, key) if key else steps, message)


def _wrong_doubt(says: Bound) -> Iterator[tuple[str, str]]:
    """Keys that size another kind of doubt than the bound has."""
    given = {key for key in (*_IN_WORDS, *_IN_NUMBERS) if getattr(says, key) != Bound.model_fields[key].default}
    if says.worded:
        what, wrong = "a phrase", given.intersection(_IN_NUMBERS)
    elif says.other is None:
        what, wrong = "a number", given.intersection(_IN_WORDS)
    else:
        what, wrong = "another judgment, which has its own doubt", given
    yield from ((key, f"the bound is {what}: drop {key}") for key in sorted(wrong))
    if not wrong and says.worth is not None and says.odds_within is not None:
        yield "worth", TWO_DOUBTS


def _wrong_end(says: Bound) -> Iterator[tuple[str, str]]:
    """The other end must be stated, lie inside 0 and 1, and on the right side of a bound that is a number."""
    limit, end, order = says.limit, says.end, "below" if says.ceiling else "above"
    if end is None:
        example = "down_to: 0.1%" if says.ceiling else "up_to: 99%"
        yield "", f"{says.end_key} is missing: how far {order} the bound may it lie? (for example {example})"
        return
    stated = {says.end_key: end} | ({says.key: limit} if isinstance(limit, float) else {})
    outside = {key: value for key, value in stated.items() if value in (0, 1)}
    for key, value in outside.items():
        far = "infinitely far in log-odds: write a number above 0 % and below 100 %"
        yield key, f"{key} is {_per_cent(value)}, {far}"
    if isinstance(limit, float) and not outside and (end >= limit if says.ceiling else end <= limit):
        yield says.end_key, f"must be {order} the bound: {_per_cent(end)} is not {order} {_per_cent(limit)}"


def check_bounds(findings: Findings) -> None:
    """Bounds that are other judgments: known, of the same voice, about one event, in doubt, in no circle."""
    every = {key: (variable, judgment) for (_, variable, key), judgment in findings.judgments()}
    refers: dict[str, str] = {}
    rounds = any(judgment.round > 1 for _, judgment in every.values())
    for key, (variable, judgment) in every.items():
        says = judgment.says
        if not (isinstance(says, Bound) and says.other and findings.trusted("judgments", variable, key, "says")):
            continue
        if says.other in every:
            if message := _unfit(findings, judgment, says.other, *every[says.other]):
                findings.add(_place(key, every), message)
            else:
                refers[key] = says.other
            if rounds and not message:
                _note_answered_again(findings, key, says.other, (variable, every[says.other][0]))
        elif not findings.lost_in("judgments"):
            own = [name for name, (_, other) in every.items() if other.expert == judgment.expert and name != key]
            hint = nearest(says.other, own[:COMPARED_MAX]) or f": {judgment.expert} says nothing else"
            findings.add(_place(key, every), f"unknown judgment {says.other!r}{hint}")
    _check_chains(findings, refers, every)


def _place(key: str, every: Mapping[str, tuple[str, Judgment]]) -> Steps:
    """Where a judgment names the one that bounds it."""
    variable, judgment = every[key]
    assert isinstance(judgment.says, Bound)
    return ("judgments", variable, key, "says", judgment.says.key, "judgment")


def _check_chains(findings: Findings, refers: Mapping[str, str], every: Mapping[str, tuple[str, Judgment]]) -> None:
    """Every circle and every chain that is too long, each once."""
    told: set[str] = set()
    for key in refers:
        chain = [key]
        while len(chain) <= CHAIN_MAX and refers.get(chain[-1], key) not in chain:
            chain.append(refers[chain[-1]])
        after = refers.get(chain[-1])
        if told.isdisjoint(chain) and after == key:
            message = f"cycle: {' -> '.join([*chain, key])}; a bound must end in a phrase or a number"
            findings.add(_place(key, every), message)
        elif told.isdisjoint(chain) and len(chain) > CHAIN_MAX:
            rule = f"at most {CHAIN_MAX} judgments may bound each other in a row"
            findings.add(_place(key, every), f"{rule}: {' -> '.join(chain)}")
        elif after not in told:
            continue
        told.update(chain)


def _unfit(findings: Findings, judgment: Judgment, name: str, variable: str, other: Judgment) -> str:
    """Why another judgment is no bound for this one; empty where it is."""
    if not findings.trusted("judgments", variable, name):
        return ""
    if other.expert != judgment.expert:
        return f"{name} is {other.expert}'s: a bound is another judgment of the same voice, {judgment.expert}"
    if other.says.subject is not Subject.EVENT:
        return f"{name} is a {other.says.name()}: a bound is a judgment on one event"
    if isinstance(other.says, Number) and other.says.certain:
        return f"{name} is certain: it bounds nothing"
    return ""


def _note_answered_again(findings: Findings, key: str, name: str, variables: tuple[str, str]) -> None:
    """A note where a judgment that speaks is bounded by one that its voice has answered anew; variables: of the two."""
    known = all(one in findings.scenario.variables and findings.rows_known(one) for one in variables)
    records = [("judgments", variable, one) for variable in variables for one in findings.scenario.judgments[variable]]
    if not known or not all(findings.sound(*steps) for steps in records):
        return
    own, other = (findings.words.current(variable) for variable in variables)
    if key in own and name not in other:
        again = "was answered again in a later round"
        findings.notes.append(f"judgments.{key}: its bound {name} {again}; what {name} said still bounds it")


def _per_cent(value: float) -> str:
    return f"{100 * value:.10g} %"
