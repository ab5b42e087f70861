"""A sweep needs no disk once it is read: pickled, it is worked on where none of its files are."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

from sim.batch.sweep.read import read_sweep
from sim.scenario.edit import edit

WORDS = "phrase,concept,low,high\nunlikely,unlikely,5,{high}\nhighly unlikely,very_unlikely,1,9\n"
RECORD = "topic,said,happened,of\n" + "".join(f"t{number},likely,1,2\nt{number},5%,0,3\n" for number in range(6))
VARY = """vary:
  lexicons.mine: [words.csv, other.csv]
  pool.recalibrate: [record.csv, none]
  judgments.S14.nudge: {from: -1, to: 1, points: 3}
"""
ELSEWHERE = """
import pickle, sys
from sim.scenario.edit import edit
sweep = pickle.load(sys.stdin.buffer)
for setting in sweep.settings(range(1, len(sweep) + 1)):
    print(edit(sweep.sources[setting.source].scenario, setting.changes).digest)
"""


def scenario_with_words(folder: Path) -> None:
    """The scenario of `write` with a lexicon of its own."""
    text = (folder / "s.yaml").read_text(encoding="utf-8")
    text = text.replace("lexicon: capphrase ", "lexicon: mine\nlexicons: {mine: words.csv} ")
    (folder / "s.yaml").write_text(text, encoding="utf-8")


def test_a_pickled_sweep_is_edited_in_a_process_without_the_files(write, tmp_path: Path) -> None:
    beside = {"words.csv": WORDS.format(high=30), "other.csv": WORDS.format(high=40), "record.csv": RECORD}
    file = write(VARY, **beside)
    scenario_with_words(tmp_path)
    sweep = read_sweep(file)
    pickled = pickle.dumps(sweep)
    here = [edit(sweep.sources[0].scenario, setting.changes).digest for setting in sweep.settings(range(1, 13))]
    shutil.rmtree(tmp_path)
    assert len(set(here)) == 12
    process = subprocess.run([sys.executable, "-c", ELSEWHERE], input=pickled, capture_output=True, timeout=120)
    assert process.stderr == b""
    assert process.stdout.decode().split() == here
    assert pickle.loads(pickled) == sweep


def test_word_lists_and_records_are_part_of_the_digest(write, tmp_path: Path) -> None:
    beside = {"words.csv": WORDS.format(high=30), "other.csv": WORDS.format(high=40), "record.csv": RECORD}
    file = write(VARY, **beside)
    scenario_with_words(tmp_path)
    digests = {read_sweep(file).sources[0].digest}
    for name, content in (("words.csv", WORDS.format(high=31)), ("other.csv", WORDS.format(high=41))):
        (tmp_path / name).write_text(content, encoding="utf-8")
        digests.add(read_sweep(file).sources[0].digest)
    (tmp_path / "record.csv").write_text(RECORD.replace("t1,likely,1,2", "t1,likely,2,2"), encoding="utf-8")
    digests.add(read_sweep(file).sources[0].digest)
    assert len(digests) == 4
