"""Every rule of a sweep file, broken: the message, its place and its path; all problems come at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.batch.sweep.read import read_sweep

EVIDENCE = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: direct_military, is: none}\n"
BESIDE = {
    "seen.yaml": EVIDENCE,
    "wrong.yaml": EVIDENCE.replace("direct_military", "direct_militry"),
    "more/no.yaml": "schema_version: 1\nid: x\n",
    "good.csv": "judgments.S14.nudge\n0.5\n",
    "until.csv": "until\n2026-01-06\n",
}

BOTH = "batch_version: 1\ntitle: T\nscenarios: [s.yaml, more/other.yaml]\n"
TOO_MANY = "dependence: {from: 0, to: 1, points: 1000}, judgments.S14.nudge: {from: 0, to: 1, points: 2000}"
HAWKS = "b: {bundles: {hawks: {says: H, set: {judgments.S14.nudge: 99, dependnce: 1}}}}"

REFUSED = {
    "empty": ("batch_version", "not a sweep file: it begins with batch_version: 1"),
    "version": (
        "batch_version: 2\ntitle: T\nscenarios: [s.yaml]",
        "sweep.yaml:1:16  batch_version: must be 1; you wrote 2",
    ),
    "title": ("batch_version: 1\nscenarios: [s.yaml]", "title: 'title' is missing"),
    "key": ("drawz: 5", "sweep.yaml:4:1  drawz: unknown key 'drawz' - did you mean 'draws'?"),
    "draws": ("draws: 1", "sweep.yaml:4:8  draws: must be at least 2; you wrote 1"),
    "worlds": ("worlds: 0", "worlds: must be at least 1"),
    "seed": ("seed: -1", "seed: must be at least 0"),
    "chunk": ("chunk: 0", "chunk: must be at least 1"),
    "keep": ("keep: [curves]", "sweep.yaml:4:8  keep.0: must be curve; you wrote 'curves'"),
    "no scenario": ("batch_version: 1\ntitle: T\nscenarios: []", "scenarios: at least 1 are needed, not 0"),
    "no such example": (
        "batch_version: 1\ntitle: T\nscenarios: [first-step]",
        "sweep.yaml:3:13  scenarios.0: no such file, folder or example - did you mean 'first-steps'?",
    ),
    "empty glob": (
        "batch_version: 1\ntitle: T\nscenarios: [s.yaml, 'x/*.yaml']",
        "sweep.yaml:3:21  scenarios.1: no scenario is found by this",
    ),
    "broken scenario": (
        "batch_version: 1\ntitle: T\nscenarios: [more/no.yaml]",
        "more/no.yaml:1:1  title: 'title' is missing",
    ),
    "policy": ("policies: [strike]", "sweep.yaml:4:12  policies.0: unknown policy 'strike' - did you mean 'strikes'?"),
    "question": ("questions: [Q6, Q9]", "sweep.yaml:4:17  questions.1: unknown question 'Q9' (Q6, Q7)"),
    "path": (
        "vary: {judgments.S14.nudg: [0]}",
        "sweep.yaml:4:8  vary.judgments.S14.nudg: unknown path: no 'nudg' in judgments.S14 - did you mean 'nudge'?",
    ),
    "name without paths": ("vary: {trust: [0, 1]}", "a name of your own needs `paths` or `bundles`"),
    "path of a name": (
        "vary: {t: {paths: [dependence, experts.nobody.weight], values: [0.5]}}",
        "sweep.yaml:4:32  vary.t.paths.1: unknown path: no 'nobody' in experts",
    ),
    "paths twice": (
        "vary: {t: {paths: [dependence, dependence], values: [0.5]}}",
        "vary.t.paths.1: dependence is there twice",
    ),
    "value": (
        "vary: {judgments.S14.nudge: [0, 30]}",
        "sweep.yaml:4:33  vary.judgments.S14.nudge.1: must be at most 20; you wrote 30",
    ),
    "phrase": (
        "vary: {judgments.S22.says: [likly]}",
        "vary.judgments.S22.says.0: judgments.S22.says.phrase: no lexicon knows",
    ),
    "value elsewhere": (
        "vary: {variables.direct_military.states: [[none, combat]]}",
        "vary.variables.direct_military.states.0: then judgments.S22.about is refused",
    ),
    "value twice": ("vary: {judgments.S14.nudge: [0, 0.0]}", "vary.judgments.S14.nudge.1: 0 is there twice"),
    "end of a range": (
        "vary: {judgments.S14.nudge: {from: 0, to: 50, points: 2}}",
        "sweep.yaml:4:43  vary.judgments.S14.nudge.to: must be at most 20; you wrote 50",
    ),
    "inside of a range": (
        "vary: {timeline.steps: {from: 14, to: 15, points: 3}}",
        "sweep.yaml:4:8  vary.timeline.steps: a whole number is expected, not 14.5",
    ),
    "drawn inside": (
        "design: latin\npoints: 5\nvary: {timeline.steps: {from: 14, to: 18}}",
        "a whole number is expected, not 15.5",
    ),
    "range upside down": (
        "vary: {dependence: {from: 1, to: 0.5, points: 2}}",
        "vary.dependence.from: 1 is not below `to` (0.5)",
    ),
    "range of nothing": ("vary: {dependence: {from: 1, to: 1, points: 2}}", "1 is not below `to` (1)"),
    "logarithm": (
        "vary: {dependence: {from: 0, to: 1, points: 2, scale: log}}",
        "vary.dependence.from: 0 has no logarithm",
    ),
    "scale": (
        "vary: {dependence: {from: 0, to: 1, points: 2, scale: logs}}",
        "unknown value 'logs' - did you mean 'log'?",
    ),
    "one point": (
        "vary: {dependence: {from: 0, to: 1, points: 1}}",
        "vary.dependence.points: must be at least 2; you wrote 1",
    ),
    "too many points": ("vary: {dependence: {from: 0, to: 1, points: 100001}}", "must be at most 100000"),
    "no points": ("vary: {dependence: {from: 0, to: 1}}", "vary.dependence: 'points' is missing"),
    "half a range": ("vary: {dependence: {from: 0, points: 2}}", "vary.dependence: 'to' is missing: a range has both"),
    "key of a range": (
        "vary: {dependence: {form: 0, to: 1}}",
        "vary.dependence.form: unknown key 'form' - did you mean 'from'?",
    ),
    "points of a list": (
        "vary: {dependence: {values: [0], points: 2}}",
        "vary.dependence.points: goes with from and to",
    ),
    "nothing to move": ("vary: {dependence: {}}", "an axis has one of these: values, from and to, or bundles"),
    "no list": ("vary: {dependence: 0.5}", "a list of values or a mapping {from, to, points} is expected"),
    "empty list": ("vary: {dependence: []}", "vary.dependence: at least 1 are needed, not 0"),
    "two things": ("vary: {dependence: {values: [0], from: 0, to: 1}}", "an axis has one of these"),
    "bundle": (
        f"vary: {{{HAWKS}}}",
        "sweep.yaml:4:70  vary.b.bundles.hawks.set.dependnce: unknown path: no 'dependnce'",
    ),
    "bundle without a sentence": (
        "vary: {b: {bundles: {x: {set: {dependence: 0}}}}}",
        "vary.b.bundles.x.says: 'says' is missing",
    ),
    "value in a bundle": (
        f"vary: {{{HAWKS.replace(', dependnce: 1', '')}}}",
        "sweep.yaml:4:45  vary.b.bundles.hawks.set.judgments.S14.nudge: must be at most 20; you wrote 99",
    ),
    "bundle against itself": (
        "vary: {b: {bundles: {x: {says: X, set: {experts.author: {name: A}, experts.author.weight: 1}}}}}",
        "vary.b.bundles.x.set.experts.author.weight: two settings contradict",
    ),
    "bundles and paths": (
        "vary: {b: {paths: [dependence], bundles: {x: {says: X}}}}",
        "vary.b.paths: goes with values or a range",
    ),
    "axes of one path": (
        "vary:\n  dependence: [0]\n  b: {bundles: {x: {says: X, set: {dependence: 1}}}}",
        "sweep.yaml:6:36  vary.b.bundles.x.set.dependence: two axes move dependence: dependence and b",
    ),
    "axes in each other": (
        "vary:\n  experts.author.weight: [0, 1]\n  experts.author: [{name: A}]",
        "sweep.yaml:5:3  vary.experts.author.weight: two axes contradict: experts.author (experts.author) replaces",
    ),
    "reserved name": (
        "vary: {until: {paths: [dependence], values: [0]}}",
        "vary.until: until is no path but what was seen: a list",
    ),
    "name of a path": (
        "vary: {pool: {paths: [dependence], values: [0]}}",
        "vary.pool: pool is a path itself: give the axis a name",
    ),
    "long name": (f"vary: {{{'x' * 201}: [0]}}", "a name of 201 letters: at most 200 are allowed"),
    "no name": ("vary: {a b: {paths: [dependence], values: [0]}}", "vary.a b: 'a b' is no name"),
    "no evidence": (
        "vary: {evidence: [none, no.yaml]}",
        "sweep.yaml:4:25  vary.evidence.1: no.yaml: No such file or directory",
    ),
    "refused evidence": (
        "vary: {evidence: [wrong.yaml]}",
        "wrong.yaml:3:36  evidence.E1.variable: unknown variable 'direct_militry' - did you mean 'direct_military'?",
    ),
    "number for evidence": ("vary: {evidence: [1]}", "the name of an evidence file, or none, is expected, not 1"),
    "evidence twice": ("vary: {evidence: [seen.yaml, seen.yaml]}", "vary.evidence.1: 'seen.yaml' is there twice"),
    "until alone": ("vary: {until: [2026-01-06]}", "sweep.yaml:4:8  vary.until: 'until' needs 'evidence'"),
    "until alone in a table": ("table: until.csv", "sweep.yaml:4:1  table: 'until' needs 'evidence'"),
    "day": ("vary: {evidence: [seen.yaml], until: [2026-13-01]}", "vary.until.0: 2026-13-01 is not in the calendar"),
    "design": ("design: random", "sweep.yaml:4:9  design: unknown value 'random' (grid, latin, sobol, table, files)"),
    "grid of nothing": ("design: grid", "sweep.yaml:4:9  design: grid needs 'vary'"),
    "table of nothing": ("design: table", "design: table needs 'table'"),
    "points of a grid": (
        "points: 5\nvary: {dependence: [0]}",
        "sweep.yaml:4:1  points: goes with design: latin or sobol, not grid",
    ),
    "seed of a grid": (
        "design_seed: 5\nvary: {dependence: [0]}",
        "design_seed: goes with design: latin or sobol, not grid",
    ),
    "latin without points": ("design: latin\nvary: {dependence: [0]}", "sweep.yaml:4:9  design: latin needs 'points'"),
    "files that vary": (
        "design: files\nvary: {dependence: [0]}",
        "vary: goes with design: grid, latin, sobol or table, not files",
    ),
    "table in a grid": (
        "design: grid\nvary: {dependence: [0]}\ntable: good.csv",
        "table: goes with design: table, not grid",
    ),
    "too many settings": (
        f"vary: {{{TOO_MANY}}}",
        "sweep.yaml:4:1  vary: 1,000 x 2,000 = 2,000,000 settings: at most 1,000,000",
    ),
    "too many drawn": (
        "batch_version: 1\ntitle: T\nscenarios: [s.yaml, more/other.yaml]\ndesign: sobol\npoints: 600000\n"
        "vary: {dependence: [0]}",
        "points: 600,000 x 2 scenarios = 1,200,000 settings",
    ),
    "alias": ("vary: {dependence: &a [0]}", "anchors (&a) are not allowed"),
    "key twice": ("draws: 5\ndraws: 6", "sweep.yaml:5:1  draws: key 'draws' is there twice"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_every_rule_has_its_message(name: str, write, problems_of) -> None:
    text, message = REFUSED[name]
    problems = problems_of(write(text, **BESIDE))
    assert any(message in problem for problem in problems), problems


def test_one_mistake_is_told_once(write, problems_of) -> None:
    for name in (
        "value",
        "path",
        "design",
        "end of a range",
        "axes of one path",
        "axes in each other",
        "refused evidence",
    ):
        assert len(problems_of(write(REFUSED[name][0], **BESIDE))) == 1, name


def test_problems_of_all_files_are_told_at_once(write, problems_of) -> None:
    text = (
        "batch_version: 1\ntitle: T\nscenarios: [more/no.yaml, s.yaml]\ndrawz: 1\npolicies: [strike]\n"
        "vary: {judgments.S14.nudge: [99], evidence: [wrong.yaml], x: 1, y: {from: 2, to: 1}}\n"
    )
    told = "\n".join(problems_of(write(text, **BESIDE)))
    for part in (
        "more/no.yaml:1:1",
        "drawz",
        "policies.0",
        "nudge.0",
        "wrong.yaml:3:36",
        "vary.x: a list",
        "vary.y.from",
    ):
        assert part in told, (part, told)


def test_a_scenario_is_named_where_others_are_right(write, problems_of) -> None:
    text = "batch_version: 1\ntitle: T\nscenarios: [s.yaml, more/other.yaml]\nquestions: [Q6]\n"
    told = problems_of(write(text + "vary: {judgments.S22.says: [likely, likly]}\n"))
    assert "unknown question 'Q6' in more/other.yaml (Q8, Q7)" in told[0]
    assert told[1].endswith("(in more/other.yaml)")
    assert told[2].endswith("(in s.yaml)")
    both = problems_of(write(text.replace("questions: [Q6]\n", "vary: {dependence: [7]}\n")))
    assert both == ["sweep.yaml:4:21  vary.dependence.0: must be at most 1; you wrote 7"]


def test_a_missing_sweep_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_sweep(tmp_path / "no.yaml")
