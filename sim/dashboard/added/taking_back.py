"""What was added to a text, taken out of it again, whatever else has come into it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sim.dashboard.added.judgment import AddedJudgment


@dataclass(frozen=True)
class KeptRows:
    """One judgment as it went into the file.

    told: what it is called there. is_new: whether there was no file; `before` is then what would have been in it.
    """

    added: AddedJudgment
    told: str
    is_new: bool
    before: bytes
    after: bytes


def remove_rows(kept: KeptRows, now: bytes) -> bytes | None:
    """The file without what was added; None where that is no longer there as it was, line for line.

    now: the file's bytes.

    >>> from sim.dashboard.added.judgment import AskedEvent
    >>> eva = AddedJudgment("Eva", AskedEvent("clash", "shots"), {})
    >>> kept = KeptRows(eva, "", False, b"a\\nb\\n", b"a\\nx\\nb\\n")
    >>> remove_rows(kept, b"a\\nx\\nb\\nc\\n"), remove_rows(kept, b"a\\ny\\nb\\n")
    (b'a\\nb\\nc\\n', None)
    """
    if now == kept.after:
        return kept.before
    left = now.splitlines(keepends=True)
    for block in _list_added(kept.before.splitlines(keepends=True), kept.after.splitlines(keepends=True)):
        places = [k for k in range(len(left) - len(block) + 1) if left[k : k + len(block)] == block] if block else []
        if len(places) != 1:
            return None
        del left[places[0] : places[0] + len(block)]
    return b"".join(left)


def _list_added(before: list[bytes], after: list[bytes]) -> Iterator[list[bytes]]:
    """The lines that came in, block by block; an empty block stands for a line that was changed."""
    for kind, _, _, first, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield after[first:end] if kind == "insert" else []
