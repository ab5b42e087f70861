"""Forecasts as data for other programs: JSON, CSV, and their draws; the same bytes for the same run."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any

from sim.errors import FormatError, Problem
from sim.results.document import TextPieces, csv_lines, csv_text, document, document_pieces, plain, record
from sim.results.forecast.draws import DRAW_COLUMNS
from sim.results.forecast.model import COLUMNS, Answer, Forecast, Posterior
from sim.results.settings import TOLD
from sim.scenario.resolve.silence import Silence

_POINT = "state=of? level elicited fitted missed"
_SHARES = "shares shares_by_kind other_shares confidence? assumptions? words_moved_towards=towards? "
_QUANTILES = ("low90", "low50", "median", "high50", "high90")


def as_json(forecasts: Iterable[Forecast]) -> str:
    """One JSON object with a list of forecasts, in the order given; probabilities as numbers from 0 to 1.

    An infinite concentration is the text "inf", as in a scenario file. Keys keep the order of the documentation.
    """
    made = list(forecasts)
    return json_pieces().join(made) if made else document("forecast", forecasts=[])


def json_pieces() -> TextPieces:
    """The text of `as_json`, forecast by forecast."""
    return document_pieces("forecast", "forecasts", _forecast)


def as_csv(forecasts: Iterable[Forecast]) -> str:
    """One row a policy and question under the header COLUMNS; probabilities from 0 to 1, lists joined with "; "."""
    return csv_pieces().join(forecasts)


def csv_pieces() -> TextPieces:
    """The text of `as_csv`, forecast by forecast."""
    return TextPieces(lambda forecast: csv_lines(COLUMNS, map(plain, forecast.rows())), begin=csv_text(COLUMNS, ()))


DRAW_HEADER = ("scenario", *DRAW_COLUMNS)


def draw_columns(forecast: Forecast) -> Iterator[dict[str, Any]]:
    """A block a policy and question: the scenario's id and what `Draws.columns` gives."""
    for block in forecast.draws.columns():
        yield {"scenario": [forecast.scenario] * len(block["draw"]), **block}


def draw_rows(forecast: Forecast) -> Iterator[Sequence[str]]:
    """The same as rows of text for the header DRAW_HEADER; empty for what is undefined."""
    for block in draw_columns(forecast):
        for *names, weight, probability in zip(*map(list, block.values()), strict=True):
            yield (*map(str, names), repr(float(weight)), "" if math.isnan(probability) else repr(float(probability)))


class DrawsTable:
    """The rows of `draw_columns` as Parquet, a row group a forecast; complete when the context ends.

    stream: what it is written to. Raises FormatError at the end where no forecast has a question.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._writer: Any = None

    def add(self, forecast: Forecast) -> None:
        """Writes the draws of one forecast."""
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        blocks = [pyarrow.table(block) for block in draw_columns(forecast)]
        if blocks:
            table = pyarrow.concat_tables(blocks)
            self._writer = self._writer or ParquetWriter(self._stream, table.schema)
            self._writer.write_table(table)

    def __enter__(self) -> DrawsTable:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is not None:
            with suppress(Exception):  # the file is given up, and a writer that is left open closes itself later
                self._writer.close()
            return
        if self._writer is None:
            raise FormatError([Problem("no question in these scenarios: there are no draws", file="--draws-out")])
        self._writer.close()


def csv_bytes(forecasts: Iterable[Forecast]) -> bytes:
    """The file that `sim run --format csv --out` writes."""
    return as_csv(forecasts).encode("utf-8")


def json_bytes(forecasts: Iterable[Forecast]) -> bytes:
    """The file that `sim run --format json --out` writes."""
    return as_json(forecasts).encode("utf-8")


def parquet_bytes(forecasts: Iterable[Forecast]) -> bytes:
    """The file that `sim run --draws-out` writes, the rows of `draw_columns`; raises as `DrawsTable`."""
    stream = io.BytesIO()
    with DrawsTable(stream) as table:
        for forecast in forecasts:
            table.add(forecast)
    return stream.getvalue()


def _forecast(forecast: Forecast) -> dict[str, Any]:
    spread = "inf" if math.isinf(forecast.concentration) else forecast.concentration
    return record(
        forecast,
        f"scenario title file digest edits as_of {TOLD} pool "
        "lexicon word_lists=own_lexicons? policies questions answers fits? evidence? assumptions warnings",
        pool={
            **record(forecast, "rule=pool_rule concentration weights extremize recalibrate", concentration=spread),
            **({} if forecast.fixed is None else dict(zip(("gamma", "delta"), forecast.fixed, strict=True))),
            "voices": plain(forecast.voices),
        },
        answers=[_answer(answer) for answer in forecast.answers.values()],
        fits=[
            {"judgment": judgment, "family": family, "points": [record(point, _POINT) for point in points]}
            for judgment, family, points in forecast.fits
        ],
        evidence=[_seen(one) for one in forecast.seen.values()],
    )


def _answer(answer: Answer) -> dict[str, Any]:
    """An answer; `asked` is left out where the question is asked of every world."""
    return record(
        answer,
        "policy question asks variable event deadline probability median interval50 interval90 sampling_error "
        "quantile_errors? noise_share worlds_needed method word word_lexicon words? shown "
        f"{'' if answer.asked == 1 else 'asked '}rests_on "
        f"{'' if answer.shares is None else _SHARES}notes curve",
        **_shares(answer),
        interval50=(answer.interval50.low, answer.interval50.high),
        interval90=(answer.interval90.low, answer.interval90.high),
        quantile_errors=dict(zip(_QUANTILES, answer.quantile_errors, strict=False)),
        curve=record(answer.curve, "dates probability median low50 high50 low90 high90"),
    )


def _shares(answer: Answer) -> dict[str, Any]:
    shares = answer.shares
    if shares is None:
        return {}
    confidence = answer.confidence and record(answer.confidence, "level reason")
    found = {"shares": shares.voices, "shares_by_kind": shares.kinds, "other_shares": shares.rest}
    return {**found, "confidence": confidence}


def _silence(silences: Sequence[Silence] | None) -> dict[str, Any]:
    """What was counted that nobody reported, and of what silence was not counted."""
    told = silences or ()
    counted = [one for one in told if not one.why_not]
    return {
        "told": "silences not counted" if silences is None else "silences counted",
        "until": told[0].until.isoformat() if told else None,
        "counted": [record(one, "variable beyond reported delay") for one in counted],
        "not_counted": [record(one, "variable why=why_not") for one in told if one.why_not],
    }


def _seen(seen: Posterior) -> dict[str, Any]:
    judgment = "id=judgment variable voice event unit before after"
    return record(
        seen, "policy observations probability effective_draws effective_worlds silence judgments voices",
        silence=_silence(seen.silences),
        judgments=[
            record(one, judgment, unit="log-odds" if one.log_odds else "probability") for one in seen.judgments
        ],
        voices=[record(one, "id=voice before after") for one in seen.voices],
    )  # fmt: skip
