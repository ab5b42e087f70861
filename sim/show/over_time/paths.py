"""Paths for a terminal: the commonest stories of 100 worlds, and when each state is first reached."""

from __future__ import annotations

from collections.abc import Iterator

from sim.results.document import align_columns
from sim.results.forecast.percent import percent
from sim.results.paths.model import LEVELS, FirstTime, Paths, PathStory
from sim.show import words
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks

_HEAD = ("reached", "error", *(f"{level} %" for level in LEVELS), "what")


def as_text(made: Paths, *, width: int = 80, bold: Bold = str) -> str:
    """The paths as text. width: of sentences; bold: codes for headings."""
    return join_blocks([made], _lines, width, bold)


def tell_story(story: PathStory) -> str:
    """A story's words; of several together also how many they are, and the commonest of those that come to an event.

    >>> tell_story(PathStory({}, "all other stories", 0.1, 0.01, 12))
    'all other stories (12)'
    >>> way = PathStory({"talks": "yes", "war": "war"}, "Talks, War", 0.013, 0.0)
    >>> tell_story(PathStory({}, "War", 0.04, 0.01, 9, {"war": "war"}, way))
    'War, in 9 other stories; the commonest way there (1.3 of 100): Talks, War'
    """
    if story.way is None:
        return clean_text(story.told if story.states else f"{story.told} ({story.stories:,})")
    others = f"{story.stories:,} other stor{'y' if story.stories == 1 else 'ies'}"
    share, _ = tell_share(story.way)
    return clean_text(f"{story.told}, in {others}; the commonest way there ({share} of 100): {story.way.told}")


def tell_share(story: PathStory) -> tuple[str, str]:
    """A story's share of 100 worlds and its standard error, with one digit."""
    return f"{100 * story.share:.1f}", f"{100 * story.error:.2f}"


def tell_reached(one: FirstTime) -> str:
    """In how many of 100 worlds a state is reached; where the policy sets it, in all or in none."""
    return percent(one.share) if one.error else f"{100 * one.share:.0f} %"


def tell_days(one: FirstTime) -> list[str]:
    """The dates by which 5, 25, 50, 75 and 95 % of the worlds that ever reach it have; a dash where none does."""
    return [one.days[level].isoformat() if level in one.days else "-" for level in LEVELS]


def _lines(made: Paths, width: int, bold: Bold) -> Iterator[str]:
    yield bold(clean_text(made.title))
    yield from wrap_text(f"As of {made.as_of}; policy {made.policy}; {made.settings}.", width)
    if made.observations:
        seen = "; ".join(made.observations)
        yield from wrap_text(f"Given {seen}; worth {made.effective_worlds:,.0f} worlds.", width)
    yield ""
    yield bold(f"Of 100 worlds, by {words.day(made.by)}")
    told = [(*tell_share(story), tell_story(story)) for story in made.stories]
    rows = align_columns([("worlds", "error"), *(row[:2] for row in told)], right=(0, 1))
    yield f"{rows[0]}  what"
    for numbers, row in zip(rows[1:], told, strict=True):
        first, *more = wrap_text(row[2], width - len(numbers) - 2)
        yield f"{numbers}  {first}"
        yield from (" " * (len(numbers) + 4) + line for line in more)
    yield ""
    yield bold("First time")
    cells = [(tell_reached(one), f"{100 * one.error:.2f}", *tell_days(one)) for one in made.first_times]
    head, *lines = align_columns([_HEAD[:-1], *cells], right=range(len(_HEAD) - 1))
    yield f"{head}  {_HEAD[-1]}"
    for line, one in zip(lines, made.first_times, strict=True):
        yield f"{line}  {clean_text(one.named)}"
    yield from wrap_text(
        "error: standard error, in points. Dates: the end of the step by which that part of the worlds that reach it "
        "has reached it.", width,
    )  # fmt: skip
