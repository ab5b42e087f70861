"""Decision makers against Anduryl 1.2.2, an independent program for the classical model, and against brute force.

Its figures (overshoot 10 %, calibration power 1) are the literals below; the second case has what the published
example lacks: a logarithmic item, a missing answer and a truth equal to a quantile.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from delft import EXAMPLE, ITEMS, VARIED, Case, study
from hypothesis import given
from hypothesis import strategies as st

from sim.priors.cooke.calibration import Study
from sim.priors.cooke.decision_maker import DecisionMaker, Scores, mixture

ANDURYL = {
    "example": (EXAMPLE, {
        ("equal", None): (0.4110094796, 0.1234206292, 0.0),
        ("global", 0.0): (0.6083583365, 0.5207924966, 0.0),
        ("global", None): (0.6083583365, 0.5580666339, 0.6083583365),
        ("item", 0.0): (0.6083583365, 0.6101410699, 0.0),
        ("item", None): (0.6083583365, 0.6108244567, 0.3270167378597644),
    }),
    "varied": (VARIED, {
        ("equal", None): (0.5122419224, 0.09621702207, 0.0),
        ("global", 0.0): (0.6905434282, 0.753212411, 0.0),
        ("global", None): (0.6905434282, 0.7736976252, 0.6905434282),
        ("item", 0.0): (0.5122419224, 0.8604963455, 0.0),
        ("item", None): (0.8391845754, 0.5725494543, 0.8391845754),
    }),
}  # fmt: skip
CASES = [(case, kind, cut_off, told) for case, table in ANDURYL.values() for (kind, cut_off), told in table.items()]

# Calibration and information of the decision maker without one item, then without one expert.
LEFT_OUT = {
    ("global", 0.0): {
        "T1": (0.4816962374, 0.4708371715), "T2": (0.4816962374, 0.6476345497), "T3": (0.4816962374, 0.5004965136),
        "T4": (0.8391845754, 0.4396200092), "T5": (0.4816962374, 0.5001552132), "A": (0.4110094796, 0.2227615684),
        "B": (0.3270167379, 1.241585822), "C": (0.6083583365, 0.5541729379),
    },
    ("global", None): {
        "T1": (0.4816962374, 0.4861979665), "T2": (0.4816962374, 0.6565082731), "T3": (0.4816962374, 0.6713347876),
        "T4": (0.8391845754, 0.5809077584), "T5": (0.4816962374, 0.5059445405), "A": (0.6083583365, 0.2204165673),
        "B": (0.3270167379, 1.249852781), "C": (0.6083583365, 0.5580666339),
    },
    ("item", 0.0): {
        "T1": (0.4816962374, 0.5690611915), "T2": (0.4816962374, 0.7170967711), "T3": (0.4816962374, 0.594113034),
        "T4": (0.8391845754, 0.5390087436), "T5": (0.4816962374, 0.6268297736), "A": (0.3270167379, 0.4434933701),
        "B": (0.3270167379, 1.242488403), "C": (0.6083583365, 0.555077412),
    },
    ("item", None): {
        "T1": (0.4816962374, 0.5706224936), "T2": (0.4816962374, 0.7275829067), "T3": (0.4816962374, 0.6713347876),
        "T4": (0.8391845754, 0.5809077584), "T5": (0.4816962374, 0.6344909882), "B": (0.3270167379, 1.249852781),
        "C": (0.6083583365, 0.5580666339),
    },
}  # fmt: skip


def made(scores: Scores, kind: str, cut_off: float | None) -> DecisionMaker:
    return scores.optimised(kind) if cut_off is None else scores.decision_maker(kind, -math.inf)


@pytest.mark.parametrize(("case", "kind", "cut_off", "told"), CASES)
def test_decision_makers_are_anduryls(case: Case, kind: str, cut_off: float | None, told: tuple[float, ...]) -> None:
    found = made(Scores(study(case)), kind, cut_off)
    assert math.exp(found.score.log_calibration) == pytest.approx(told[0], rel=1e-9)
    assert found.score.information == pytest.approx(told[1], rel=1e-9)
    assert math.exp(found.log_cut_off) == pytest.approx(told[2], rel=1e-9)


def test_voices_of_the_varied_case_are_anduryls() -> None:
    """B answered four of five: everyone's calibration is that of four."""
    told = {"A": (0.0003336022191, 1.44899628), "B": (0.8391845754, 0.5725494543), "C": (0.6905434282, 1.33453877)}
    for score, (calibration, information) in zip(Scores(study(VARIED)).voices, told.values(), strict=True):
        assert math.exp(score.log_calibration) == pytest.approx(calibration, rel=1e-9)
        assert score.information == pytest.approx(information, rel=1e-9)


@pytest.mark.parametrize(("setting", "table"), LEFT_OUT.items(), ids=str)
def test_leaving_one_out_is_anduryls(setting: tuple[str, float | None], table: dict[str, tuple[float, float]]) -> None:
    """One entry is left out of the table, see the next test."""
    whole = study(EXAMPLE)
    for name, (calibration, information) in table.items():
        left = whole.without_item(name) if name in ITEMS else whole.without_voice(name)
        found = made(Scores(left), *setting).score
        assert math.exp(found.log_calibration) == pytest.approx(calibration, rel=1e-9)
        assert found.information == pytest.approx(information, rel=1e-9)


