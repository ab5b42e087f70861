"""The elements of a judgment in a long table: what `says` holds, one figure or text a row.

An element's name is the way to its value in `says`: `low`, `q05` for `quantiles: {5%: ...}`, `chip 0-10%`,
`split STATE`, `row 2: STATE` of a table, `shift PARENT=STATE`, `at_most judgment` of a bound that is another judgment;
of a split of marginals `split STATE: low`. aggreCAT's `three_point_lower`, `three_point_best` and `three_point_upper`
are read as `low`, `best` and `high`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sim.errors import nearest
from sim.exchange.judgments.figures import CHANCE, FLAG, LIMIT, LIST, NUMBER, TEXT, WHOLE, Kind
from sim.scenario.model.bounds import LEADING

Path = tuple[str, ...]
"""The way to a value in `says`; rows of a table count from 1 and name their states."""

KEYS: Mapping[str, Kind] = {
    "phrase": TEXT, "read_as": TEXT, "lexicon": TEXT, "widen": NUMBER,
    "probability": CHANCE, "worth": NUMBER, "odds_within": NUMBER, "certain": FLAG,
    "happened": WHOLE, "of": WHOLE, "prior": TEXT,
    "low": CHANCE, "best": CHANCE, "high": CHANCE, "confidence": CHANCE,
    "family": TEXT, "fit": TEXT, "sd": NUMBER,
    "at_most": LIMIT, "down_to": CHANCE, "at_least": LIMIT, "up_to": CHANCE,
}  # fmt: skip
"""Elements that are keys of `says`: a new key of a form is one entry here."""

MEMBERS: Mapping[str, Kind] = {
    "quantiles": CHANCE, "chips": NUMBER, "split": CHANCE, "table": CHANCE, "shift": NUMBER,
    "worth": NUMBER, "prior": NUMBER, "at_most": TEXT, "at_least": TEXT,
}  # fmt: skip
"""What the members of a mapping or list in `says` are."""

ATTRIBUTES: Mapping[str, Kind] = {
    "id": TEXT, "claim": TEXT, "claims": LIST, "note": TEXT, "stance": TEXT, "nudge": NUMBER,
}  # fmt: skip
"""Elements of the judgment itself, beside `says`."""

SYNONYMS: Mapping[str, str] = {
    "three_point_lower": "low", "three_point_best": "best", "three_point_upper": "high",
    "three_point_confidence": "confidence",
}  # fmt: skip

FORMS: Mapping[str, str] = {
    "phrase": "phrase", "probability": "number", "happened": "counts", "of": "counts", "split": "split",
    "table": "table", "shift": "shift", "low": "range", "best": "range", "high": "range",
    "quantiles": "quantiles", "chips": "chips", **LEADING,
}  # fmt: skip
"""The form that a key of `says` decides on."""

_LEVEL = re.compile(r"q(?=[0-9]{1,3}(?![0-9]))0*([0-9]+(?:\.[0-9]+)?)")
_NAMES = (*KEYS, *ATTRIBUTES, "q05", "quantile", "chip", "split", "row", "shift")


def write_element(path: Path) -> str:
    """The element for the way to a value.

    >>> [write_element(path) for path in (("quantiles", "5%"), ("split", "a b", "best"), ("shift", "x", "up"))]
    ['q05', 'split a b: best', 'shift x=up']
    """
    head, *rest = path
    if not rest:
        return head
    if head == "quantiles":
        short = f"q{rest[0].removesuffix('%').zfill(2)}"
        return short if read_element(short) == path else f"quantile {rest[0]}"
    if head == "split":
        return f"split {rest[0]}" + (f": {write_element(tuple(rest[1:]))}" if rest[1:] else "")
    if head == "table":
        return f"row {rest[0]}: {rest[1]}"
    if head == "shift":
        return f"shift {rest[0]}={rest[1]}"
    return f"{head.removesuffix('s') if head == 'chips' else head} {rest[0]}"


def read_element(element: str) -> Path:
    """The way to an element's value; raises ValueError, with the nearest element, for an unknown one.

    >>> [read_element(text) for text in ("three_point_lower", "Q2.5", "chip 0-10%", "row 2: worse")]
    [('low',), ('quantiles', '2.5%'), ('chips', '0-10%'), ('table', '2', 'worse')]
    """
    words = " ".join(element.split())
    head, _, rest = words.partition(" ")
    head, rest = head.lower(), rest.strip()
    head = SYNONYMS.get(head, head)
    if not rest and (head in KEYS or head in ATTRIBUTES):
        return (head,)
    if not rest and (level := _LEVEL.fullmatch(head)):
        return ("quantiles", f"{level[1]}%")
    path = _member(head, rest) if rest else None
    if path is None:
        raise ValueError(f"unknown element {element[:60]!r}{nearest(words.lower(), _NAMES)}")
    return path


def _member(head: str, rest: str) -> Path | None:
    """The way to a member of a mapping or list; None where the element is none."""
    whole = {"quantile": "quantiles", "chip": "chips"} | {key: key for key in ("worth", "prior", "at_most", "at_least")}
    if key := whole.get(head):
        return (key, rest)
    first, mark, second = rest.partition("=" if head == "shift" else ":")
    if head == "split":
        return ("split", first.strip(), *(read_element(second) if mark else ()))
    key = {"row": "table", "shift": "shift"}.get(head) if mark else None
    return (key, first.strip(), second.strip()) if key else None


def find_kind(path: Path) -> Kind:
    """The kind of the value at a path: how it is read and written."""
    if len(path) == 1:
        return KEYS.get(path[0]) or ATTRIBUTES[path[0]]
    return find_kind(path[2:]) if path[0] == "split" and len(path) > 2 else MEMBERS[path[0]]


def list_values(says: Mapping[str, object], states: Sequence[str], before: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value in `says` as it stands in the file, with the way to it; states: of the judgment's variable."""
    for key, value in says.items():
        path = (*before, str(key))
        if path == ("table",) and isinstance(value, list | tuple):
            yield from _cells(value, states)
        elif isinstance(value, Mapping):
            yield from list_values(value, states, path)
        elif isinstance(value, list | tuple):
            yield from (((*path, str(number)), item) for number, item in enumerate(value, start=1))
        else:
            yield path, value


