"""`sim judgments` from the outside: a group that is asked twice by the IDEA protocol. All people are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

SCENARIO = """# A group of three, asked twice.
schema_version: 1
id: ferry
title: Is the ferry late in winter?   # an invented island
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
experts:
  mara: {name: Mara Quill (invented)}
variables:
  ferry: {label: Ferry, states: [on_time, late, cancelled]}

policies: {as_it_is: {}}
questions:
  late: {asks: "Is the ferry late on 29 January 2026?", is: {ferry: late or more}, at: 2026-01-29}
"""
ROUND_1 = """round,question,expert,element,value
round_1,ferry: late or more,mara,probability,20%
round_1,ferry: late or more,mara,odds_within,3
round_1,ferry: late or more,Odo Fenn (invented),probability,70%
round_1,ferry: late or more,Odo Fenn (invented),odds_within,3
round_1,ferry: late or more,Ida Moss (invented),probability,40%
round_1,ferry: late or more,Ida Moss (invented),odds_within,3
"""
ROUND_2 = """round,question,expert,element,value
2,mara_ferry,mara,probability,30%
2,mara_ferry,mara,odds_within,3
2,mara_ferry,Odo Fenn (invented),probability,50%
2,mara_ferry,Odo Fenn (invented),odds_within,3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ferry.yaml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "one.csv").write_text(ROUND_1, encoding="utf-8")
    (tmp_path / "two.csv").write_text(ROUND_2, encoding="utf-8-sig")
    return tmp_path


def _import(sim, folder: Path, table: str, into: str, *options: str):
    return sim("judgments", "import", folder / table, "--into", folder / into, *options)


def test_two_rounds_of_a_group_end_in_one_forecast_and_both_stay_in_the_file(sim, folder: Path) -> None:
    first = _import(sim, folder, "one.csv", "ferry.yaml", "--add-experts", "-o", str(folder / "first.yaml"))
    told = "3 judgments added; 2 new voices: Odo_Fenn_invented, Ida_Moss_invented\n"
    assert (first.returncode, first.stdout, first.stderr) == (0, "", told)
    text = (folder / "first.yaml").read_text(encoding="utf-8")
    assert text.startswith(SCENARIO.split("variables:")[0].rstrip("\n"))
    assert "    mara_ferry: {expert: mara, about: late or more, says: {probability: 20%, odds_within: 3}}\n" in text

    second = _import(sim, folder, "two.csv", "first.yaml", "--round", "2", "-o", str(folder / "second.yaml"))
    assert (second.returncode, second.stderr) == (0, "2 judgments added\n")
    after = (folder / "second.yaml").read_text(encoding="utf-8")
    kept = iter(after.splitlines())
    assert all(line in kept for line in text.splitlines())
    assert "    mara_ferry_r2: {expert: mara, round: 2, about: late or more, says: " in after

    resolved = sim("check", "--resolved", folder / "second.yaml").stdout
    moved = "20.0 % (mara_ferry, round 1) -> 30.0 % (mara_ferry_r2, round 2), +0.54 log-odds"
    assert f"  mara  ferry: late or more  {moved}\n" in resolved
    assert "late or more: Ida_Moss_invented (Ida_Moss_invented_ferry), Odo_Fenn_invented (Odo_" in resolved
    assert "mara (mara_ferry)" not in resolved

    only = SCENARIO + "judgments:\n  ferry:\n" + "".join(
        f"    {key}: {{expert: {expert}, about: late or more, says: {{probability: {share}, odds_within: 3}}}}\n"
        for key, expert, share in (("A", "mara", "30%"), ("B", "odo", "50%"), ("C", "ida", "40%"))
    )  # fmt: skip
    only = only.replace("(invented)}\n", "(invented)}\n  odo: {name: Odo}\n  ida: {name: Ida}\n", 1)
    (folder / "only.yaml").write_text(only, encoding="utf-8")
    (mine, theirs) = (sim("run", folder / name, "--format", "csv").stdout for name in ("second.yaml", "only.yaml"))
    assert abs(_probability(mine) - _probability(theirs)) < 0.02
    assert abs(_probability(sim("run", folder / "first.yaml", "--format", "csv").stdout) - _probability(theirs)) > 0.02


