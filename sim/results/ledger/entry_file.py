"""An entry of a ledger as the bytes of its file, the same for the same forecast, and back."""

from __future__ import annotations

import hashlib
import json
import math
import re
from datetime import date
from pathlib import Path
from typing import Any

from sim.errors import FormatError, Problem
from sim.results.document import JSON_VERSION, document, record
from sim.results.ledger.model import LEVELS, LedgerAnswer, LedgerEntry
from sim.results.settings import TOLD, RunSettings
from sim.text_files import content, label

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{32})\.json")
"""Of an entry's file: its day, and the digest of its bytes."""

_KIND = "ledger-entry"
BEGIN = document(_KIND).encode()[:-3]
"""The first bytes of every entry, whatever its file is called."""

_DIGITS = 32
_MOST_BYTES = 50_000_000
_ANSWER = "policy question asks deadline probability quantiles sampling_error method word"


def encode_entry(entry: LedgerEntry) -> bytes:
    """The bytes of an entry's file; neither its digest nor its path is in them."""
    return document(_KIND, **record(
        entry, f"date scenario title as_of scenario_digest {TOLD} evidence versions levels answers",
        evidence={"digest": entry.evidence_digest, "observations": entry.observations},
        levels=LEVELS, answers=[record(answer, _ANSWER) for answer in entry.answers.values()],
    )).encode("utf-8")  # fmt: skip


def digest_bytes(raw: bytes) -> str:
    """What the name of a file with these bytes says of them: the first 32 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(raw).hexdigest()[:_DIGITS]


def name_entry(day: date, digest: str) -> str:
    """The name of an entry's file.

    >>> name_entry(date(2026, 1, 6), "0123456789abcdef0123456789abcdef")
    '2026-01-06-0123456789abcdef0123456789abcdef.json'
    """
    return f"{day.isoformat()}-{digest}.json"


def read_entry(path: Path) -> LedgerEntry:
    """The entry in a file.

    path: its name as `NAME` has it. Raises as `decode_entry`, and OSError where it cannot be read.
    """
    return decode_entry(content(path, _MOST_BYTES), path)


def decode_entry(raw: bytes, path: Path) -> LedgerEntry:
    """The entry in the bytes of a file.

    path: its name as `NAME` has it. Raises FormatError where the bytes are not those that the name was given to, or no
    entry.
    """
    file = label(path)
    named = NAME.fullmatch(path.name)
    if named is None:
        raise FormatError([Problem("this is not the name of an entry, DATE-DIGEST.json", file=file)])
    digest = digest_bytes(raw)
    if digest != named[2]:
        message = f"was changed after it was entered: its bytes have the digest {digest}, not that of its name"
        raise FormatError([Problem(message, file=file)])
    try:
        entry = _decode(json.loads(raw), digest, str(path))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise FormatError([Problem("this is no entry of a ledger of this version", file=file)]) from None
    if entry.date.isoformat() != named[1]:
        message = f"was renamed after it was entered: it is the entry of {entry.date}"
        raise FormatError([Problem(message, file=file)])
    return entry


def _decode(data: dict[str, Any], digest: str, file: str) -> LedgerEntry:
    """The entry in JSON; raises KeyError, TypeError, ValueError or AttributeError where it has another shape."""
    if (data["format"], data["format_version"]) != (f"scenario-sim {_KIND}", JSON_VERSION):
        raise ValueError(data["format"])
    if tuple(data["levels"]) != LEVELS:
        raise ValueError(data["levels"])
    answers = [_answer(one) for one in data["answers"]]
    return LedgerEntry(
        date=date.fromisoformat(data["date"]), scenario=str(data["scenario"]), title=str(data["title"]),
        as_of=date.fromisoformat(data["as_of"]), scenario_digest=str(data["scenario_digest"]),
        settings=RunSettings(*(int(data[name]) for name in ("draws", "worlds", "seed"))),
        observations=tuple(map(str, data["evidence"]["observations"])), evidence_digest=str(data["evidence"]["digest"]),
        versions={str(name): str(version) for name, version in data["versions"].items()},
        answers={(one.policy, one.question): one for one in answers}, digest=digest, file=file,
    )  # fmt: skip


def _answer(data: dict[str, Any]) -> LedgerAnswer:
    quantiles = tuple(map(_number, data["quantiles"]))
    if len(quantiles) != len(LEVELS):
        raise ValueError(quantiles)
    return LedgerAnswer(
        policy=str(data["policy"]), question=str(data["question"]), asks=str(data["asks"]),
        deadline=date.fromisoformat(data["deadline"]), probability=_number(data["probability"]), quantiles=quantiles,
        sampling_error=_number(data["sampling_error"]), method=str(data["method"]), word=str(data["word"]),
    )  # fmt: skip


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
