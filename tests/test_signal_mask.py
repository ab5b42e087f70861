"""A signal that comes while processes are started is neither lost nor heard by them."""

from __future__ import annotations

import subprocess
import sys

WAITS = """
import os, signal, subprocess, sys
from sim.signal_mask import signals_blocked
try:
    with signals_blocked():
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.3)"])
        os.kill(child.pid, signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        print("still here")
except KeyboardInterrupt:
    print("heard afterwards; the child ended with", child.wait())
"""


def test_a_ctrl_c_waits_and_what_is_started_does_not_hear_it() -> None:
    done = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["still here", "heard afterwards; the child ended with 0"]
    assert done.stderr == ""