def _probability(table: str) -> float:
    head, row = (line.split(",") for line in table.splitlines()[:2])
    return float(row[head.index("probability") - len(head)])


def test_what_was_imported_is_exported_with_all_its_rounds(sim, folder: Path) -> None:
    _import(sim, folder, "one.csv", "ferry.yaml", "--add-experts", "-o", str(folder / "first.yaml"))
    _import(sim, folder, "two.csv", "first.yaml", "-o", str(folder / "second.yaml"))
    table = sim("judgments", "export", folder / "second.yaml").stdout
    head, first = table.splitlines()[:2]
    assert head == "round,question,expert,element,value,phrase,locator,source,date"
    assert first == "1,ferry: late or more,mara,probability,0.2,,,,"
    assert "2,ferry: late or more,mara,probability,0.3,,,,\n" in table
    hidden = sim("judgments", "export", folder / "second.yaml", "--anonymise").stdout
    assert "2,ferry: late or more,E2,probability,0.5,,,,\n" in hidden
    assert not any(name in hidden for name in ("mara", "Odo", "Ida"))
    (folder / "hidden.csv").write_text(hidden, encoding="utf-8")
    again = _import(sim, folder, "hidden.csv", "ferry.yaml", "--add-experts")
    assert "    E2_ferry_r2: {expert: E2, round: 2, about: late or more," in again.stdout
    assert again.stderr == "5 judgments added; 3 new voices: E1, E2, E3\n"


def test_nothing_is_overwritten_unasked_and_a_bad_table_writes_nothing(sim, folder: Path) -> None:
    out = str(folder / "new.yaml")
    (folder / "new.yaml").write_text(SCENARIO, encoding="utf-8")
    told = f"{out}: is there already: give another name, or --force to replace it\n"
    refused = _import(sim, folder, "one.csv", "ferry.yaml", "--add-experts", "-o", out)
    assert (refused.returncode, refused.stderr) == (4, told)
    bad = _import(sim, folder, "one.csv", "ferry.yaml", "-o", out, "--force")
    assert bad.returncode == 2
    assert bad.stderr.splitlines()[0] == (
        f"{folder / 'one.csv'}:4:29  expert: unknown expert 'Odo Fenn (invented)' (mara); --add-experts adds new "
        "voices with weight 1"
    )
    assert (folder / "new.yaml").read_text(encoding="utf-8") == SCENARIO
    assert _import(sim, folder, "one.csv", "ferry.yaml", "--add-experts", "-o", out, "--force").returncode == 0
    assert sim("check", out).stdout == f"{out}: ok\n"
    table = folder / "one.csv"
    exported = sim("judgments", "export", out, "-o", table)
    assert (exported.returncode, exported.stderr) == (4, told.replace(out, str(table)))
    assert table.read_text(encoding="utf-8") == ROUND_1


def test_what_cannot_be_opened_is_told(sim, folder: Path) -> None:
    for words in (("none.csv", "ferry.yaml"), ("one.csv", "none.yaml")):
        done = _import(sim, folder, *words)
        assert done.returncode == 4
        assert "No such file or directory" in done.stderr
    assert sim("judgments", "export", folder / "none.yaml").returncode == 4


def test_a_byte_order_mark_and_a_folder_are_kept_and_found(sim, folder: Path) -> None:
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8-sig")
    out = folder / "new.yaml"
    done = sim("judgments", "import", folder / "one.csv", "--into", folder, "--add-experts", "-o", out)
    assert done.returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf# A group of three")
    assert sim("check", out).returncode == 0
