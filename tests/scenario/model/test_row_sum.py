"""The one rule for the sum of a row, in splits, tables and networks."""

from __future__ import annotations

import random

import pytest

from sim.errors import SimError
from sim.exchange.networks import bif
from sim.scenario.file.read import loads
from sim.scenario.model import row_sum

HEAD = """schema_version: 1
id: a
title: T
as_of: 2026-01-01
timeline: {steps: 1, step: 1 week}
experts: {e: {name: E}}
"""


def in_a_scenario(form: str, shares: list[str]) -> None:
    states = [f"s{number}" for number in range(len(shares))]
    says = {
        "split": "{split: {" + ", ".join(f"{s}: {p}" for s, p in zip(states, shares, strict=True)) + "}}",
        "table": "{table: [" + ", ".join(shares) + "]}",
    }
    variables = f"variables: {{x: {{label: X, states: [{', '.join(states)}]}}}}\n"
    loads(HEAD + variables + f"judgments: {{x: {{J: {{expert: e, says: {says[form]}}}}}}}\n")


def in_a_network(shares: list[str]) -> None:
    states = ", ".join(f"s{number}" for number in range(len(shares)))
    variable = f"variable x {{ type discrete [{len(shares)}] {{ {states} }}; }}\n"
    bif.loads(variable + f"probability ( x ) {{ table {', '.join(shares)}; }}")


@pytest.mark.parametrize("form", ["split", "table", "network"])
@pytest.mark.parametrize(
    ("shares", "sound"),
    [
        (["0.333333"] * 3, True),
        (["0.33333"] * 3, True),
        (["0.3333"] * 3, True),
        (["0.333"] * 3, False),
        (["0.33"] * 3, False),
        (["0.142857"] * 7, True),
        (["0.0499995"] * 20, True),
        (["0.049999"] * 20, False),
        (["0.5000005", "0.5000005"], True),
        (["0.500001", "0.500001"], False),
        (["0.5", "0.3", "0.200002"], False),
        (["0.1234", "0.8765"], True),
        (["0.1234", "0.8764"], False),
        (["0.000123457", "0.999877"], True),
        (["1e-6", "0.999999"], True),
    ],
)  # fmt: skip
def test_rows_that_miss_one(form: str, shares: list[str], sound: bool) -> None:
    def taken() -> None:
        in_a_network(shares) if form == "network" else in_a_scenario(form, shares)

    if sound:
        taken()
    else:
        with pytest.raises(SimError, match=f"sums to {sum(map(float, shares)):.9g}, not 1"):
            taken()


@pytest.mark.parametrize("digits", range(4, 13))
def test_a_row_that_was_rounded_is_taken(digits: int) -> None:
    """Rows of 2 to 100 shares, many of them off by more than the 0.000001 that any row may be off."""
    rng = random.Random(digits)
    off = 0
    for count in (2, 3, 7, 20, 100):
        for _ in range(40):
            drawn = [rng.expovariate(1) for _ in range(count)]
            row = [round(share / sum(drawn), digits) for share in drawn]
            off += abs(sum(row) - 1) > row_sum.TOLERANCE
            assert row_sum.fault(row) == ""
    assert off > 50 or digits > 6
    assert row_sum.fault([0.5, 0.5 - 3 * 10.0**-digits]) or digits > 6


def test_normalised_rows_sum_to_one_and_sound_ones_stay_as_they_are() -> None:
    assert row_sum.normalised((0.1, 0.2, 0.7)) == (0.1, 0.2, 0.7)
    assert sum(row_sum.normalised((0.333333,) * 3)) == pytest.approx(1, abs=1e-15)
