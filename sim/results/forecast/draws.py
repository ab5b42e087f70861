"""The draws behind a forecast's intervals: questions x draws for each policy, at each question's deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.arrays import Floats
from sim.errors import nearest
from sim.results.statistics.quantiles import quantiles

if TYPE_CHECKING:
    import pandas
    import xarray

DRAW_COLUMNS = ("policy", "question", "draw", "weight", "probability")


@dataclass(frozen=True, eq=False, repr=False)
class Draws:
    """What the quantiles of a forecast are computed from, with the noise of finitely many worlds taken out.

    policies, questions: ids, in the order of the first two axes.
    values: (policies, questions, draws); the probability by the question's deadline in each draw; NaN where the
        question is asked of no world.
    weights: (policies, 1, draws), or (policies, questions, draws) where some question is not asked of every world;
        along the draws the sum is 1, or 0 where the question is asked of no world. Equal without evidence.
    """

    policies: tuple[str, ...]
    questions: tuple[str, ...]
    values: Floats
    weights: Floats

    def __post_init__(self) -> None:
        for array in (self.values, self.weights):
            array.setflags(write=False)

    def __getitem__(self, answer: tuple[str, str]) -> Floats:
        """The draws of one answer, (draws,); raises KeyError for a policy or question that is not there."""
        return np.asarray(self.values[self._place(answer)])

    def weight(self, policy: str, question: str) -> Floats:
        """The weights of one answer's draws, (draws,); raises as `[policy, question]` does."""
        return np.asarray(self._every_weight[self._place((policy, question))])

    def readings(self, policy: str, question: str, count: int) -> Floats:
        """`count` equally likely values of one answer, (count,), lowest first: the middles of as many equal shares.

        All NaN where the question is asked of no world. Raises as `[policy, question]` does.
        """
        weight = self.weight(policy, question)
        if not weight.any():
            return np.full(count, np.nan)
        return quantiles(self[policy, question], weight, list((np.arange(count) + 0.5) / count))

    def columns(self) -> Iterator[dict[str, Any]]:
        """A block a policy and question: `DRAW_COLUMNS` to (draws,) values; draws count from 1."""
        count = self._count
        for answer in product(self.policies, self.questions):
            names = ([name] * len(count) for name in answer)
            yield dict(zip(DRAW_COLUMNS, (*names, count, self.weight(*answer), self[answer]), strict=True))

    def to_pandas(self) -> pandas.DataFrame:
        """A row a policy, question and draw: the columns of `sim run --draws-out`, the scenario's apart."""
        import pandas as pd

        blocks = [pd.DataFrame(block) for block in self.columns()]
        return pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame(columns=list(DRAW_COLUMNS))

    def to_xarray(self) -> xarray.Dataset:
        """`probability` and `weight` over (policy, question, draw). Needs `pip install 'scenario-sim[xarray]'`."""
        import xarray as xr

        axes = ("policy", "question", "draw")
        labels = dict(zip(axes, (list(self.policies), list(self.questions), self._count), strict=True))
        return xr.Dataset({"probability": (axes, self.values), "weight": (axes, self._every_weight)}, labels)

    def __repr__(self) -> str:
        policies, questions, draws = self.values.shape
        return f"<Draws: {policies} policies x {questions} questions x {draws:,} draws>"

    @property
    def _count(self) -> Any:
        return np.arange(1, self.values.shape[2] + 1)

    @property
    def _every_weight(self) -> Floats:
        return np.broadcast_to(self.weights, self.values.shape)

    def _place(self, answer: tuple[str, str]) -> tuple[int, int]:
        policy, question = answer
        for what, name, known in (("policy", policy, self.policies), ("question", question, self.questions)):
            if name not in known:
                raise KeyError(f"unknown {what} '{name}'{nearest(name, known)}")
        return self.policies.index(policy), self.questions.index(question)
