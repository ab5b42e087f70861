"""Where a browser is required, a test that skips for want of one fails the run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPING = "import pytest\n\n\ndef test_it():\n    pytest.skip('no Chromium found')\n\n\ndef test_other():\n    pass\n"


TWICE = """
import os, pytest
for required in ("", "required"):
    os.environ["SIM_BROWSER"] = required
    print("exit code", int(pytest.main(["-q", "-p", "no:cacheprovider", "."])))
"""


def test_a_skip_fails_the_run_only_where_a_browser_is_required(tmp_path: Path) -> None:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_x.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run([sys.executable, "-c", TWICE], cwd=tmp_path, capture_output=True, text=True)
    free, required, rest = re.split(r"exit code \d\n", done.stdout)
    assert (re.findall(r"exit code (\d)", done.stdout), rest) == (["0", "1"], ""), done.stdout + done.stderr
    for told in (free, required):
        assert "1 passed, 1 skipped" in told
        assert "no Chromium found" in told
    assert "a skipped test fails the run" not in free
    assert "a skipped test fails the run" in required
