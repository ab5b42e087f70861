"""`quiet` in an evidence file: every rule has a bad file; what it means, rung by rung."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.scenario import evidence
from sim.scenario.file import read
from sim.scenario.resolve.observations import heard, silences
from sim.scenario.resolve.policy_path import PolicyPath

BAD = Path(__file__).parents[1] / "scenarios" / "evidence" / "quiet"
TABLE = Path(__file__).with_name("quiet_expected.txt")
SCENARIO = """
schema_version: 1
id: quiet
title: Quiet
as_of: 2026-01-05
timeline: {steps: 12, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  war:
    {label: War, states: [peace, tension, clash, war], role: lever, chance: each_step, parents: [war@previous],
     start: tension}
  reply: {label: Reply, states: [none, some, much], parents: [war]}
  camp: {label: Camp, states: [a, b, c], ordered: false}
judgments:
  war: {J1: {expert: ann, about: clash or more, says: 5%, per: step}}
  reply: {J2: {expert: ann, about: some or more, says: 60%}}
  camp: {J3: {expert: ann, about: a, says: 60%}}
questions: {Q1: {asks: "War?", reaches: {war: war}, by: 2026-03-30}}
"""


@pytest.fixture(scope="module")
def scenario():
    return read.loads(SCENARIO)


def loads(scenario, quiet: str, *records: str, until: datetime.date | None = None):
    seen = "evidence:\n" + "".join(f"  {record}\n" for record in records) if records else "evidence: {}\n"
    return evidence.loads(f"schema_version: 1\n{seen}quiet: {quiet}\n", "e.yaml", scenario, until)


def told(seen, variable: str):
    """Step, least state and likelihood of what silence says of a variable; and why not where it says nothing."""
    (one,) = [one for one in seen.silences if one.variable == variable]
    silent = [found for found in seen if found.silence and found.variable == variable]
    return one.why_not or sorted((found.step, min(found.ever), round(found.if_ever, 12)) for found in silent)


def _expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[list(found)[-1]].append(line.removeprefix("    "))
        elif line and not line.startswith("#"):
            found[line] = []
    return found


def test_every_bad_file_is_in_the_table():
    assert sorted(_expected()) == sorted(file.name for file in BAD.iterdir())


@pytest.mark.parametrize(("file", "lines"), _expected().items(), ids=_expected().keys())
def test_a_bad_file_shows_exactly_its_problems(scenario, file, lines):
    with pytest.raises(SimError) as found:
        evidence.loads((BAD / file).read_text(encoding="utf-8"), file, scenario)
    assert str(found.value).splitlines() == lines
    assert lines


def test_each_rung_above_the_highest_state_seen_is_missed_by_itself(scenario):
    assert told(loads(scenario, "{until: 2026-01-31, reported: 95%}"), "war") == [(4, 2, 0.05), (4, 3, 0.05)]
    clash = "E1: {date: 2026-01-20, variable: war, is: clash or more}"
    assert told(loads(scenario, "{until: 2026-01-31, reported: 95%}", clash), "war") == [(4, 3, 0.05)]
    assert told(loads(scenario, "{until: 2026-01-19, reported: 95%}", clash), "war") == [(2, 2, 0.05), (2, 3, 0.05)]
    war = "E2: {date: 2026-01-20, variable: war, reached: war}"
    assert told(loads(scenario, "{until: 2026-01-31, reported: 95%}", war), "war") == "its highest state was seen"


def test_a_likelihood_shows_the_lowest_of_the_states_that_explain_it_best(scenario):
    for numbers, rungs in (("0.1, 0.2, 1, 1", [3]), ("1, 1, 0.5, 0.1", [2, 3]), ("0.1, 0.2, 0.3, 1", [])):
        peace, tension, clash, war = numbers.split(", ")
        one = f"{{peace: {peace}, tension: {tension}, clash: {clash}, war: {war}}}"
        record = f"E1: {{date: 2026-01-20, variable: war, likelihood: {one}}}"
        seen = loads(scenario, "{until: 2026-01-31, reported: 95%}", record)
        assert [min(one.ever) for one in seen if one.silence] == rungs


def test_why_silence_is_not_counted(scenario):
    seen = loads(scenario, "{until: 2026-01-31, reported: 95%, variables: {war: unknown}}")
    assert told(seen, "war") == "it is not known how much would be reported"
    assert told(seen, "reply") == "it answers at once and knows no time; a delay in the file would count it"
    assert told(seen, "camp") == "its states have no order"
    assert told(loads(scenario, "{until: 2026-01-31, reported: 0%}"), "war") == "nothing of it would be reported"
    assert [*seen] == []


def test_a_delay_is_a_product_of_observations(scenario):
    """By j steps after: 1 - .9 j / 3."""
    quiet = "{until: 2026-01-31, reported: 95%, variables: {reply: {reported: 90%, delay: 3 steps, beyond: some}}}"
    steps = told(loads(scenario, quiet), "reply")
    assert steps == [(1, 2, 0.25), (2, 2, round(0.4 / 0.7, 12)), (3, 2, 0.7)]
    assert told(loads(scenario, quiet, until=datetime.date(2026, 1, 12)), "reply") == []  # the first step: too early
    sure = quiet.replace("90%", "100%")
    assert told(loads(scenario, sure), "reply") == [(1, 2, 0.0), (2, 2, 0.5), (3, 2, round(2 / 3, 12))]


def test_until_moves_silence_along_with_what_is_listed(scenario):
    clash = "E1: {date: 2026-01-20, variable: war, is: clash or more}"
    seen = loads(scenario, "{until: 2026-01-31, reported: 95%}", clash, until=datetime.date(2026, 1, 13))
    assert told(seen, "war") == [(2, 2, 0.05), (2, 3, 0.05)]
    assert {one.until for one in seen.silences} == {datetime.date(2026, 1, 13)}
    after = loads(scenario, "{until: 2026-01-31, reported: 95%}", until=datetime.date(2026, 3, 1))
    assert told(after, "war") == [(4, 2, 0.05), (4, 3, 0.05)]
    before = loads(scenario, "{until: 2026-01-31, reported: 95%}", until=scenario.as_of)
    assert (list(before), before.silences) == ([], ())


@pytest.mark.parametrize("step", [3, 4, 5])
@pytest.mark.parametrize("sensitivity", [0.3, 0.98, 1])
def test_what_is_listed_as_not_reached_is_heard_of_once(scenario, step, sensitivity):
    """Of silence and of the list the one that misses less decides, wherever the rung was reached."""
    day = scenario.as_of + datetime.timedelta(7 * step)
    one = f"E1: {{date: {day}, variable: war, not_reached: clash or more, sensitivity: {sensitivity}}}"
    seen = loads(scenario, "{until: 2026-01-31, reported: 95%}", one)
    for first in range(1, 7):
        missed = 1.0
        for found in seen:
            missed *= found.if_ever if min(found.ever) == 2 and first <= found.step else 1.0
        silent, listed = 0.05 if first <= 4 else 1.0, 1 - sensitivity if first <= step else 1.0
        assert missed == pytest.approx(min(silent, listed), abs=1e-15)
    assert [str(found) for found in seen if not found.silence] == [str(found) for found in evidence.loads(
        f"schema_version: 1\nevidence: {{{one}}}\n", "e.yaml", scenario)]  # fmt: skip


def test_a_policy_that_sets_a_variable_leaves_silence_about_it_out(scenario):
    quiet = "{until: 2026-01-31, reported: 95%, variables: {reply: {reported: 90%, delay: 1 step}}}"
    seen = loads(scenario, quiet)
    free, later, now = (None,) * 13, (None,) * 5 + (3,) * 8, (None,) * 4 + (3,) * 9
    whole = [one.variable for one in seen]
    for fixed, floor, kept in (
        (free, (0,) * 13, whole),
        (later, (0,) * 13, whole),
        (now, (0,) * 13, ["reply", "reply"]),
        (free, (0,) * 4 + (2,) * 9, ["war", "reply", "reply"]),
    ):
        lever = {"war": PolicyPath("war", fixed, floor)}
        assert [one.variable for one in heard(seen, lever)] == kept
        set_ = [one.variable for one in silences(seen, lever) if one.why_not == "the policy sets it"]
        assert set_ == ([] if "war" in kept else ["war"])


def test_without_quiet_nothing_is_said_of_silence(scenario):
    seen = evidence.loads("schema_version: 1\nevidence: {}\n", "e.yaml", scenario)
    assert seen.silences is None
    assert silences(seen, {}) is None


def test_what_is_said_of_silence_survives_another_process(scenario):
    seen = loads(scenario, "{until: 2026-01-31, reported: 95%}")
    again = pickle.loads(pickle.dumps(seen))
    assert (again, again.silences) == (seen, seen.silences)


def test_what_is_given_by_hand_counts_as_seen(scenario, tmp_path):
    file = tmp_path / "e.yaml"
    file.write_text("schema_version: 1\nevidence: {}\nquiet: {until: 2026-01-31, reported: 95%}\n")
    seen = evidence.evidence(scenario, file, given=["war: clash or more @ 2026-01-20"])
    assert [str(one) for one in seen] == [
        "G1 (war is clash or more, 2026-01-20)", "quiet (war war not reported by 2026-01-31)",
    ]  # fmt: skip
