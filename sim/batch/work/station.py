"""What a worker of a cluster holds while a sweep is worked on: the sweep itself, and what shows that it may work on it.

The driver registers one station with the scheduler; Dask brings it once to every worker process, those that join later
too. So no task carries the sweep, and none is lost with a worker.
"""

from __future__ import annotations

import hashlib
import platform
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from sim.batch.sweep.model import Sweep
from sim.batch.work.chunk import Bench
from sim.batch.work.crew import Done, Failed, Task, failed, work_out

_PACKAGES = ("numpy", "scipy", "pyarrow", "distributed")

Versions = dict[str, str]


@dataclass(frozen=True)
class Misfit:
    """A task that this worker may not do. task: the one that goes back. address: of the worker. differs: in words."""

    task: Task
    address: str
    differs: str


@cache
def versions() -> Versions:
    """What decides the bytes of a part, as it is on this machine: name -> version."""
    told = {"sim": version("scenario-sim"), "the source of sim": SOURCE, "Python": _python()}
    return told | {name: version(name) for name in _PACKAGES}


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """How the versions of a worker differ from the driver's, in words; empty where they do not.

    >>> differences({"sim": "0.1.0", "numpy": "2.1.0"}, {"sim": "0.1.0", "numpy": "2.4.6"})
    'numpy is 2.1.0, and 2.4.6 here'
    """
    return "; ".join(
        f"{name} is {there.get(name, 'not there')}, and {wanted} here"
        for name, wanted in here.items()
        if there.get(name) != wanted
    )


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])


def _source_digest() -> str:
    """Eight digits of the SHA-256 of the package's modules: two checkouts of one version may differ."""
    root, digest = Path(__file__).parents[2], hashlib.sha256()
    shipped = root / "shipped"  # in an installed package alone
    for path in sorted(root.rglob("*.py")):
        if shipped not in path.parents:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


SOURCE = _source_digest()
"""Of the modules as they were imported: a worker may outlive an upgrade of its files."""


class Station(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """One sweep's place in every worker process.

    sweep: its points are not read. memory: bytes that one forecast may take. wanted: the driver's versions.
    """

    def __init__(self, sweep: Sweep, memory: int, wanted: Versions) -> None:
        self._sweep, self._memory, self._wanted = replace(sweep, points=()), memory, wanted

    def setup(self, worker: Any) -> None:
        """Called in the worker, when the station or the worker is new."""
        self._address = worker.address
        self._differs = differences(versions(), self._wanted)
        self._benches = threading.local()  # a bench is one thread's

    def work(self, task: Task) -> Done | Failed | Misfit:
        """The task's part of the store, worked out here on one thread, unless the versions differ."""
        from threadpoolctl import threadpool_limits

        if self._differs:
            return Misfit(task, self._address, self._differs)
        if not hasattr(self._benches, "bench"):
            self._benches.bench = Bench(self._sweep, self._memory)
        with threadpool_limits(1):
            return work_out(self._benches.bench, self._sweep, task)


def work_at(station: str, task: Task) -> Done | Failed | Misfit:
    """What a worker does with a task. station: the name that the station was registered under."""
    plugin = get_worker().plugins.get(station)
    if not isinstance(plugin, Station):
        return failed(task, f"the worker {get_worker().address} has lost the sweep")
    return plugin.work(task)
