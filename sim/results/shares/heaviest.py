"""The assumptions that one answer rests on most, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sim.arrays import Flags
from sim.priors.assumption import Assumption
from sim.priors.model import Priors
from sim.results.ancestry import bearing
from sim.results.shares.model import AUTHOR, EXPERTS, TRUST, AnswerShares
from sim.results.shares.printed import whole_share
from sim.scenario.resolve.scenario import Scenario

MOST = 3
LEAST = 0.005
"""An assumption with a smaller share is not told with the answer."""


def find_heaviest(
    scenario: Scenario, priors: Priors, policy: str, met: Mapping[str, Flags], shares: AnswerShares
) -> tuple[str, ...]:
    """At most three assumptions, heaviest first.

    What nobody spoke about comes first. All else weighs what the voice that it is about has of the answer's doubt on
    that variable; several readings of one voice's words there divide it.

    scenario: as its voices are heard. met: variable -> the combinations of its parents' states that can be met.
    """
    spoken = {
        variable: {key: j.expert for key, j in bearing(scenario, variable, policy).items()} for variable in met
    }
    weighed = [*_of_author(scenario, spoken, shares), *_others(scenario, priors, spoken, met, shares)]
    heavy = [(weight, text) for weight, text in weighed if weight >= LEAST]
    return tuple(dict.fromkeys(text for _, text in sorted(heavy, key=lambda pair: (-pair[0], pair[1]))))[:MOST]


def _of_author(
    scenario: Scenario, spoken: Mapping[str, Mapping[str, str]], shares: AnswerShares
) -> Iterator[tuple[float, str]]:
    """The author's own numbers, by variable."""
    for (variable, voice), share in shares.spoken.items():
        if scenario.experts[voice].kind == AUTHOR:
            keys = ", ".join(sorted(key for key, speaker in spoken.get(variable, {}).items() if speaker == voice))
            label = scenario.variables[variable].label
            yield share, f"{label}: the author's own numbers ({keys}), {whole_share(share)} of the doubt"


def _others(
    scenario: Scenario, priors: Priors, spoken: Mapping[str, Mapping[str, str]], met: Mapping[str, Flags],
    shares: AnswerShares,
) -> Iterator[tuple[float, str]]:  # fmt: skip
    """What else was assumed, as the whole list has it."""
    places = {f"judgments.{key}": (variable, voice) for variable, keys in spoken.items() for key, voice in keys.items()}
    about = [one.path.removesuffix(".source") for one in priors.assumptions if one.kind != "assumption"]
    counts = Counter(places[path] for path in about if path in places)
    for one in priors.assumptions:
        section, _, name = one.path.partition(".")
        if section == "variables" and name in met and _is_met(one, met[name]):
            yield _of_rows(scenario, one, name, shares), one.text
        elif section == "judgments" and one.kind != "assumption" and one.path.removesuffix(".source") in places:
            place = places[one.path.removesuffix(".source")]
            yield shares.spoken.get(place, 0.0) / counts[place], one.text
        elif section == "experts":
            yield shares.voices.get(name.split(".")[0], 0.0), one.text
        elif one.path in ("pool.recalibrate", "pool.gamma"):
            yield _words(scenario, spoken, shares) + shares.rest.get(TRUST, 0.0), one.text


def _is_met(assumption: Assumption, counts: Flags) -> bool:
    return assumption.rows is None or any(counts[row] for row in assumption.rows)


def _of_rows(scenario: Scenario, assumption: Assumption, variable: str, shares: AnswerShares) -> float:
    """Rows that nobody spoke about weigh most; a lone voice weighs its share, the author's is told already."""
    if assumption.kind == "uniform":
        return 1.0
    lone = assumption.voice
    return shares.spoken.get((variable, lone), 0.0) if lone and scenario.experts[lone].kind != AUTHOR else 0.0


def _words(scenario: Scenario, spoken: Mapping[str, Mapping[str, str]], shares: AnswerShares) -> float:
    """What the words of published and official voices have of the doubt."""
    places = {(variable, voice) for variable, keys in spoken.items() for voice in keys.values()}
    return sum(shares.spoken.get(place, 0.0) for place in places if scenario.experts[place[1]].kind in EXPERTS)
