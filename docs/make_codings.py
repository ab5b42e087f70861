"""Writes the claims beside their blind codings into the flagship's README: `python docs/make_codings.py`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

import sim
from sim.priors.build import build
from sim.results.forecast.percent import percent

FOLDER = Path(__file__).parents[1] / "scenarios" / "venezuela-2025"
PAGE = FOLDER / "README.md"
FIRST, LAST = "<!-- made by python docs/make_codings.py -->\n\n", "\n<!-- end of the codings -->"
READERS = ("1", "2")
NO_SECOND_VOTE = {"E8"}  # carried by S22 as the same speaker's reason
NOT_SHOWN = {"E18"}  # the two prices, which the blind readers had no text of
DIRECTIONS = {"at_most": "ceiling", "at_least": "floor", "order": "order", "point": "degree"}

Codings = dict[str, str]  # by claim: the direction, or "none" where it is not coded


def page() -> str:
    """The README with the table and the agreement as they are now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(FIRST)
    return before + FIRST + table() + LAST + rest.split(LAST, 1)[1]


def table() -> str:
    """Every claim that the file or a blind reader codes, and how far the three agree."""
    carried, first, second = judgments_of(), blind("1"), blind("2")
    read = {id_: prior.median for id_, prior in build(sim.read(FOLDER), draws=100).judgments.items()}
    encoded = {claim: direction(carried.get(claim, []), claim) for claim in first}
    head = "| claim | where | said | encoded | blind 1 | blind 2 |\n| --- | --- | --- | --- | --- | --- |"
    rows = [
        f"| {claim} | {where(ours)} | {said(ours)} | {with_medians(encoded[claim], ours, read)} "
        f"| {with_median(first, '1', claim)} | {with_median(second, '2', claim)} |"
        for claim in first
        for ours in [carried.get(claim, [])]
        if {encoded[claim], first[claim], second[claim]} != {"none"}
    ]
    return "\n".join([head, *rows, "", *agreement(encoded, first, second)])


def agreement(encoded: Codings, first: Codings, second: Codings) -> list[str]:
    """A line a pair of coders: on whether a claim is coded, and on its direction where both code it."""
    pairs = {"encoded v. blind 1": (encoded, first), "encoded v. blind 2": (encoded, second)} | {
        "blind 1 v. blind 2": (first, second)
    }
    lines = []
    for name, (one, other) in pairs.items():
        claims = [claim for claim in first if claim not in NOT_SHOWN]
        both = [claim for claim in claims if "none" not in (one[claim], other[claim])]
        coded = kappa([(one[claim] != "none", other[claim] != "none") for claim in claims])
        ways = kappa([(one[claim], other[claim]) for claim in both])
        lines.append(f"- {name}: coded or not, {told(coded)}; direction, {told(ways)}.")
    return lines


def kappa(pairs: list[tuple[Any, Any]]) -> tuple[int, int, float]:
    """How many pairs agree, of how many, and Cohen's kappa.

    >>> kappa([(1, 1), (1, 0), (0, 0), (0, 0)])
    (3, 4, 0.5)
    """
    agreed = sum(one == other for one, other in pairs)
    firsts, seconds = [one for one, _ in pairs], [other for _, other in pairs]
    by_chance = sum(firsts.count(way) * seconds.count(way) for way in set(firsts)) / len(pairs) ** 2
    return agreed, len(pairs), (agreed / len(pairs) - by_chance) / (1 - by_chance)


def told(result: tuple[int, int, float]) -> str:
    agreed, count, value = result
    return f"{agreed} of {count} alike, kappa {value:.2f}"


def judgments_of() -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """By claim: the judgments that carry it, each as id, variable and what stands in the file."""
    file = yaml.load((FOLDER / "scenario.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    carried: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for variable, judgments in file["judgments"].items():
        for id_, judgment in judgments.items():
            for claim in judgment.get("claims", [id_]):
                carried.setdefault(claim, []).append((id_, variable, judgment))
    return carried


def direction(carried: list[tuple[str, str, dict[str, Any]]], claim: str) -> str:
    """Which way the file reads a claim."""
    if not carried or claim in NO_SECOND_VOTE:
        return "none"
    says = carried[0][2]["says"]
    bound = next((key for key in ("at_most", "at_least") if isinstance(says, dict) and key in says), "point")
    if isinstance(says, dict) and isinstance(says.get(bound), dict) and "judgment" in says[bound]:
        bound = "order"
    return DIRECTIONS[bound]


def where(carried: list[tuple[str, str, dict[str, Any]]]) -> str:
    """The events that carry a claim, with their conditions."""
    told = []
    for id_, variable, judgment in carried:
        given = " and ".join(f"{parent} {state}" for parent, state in judgment.get("given", {}).items())
        told.append(f"{id_}: {variable} {judgment['about']}" + (f", given {given}" if given else ""))
    return "; ".join(told) or "not encoded"


def said(carried: list[tuple[str, str, dict[str, Any]]]) -> str:
    """The phrases of a claim, and how they are read."""
    return "; ".join(dict.fromkeys(phrase(judgment["says"]) for _, _, judgment in carried))


def phrase(says: Any) -> str:
    """What one judgment says, in its own words and the words it is read as."""
    if isinstance(says, str):
        return f'"{says}"'
    own = says.get("at_most", says.get("at_least", says.get("phrase", says.get("probability"))))
    if isinstance(own, dict):
        return f"more probable than {own['judgment']}"
    read = f" as {says['read_as']}" if "read_as" in says else ""
    return (own if "probability" in says else f'"{own}"') + read + (", widened" if "widen" in says else "")


def blind(reader: str) -> Codings:
    """One blind reader's codings."""
    return {row["claim"]: DIRECTIONS.get(row["direction"], "none") for row in rows() if row["reader"] == reader}


def with_medians(direction: str, carried: list[tuple[str, str, dict[str, Any]]], read: dict[str, float | None]) -> str:
    """The direction with the medians of the judgments that carry the claim, in per cent."""
    medians = [read[id_] for id_, _, _ in carried]
    numbers = [f"{percent(median).removesuffix(' %')}" for median in medians if median is not None]
    return " ".join([direction, *([", ".join(dict.fromkeys(numbers))] if direction != "none" else [])]).strip()


def with_median(codings: Codings, reader: str, claim: str) -> str:
    median = next(row["p50"] for row in rows() if (row["reader"], row["claim"]) == (reader, claim))
    return f"{codings[claim]} {median}" if median else codings[claim]


def rows() -> list[dict[str, str]]:
    with (FOLDER / "blind_codings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="")
