"""Shares on a full grid, against closed forms and the definition, and the bound of their errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.batch.summary.moved_axis import MovedAxis, gather_axis
from sim.batch.summary.shares.grid import lay_grid, share_grid
from tests.batch.summary.swept import full_grid


def axes_of(settings: list[dict[str, Any]], kinds: dict[str, Any] | None = None) -> list[MovedAxis]:
    kind_of = kinds or {}
    return [gather_axis(name, kind_of.get(name, "number"), [one[name] for one in settings]) for name in settings[0]]


def shares_of(settings: list[dict[str, Any]], values: np.ndarray[Any, Any], errors: float = 0.0) -> dict[str, Any]:
    axes = axes_of(settings)
    places = lay_grid(axes, len(settings))
    assert places is not None
    return {share.axis: share for share in share_grid(axes, places, values, np.full(len(values), errors))}


def test_an_additive_answer_has_the_shares_of_its_terms_alone_and_in_all() -> None:
    settings = full_grid(a=[0, 1, 2], b=[0.0, 0.5], c=[1, 5])
    values = np.array([0.1 + 0.1 * one["a"] + 0.2 * one["b"] for one in settings])
    found = shares_of(settings, values)
    variances = {"a": 0.01 * 2 / 3, "b": 0.04 / 16, "c": 0.0}
    for name, variance in variances.items():
        assert found[name].first == pytest.approx(variance / sum(variances.values()), abs=1e-12)
        assert found[name].total == pytest.approx(found[name].first, abs=1e-12)


def test_a_product_belongs_to_both_together() -> None:
    settings = full_grid(a=[-1, 1], b=[-1, 1])
    found = shares_of(settings, np.array([one["a"] * one["b"] for one in settings], dtype=float))
    for share in found.values():
        assert (share.first, share.total) == pytest.approx((0.0, 1.0))


def test_ishigami_on_a_fine_grid_has_its_published_shares() -> None:
    """First order 0.3139, 0.4424, 0, total 0.5576, 0.4424, 0.2437 (a = 7, b = 0.1), as is printed."""
    along = (np.arange(60) + 0.5) / 60 * 2 * np.pi - np.pi
    x, y, z = np.meshgrid(along, along, along, indexing="ij")
    values = (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)).ravel()
    axes = [gather_axis(name, "number", grid.ravel()) for name, grid in zip("xyz", (x, y, z), strict=True)]
    places = lay_grid(axes, len(values))
    assert places is not None
    found = share_grid(axes, places, values, np.zeros(len(values)))
    assert [share.first for share in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.001)
    assert [share.total for share in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.001)


def test_the_order_of_settings_does_not_count() -> None:
    settings = full_grid(a=[0, 1, 2], b=[0, 1, 2, 3])
    values = np.random.default_rng(1).random(len(settings))
    order = np.random.default_rng(2).permutation(len(settings))
    before = shares_of(settings, values)
    after = shares_of([settings[place] for place in order], values[order])
    for name, share in before.items():
        assert after[name].first == pytest.approx(share.first)
        assert after[name].total == pytest.approx(share.total)


def test_a_hole_or_an_uneven_number_is_no_grid() -> None:
    settings = full_grid(a=[0, 1, 2], b=[0, 1])
    assert lay_grid(axes_of(settings), 6) is not None
    assert lay_grid(axes_of(settings * 2), 12) is not None
    for holed in (settings[:-1], [*settings, settings[0]], [*settings[:-1], settings[0]]):
        assert lay_grid(axes_of(holed), len(holed)) is None
    assert lay_grid([], 3) is None


def test_levels_without_an_order_share_alike() -> None:
    settings = full_grid(rule=["log", "linear", None], sure=[True, False])
    axes = axes_of(settings, {"rule": "text", "sure": "flag"})
    places = lay_grid(axes, 6)
    assert places is not None
    values = np.array([0.1 if one["rule"] is None else 0.2 for one in settings])
    assert [share.total for share in share_grid(axes, places, values, np.zeros(6))] == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("likeness", [0.0, 0.7, 0.999])
def test_errors_move_a_share_by_no_more_than_is_said_however_they_hang_together(likeness: float) -> None:
    """The standard deviation of shares under errors that are alike stays below the bound, and is not far below it."""
    rng, size = np.random.default_rng(3), 0.002
    settings = full_grid(a=list(range(5)), b=list(range(4)))
    values = np.array([0.1 + 0.02 * one["a"] + 0.01 * one["b"] + 0.005 * one["a"] * one["b"] for one in settings])
    told = shares_of(settings, values, size)
    moved = {name: [] for name in told}  # type: dict[str, list[tuple[float, float]]]
    smooth = np.array([one["a"] / 4 for one in settings])
    for _ in range(200):
        alone = rng.normal(size=len(values))
        together = rng.normal() * smooth
        errors = size * (np.sqrt(1 - likeness**2) * alone + likeness * together)
        for name, share in shares_of(settings, values + errors).items():
            moved[name].append((share.first, share.total))
    for name, pairs in moved.items():
        first, total = np.std(pairs, axis=0)
        assert first <= told[name].first_error
        assert total <= told[name].total_error
        assert told[name].first_error < 0.1


def test_an_error_that_all_answers_have_in_common_moves_no_share() -> None:
    settings = full_grid(a=[0, 1, 2], b=[0, 1])
    values = np.array([0.1, 0.2, 0.15, 0.3, 0.05, 0.5])
    before, after = shares_of(settings, values), shares_of(settings, values + 0.07)
    assert [share.first for share in before.values()] == pytest.approx([share.first for share in after.values()])
