"""A dashboard's server in a process of its own, and what the kernel says of that process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DASHBOARD = (sys.executable, "-m", "sim", "dashboard")
CONSTANT = (sys.executable, "-m", "benchmarks.page.constant")
EMPTY = (sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("empty_app.py")))
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Server:
    """A running server. started: `time.perf_counter()` just before its process began."""

    address: str
    pid: int
    started: float

    def cpu(self) -> float:
        """CPU seconds that the process has used, all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Megabytes that the process holds in memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6


@contextmanager
def serve(command: Sequence[str]) -> Iterator[Server]:
    """A server of a Streamlit app, ready to answer; it has a home folder of its own, as on a machine that is new.

    command: one of `DASHBOARD`, `CONSTANT` and `EMPTY`, with its arguments.
    Raises RuntimeError where the server does not start, with what it said.
    """
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port = any_port.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with tempfile.TemporaryDirectory() as home, (Path(home) / "log").open("w+") as log:
        settings = {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true", "HOME": home}
        env = os.environ | settings | {"PYTHONPATH": str(ROOT)}
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not _answers(f"{address}_stcore/health", process):
                log.seek(0)
                raise RuntimeError(f"{' '.join(command)} does not answer:\n{log.read()[-2000:]}")
            yield Server(address, process.pid, started)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    last = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < last:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    return False
