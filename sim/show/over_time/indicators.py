"""Indicators for a terminal: the best of each variable in a sentence, all that say something in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.results.document import align_columns
from sim.results.forecast.percent import fine_percent, percent
from sim.results.indicators.model import AskingWorth, Indicator, Indicators
from sim.show import words
from sim.show.lines import clean_text, wrap_text
from sim.show.posterior import tell_silences
from sim.show.text_frame import Bold, wrap_head

LEAST_PART = 0.01
"""Events worth less than this part of the best are counted, not listed."""
LEAST_BITS = 1e-9
"""What is worth less is worth nothing but for rounding."""

_WHOLE = (0.1, 0.9)
_FOLLOWS = ("consequence", "both")
WHENEVER = "whenever"
"""What stands beside the chance of an event of which the model knows no date."""
_CERTAIN = "Sure to have come, or not to come, by then"
_NOT_NEW = "Sure to have come before, or not to come in that time"
_HEAD = ("bits", "Brier", "chance", "if seen", "if not", "ratio", "by then", "what")
_ASKED = ("fall", "Brier", "what would be known")


def as_text(made: Indicators, *, top: int = 5, width: int = 80, bold: Bold = str) -> str:
    """The list as text. top: how many sentences, one a variable. width: of sentences; bold: codes for headings."""
    return "\n".join(_lines(made, top, max(width, 60), bold)) + "\n"


def pick_top(made: Indicators, top: int) -> list[Indicator]:
    """The best event of each variable, at most `top`; none that is worth next to nothing.

    Warnings come before what only follows from the answer, and the highest worth first.
    """
    best: dict[str, Indicator] = {}
    for one in listed(made):
        best.setdefault(one.variable, one)
    return sorted(best.values(), key=lambda one: one.relation in _FOLLOWS)[:top]


def listed(made: Indicators) -> list[Indicator]:
    """The events that are worth something beside the best."""
    most = max((one.figures.bits for one in made.indicators), default=0.0)
    return [one for one in made.indicators if one.figures.bits > LEAST_BITS and one.figures.bits >= LEAST_PART * most]


def name_event(one: Indicator) -> str:
    """The event in words, and behind it what a question about the same event is called.

    Such as `"US-Russia climate: broken off" (Meeting cancelled)`.
    """
    return f'"{say_event(one)}"' + (f" ({one.named})" if one.named else "")


def say_event(one: Indicator) -> str:
    """The event in the file's words: `US-Russia climate: broken off`."""
    return f"{one.label}: {words.read_aloud(one.event)}"


def sentence(made: Indicators, one: Indicator) -> str:
    """One indicator in a sentence that an analyst reads, and another where it only follows from the answer."""
    figures, way = one.figures, say_seen(made)
    about = f"that {made.statement}" if made.statement else f"of a yes to {made.question}"
    now, seen, unseen = _told([made.probability, figures.seen, figures.unseen])
    moved = _moved(now, seen, figures.seen > made.probability)
    away = f"stays at {now}" if now == unseen else f"{_way(figures.unseen > made.probability)} to {unseen}"
    chance = percent(figures.probability)
    if one.at_once:
        start = f"If it comes to light by {words.day(made.by)} that {name_event(one)} has come ({chance}, {WHENEVER})"
    else:
        start = f"If {name_event(one)} is {way} by {words.day(made.by)} ({chance})"
    text = f"{start}, the chance {about} {moved}; if not, it {away}."
    if one.relation in _FOLLOWS:
        text += " In the model it follows from that event: a trace of it rather than a warning."
    return clean_text(text)


def tell_undated(made: Indicators, shown: Iterable[Indicator]) -> str:
    """What the chance of events means of which the model knows no date; empty where none is shown."""
    if not any(one.at_once for one in shown):
        return ""
    return (
        f"{WHENEVER}: of such an event the model says whether it comes under what holds by {words.day(made.by)}, not "
        "when; its chance is for the whole time, not for the time until then."
    )


def say_seen(made: Indicators) -> str:
    """What becomes of an event that counts: it is `seen`, `reported`, or one of these for the first time."""
    return ("" if made.after is None else "first ") + ("seen" if made.reported == 1 else "reported")


def _told(answers: Sequence[float]) -> list[str]:
    """Answers in per cent, to be compared: whole ones where all are from 10 to 90 %, else with a digit."""
    digits = 0 if _WHOLE[0] <= min(answers) and max(answers) <= _WHOLE[1] else 1
    return [percent(answer, digits) for answer in answers]


def _moved(before: str, after: str, upward: bool) -> str:
    return f"stays at {before}" if before == after else f"{_way(upward)} from {before} to {after}"


def _way(upward: bool) -> str:
    return "rises" if upward else "falls"


