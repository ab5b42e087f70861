"""The report as text: what is printed of moves, gaps and what stays."""

from __future__ import annotations

from datetime import date

from sim.results.coherence.model import ITSELF, POOLED, Coherence, Gap, NudgeMove, Proposal
from sim.results.coherence.overall import Overall
from sim.results.settings import RunSettings
from sim.show.coherence import as_text


def move(key: str, by: float) -> NudgeMove:
    return NudgeMove(key, "ann", "x", "yes", 0.5, 0.6, by, by, 0.5)


def gap(how: str, z: float = 3.0) -> Gap:
    return Gap(Overall("M", "ann", "x", "yes", None, (), {}), 0.2, 0.4, 0.98, z, 0.5, "no lever fixed", how)


def report(*proposals: Proposal, **left_out: str) -> Coherence:
    settings = RunSettings(400, 64, 1)
    return Coherence("x", "Title", "my file.yaml", "0f", date(2026, 3, 2), settings, "", proposals, left_out)


def pooled(moves: tuple[NudgeMove, ...], how: str = "log-odds, draw by draw", **more) -> Proposal:
    return Proposal(POOLED, "", "", (), (gap(how),), moves, **more)


def test_a_pastable_command_with_enough_digits() -> None:
    text = as_text([report(pooled((move("A", 1 / 3), move("B", -0.25))))])
    command = text[text.index("  sim run") :].splitlines()[:3]
    assert command == [
        "  sim run 'my file.yaml' \\",
        "    --set judgments.A.nudge=0.333333333333 \\",
        "    --set judgments.B.nudge=-0.25",
    ]


def test_moves_too_small_for_a_line_are_counted() -> None:
    text = as_text([report(pooled((move("A", 0.3), move("B", 0.001))))])
    assert "and 1 more by less than 0.01 of the doubt about them" in text
    assert "  B   " not in text


def test_whether_doubt_explains_a_gap_is_said() -> None:
    assert "more than doubt explains" in as_text([report(pooled(()))])
    mild = Proposal(POOLED, "", "", (), (gap("log-odds, draw by draw", 0.5),), ())
    assert "doubt explains it" in as_text([report(mild)])


def test_sampled_worlds_what_stays_and_what_is_left_out_are_told() -> None:
    stays = ("M (ann): a gap stays",)
    text = as_text([report(pooled((), "means, since worlds were sampled", unexplained=stays), N="why")])
    assert "worlds were sampled: means over draws are compared" in text
    assert "stays unexplained: M (ann): a gap stays" in text
    assert "they agree" not in text
    assert "NOT COMPARED\n  N: why" in text


def test_a_later_reading_overrides_what_one_row_asked_for() -> None:
    one = Proposal(ITSELF, "ann", "x", ("told",), (), (move("A", 0.1),))
    assert report(one, pooled((move("A", 0.4),))).edits() == {"judgments.A.nudge": 0.4}
    assert report(one, pooled((move("A", 0.4),))).edits("ann") == {"judgments.A.nudge": 0.1}
