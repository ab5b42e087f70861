"""The example 3.7.3 of TU Delft OpenCourseWare (numbers only): five items, three experts, 5 %, 50 % and 95 % quantiles.

And a variation with a logarithmic item, a missing answer and a truth equal to a quantile, which no book has.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass

import numpy as np

from sim.priors.cooke.calibration import Study

ITEMS = ("T1", "T2", "T3", "T4", "T5")
Answers = dict[str, list[list[float] | None]]


@dataclass(frozen=True)
class Case:
    truth: tuple[float, ...]
    answers: Answers
    logarithmic: tuple[str, ...] = ()


EXAMPLE = Case(
    (24, 11, 68, 47, 31),
    {
        "A": [[2, 5, 7], [12, 13, 15], [87, 89, 92], [2, 5, 8], [48, 50, 52]],
        "B": [[20, 23, 34], [8, 10, 11], [60, 70, 90], [20, 35, 45], [30, 35, 40]],
        "C": [[20, 25, 28], [10, 13, 15], [65, 67, 70], [42, 44, 46], [32, 33, 35]],
    },
)


def _varied() -> Case:
    answers = copy.deepcopy(EXAMPLE.answers)
    answers["B"][3] = None
    return Case((24, 11, 68, 47, 35), answers, ("T3",))


VARIED = _varied()


def study(case: Case) -> Study:
    """The case as a study, logarithms taken where its scale is logarithmic."""
    table = np.array([[row or [math.nan] * 3 for row in rows] for rows in case.answers.values()], dtype=float)
    truth = np.array(case.truth, dtype=float)
    for item in case.logarithmic:
        place = ITEMS.index(item)
        table[:, place], truth[place] = np.log(table[:, place]), math.log(truth[place])
    return Study(tuple(case.answers), ITEMS, (0.05, 0.5, 0.95), table, truth)
