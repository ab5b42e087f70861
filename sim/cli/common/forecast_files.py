"""What `sim run` writes, forecast by forecast, so that none is held: each file whole or not at all."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sim.cli.common.output import whole
from sim.text_files import STREAM

if TYPE_CHECKING:
    from sim.results.document import TextPieces
    from sim.results.forecast.model import Forecast


class ForecastFiles:
    """The files of one run. They are opened by the first forecast: without any, what is there stays.

    stack: closes them; where it ends by an exception, they are gone. pieces: the form of `out`. out: None for standard
    output. draws_out, worlds_out: None for none.
    """

    def __init__(
        self, stack: ExitStack, pieces: TextPieces, out: Path | None, draws_out: Path | None, worlds_out: Path | None
    ) -> None:
        self.count = 0
        self._stack, self._pieces = stack, pieces
        self._names = out or STREAM, draws_out, worlds_out

    def add(self, forecast: Forecast, worlds: Callable[[], Iterable[Sequence[str]]]) -> None:
        """Writes one forecast, and the rows of its worlds where they are kept; raises OSError with a file's name."""
        if not self.count:
            self._open()
        self._main.write(self._pieces.between if self.count else self._pieces.begin)
        self._main.write(self._pieces.write(forecast))
        if self._main is sys.stdout:
            self._main.flush()
        for write_draws in self._draws:
            write_draws(forecast)
        for write_rows in self._worlds:
            write_rows(worlds())
        self.count += 1

    def end(self) -> None:
        """Writes what stands below the last forecast."""
        if self.count:
            self._main.write(self._pieces.end)

    def _open(self) -> None:
        from sim.results.forecast.trajectories import WORLD_COLUMNS

        out, draws_out, worlds_out = self._names
        self._main = self._stack.enter_context(whole(out))
        self._draws = [] if draws_out is None else [self._stack.enter_context(_draws_to(draws_out))]
        self._worlds = [] if worlds_out is None else [_rows_to(self._stack.enter_context(whole(worlds_out)))]
        for write_rows in self._worlds:
            write_rows([WORLD_COLUMNS])


@contextmanager
def _draws_to(out: Path) -> Iterator[Callable[[Forecast], None]]:
    """What writes the draws of one forecast; Parquet where the file ends in `.parquet`, else CSV."""
    from sim.results.forecast.export import DRAW_HEADER, DrawsTable, draw_rows

    if out.suffix == ".parquet":
        with whole(out, "wb") as stream, DrawsTable(stream) as table:
            yield table.add
        return
    with whole(out) as stream:
        write_rows = _rows_to(stream)
        write_rows([DRAW_HEADER])
        yield lambda forecast: write_rows(draw_rows(forecast))


def _rows_to(stream: IO[str]) -> Callable[[Iterable[Sequence[str]]], None]:
    return csv.writer(stream, lineterminator="\n").writerows
