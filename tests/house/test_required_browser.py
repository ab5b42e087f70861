"""Where a browser is required, a test that skips for want of one fails the run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPING = "import pytest\n\n\ndef test_it():\n    pytest.skip('no Chromium found')\n\n\ndef test_other():\n    pass\n"


@pytest.mark.parametrize(("required", "code"), [("", 0), ("required", 1)])
def test_a_skip_fails_the_run_only_where_a_browser_is_required(tmp_path: Path, required: str, code: int) -> None:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_x.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path, env=os.environ | {"SIM_BROWSER": required}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "no Chromium found" in done.stdout
    assert ("a skipped test fails the run" in done.stdout) == bool(code)