def _cells(table: Sequence[object], states: Sequence[str]) -> Iterator[tuple[Path, object]]:
    """A table's cells; a single row may stand without its own brackets."""
    rows = table if any(isinstance(row, list | tuple) for row in table) else [table]
    for number, row in enumerate(rows, start=1):
        assert isinstance(row, list | tuple)
        yield from ((("table", str(number), state), share) for state, share in zip(states, row, strict=True))


def put_value(says: dict[str, object], path: Path, value: object) -> None:
    """Add a value at its path; raises ValueError where another value is in the way."""
    mapping = says
    for depth, step in enumerate(path[:-1], start=1):
        inner = mapping.setdefault(step, {})
        if not isinstance(inner, dict):
            above = write_element(path[:depth])
            raise ValueError(f"{write_element(path)!r} and {above!r} cannot both be said: keep one way")
        mapping = inner
    if path[-1] in mapping:
        raise ValueError(f"{write_element(path)!r} is said already, in parts or in another spelling: keep one")
    mapping[path[-1]] = value


def order_rows(says: dict[str, object], states: Sequence[str]) -> dict[str, object]:
    """`says` as in a scenario, numbered rows as lists; raises ValueError where a row or state is missing."""
    out = dict(says)
    if isinstance(says.get("worth"), dict):
        out["worth"] = _numbered("worth", says["worth"])
    if isinstance(says.get("table"), dict):
        out["table"] = [_row(row, number, states) for number, row in enumerate(_numbered("row", says["table"]), 1)]
    return out


def _numbered(what: str, members: object) -> list[object]:
    assert isinstance(members, dict)
    missing = next((n for n in range(1, len(members) + 1) if str(n) not in members), None)
    if missing is not None:
        there = ", ".join(str(number)[:20] for number in islice(members, 20)) + (", ..." if len(members) > 20 else "")
        raise ValueError(f"{what} {missing} is missing: rows count from 1, without gaps ({there})")
    return [members[str(number)] for number in range(1, len(members) + 1)]


def _row(row: object, number: int, states: Sequence[str]) -> list[object]:
    assert isinstance(row, dict)
    if unknown := next((state for state in row if state not in states), None):
        raise ValueError(f"row {number}: unknown state {unknown!r}{nearest(unknown, states)}")
    if missing := [state for state in states if state not in row]:
        raise ValueError(f"row {number} lacks {', '.join(missing)}: a row names every state")
    return [row[state] for state in states]
