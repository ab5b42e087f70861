"""Edits written into a file's text: it says what they say, and every line that they do not touch is as it was."""

from __future__ import annotations

import difflib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from mutations import paths
from mutations import settings as bent

from sim.errors import ModelError, SimError
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing import edited_text
from sim.scenario.writing.edited_text import find_companions, write_edits

ROOT = Path(__file__).parents[3]
FILES = [
    *ROOT.glob("scenarios/*.yaml"), ROOT / "scenarios/venezuela-2025/scenario.yaml",
    *ROOT.glob("tests/scenarios/valid/*.yaml"), ROOT / "tests/dashboard/harbour.yaml",
]  # fmt: skip
READ = {file: (file.read_bytes().decode("utf-8"), read.read(file)) for file in sorted(FILES)}
FLAGSHIP = READ[ROOT / "scenarios/venezuela-2025/scenario.yaml"]
HEAD = "schema_version: 1\nid: a\ntitle: T\nas_of: 2025-12-24\ntimeline: {steps: 9, step: 1 week}\n"
VARIABLES = "variables:\n  x: {label: X, states: [no, yes]}\n"


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), n=0)
    return [line.rstrip("\r\n") for line in list(lines)[2:] if not line.startswith("@@")]


def written(text: str, *settings: str) -> str:
    """The text with `path=value` settings; it is read back and compared."""
    scenario, changes = read.loads(text), dict(map(edit.setting, settings))
    new = write_edits(text, scenario, changes)
    assert read.loads(new).digest == edit.edit(scenario, changes).digest
    return new


def test_only_the_lines_of_the_edits_change() -> None:
    text, scenario = FLAGSHIP
    changes = {"judgments.S14.nudge": 0.5, "judgments.S14.says": "highly unlikely", "experts.icb.weight": 0.25,
               "pool.rule": "linear", "dependence": 0.1, "lexicon": "phia", "timeline.steps": 15}  # fmt: skip
    new = write_edits(text, scenario, changes)
    assert read.loads(new).digest == edit.edit(scenario, changes).digest
    lines = changed_lines(text, new)
    assert len([line for line in lines if line[0] == "+"]) <= len(changes)
    for line in lines:
        assert any(word in line for word in ("says", "nudge", "weight", "rule", "dependence", "lexicon", "steps")), line


LAYOUTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a comment behind a value": (
        "dependence: 0.5   # a guess\n", ("dependence=0.25",), "dependence: 0.25   # a guess\n",
    ),
    "one blank before a comment, and a text of two words": (
        "lexicon: phia # ours\nnot_encoded: {S1: dull} # no\n", ("lexicon=kent",),
        "lexicon: kent # ours\nnot_encoded: {S1: dull} # no\n",
    ),
    "a text behind which one blank stands before a comment": (
        "description: old # mine\n", ("description=two words",), 'description: "two words" # mine\n',
    ),
    "a new entry in braces": (
        "pool: {rule: log}  # so\n", ("pool.concentration=2",), "pool: {rule: log, concentration: 2}  # so\n",
    ),
    "a new entry in a block": (
        "pool:\n  rule: log  # so\n  # end\n", ("pool.concentration=inf",),
        "pool:\n  rule: log  # so\n  concentration: inf\n  # end\n",
    ),
    "a new section": (
        "", ("pool.rule=linear", "pool.concentration=2"), "pool: {rule: linear, concentration: 2}\n",
    ),
    "a list at the margin": (
        "experts:\n  a: {name: A, kind: assumption}\nbackground:\n- a\n# all\n", ("background=[]",),
        "experts:\n  a: {name: A, kind: assumption}\nbackground: []\n# all\n",
    ),
    "a list below a comment": (
        "experts:\n  a: {name: A, kind: assumption}\nbackground:  # who\n- a\n", ("background=[]",),
        "experts:\n  a: {name: A, kind: assumption}\nbackground:  # who\n  []\n",
    ),
    "a folded text": (
        "description: >-\n  so\n  on\n\ndependence: 0.5\n", ("description=short",),
        "description: short\n\ndependence: 0.5\n",
    ),
    "a text between quotes": ("description: 'it''s'\n", ("description=so",), "description: so\n"),
    "an entry that goes, in braces": (
        "pool: {rule: log, concentration: 2}\n", ("pool.rule=null",), "pool: {concentration: 2}\n",
    ),
    "the last entry that goes, in braces": (
        "pool: {rule: log, concentration: 2}\n", ("pool.concentration=null",), "pool: {rule: log}\n",
    ),
    "an entry that goes, in a block": (
        "pool:\n  rule: log  # so\n  concentration: 2\n", ("pool.rule=null",), "pool:\n  concentration: 2\n",
    ),
    "the only entry that goes": ("pool:\n  rule: log\n# end\n", ("pool.rule=null",), "pool: {}\n# end\n"),
    "what is not there and goes": ("pool: {rule: log}\n", ("dependence=null",), "pool: {rule: log}\n"),
    "lines of another system": (
        "pool:\r\n  rule: log\r\ndependence: 0.5\r\n", ("pool.rule=linear", "pool.concentration=3", "dependence=null"),
        "pool:\r\n  rule: linear\r\n  concentration: 3\r\n",
    ),
    "letters that count for two": (
        "description: Fähre 🚢 e\u0301\ndependence: 0.5 # 🚢\n", ("dependence=1",),
        "description: Fähre 🚢 e\u0301\ndependence: 1 # 🚢\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "settings", "after"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_value_takes_the_place_of_the_old_one(before: str, settings: tuple[str, ...], after: str) -> None:
    head = (HEAD + VARIABLES).replace("\n", "\r\n") if "\r\n" in before else HEAD + VARIABLES
    assert written(head + before, *settings) == head + after


SPOKEN = HEAD + "experts: {a: {name: A}}\n" + VARIABLES + "judgments:\n  x:\n"
SAID = {
    "    J: {expert: a, about: yes, says: unlikely}  # said\n": (
        "    J: {expert: a, about: yes, says: {phrase: unlikely, widen: 2}, nudge: 0.5}  # said\n"
    ),
    "    J:\n      expert: a\n      about: yes\n      says: unlikely  # said\n      # end\n": (
        "    J:\n      expert: a\n      about: yes\n      says: {phrase: unlikely, widen: 2}  # said\n"
        "      nudge: 0.5\n      # end\n"
    ),
    "    J:\n      expert: a\n      about: yes\n      says:  # said\n        phrase: unlikely\n": (
        "    J:\n      expert: a\n      about: yes\n      says:  # said\n        phrase: unlikely\n        widen: 2\n"
        "      nudge: 0.5\n"
    ),
}


@pytest.mark.parametrize(("before", "after"), SAID.items())
def test_what_is_said_in_short_is_written_out(before: str, after: str) -> None:
    assert written(SPOKEN + before, "judgments.J.says.widen=2", "judgments.J.nudge=0.5") == SPOKEN + after


def test_a_mark_of_byte_order_stays_and_json_stays_json() -> None:
    text = (
        '{"schema_version": 1, "id": "a", "title": "T", "as_of": "2025-12-24",\n "timeline": {"steps": 3, "step": '
        '"1 week"},\n "variables": {"x": {"label": "X", "states": ["no", "yes"]}}}\n'
    )
    new = written("\ufeff" + text, "timeline.step=2 weeks", "pool.rule=linear")
    assert new == "\ufeff" + text.replace("1 week", "2 weeks").replace("]}}}", ']}}, "pool": {"rule": "linear"}}')


def test_nothing_to_write_is_the_same_text() -> None:
    text, scenario = FLAGSHIP
    assert write_edits(text, scenario, {}) == text


@pytest.mark.parametrize("file", READ, ids=lambda file: file.stem)
def test_every_place_of_every_file_can_be_written_in_place(file: Path) -> None:
    """The value that is there, written anew, at every path that is no longer than a judgment's `says`."""
    text, scenario = READ[file]
    known = paths(scenario.file._data)
    for path in random.Random(1).sample(known, min(len(known), 8)):
        try:
            changes = {path: edit.value(scenario, path)}
            wanted = edit.edit(scenario, changes)
        except SimError:
            continue
        new = write_edits(text, scenario, changes)
        assert read.loads(new, str(file), file.parent).digest == wanted.digest == scenario.digest


@settings(deadline=None)
@given(number=some.integers(0, 10**6), file=some.sampled_from(list(READ)))
def test_random_edits_are_read_back_or_refused(number: int, file: Path) -> None:
    text, scenario = READ[file]
    changes, wanted = sensible(scenario, number)
    try:
        new = write_edits(text, scenario, changes)
    except ModelError as error:
        raise AssertionError(f"{file.name}: {changes} {error}") from error
    assert read.loads(new, str(file), file.parent).digest == wanted.digest
    known = {line for line in text.splitlines() if line.lstrip().startswith("#")}
    assert known <= set(new.splitlines()) or any(isinstance(value, dict | list) for value in changes.values())


def sensible(scenario: Scenario, number: int) -> tuple[dict[str, object], Scenario]:
    """Up to three random changes that the scenario takes, and the scenario with them."""
    changes: dict[str, object] = {}
    wanted = scenario
    for step in range(8):
        for path, value in bent(paths(scenario.file._data), 30 * number + step):
            try:
                more = changes | {path: edit.parse(value)}
                wanted, changes = edit.edit(scenario, more), more
            except SimError:
                continue
        if len(changes) >= 3:
            break
    return changes, wanted


def test_a_file_that_was_changed_meanwhile_is_refused() -> None:
    text, scenario = FLAGSHIP
    with pytest.raises(ModelError, match="is not what was read any more"):
        write_edits(text.replace("weight: 1", "weight: 2", 1).replace("dependence: 0", "dependence: 1", 1) + "\nx: 1",
                    scenario, {"pool.rule": "linear"})  # fmt: skip


def test_what_would_say_something_else_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text, scenario = FLAGSHIP
    monkeypatch.setattr(edited_text, "replace_values", lambda text, values: text)
    with pytest.raises(ModelError, match=r"judgments\.S14\.says: cannot be written into this text") as caught:
        write_edits(text, scenario, {"judgments.S14.says": "likely", "pool.concentration": None})
    assert len(caught.value.problems) == 1


def test_an_unknown_path_is_told_as_by_set() -> None:
    text, scenario = FLAGSHIP
    with pytest.raises(ModelError, match="did you mean"):
        write_edits(text, scenario, {"judgments.S14.nugde": 1})


def test_a_scenario_that_brings_its_lexicon_needs_it_beside(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("phrase,concept,low,high\nlikely,likely,55,90\n", encoding="utf-8")
    text = HEAD + "lexicons: {own: words.csv}\n" + VARIABLES
    scenario = read.loads(text, "s.yaml", tmp_path)
    new = write_edits(text, scenario, {"lexicon": "own"})
    assert find_companions(read.loads(new, "s.yaml", tmp_path)) == ("words.csv",)
    assert find_companions(FLAGSHIP[1]) == ()
