"""`quiet` in a run, and `sim evidence`: what happened and that nothing did, written into a file week by week."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli
from sim.scenario import evidence

SEEN = """\
# what was seen
schema_version: 1
evidence:
  O9: {date: 2026-01-06, variable: us_action, is: limited_strike or more, source: AP}  # the first
  O11:
    date: 2026-01-13
    variable: us_action
    not_reached: invasion
    source: AP
  # nothing since
"""
QUIET = "quiet:  # by then\n  until: 2026-01-20  # a Tuesday\n  reported: 90%\n"
FEW = ("--draws", "20", "--policy", "free")
ADD = ("us_action: leadership_raid or more @ 2026-01-20", "--source", "AP, 20 January: it is said")
SCENARIO = """\
schema_version: 1
id: small
title: A small case
as_of: 2025-12-30
timeline: {steps: 8, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  us_action:
    {label: US action, role: lever, never_falls: true, start: none,
     states: [none, limited_strike, leadership_raid, invasion]}
  reply: {label: Reply, states: [none, fire], parents: [us_action]}
judgments:
  us_action: {J1: {expert: ann, about: limited_strike or more, by: 2026-02-24, says: 40%}}
  reply: {J2: {expert: ann, about: fire, says: 10%}}
policies: {free: {}, raid: {us_action: leadership_raid from 2026-02-01}}
questions: {Q1: {asks: "A raid?", reaches: {us_action: leadership_raid or more}, by: 2026-02-24}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "scenario.yaml").write_text(SCENARIO)
    seen = tmp_path / "evidence.yaml"
    seen.write_text(SEEN)
    return seen


def call(*words: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


def run(file: Path, *words: object) -> Result:
    return call("run", file.parent, "--evidence", file, *words)


def head(result: Result) -> str:
    """The lines above the first table, as one."""
    return " ".join(result.stdout.split("\n\nPolicy ")[0].split())


def test_a_run_without_quiet_says_at_the_top_that_silences_are_not_counted(file):
    assert "seed 1. " in head(run(file, *FEW))
    assert "Silences not counted: that nothing was reported is not taken to mean that" in head(run(file, *FEW))
    assert "ilence" not in head(call("run", file.parent, *FEW))


def test_a_run_with_quiet_says_at_the_top_what_it_counts_and_what_not(file):
    file.write_text(SEEN + QUIET)
    assert (
        "Silence until 2026-01-20 counts for us_action beyond limited_strike (reported with 90 %). Not counted: "
        in (head(run(file, *FEW)))
    )
    assert "reply (it answers at once and knows no time; a delay in the file would count it)." in head(run(file, *FEW))
    assert "Silence until 2026-01-14 counts for" in head(run(file, *FEW, "--until", "2026-01-14"))


def test_the_json_has_what_was_counted(file):
    def silence(*words: object) -> dict:
        (one,) = json.loads(run(file, *FEW, "--format", "json", *words).stdout)["forecasts"][0]["evidence"]
        return one["silence"]

    assert silence() == {"told": "silences not counted", "until": None, "counted": [], "not_counted": []}
    file.write_text(SEEN + QUIET + "  variables: {reply: {reported: 80%, delay: 2 steps}}\n")
    assert silence() == {
        "told": "silences counted",
        "until": "2026-01-20",
        "counted": [
            {"variable": "us_action", "beyond": "limited_strike", "reported": 0.9, "delay": 0},
            {"variable": "reply", "beyond": "none", "reported": 0.8, "delay": 2},
        ],
        "not_counted": [],
    }


def test_silence_about_what_a_policy_sets_is_told_under_that_policy(file):
    file.write_text("schema_version: 1\nevidence: {}\n" + QUIET.replace("01-20", "02-24"))
    told = head(run(file, "--draws", "20"))
    assert "Under free: silence until 2026-02-24 counts for us_action beyond none (reported with 90 %). Not" in told
    assert (
        "Under raid: silence until 2026-02-24 counts for nothing. Not counted: us_action (the policy sets it)" in told
    )


def test_a_chance_of_nothing_changes_no_byte(file):
    before = json.loads(run(file, *FEW, "--format", "json").stdout)["forecasts"][0]
    file.write_text(SEEN + QUIET.replace("90%", "0%") + "  variables: {reply: {reported: 0%, delay: 2 steps}}\n")
    after = json.loads(run(file, *FEW, "--format", "json").stdout)["forecasts"][0]
    (old,), (new,) = before.pop("evidence"), after.pop("evidence")
    assert json.dumps(after) == json.dumps(before)
    assert {**new, "silence": None} == {**old, "silence": None}


def test_impossible_silence_is_named(file):
    sure = SCENARIO.replace("by: 2026-02-24, says: 40%", "per: step, says: {probability: 1, certain: true}")
    (file.parent / "scenario.yaml").write_text(sure)
    file.write_text("schema_version: 1\nevidence: {}\n" + QUIET.replace("90%", "100%"))
    done = run(file, *FEW)
    assert done.exit_code == 3
    told = "quiet (us_action beyond none (reported with 100 %), until 2026-01-20) cannot be: no world agrees with it"
    assert told in done.stderr


def test_check_tells_of_quiet(file):
    assert call("check", file.parent).stdout.endswith("evidence.yaml: ok, 2 observations\n")
    file.write_text(SEEN + QUIET)
    assert call("check", file.parent).stdout.endswith("evidence.yaml: ok, 2 observations, quiet until 2026-01-20\n")
    file.write_text(SEEN + QUIET.replace("90%", "lots"))
    assert "evidence.yaml:13:13  quiet.reported: a probability is expected" in call("check", file.parent).stderr


@pytest.mark.parametrize("end", ["", QUIET])
def test_an_entry_is_added_below_the_last_one_and_nothing_else_changes(file, end):
    file.write_text(SEEN + end)
    done = call("evidence", "add", file, *ADD, "--note", "Why: so")
    assert (done.exit_code, done.stdout) == (
        0, f"{file}: O12 (us_action is leadership_raid or more, 2026-01-20)\n"
    )  # fmt: skip
    entry = [
        "  O12:", "    date: 2026-01-20", "    variable: us_action", "    is: leadership_raid or more",
        '    source: "AP, 20 January: it is said"', '    note: "Why: so"',
    ]  # fmt: skip
    lines = file.read_text().splitlines()
    at = lines.index("  O12:")
    short = "\n".join(lines[at : at + 6]) == "\n".join(entry)
    assert short or lines[at].startswith("  O12: {date: 2026-01-20, ")
    left = "\n".join([*lines[:at], *lines[at + (6 if short else 1) :], ""])
    assert left == SEEN + end
    assert call("check", file.parent).exit_code == 0


def test_ends_of_lines_a_byte_order_mark_and_rights_are_kept(file):
    raw = b"\xef\xbb\xbf" + SEEN.replace("\n", "\r\n").encode()
    file.write_bytes(raw)
    os.chmod(file, 0o640)
    assert call("evidence", "add", file, *ADD).exit_code == 0
    new = file.read_bytes()
    assert new.startswith(b"\xef\xbb\xbf# what")
    assert b"\n" not in new.replace(b"\r\n", b"")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_one_and_its_file_is_changed(file):
    link = file.with_name("link.yaml")
    link.symlink_to(file)
    assert call("evidence", "add", link, *ADD).exit_code == 0
    assert link.is_symlink()
    assert "O12" in file.read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("us_action: limited_strike or more @ 2026-01-06", "--source", "x"),
            "says what O9 says: it would count twice",
        ),
        (("us_acton: invasion @ 2026-01-20", "--source", "x"), "evidence.O12.variable: unknown variable 'us_acton'"),
        (("us_action: invason @ 2026-01-20", "--source", "x"), "evidence.O12.is: unknown state 'invason'"),
        (("us_action: invasion @ 2025-12-01", "--source", "x"), "2025-12-01 is not after as_of (2025-12-30)"),
        (("us_action: invasion @ 20 January", "--source", "x"), "a date is expected, written 2026-01-31"),
        (("us_action invasion", "--source", "x"), "is no observation: write 'variable: STATE or more @ 2026-01-06'"),
        (("us_action: any @ 2026-01-20", "--source", "x"), "'any' holds whatever happens"),
        (("us_action: invasion @ 2026-01-20", "--source", " "), "a text is expected, not an empty one"),
    ],
)
def test_what_is_wrong_is_refused_and_the_file_stays(file, words, message):
    before = file.stat().st_mtime_ns
    done = call("evidence", "add", file, *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert (file.read_text(), file.stat().st_mtime_ns) == (SEEN, before)
    assert sorted(one.name for one in file.parent.iterdir()) == ["evidence.yaml", "scenario.yaml"]


ADDERS = """
import os, sys
from click.testing import CliRunner
from sim.cli import cli
children = []
for name in ("first", "second"):
    child = os.fork()
    if not child:
        days = range(7, 13) if name == "first" else range(20, 26)
        words = (["evidence", "add", sys.argv[1], f"reply: none @ 2026-01-{day:02}", "--source", name] for day in days)
        os._exit(max(CliRunner().invoke(cli, one).exit_code for one in words))
    children.append(child)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""


def test_two_processes_that_add_at_the_same_time_both_do(file):
    done = subprocess.run([sys.executable, "-c", ADDERS, file], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[0, 0]\n", "")
    listed = evidence.read_file(file, sim.read(file.with_name("scenario.yaml"))).listed
    assert [one.id for one in listed] == ["O9", "O11", *(f"O{number}" for number in range(12, 24))]
    assert len({one.date for one in listed}) == 14


def test_a_file_that_is_wrong_already_is_told_as_it_stands(file):
    file.write_text(SEEN.replace("invasion", "invason"))
    done = call("evidence", "add", file, *ADD)
    assert f"{file}:8:18  evidence.O11.not_reached: unknown state 'invason'" in done.stderr


def test_an_order_to_write_elsewhere_leaves_the_file(file):
    done = call("evidence", "add", file, *ADD, "-o", "-")
    assert done.stdout.startswith("# what was seen\n")
    assert "O12" in done.stdout
    assert call("evidence", "add", file, *ADD, "-o", file.with_name("new.yaml")).exit_code == 0
    assert file.with_name("new.yaml").read_text() == done.stdout
    assert file.read_text() == SEEN


def test_a_file_that_is_not_there_is_made_and_its_scenario_can_be_named(file, tmp_path):
    other = tmp_path / "later" / "seen.yaml"
    other.parent.mkdir()
    assert (
        "no scenario.yaml beside it: name its scenario with --scenario" in call("evidence", "add", other, *ADD).stderr
    )
    assert not other.exists()
    assert call("evidence", "add", other, *ADD, "--scenario", file.parent).exit_code == 0
    assert other.read_text().startswith("schema_version: 1\nevidence:\n  E1: {date: 2026-01-20, variable: us_action, ")


def test_quiet_is_moved_along(file):
    new = call("evidence", "quiet", file, "2026-01-20")
    assert "how much would be reported: give it, as --reported 95%" in new.stderr
    new = call("evidence", "quiet", file, "2026-01-20", "--reported", "90%")
    assert new.stdout == f"{file}: quiet until 2026-01-20\n"
    assert file.read_text().replace("quiet: {until: 2026-01-20, reported: 90%}\n", "") == SEEN
    file.write_text(SEEN + QUIET)
    assert call("evidence", "quiet", file, "2026-01-27").exit_code == 0
    assert file.read_text() == SEEN + QUIET.replace("2026-01-20", "2026-01-27")
    assert call("evidence", "quiet", file, "2026-01-27", "--reported", "1 in 3").exit_code == 0
    assert "  reported: 1 in 3\n" in file.read_text()
    assert "2027-01-27 is out of the timeline" in call("evidence", "quiet", file, "2027-01-27").stderr
    assert "2026-01-27  # a Tuesday" in file.read_text()
