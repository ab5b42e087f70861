"""Sums over weighted draws that round the same whatever stands beside them, and on whatever processor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weighted_sum(weights: Floats, values: Floats) -> Floats:
    """The sum of weights times values over the first axis; shape `values.shape[1:]`.

    weights: (draws,). values: (draws, ...). Every column is summed by itself, pairwise. A product of matrices would
    leave the order of the additions to the kernel of the processor, to its number of cores, and to how many columns
    there are: one question more would move the last digits of all others.

    >>> weighted_sum(np.array([0.25, 0.75]), np.array([[1.0, 0.0], [5.0, 4.0]])).tolist()
    [4.0, 3.0]
    """
    columns = np.multiply(np.moveaxis(values, 0, -1), weights, order="C")
    return np.asarray(np.add.reduce(columns, axis=-1))
