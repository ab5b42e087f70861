"""Least squares on the few columns that matter: orthogonal matching pursuit, stopped by what is left out one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats

MOST_TERMS = 120
_PATIENCE = 6  # columns that may be added without any gain
_FOLDS = 5
_CLOSE = 1e-4  # of the variance: what is missed then moves no digit that is shown


@dataclass(frozen=True, eq=False)
class SparseFit:
    """chosen: places of the columns; coefficients: (chosen + 1,), the constant first."""

    chosen: NDArray[np.intp]
    coefficients: Floats

    def predict(self, columns: Floats) -> Floats:
        """What the fit says where the columns stand at (settings, all columns)."""
        return np.asarray(self.coefficients[0] + columns[:, self.chosen] @ self.coefficients[1:])


def fit_sparse(columns: Floats, values: Floats) -> SparseFit:
    """The fit with fewest columns whose error in settings left out one by one is the smallest but for a standard error.

    columns: (settings, columns). values: (settings,). The error is corrected for the number of terms as in Chapelle,
    Vapnik and Bengio (2002); the rule of one standard error is that of Breiman and others (1984).

    >>> rng = np.random.default_rng(1)
    >>> columns = rng.normal(size=(60, 20))
    >>> fit_sparse(columns, 3 * columns[:, 4] - columns[:, 7]).chosen.tolist()
    [4, 7]
    """
    chosen, order = _best_order(columns, values)
    kept = np.array(order[:chosen], dtype=np.intp)
    design = np.column_stack([np.ones(len(values)), columns[:, kept]])
    return SparseFit(kept, np.asarray(np.linalg.lstsq(design, values, rcond=None)[0], dtype=float))


def _best_order(columns: Floats, values: Floats) -> tuple[int, list[int]]:
    """How many columns are best, and the order in which they come in."""
    settings = len(values)
    lengths = np.maximum(np.linalg.norm(columns, axis=0), 1e-12)
    made = np.ones((settings, 1)) / np.sqrt(settings)
    left, leverage = values - values.mean(), np.full(settings, 1.0 / settings)
    errors, order = [_left_out(left, leverage, 1)], list[int]()
    close = _CLOSE * errors[0][0]
    for number in range(1, min(MOST_TERMS, settings // 3, columns.shape[1]) + 1):
        likeness = np.abs(left @ columns) / lengths
        likeness[order] = -1.0
        place = int(np.argmax(likeness))
        new = columns[:, place] - made @ (made.T @ columns[:, place])
        new -= made @ (made.T @ new)
        length = float(np.linalg.norm(new))
        if length < 1e-6 * lengths[place] or number - _smallest(errors) > _PATIENCE or min(errors)[0] < close:
            break
        new /= length
        made = np.column_stack([made, new])
        order.append(place)
        left = left - (new @ left) * new
        leverage = leverage + new**2
        errors.append(_left_out(left, leverage, number + 1))
    smallest = min(errors)
    return next(number for number, error in enumerate(errors) if error[0] <= sum(smallest)), order


def _smallest(errors: list[tuple[float, float]]) -> int:
    return errors.index(min(errors))


def _left_out(left: Floats, leverage: Floats, terms: int) -> tuple[float, float]:
    """The mean square of what is missed in each setting by the others, times the correction; and its standard error."""
    settings = len(left)
    missed = (left / np.maximum(1.0 - leverage, 1e-9)) ** 2 * settings / (settings - terms)
    return float(missed.mean()), float(missed.std() / np.sqrt(settings))


def cross_validate(columns: Floats, values: Floats, seed: int = 1) -> float:
    """The share of the variance that fits find in settings that they have not seen, columns chosen anew each time.

    Negative where the mean would do better. seed: of the five parts that are left out in turn.
    """
    parts = np.random.default_rng(seed).permutation(len(values)) % _FOLDS
    missed = np.zeros(len(values))
    for part in range(_FOLDS):
        out = parts == part
        missed[out] = values[out] - fit_sparse(columns[~out], values[~out]).predict(columns[out])
    return 1.0 - float((missed**2).mean() / values.var())
