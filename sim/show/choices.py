"""The table of choices for a terminal, and as Markdown for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sim.results.choices.compare import Choice, ChoiceCell, ChoiceRow, Choices, widest
from sim.results.forecast.percent import percent
from sim.show.lines import clean_text, wrap_text

_GAP = "  "
_FILE = "as the file has it"
_PAGE = 120
_GROUPS = {
    "lexicon": "the word list",
    "pool.rule": "the pooling rule",
    "pool.concentration": "how certain the voices' weights are",
    "dependence": "how far voices share their errors",
}
_READING = (
    "Median with its 90 % interval, in per cent; below it, where a choice moves it, the shift of the median in "
    "percentage points and the factor in its odds. All rows are played on the same random numbers."
)


def as_text(tables: Sequence[Choices], *, width: int = 80, bold: Callable[[str], str] = str) -> str:
    """The tables as text, lines no longer than `width` (60 or more) where words allow: rows are choices.

    bold: puts terminal codes around a heading; by default there are none.
    """
    return "\n\n".join("\n".join(_block(table, max(width, 60), bold)) for table in tables) + "\n"


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
    kinds = [path for path in paths if path != most[0].path]
    return [f"The widest: {_move(table, most)}{also}.", *(f"{_kind(path)}: {_most(table, path)}." for path in kinds)]


def _most(table: Choices, path: str) -> str:
    most = widest(table, path)
    return "no effect" if most is None else f"at most {_move(table, most)}"


def _move(table: Choices, most: tuple[Choice, str]) -> str:
    """A move in words."""
    choice, question = most
    before = table.rows[0].cells[question]
    after = next(row.cells[question] for row in table.rows if row.choice == choice)
    ratio = "" if after.odds_ratio is None else f", odds x {_factor(after.odds_ratio)}"
    return (
        f"{choice.path}={choice.text} takes {question} from {percent(before.median)} to {percent(after.median)} "
        f"({_points(after)} points{ratio})"
    )


def _kind(path: str) -> str:
    kind = _GROUPS.get(path, path)
    return kind[0].upper() + kind[1:]


def _shift(cell: ChoiceCell) -> str:
    """The shift of a median: points, and the factor in odds.

    >>> _shift(ChoiceCell(0.2, 0.1, 0.3, 0.2, -5.04, 0.75)), _shift(ChoiceCell(0.2, 0.1, 0.3, 0.2, -0.04, 0.998))
    ('-5.0, x 0.75', '0.0, x 1.00')
    """
    ratio = "" if cell.odds_ratio is None else f", x {_factor(cell.odds_ratio)}"
    return f"{_points(cell)}{ratio}"


def _points(cell: ChoiceCell) -> str:
    return "0.0" if abs(cell.points) < 0.05 else f"{cell.points:+.1f}"


def _factor(ratio: float) -> str:
    """A factor with two decimals, or two digits where it is small or large."""
    return f"{ratio:.2f}" if 0.1 <= ratio < 10 else f"{ratio:.2g}"


def _numbers(cell: ChoiceCell) -> str:
    """The median with its interval; the sign of per cent stands in the legend.

    >>> _numbers(ChoiceCell(0.2, 0.1, 0.3, 0.2, 0.0, 1.0))
    '20.0 (10.0 to 30.0)'
    """
    if cell.settled:
        return cell.settled
    low, middle, high = (percent(value).removesuffix(" %") for value in (cell.low90, cell.median, cell.high90))
    return f"{middle} ({low} to {high})"


def _block(table: Choices, width: int, bold: Callable[[str], str]) -> Iterator[str]:
    yield from (bold(line) for line in wrap_text(table.title, width))
    yield from wrap_text(_run(table), width)
    yield from (line for text in table.edits for line in wrap_text(f"Changed from the file: {text}", width))
    yield from wrap_text(_READING, width)
    labels = [_FILE, *(_GAP + clean_text(row.choice.text) for row in table.rows if row.choice is not None)]
    margin = max(map(len, labels)) + len(_GAP)
    column = max(len(_numbers(row.cells[name])) for row in table.rows for name in table.questions) + len(_GAP)
    fit = max((width - margin) // column, 1)
    for start in range(0, len(table.questions), fit):
        yield ""
        yield from _part(table, table.questions[start : start + fit], margin, column, bold)
    yield ""
    for name in table.questions:
        yield from wrap_text(f"{name}: {table.asks[name]}", width, " " * (len(name) + 2))
    yield ""
    for text in (*summary(table), *_error(table), *_refused(table)):
        yield from wrap_text(text, width, _GAP)


def _part(
    table: Choices, questions: Sequence[str], margin: int, column: int, bold: Callable[[str], str]
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
        cells = [row.cells[name] for name in questions]
        if _still(row, table.questions):
            yield line(label, [_still(row, table.questions)])
            continue
        yield line(label, [_numbers(cell) for cell in cells])
        if any(cell.moved for cell in cells):
            yield line("", [_shift(cell) if cell.moved and not cell.settled else "" for cell in cells])


def _still(row: ChoiceRow, questions: Sequence[str]) -> str:
    """What stands in a row that moves nothing that is shown; empty for others and for the file's own."""
    if row.choice is None or any(row.cells[name].moved for name in questions):
        return ""
    return "no effect on these questions" if row.moved else "no effect on any question"


def _markdown(table: Choices) -> Iterator[str]:
    yield f"| choice | {' | '.join(table.questions)} |"
    yield "| --- |" + " --- |" * len(table.questions)
    for row in table.rows:
        label = _FILE if row.choice is None else f"`{row.choice.path}={clean_text(row.choice.text)}`"
        cells = [_written(row.cells[name]) for name in table.questions]
        if still := _still(row, table.questions):
            cells = [still] + [""] * (len(table.questions) - 1)
        yield f"| {label} | {' | '.join(cells)} |"
    yield ""
    yield from _listed(f"{name}: {table.asks[name]}" for name in table.questions)
    yield ""
    yield from wrap_text(_escaped(_run(table)) + " " + _READING.replace("below it,", "then,"), _PAGE)
    yield ""
    yield from _listed((*summary(table), *_error(table), *_refused(table)))


def _listed(texts: Iterable[str]) -> Iterator[str]:
    """A list in Markdown."""
    for text in texts:
        yield from wrap_text("- " + _escaped(text), _PAGE, "  ")


def _written(cell: ChoiceCell) -> str:
    return f"{_numbers(cell)}; {_shift(cell)}" if cell.moved and not cell.settled else _numbers(cell)


def _escaped(text: str) -> str:
    return "".join("\\" + letter if letter in "|*_<>[]`\\" else letter for letter in clean_text(text))


def _run(table: Choices) -> str:
    return (
        f"{table.scenario}, as of {table.as_of}; policy {table.policy}; {table.settings}."
    )


def _error(table: Choices) -> list[str]:
    errors = [row.cells[name].error or 0.0 for row in table.rows for name in table.questions]
    worst = 100 * max(errors, default=0.0)
    return [f"Sampling error of a median: at most {worst:.1f} points; smaller shifts may be chance."] if worst else []


def _refused(table: Choices) -> list[str]:
    return [f"Left out, for the scenario does not allow it: {c.path}={c.text}: {why}." for c, why in table.refused]
