"""Words moved towards an outside view: as far as the record of such words says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.lexicon.record import SHIPPED
from sim.priors.recalibration.fit import draw_lines, fit_record
from sim.scenario.model.bounds import Bound
from sim.scenario.model.form import Form
from sim.scenario.model.forms import Phrase
from sim.scenario.resolve.scenario import Scenario

WORDS = frozenset({"published", "official"})
"""The kinds of voice whose words the record is about."""
FACE_VALUE = "words at face value; the record of such words is milder (sim lexicons --record)"


@dataclass(frozen=True, eq=False)
class Trust:
    """How far words deserve trust, draw by draw.

    delta, gamma: (draws,), the line of one draw. kinds: the kind of every voice. background: the voices
    that stand in for an outside view, the first one first.
    """

    delta: Floats
    gamma: Floats
    kinds: Mapping[str, str]
    background: tuple[str, ...]


def trust_of(scenario: Scenario, draws: int, seed: int) -> Trust | None:
    """How far the words of a scenario deserve trust; None where they are taken at face value."""
    pool, record = scenario.pool, scenario.track_record
    if record is None:
        return None
    kinds = {voice: expert.kind for voice, expert in scenario.experts.items()}
    if pool.gamma is not None:
        return Trust(np.full(draws, pool.delta or 0.0), np.full(draws, pool.gamma), kinds, scenario.background)
    delta, gamma = draw_lines(record, seed, draws)
    return Trust(delta, gamma, kinds, scenario.background)


def trust_in_words(scenario: Scenario) -> list[tuple[str, str]]:
    """What is told of it among the assumptions: (path, text)."""
    pool, record = scenario.pool, scenario.track_record
    if record is None:
        return [("pool.recalibrate", FACE_VALUE)] if _in_words(scenario) else []
    if pool.gamma is not None:
        fixed = f"words are trusted by {pool.gamma:g} in every draw, as set, with delta {pool.delta or 0.0:g}"
        return [("pool.gamma", f"{fixed}; 1 is at face value, 0 is the outside view alone")]
    delta, gamma = fit_record(record)
    whose = "the record of quoted experts" if pool.recalibrate == SHIPPED else f"the record in {pool.recalibrate}"
    text = (
        f"words of published and official voices are moved towards the outside view, by {whose}: "
        f"{int(record.of.sum())} statements on {len(record.topics)} topics, gamma {gamma:.2f}, delta {delta:+.2f}, "
        "drawn with their doubt"
    )
    return [("pool.recalibrate", text)]


def _in_words(scenario: Scenario) -> bool:
    """Whether a published or official voice that is heard speaks in a phrase of likelihood."""
    heard = {voice for voice, expert in scenario.experts.items() if expert.kind in WORDS and expert.weight > 0}
    judgments = (judgment for group in scenario.current.values() for judgment in group.values())
    return any(judgment.expert in heard and _worded(judgment.says) for judgment in judgments)


def _worded(says: Form) -> bool:
    return isinstance(says, Phrase) or (isinstance(says, Bound) and says.worded)


def effective_number(weights: Sequence[float], correlation: Floats) -> float:
    """How many independent voices some voices are worth: (sum w)^2 / (w' R w), at least 1.

    weights: of the voices, above 0. correlation: (voices, voices) of their errors, 1 on the diagonal. With equal
    weights and one correlation rho it is k / (1 + (k - 1) rho) (Clemen and Winkler 1985).

    >>> rho = np.full((2, 2), 0.6) + 0.4 * np.eye(2)
    >>> effective_number([1.0, 1.0], rho)
    1.25
    """
    w = np.array(weights) / max(weights)
    return max(float(w.sum() ** 2 / (w @ correlation @ w)), 1.0)


def trust_of_several(gamma: Floats, number: float) -> Floats:
    """The trust that several voices deserve: k gamma / (1 + (k - 1) gamma), of `number` = k independent ones: (draws,).

    gamma: of one voice. Source: the prophecy formula (Spearman 1910; Brown 1910).

    >>> trust_of_several(np.array([0.0, 0.5, 1.0]), 2.0).round(3).tolist()
    [0.0, 0.667, 1.0]
    """
    return number * gamma / (1.0 + (number - 1.0) * gamma)


def towards(anchor: Floats, words: Floats, delta: Floats, gamma: Floats) -> Floats:
    """Log-odds between an outside view and what the words say: b + delta + gamma (x - b): (draws,).

    anchor, words: in log-odds. delta, gamma: of each draw. Words that are certain stay certain where gamma is above 0;
    an outside view that is certain counts as even odds, since no count and no assumption is worth that much.

    >>> towards(np.array([-2.0, -2.0]), np.array([2.0, np.inf]), np.zeros(2), np.array([0.25, 0.25]))
    array([-1., inf])
    """
    b = np.where(np.isinf(anchor), 0.0, anchor)
    certain = np.isinf(words)
    out = b + delta + gamma * (np.where(certain, b, words) - b)
    return np.asarray(np.where(certain & (gamma > 0), words, out), dtype=np.float64)
