"""The gallery of scenarios: each is short, sound and cited, and what it says of itself runs as typed."""

from __future__ import annotations

import re
import shlex
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli import cli
from sim.priors.consistency.check import check

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
THREATS = {"hormuz-2012": 1}
"""How many notes `sim check` has on a file of the gallery: a threat that is read as a forecast."""


def commands(file: Path) -> list[str]:
    """What the comments at the top of a file propose to try; three blanks separate commands."""
    comments = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    return [command.strip() for line in comments for command in re.findall(r"(?<=\s)sim .*?(?=\s{3}|$)", line)]


def test_the_gallery_is_what_the_examples_and_the_page_show() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| \[([\w-]+)\]", page, flags=re.MULTILINE)) == set(sim.examples())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_short_cited_and_sound(file: Path) -> None:
    scenario = sim.read(file)
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 90
    assert scenario.id == file.stem
    assert len(check(scenario)) == THREATS.get(file.stem, 0)
    used = {judgment.source for group in scenario.judgments.values() for judgment in group.values()}
    cited = {name for name, source in scenario.sources.items() if source.claims} | used
    claims = [
        key for group in scenario.judgments.values() for key, one in group.items() if one.claim and not one.source
    ]
    assert claims == []
    assert set(scenario.sources) - cited <= {"fgw", "forsa", "allensbach", "ipsos", "insa"}  # counted together


@pytest.mark.parametrize("command", [c for file in FILES for c in commands(file)])
def test_what_it_proposes_runs_as_typed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT if "scenarios/" in command else tmp_path)
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="sim")
    assert (done.exit_code, done.stderr) == (0, "")


def test_every_file_proposes_something() -> None:
    assert [file.stem for file in FILES if not commands(file)] == []


def test_the_clinic_answers_as_its_tables_do() -> None:
    scenario = sim.read("lung-clinic")
    seen = sim.evidence(scenario, given=["visit: yes @ 1988-01-02", "dyspnoea: yes @ 1988-01-02"])
    forecast = sim.forecast(scenario, draws=2, worlds=64, observations=seen)
    found = [forecast.answers["as_it_is", question].probability for question in ("Q1", "Q2", "Q3")]
    weights = {(t, c, b): _clinic(t, c, b) for t, c, b in product((0, 1), repeat=3)}
    whole = sum(weights.values())
    expected = [sum(w for state, w in weights.items() if state[i]) / whole for i in range(3)]
    assert found == pytest.approx(expected, abs=1e-9)


def _clinic(tuberculosis: int, cancer: int, bronchitis: int) -> float:
    """P(tuberculosis, cancer, bronchitis, shortness of breath | visit), from the published tables."""
    breath = {(0, 0): 0.1, (0, 1): 0.8, (1, 0): 0.7, (1, 1): 0.9}[tuberculosis | cancer, bronchitis]
    either_way = sum(
        0.5 * (has if cancer else 1 - has) * (short if bronchitis else 1 - short)
        for has, short in ((0.01, 0.3), (0.1, 0.6))
    )
    return (0.05 if tuberculosis else 0.95) * either_way * breath
