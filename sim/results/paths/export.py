"""Paths as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.head import HEAD, RUN_COLUMNS
from sim.results.paths.model import LEVELS, Paths, PathStory
from sim.results.settings import TOLD

_DAYS = tuple(f"day{level}" for level in LEVELS)
COLUMNS = ("scenario", "policy", "kind", "told", "variable", "state", "share", "error", *_DAYS, "by",
           *RUN_COLUMNS)  # fmt: skip


def as_json(made: Paths) -> str:
    """One JSON object: `stories`, whose shares add up to 1, `first_times` and `stacks`."""
    shown = record(
        made,
        f"{HEAD} by variables dates columns effective_worlds observations "
        "stories first_times stacks",
        stories=[_story(one) | {"way": None if one.way is None else _story(one.way)} for one in made.stories],
        first_times=[
            record(one, "variable label state named share error reached days", days=_days(one.days))
            for one in made.first_times
        ],
        stacks=[record(one, "variable label states shares flows") for one in made.stacks],
    )
    return document("paths", **shown)


def as_csv(made: Paths) -> str:
    """One row a story, of the kind `story`, then one a rung, of the kind `first_time`, under the header COLUMNS."""
    return csv_text(COLUMNS, _rows(made))


def _story(one: PathStory) -> dict[str, Any]:
    return record(one, "states event told share error stories")


def _rows(made: Paths) -> Iterator[dict[str, Any]]:
    about = record(made, f"scenario policy by as_of {TOLD} digest") | dict.fromkeys(("variable", "state", *_DAYS))
    for story in made.stories:
        states = [f"{name} {state}" for name, state in (story.states or story.event).items()]
        yield about | {"kind": "story", "state": states, **record(story, "told share error")}
    for one in made.first_times:
        yield about | {"kind": "first_time", **record(one, "told=named variable state share error"), **_days(one.days)}


def _days(days: Any) -> dict[str, str | None]:
    return {f"day{level}": days[level].isoformat() if level in days else None for level in LEVELS}
