"""`sim brief`: one answer as a page, and the command on the page makes the page again."""

from __future__ import annotations

import html
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

Done = subprocess.CompletedProcess[str]
Sim = Callable[..., Done]
HARBOUR = Path(__file__).parents[1] / "dashboard" / "harbour.yaml"


def test_the_command_on_the_page_writes_the_page_again(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "a b.yaml").write_bytes(HARBOUR.read_bytes())
    call = ("brief", "a b.yaml", "Q1", "--draws", 100, "--set", "judgments.J1.says=very unlikely", "-o", "one.html")
    done = sim(*call, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    found = re.search("<code>(.*?)</code>", page)
    assert found is not None
    words = shlex.split(html.unescape(found[1]))
    assert words[0] == "sim"
    assert sim(*words[1:], cwd=tmp_path).returncode == 0
    assert (tmp_path / "brief.html").read_text(encoding="utf-8") == page


def test_an_unknown_question_is_told(sim: Sim) -> None:
    done = sim("brief", HARBOUR, "Q11", "--draws", 100)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'Q1'" in done.stderr