def _lines(made: Indicators, top: int, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_head(made.asks, made, made.policy, width, bold)
    if made.observations:
        yield from wrap_text(tell_silences(made.silences), width)
        yield from wrap_text(f"Given {'; '.join(made.observations)}.", width)
    if made.settled:
        yield f"Nothing to watch for: {made.settled}."
        return
    yield from wrap_text(_standing(made), width)
    yield ""
    yield bold("What to watch")
    if not listed(made):
        yield "  Nothing: no event of another variable that is open by then tells of the answer."
    for one in pick_top(made, top):
        yield from (f"  {line}" for line in wrap_text(sentence(made, one), width - 2, "  ", keep_per_cent=True))
    if made.indicators:
        yield ""
        yield from _table(made, width, bold)
    if made.certain:
        yield from wrap_text(f"{_CERTAIN if made.after is None else _NOT_NEW}: {'; '.join(made.certain)}.", width)
    yield ""
    yield bold("What asking would be worth")
    yield from _asking(made, top, width)


def _standing(made: Indicators) -> str:
    reported = "" if made.reported == 1 else f" What happens is reported with {percent(made.reported)}."
    new = "" if made.after is None else f", if not already by {words.day(made.after)}"
    return (
        f"It stands at {fine_percent(made.probability)}: {made.entropy:.3f} bits to learn, Brier score "
        f"{made.variance:.4f} expected. Events by {words.day(made.by)}{new}.{reported}"
    )


def _table(made: Indicators, width: int, bold: Bold) -> Iterator[str]:
    if shown := listed(made):
        head, *rows = align_columns([_HEAD[:-1], *map(_row, shown)], right=range(len(_HEAD) - 1))
        yield bold(f"{head}  {_HEAD[-1]}")
        for numbers, one in zip(rows, shown, strict=True):
            mark = "" if one.method == "solved" else "~ "
            undated = f", {WHENEVER}" if one.at_once else ""
            first, *more = wrap_text(mark + say_event(one) + undated, max(width - len(numbers) - 2, 20))
            yield f"{numbers}  {first}"
            yield from (" " * (len(numbers) + 3) + line for line in more)
    told = (
        "bits, Brier: the expected fall of entropy and of the Brier score. ratio: how much likelier it is to be seen "
        "if the answer is yes. by then: of the cases with both, how many have the yes by the same date; where that is "
        "high, the event comes with the answer rather than before it."
    )
    yield from wrap_text(told, width)
    if undated := tell_undated(made, shown):
        yield from wrap_text(undated, width)
    if rest := len(made.indicators) - len(shown):
        told = "more event is" if rest == 1 else "more events are"
        yield from wrap_text(f"{rest} {told} worth less than 1 % of the first, or nothing.", width)
    if sampled := [one for one in made.indicators if one.method != "solved"]:
        error = max(one.figures.seen_error for one in sampled)
        text = f"{len(sampled)} marked ~ are sampled; their answers if seen err by {100 * error:.2g} points at most."
        yield from wrap_text(text, width)


def _row(one: Indicator) -> tuple[str, ...]:
    figures = one.figures
    return (
        f"{figures.bits:.4f}", f"{figures.brier:.5f}", percent(figures.probability), fine_percent(figures.seen),
        fine_percent(figures.unseen), "only" if figures.ratio is None else f"{figures.ratio:.3g}",
        "" if one.already is None else f"{100 * one.already:.0f} %",
    )  # fmt: skip


def _asking(made: Indicators, top: int, width: int) -> Iterator[str]:
    if made.asking_note:
        yield f"  Nothing: {made.asking_note}."
        return
    shown = made.asking[:top]
    head, *rows = align_columns([_ASKED[:-1], *(_known(one)[:-1] for one in shown)], right=(0, 1))
    yield f"{head}  {_ASKED[-1]}"
    for numbers, one in zip(rows, shown, strict=True):
        first, *more = wrap_text(_known(one)[-1], max(width - len(numbers) - 2, 20))
        yield f"{numbers}  {first}"
        yield from (" " * (len(numbers) + 3) + line for line in more)
    told = (
        "fall: of the answer's variance over draws, as a share, if this were known exactly. Brier: the same as a fall "
        "of the Brier score, beside the events above. Where voices err together the shares overlap."
    )
    yield from wrap_text(told, width)
    if rest := len(made.asking) - len(shown):
        yield from wrap_text(f"{rest} more {'is' if rest == 1 else 'are'} in --format json.", width)


def _known(one: AskingWorth) -> Sequence[str]:
    error = f" +- {100 * one.error:.0f}"
    what = one.name if one.name == one.kind else f"{one.name} on {one.about}" if one.kind == "judgment" else one.name
    also = f" ({', '.join(one.judgments)})" if one.judgments else f": {one.about}"
    return f"{max(100 * one.share, 0.0):.0f}{error} %", f"{one.brier:.5f}", clean_text(what + also)
