"""The table of choices for a terminal, and as Markdown for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.results.choices.compare import Choice, ChoiceCell, ChoiceRow, Choices, widest
from sim.results.forecast.percent import fine_percent
from sim.show.lines import clean_text, wrap_text
from sim.show.text_frame import Bold, join_blocks, tell_run, wrap_head

_GAP = "  "
_FILE = "as the file has it"
_PAGE = 120
_GROUPS = {
    "lexicon": "The word list",
    "pool.rule": "The pooling rule",
    "pool.concentration": "How certain the voices' weights are",
    "dependence": "How far voices share their errors",
}
_READING = (
    "Median with its 90 % interval, in per cent; below it, where a choice moves it, the shift of the median in "
    "percentage points and the factor in its odds. All rows are played on the same random numbers."
)


def as_text(tables: Sequence[Choices], *, width: int = 80, bold: Bold = str) -> str:
    """The tables as text, lines no longer than `width` (60 or more) where words allow: rows are choices.

    bold: puts terminal codes around a heading; by default there are none.
    """
    return join_blocks(tables, _block, width, bold)


def as_markdown(tables: Sequence[Choices]) -> str:
    """The tables as Markdown, each with its questions and its summary below."""
    return "\n\n".join("\n".join(_markdown(table)) for table in tables) + "\n"


def summary(table: Choices) -> list[str]:
    """Which choice moves an answer most, of all and of each kind; the answers are those that the table shows."""
    most, in_odds = widest(table), widest(table, in_odds=True)
    if most is None:
        return ["No choice moves any of these answers."]
    also = f"; in odds: {_move(table, in_odds)}" if in_odds is not None and in_odds != most else ""
    paths = dict.fromkeys(row.choice.path for row in table.rows if row.choice is not None)
    lines = [f"The widest: {_move(table, most)}{also}."]
    for path in (path for path in paths if path != most[0].path):
        of_kind = widest(table, path)
        told = "no effect" if of_kind is None else f"at most {_move(table, of_kind)}"
        lines.append(f"{_GROUPS.get(path, path[0].upper() + path[1:])}: {told}.")
    return lines


def _move(table: Choices, most: tuple[Choice, str]) -> str:
    choice, question = most
    before = table.rows[0].cells[question]
    after = next(row.cells[question] for row in table.rows if row.choice == choice)
    ratio = "" if after.odds_ratio is None else f", odds x {_factor(after.odds_ratio)}"
    return (
        f"{choice.path}={choice.text} takes {question} from {fine_percent(before.median)} to "
        f"{fine_percent(after.median)} ({_points(after)} points{ratio})"
    )


def tell_shift(cell: ChoiceCell) -> str:
    """The shift of a median: points, and the factor in odds; empty where nothing moves.

    >>> tell_shift(ChoiceCell(0.2, 0.1, 0.3, 0.2, -5.04, 0.75, moved=True))
    '-5.0, x 0.75'
    >>> tell_shift(ChoiceCell(0.2, 0.1, 0.3, 0.2, 0, 1))
    ''
    """
    if not cell.moved or cell.settled:
        return ""
    ratio = "" if cell.odds_ratio is None else f", x {_factor(cell.odds_ratio)}"
    return f"{_points(cell)}{ratio}"


def _points(cell: ChoiceCell) -> str:
    return "0.0" if abs(cell.points) < 0.05 else f"{cell.points:+.1f}"


def _factor(ratio: float) -> str:
    """A factor with two decimals, or two digits where it is small or large."""
    return f"{ratio:.2f}" if 0.1 <= ratio < 10 else f"{ratio:.2g}"


def tell_numbers(cell: ChoiceCell) -> str:
    """The median with its interval; the sign of per cent stands in the legend.

    >>> tell_numbers(ChoiceCell(0.2, 0.1, 0.3, 0.2, 0.0, 1.0))
    '20.0 (10.0 to 30.0)'
    """
    if cell.settled:
        return cell.settled
    low, middle, high = (fine_percent(value).removesuffix(" %") for value in (cell.low90, cell.median, cell.high90))
    return f"{middle} ({low} to {high})"


def _block(table: Choices, width: int, bold: Bold) -> Iterator[str]:
    yield from wrap_head(table.title, table, table.policy, width, bold)
    yield from (line for text in table.edits for line in wrap_text(f"Changed from the file: {text}", width))
    yield from wrap_text(_READING, width)
    labels = [_FILE, *(_GAP + clean_text(row.choice.text) for row in table.rows if row.choice is not None)]
    margin = max(map(len, labels)) + len(_GAP)
    column = max(len(tell_numbers(row.cells[name])) for row in table.rows for name in table.questions) + len(_GAP)
    fit = max((width - margin) // column, 1)
    for start in range(0, len(table.questions), fit):
        yield ""
        yield from _part(table, table.questions[start : start + fit], margin, column, bold)
    yield ""
    for name in table.questions:
        yield from wrap_text(f"{name}: {table.asks[name]}", width, " " * (len(name) + 2))
    yield ""
    for text in _remarks(table):
        yield from wrap_text(text, width, _GAP)


def _part(
    table: Choices, questions: Sequence[str], margin: int, column: int, bold: Bold
) -> Iterator[str]:
    """The rows for as many questions as fit beside one another."""

    def line(label: str, cells: Sequence[str]) -> str:
        return (label.ljust(margin) + "".join(cell.ljust(column) for cell in cells)).rstrip()

    yield bold(line("", questions))
    path = ""
    for row in table.rows:
        if row.choice is not None and row.choice.path != path:
            path = row.choice.path
            yield path
        label = _FILE if row.choice is None else _GAP + clean_text(row.choice.text)
        cells, still = [row.cells[name] for name in questions], _still(row, table)
        yield line(label, [still] if still else [tell_numbers(cell) for cell in cells])
        if any(cell.moved for cell in cells):
            yield line("", [tell_shift(cell) for cell in cells])


def _still(row: ChoiceRow, table: Choices) -> str:
    """What stands in a row that moves nothing that is shown; empty for others and for the file's own."""
    if row.choice is None or any(row.cells[name].moved for name in table.questions):
        return ""
    every = len(row.cells) == len(table.asks)
    return "no effect on any question" if every and not row.moved else "no effect on these questions"