def test_without_an_expert_the_cut_off_is_searched_on_the_narrower_range() -> None:
    """Anduryl compares cut-offs on the range of all experts: without A it stays with B alone, 0.608 x 0.2204."""
    found = Scores(study(EXAMPLE).without_voice("A")).optimised("item").score
    assert math.exp(found.log_weight) == pytest.approx(0.3270167379 * 0.4434933701, rel=1e-9)
    assert math.exp(found.log_weight) > 0.6083583365 * 0.2204165673


def test_an_item_that_only_the_excluded_answered_goes_with_them() -> None:
    whole = study(EXAMPLE)
    answers = whole.answers.copy()
    answers[1:, 4] = np.nan
    left = Study(whole.voices, whole.items, whole.levels, answers, whole.truth).without_voice("A")
    assert (left.voices, left.items) == (("B", "C"), ITEMS[:4])


def test_a_voice_that_answered_nothing_else_goes_with_the_item() -> None:
    whole = study(EXAMPLE)
    answers = whole.answers.copy()
    answers[0, 1:] = np.nan
    left = Study(whole.voices, whole.items, whole.levels, answers, whole.truth).without_item("T1")
    assert left.voices == ("B", "C")


def test_the_optimised_decision_maker_passes_its_own_cut_off() -> None:
    """Made-up answers: b and c are each better calibrated than their mixture, whose score would be the highest."""
    answers = [
        [[22, 31, 87], [2, 33, 89], [26, 28, 89], [11, 31, 79], [20, 51, 80]],
        [[20, 41, 59], [41, 71, 82], [66, 68, 72], [47, 61, 65], [21, 54, 85]],
        [[40, 85, 91], [36, 56, 99], [5, 46, 47], [26, 27, 74], [14, 16, 50]],
    ]
    truth = np.array([80.0, 53.0, 69.0, 63.0, 44.0])
    scores = Scores(Study(("a", "b", "c"), ITEMS, (0.05, 0.5, 0.95), np.array(answers, dtype=float), truth))
    better = scores.decision_maker("global", sorted(score.log_calibration for score in scores.voices)[1])
    best = scores.optimised("global")
    assert better.score.log_calibration < better.log_cut_off
    assert better.score.log_weight > best.score.log_weight
    assert math.isinf(best.log_cut_off)


def test_a_mixture_has_the_mixed_distributions_quantiles() -> None:
    """Draws from two piecewise even distributions; the bound is five standard errors of a share."""
    answers, shares = np.array([[2.0, 5.0, 7.0], [4.0, 6.0, 9.0]]), np.array([0.3, 0.7])
    levels = (0.05, 0.5, 0.95)
    found = mixture(answers, shares, 0.0, 10.0, levels)
    rng = np.random.default_rng(1)
    u, chosen = rng.random(200_000), rng.random(200_000) < 0.3
    heights = [0.0, *levels, 1.0]
    drawn = np.where(chosen, *(np.interp(u, heights, [0.0, *answer, 10.0]) for answer in answers))
    for level, quantile in zip(levels, found, strict=True):
        assert np.mean(drawn <= quantile) == pytest.approx(level, abs=5 * math.sqrt(level * (1 - level) / 200_000))


ROW = st.lists(st.floats(0.0, 100.0), min_size=3, max_size=3, unique=True)


@given(st.lists(st.lists(ROW, min_size=4, max_size=4), min_size=1, max_size=4), st.permutations(range(4)))
def test_the_order_of_items_and_voices_changes_no_score(table: list[list[list[float]]], order: list[int]) -> None:
    answers = np.sort(np.array(table), axis=2)
    if (np.diff(answers, axis=2) < 1e-6).any():
        return
    truth = np.array([1.0, 35.0, 60.0, 99.0])
    voices = tuple("abcd"[: len(table)])
    one = Scores(Study(voices, ITEMS[:4], (0.05, 0.5, 0.95), answers, truth))
    other = Scores(
        Study(voices[::-1], tuple(ITEMS[i] for i in order), (0.05, 0.5, 0.95), answers[::-1][:, order], truth[order])
    )
    for kind in ("equal", "global", "item"):
        here, there = one.decision_maker(kind).score, other.decision_maker(kind).score
        assert here.log_calibration == pytest.approx(there.log_calibration, abs=1e-9)
        assert here.information == pytest.approx(there.information, abs=1e-9)
        assert one.optimised(kind).score.log_weight >= one.decision_maker(kind).score.log_weight - 1e-12


def test_voices_far_below_the_smallest_double_are_told_apart() -> None:
    """400 misses each, one more of them by the second voice: its share is the ratio, not 0 / 0."""
    answers = np.repeat([[[1.0, 2.0, 3.0]]], 400, axis=1).repeat(2, axis=0)
    truth = np.full(400, 4.0)
    answers[0, 0] = [1.0, 2.0, 5.0]
    scores = Scores(Study(("a", "b"), tuple(map(str, range(400))), (0.05, 0.5, 0.95), answers, truth))
    shares = scores.decision_maker("global").weights
    assert scores.voices[0].log_calibration < -1000
    assert shares[0] > 0.9 > 0.1 > shares[1] > 0
