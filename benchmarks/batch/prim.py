"""Boxes by peeling and pasting beside those of EMA Workbench, on the examples that it is published with.

    pip install ema_workbench SALib    # some 600 MB with what they bring (scikit-learn, statsmodels, matplotlib)
    pip download --no-deps --no-binary :all: ema_workbench && tar xzf ema_workbench-*.tar.gz
    python -m benchmarks.batch.prim ema_workbench-*/ema_workbench/examples/data

Every box on the way is compared: settings, wanted settings and restricted axes. The data stay where they are: those of
Bryant and Lempert (2010), 3,000 cases of a flu model with three policies, 5,000 runs of a model of container flows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.batch.summary.discovery.limits import restricted
from sim.batch.summary.discovery.prim import peel_and_paste
from sim.batch.summary.moved_axis import MovedAxis, gather_axis

Case = tuple[str, Any, Any]
_FLOW = 2.178849944502783e7  # of containers without disruption, as EMA Workbench's example has it
_NO_AXIS = ("model", "scenario")


def read_cases(data: Path) -> Iterator[Case]:
    """Name, frame of axes, and which settings are wanted, as the examples of EMA Workbench define them."""
    import pandas as pd
    from ema_workbench import load_results

    bryant = pd.read_csv(data / "bryant et al 2010 data.csv", index_col=False)
    yield "bryant and lempert", bryant.iloc[:, 2:11], bryant.iloc[:, 15].to_numpy()
    axes, outcomes = load_results(data / "1000 flu cases with policies.tar.gz")
    yield "flu with policies", axes, (outcomes["deceased_population_region_1"][:, -1] > 1_000_000).astype(int)
    axes, outcomes = load_results(data / "5000 runs WCM.tar.gz")
    yield "containers", axes, (outcomes["throughput Rotterdam"] < _FLOW).astype(int).ravel()


def compare(case: Case) -> str:
    """One line: how many boxes are the same, and the processor time of both."""
    from ema_workbench.analysis import prim

    name, frame, wanted = case
    frame = frame.drop(columns=[column for column in frame if column in _NO_AXIS])
    started = time.process_time()
    theirs = prim.Prim(frame, wanted, threshold=0.3).find_box().peeling_trajectory
    middle = time.process_time()
    axes = [_axis(column, frame[column]) for column in frame]
    everywhere = np.ones(len(wanted), dtype=bool)
    ours = peel_and_paste(axes, wanted == 1, everywhere, 0.05 * len(wanted))
    ended = time.process_time()
    expected = [(int(n), round(n * mean), int(dims)) for n, mean, dims in theirs[["n", "mean", "res_dim"]].to_numpy()]
    found = [(box.settings, box.wanted, len(restricted(box.limits, axes))) for box in ours]
    same = sum(one == other for one, other in zip(expected, found, strict=False))
    seconds = f"{ended - middle:.2f} s against {middle - started:.2f} s"
    return f"{name}: {same} of {len(expected)} boxes the same ({len(found)} here); {seconds}"


def _axis(name: str, column: Any) -> MovedAxis:
    return gather_axis(name, "number" if column.dtype.kind in "fi" else "text", list(column))


if __name__ == "__main__":
    for case in read_cases(Path(sys.argv[1])):
        print(compare(case))
