"""Sums over weighted draws that round the same whatever stands beside them, and on whatever processor."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats


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


def weighted_mean(weights: Floats, values: Floats) -> Floats:
    """The same with weights that sum to 1: a mean, and where all draws are equal exactly what they are.

    What is certain in every draw must not come out as 0.9999999999999999, which is no longer certain.

    >>> sixths = np.full(6, 1 / 6)
    >>> float(weighted_sum(sixths, np.ones(6))), float(weighted_mean(sixths, np.ones(6)))
    (0.9999999999999999, 1.0)
    """
    first = values[0]
    return np.asarray(first + weighted_sum(weights, values - first))
