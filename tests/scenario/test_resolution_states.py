"""The state that a resolution may name: checked against the scenario and against the other answers."""

import pytest

from sim.errors import FormatError, ModelError
from sim.scenario.file.read import read
from sim.scenario.resolutions import loads

HEAD = "schema_version: 1\nresolutions:\n"


@pytest.fixture(scope="module")
def flagship():
    return read("scenarios/venezuela-2025/scenario.yaml")


def _read(flagship, *lines):
    rows = (line.replace("...", "date: 2026-04-01, source: A") for line in lines)
    return loads(HEAD + "".join(f"  {row}\n" for row in rows), "r.yaml", flagship)


def _problems(flagship, *lines):
    with pytest.raises((FormatError, ModelError)) as raised:
        _read(flagship, *lines)
    return [(one.path, one.message) for one in raised.value.problems]


def test_a_state_is_read_for_certain_or_with_probabilities(flagship):
    made = _read(flagship, "Q6: {resolved: no, ..., state: none}", "Q7: {resolved: no, ...}",
                 "Q3: {resolved: no, confidence: 90%, ..., state: {meeting: 90%, draft: 10%}}")  # fmt: skip
    assert made["Q6"].state == {"none": 1.0}
    assert made["Q3"].state == pytest.approx({"meeting": 0.9, "draft": 0.1})
    assert made["Q7"].state is None


def test_an_unknown_state_is_told_with_the_nearest(flagship):
    message = "unknown state 'nune' of direct_military - did you mean 'none'? (none, incident, combat)"
    assert _problems(flagship, "Q6: {resolved: no, ..., state: nune}") == [("resolutions.Q6.state", message)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Q6: {resolved: no, ..., state: incident}", "makes yes 100 % probable, and the answer makes it 0 %"),
        ("Q3: {resolved: no, confidence: 90%, ..., state: meeting}", "and the answer makes it 10 %"),
        ("Q6: {resolved: no, ..., state: {none: 50%, combat: 40%}}", "add up to 0.9, not to 1"),
        ("Q6: {void: not told, state: none}", "a void question has no state"),
        ("Q5: {resolved: no, ..., state: ministry}", "goes with a question about one event of an ordered variable"),
        ("D9: {resolved: yes, ..., state: leave}", "goes with a question about one event of an ordered variable"),
    ],
)
def test_a_state_that_cannot_be_is_refused(flagship, line, rule):
    assert rule in _problems(flagship, line)[0][1]


def test_answers_on_one_ladder_agree(flagship):
    lines = "Q6: {resolved: yes, ..., state: incident}", "Q7: {resolved: yes, ...}"
    (path, message), = _problems(flagship, *lines)  # fmt: skip
    assert path == "resolutions.Q6.state"
    assert "the answer to Q7, on the same ladder, makes it 100 %" in message


def test_states_on_one_ladder_agree(flagship):
    lines = (
        "Q8: {resolved: 60%, ..., state: {none: 40%, surge: 60%}}",
        "D14: {resolved: 60%, ..., state: {delivery: 40%, surge: 60%}}",
    )
    told = [message for _, message in _problems(flagship, *lines)]
    assert "is another one than that of D14, on the same ladder" in told
