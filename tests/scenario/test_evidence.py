"""Evidence files and --given texts: what they mean, and every problem at once with its place."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError, SimError
from sim.scenario import evidence
from sim.scenario.file import read

ROOT = Path(__file__).parents[2]
HEAD = "schema_version: 1\nevidence:\n"


@pytest.fixture(scope="module")
def scenario():
    return read.read(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")


def load(scenario, *records: str):
    return evidence.loads(HEAD + "".join(f"  {record}\n" for record in records), "e.yaml", scenario)


def told(scenario, text: str, error: type[SimError] = ModelError) -> list[str]:
    with pytest.raises(error) as found:
        evidence.loads(text, "e.yaml", scenario)
    return str(found.value).splitlines()


def test_every_kind_is_made_exact(scenario):
    is_, reached, missed, silent, likely = load(
        scenario,
        "E1: {date: 2026-01-06, variable: us_action, is: limited_strike or more, source: a, note: b}",
        "E2: {date: 2026-01-07, variable: asset, reached: cargo or flagged_ship}",
        "E3: {date: 2026-01-08, variable: arms_advisers, not_reached: delivery or more, sensitivity: 80%}",
        "E4: {date: 2026-04-01, variable: arms_advisers, not_reached: surge}",
        "E5: {date: 2025-12-25, variable: climate, likelihood: {better: 0.1, same: 0.25, worse: 0.5, much_worse: 0.5}}",
    )
    assert (is_.step, is_.at) == (2, (0, 0, 1, 1, 1))
    assert (reached.step, reached.ever, reached.if_ever, reached.if_never) == (2, {1, 2}, 1, 0)
    assert (missed.step, missed.ever, missed.if_never) == (3, {2, 3}, 1)
    assert missed.if_ever == pytest.approx(0.2)
    assert (silent.step, silent.if_ever) == (14, 0)
    assert (likely.step, likely.at) == (1, (0.2, 0.5, 1, 1))
    assert str(is_) == "E1 (us_action is limited_strike or more, 2026-01-06)"
    assert str(missed) == "E3 (arms_advisers not reached delivery or more (sensitivity 0.8), 2026-01-08)"


def test_all_problems_of_meaning_are_told_at_once(scenario):
    text = HEAD + "".join(
        f"  {record}\n"
        for record in (
            "E1: {date: 2025-12-24, variable: us_action, is: limited_strike}",
            "E2: {date: 2026-04-02, variable: us_action, is: limited_strik}",
            "E3: {date: 2026-01-06, variable: us_acton, reached: invasion}",
            "E4: {date: 2026-01-06, variable: asset, reached: cargo, sensitivity: 0.5}",
            "E5: {date: 2026-01-06, variable: asset, not_reached: cargo, sensitivity: 0}",
            "E6: {date: 2026-01-06, variable: asset}",
            "E7: {date: 2026-01-06, variable: asset, is: cargo, reached: cargo}",
            "E8: {date: 2026-01-06, variable: asset, is: any}",
            "E9: {date: 2026-01-06, variable: economic, likelihood: {cut: 1, contnue: 0.5}}",
            "E10: {date: 2026-01-06, variable: economic, likelihood: {cut: 0, continue: 0, increase: 0}}",
            "E11: {date: 2026-01-06, variable: economic, likelihood: {cut: 1, continue: 1, increase: 1}}",
            "E12: {date: 2026-01-06, variable: economic, is: cut}",
            "E13: {date: 2026-01-06, variable: economic, is: cut}",
        )
    )
    levers = "pressure, blockade, limited_strike, leadership_raid, invasion"
    variables = ", ".join(scenario.variables)
    assert told(scenario, text) == [
        "e.yaml:3:14  evidence.E1.date: 2025-12-24 is not after as_of (2025-12-24): what was known by then belongs in "
        "the scenario",
        "e.yaml:4:14  evidence.E2.date: 2026-04-02 is out of the timeline, which ends on 2026-04-01",
        "e.yaml:4:51  evidence.E2.is: unknown state 'limited_strik' of us_action - did you mean 'limited_strike'? "
        f"({levers})",
        f"e.yaml:5:36  evidence.E3.variable: unknown variable 'us_acton' - did you mean 'us_action'? ({variables})",
        "e.yaml:6:72  evidence.E4.sensitivity: goes with not_reached",
        "e.yaml:7:76  evidence.E5.sensitivity: must be above 0: a report that never comes is not missed",
        "e.yaml:8:3  evidence.E6: an observation says one thing: is, reached, not_reached or likelihood",
        "e.yaml:9:3  evidence.E7: an observation says one thing: is, reached, not_reached or likelihood",
        "e.yaml:10:47  evidence.E8.is: 'any' holds whatever happens: it names every state of asset",
        "e.yaml:11:58  evidence.E9.likelihood: every state needs a likelihood: continue, increase missing",
        "e.yaml:11:67  evidence.E9.likelihood.contnue: unknown state 'contnue' of economic - did you mean 'continue'? "
        "(cut, continue, increase)",
        "e.yaml:12:59  evidence.E10.likelihood: all are 0: nothing that could have been seen",
        "e.yaml:13:59  evidence.E11.likelihood: all are equal: what is seen as often in every state says nothing",
        "e.yaml:15:3  evidence.E13: says what E12 says: it would count twice",
    ]


def test_all_problems_of_shape_are_told_with_those_of_meaning(scenario):
    text = HEAD + "".join(
        f"  {record}\n"
        for record in (
            "E1: {date: 6 January, variable: us_action, is: invasion}",
            "E2: {date: 2026-01-06, varable: us_action, is: invasion}",
            "E3: {date: 2026-01-06, variable: asset, not_reached: cargo, sensitivity: 1.2}",
            "E4: {date: 2026-01-06, variable: asset, is: crgo}",
            "E 5: {date: 2026-01-06, variable: asset, is: cargo}",
            "E6: seen",
        )
    )
    lines = told(scenario, text + "seen: {}\n", FormatError)
    assert [line.split("  ")[1].split(":")[0] for line in lines] == [
        "evidence.E1.date", "evidence.E2.variable", "evidence.E2.varable", "evidence.E3.sensitivity", "evidence.E4.is",
        "evidence.E 5", "evidence.E6", "seen",
    ]  # fmt: skip
    assert "did you mean 'variable'?" in lines[2]
    assert lines[0].startswith("e.yaml:3:14  ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n", "not a file of evidence"),
        ("[1, 2]\n", "not a file of evidence"),
        ("schema_version: 2\nevidence: {}\n", "must be 1; you wrote 2"),
        ("schema_version: 1\nevidence: [E1]\n", "a mapping {E1: {...}} is expected"),
        (HEAD + "".join(f"  E{n}: {{variable: asset}}\n" for n in range(201)), "at most 200"),
    ],
)
def test_a_broken_frame_is_told(scenario, text, message):
    (line,) = told(scenario, text, FormatError)
    assert message in line


def test_200_observations_are_allowed(scenario):
    days = [datetime.date(2025, 12, 25) + datetime.timedelta(n % 90) for n in range(200)]
    tops = [f"variable: {name}, not_reached: {variable.states[-1]}" for name, variable in scenario.variables.items()]
    records = [f"E{n}: {{date: {day}, {tops[n // 90]}}}" for n, day in enumerate(days)]
    assert len(load(scenario, *records)) == 200


def test_a_given_text_is_an_observation(scenario):
    one = evidence.from_text("us_action: limited_strike or more @ 2026-01-06", 2, scenario)
    assert (one.id, one.variable, one.step, one.at) == ("G2", "us_action", 2, (0, 0, 1, 1, 1))


@pytest.mark.parametrize(
    "text", ["us_action", "us_action: invasion", "us_action @ 2026-01-06", ": invasion @ 2026-01-06"]
)
def test_a_given_text_without_its_parts_is_refused(scenario, text):
    with pytest.raises(FormatError, match="is no observation: write 'variable: STATE or more @ 2026-01-06'"):
        evidence.from_text(text, 1, scenario)


def test_a_given_text_has_the_errors_of_a_file(scenario):
    with pytest.raises(ModelError, match=r"--given 1  evidence\.G1\.is: unknown state 'invason' of us_action"):
        evidence.from_text("us_action: invason @ 2026-01-06", 1, scenario)


def test_the_shipped_evidence_is_dated_after_the_freeze_and_has_sources(scenario):
    file = ROOT / "tests" / "scenarios" / "evidence" / "flagship-11.yaml"
    found = evidence.load(file, scenario)
    assert len(found) == 11
    assert all(one.date > scenario.as_of for one in found)
    assert file.read_text(encoding="utf-8").count("    source: ") == len(found)


def test_a_file_that_is_not_utf8_is_refused(scenario, tmp_path):
    file = tmp_path / "evidence.yaml"
    file.write_bytes(b"schema_version: 1\nevidence: {E1: \xff}\n")
    with pytest.raises(FormatError, match="is not UTF-8"):
        evidence.load(file, scenario)
