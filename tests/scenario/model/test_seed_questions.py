"""Keys that came later: a file that does not use them keeps its digest; seeds are values like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.model import seed_questions

VALID = Path(__file__).parents[2] / "scenarios" / "valid"
DIGESTS = {
    "smallest": "35a75cc67547", "every-part": "54a617af435d", "boxes": "de9f1fbfeac1", "clocks": "237570e41fb6",
    "plain-words": "401d5bcd120b",
}  # fmt: skip


@pytest.mark.parametrize("name", DIGESTS)
def test_a_file_without_the_later_keys_has_the_digest_it_had_before(name: str) -> None:
    """Digests of 26 November 2026, before recalibration, camps and short titles came."""
    assert read.read(VALID / f"{name}.yaml").digest.startswith(DIGESTS[name])


@pytest.mark.parametrize(
    ("path", "value"),
    [("pool.weights", "equal"), ("pool.kind", "item"), ("pool.cut_off", "optimised"), ("pool.cut_off", 0.05),
     ("pool.extremize", 1.5), ("seeds.T1.realisation", 30), ("seeds.T1.scale", "log"), ("seeds.T2.answers.B.95%", 12)],
)  # fmt: skip
def test_every_value_has_its_path_and_its_share_in_the_digest(path: str, value: object) -> None:
    scenario = read.read(VALID / "seeds.yaml")
    edited = edit.edit(scenario, {path: value})
    assert edit.value(edited, path) == value
    assert edited != scenario


def test_an_edit_of_a_quantile_is_checked_like_a_file() -> None:
    scenario = read.read(VALID / "seeds.yaml")
    with pytest.raises(FormatError, match=r"--set  seeds\.T1\.answers\.A\.5%: a number is expected"):
        edit.edit(scenario, {"seeds.T1.answers.A.5%": "many"})


def test_levels_are_read_like_probabilities_and_sorted() -> None:
    assert seed_questions.levels({"95%": 3.0, "1 in 20": 1.0, "0.5": 2.0}) == (0.05, 0.5, 0.95)
    assert seed_questions.cut_off("1 in 20") == 0.05
    for wrong in (2, "best", None, True):
        with pytest.raises(ValueError, match="0 to 1, or the word optimised"):
            seed_questions.cut_off(wrong)