def _markdown(table: Choices) -> Iterator[str]:
    yield f"| choice | {' | '.join(table.questions)} |"
    yield "| --- |" + " --- |" * len(table.questions)
    for row in table.rows:
        label = _FILE if row.choice is None else f"`{row.choice.path}={clean_text(row.choice.text)}`"
        shown = [row.cells[name] for name in table.questions]
        cells = ["; ".join(filter(None, (tell_numbers(cell), tell_shift(cell)))) for cell in shown]
        if still := _still(row, table):
            cells = [still] + [""] * (len(table.questions) - 1)
        yield f"| {label} | {' | '.join(cells)} |"
    yield ""
    yield from _listed(f"{name}: {table.asks[name]}" for name in table.questions)
    yield ""
    yield from wrap_text(_escaped(tell_run(table, table.policy)) + " " + _READING.replace("below it,", "then,"), _PAGE)
    yield ""
    yield from _listed(_remarks(table))


def _listed(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrap_text("- " + _escaped(text), _PAGE, "  ")


def _escaped(text: str) -> str:
    return "".join("\\" + letter if letter in "|*_<>[]`\\" else letter for letter in clean_text(text))


def _remarks(table: Choices) -> Iterator[str]:
    yield from summary(table)
    worst = 100 * max((row.cells[name].error or 0.0 for row in table.rows for name in table.questions), default=0.0)
    if worst:
        yield f"Sampling error of a median: at most {worst:.1f} points; smaller shifts may be chance."
    for choice, why in table.refused:
        yield f"Left out, for the scenario does not allow it: {choice.path}={choice.text}: {why}."
