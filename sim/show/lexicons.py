"""The lexicons and the record as text: what readers hear in a phrase, and what such words have been worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from sim import lexicon
from sim.lexicon.entries import Entry
from sim.lexicon.record import SHIPPED, TrackRecord
from sim.log_odds import expit, logit
from sim.priors.recalibration.fit import draw_lines, fit_record
from sim.priors.recalibration.scores import gain_interval, left_out_scores
from sim.results.document import align_columns
from sim.show.lines import wrap_text

LEVELS = (0.05, 0.95)
_DRAWS, _SEED = 2000, 1
_WEAKNESSES = (
    "Coded from some 500 news pieces of 2011 to 2025 by machine readers who mostly knew how it ended; many pieces are "
    "agency copies or translations. Of 140 statements coded a second time, blind, the outcome agreed in 135 (kappa "
    ".93) and the class in 135 (.95). What is asked in the news is contested: events happened in 55 % of the "
    "statements, so the centre is even odds there. A rough instrument, with its error."
)


def lexicons_text(names: Sequence[str]) -> str:
    """Every named lexicon with its phrases, lowest first: what readers hear, in per cent."""
    return "\n\n".join("\n".join(_entries(name)) for name in names) + "\n"


def _entries(name: str) -> Iterator[str]:
    entries = sorted(lexicon.load(name).values(), key=lambda entry: entry.centre)
    yield f"{name}: {len(entries)} phrases"
    rows = [("  phrase", "per cent", "range"), *(("  " + e.phrase, f"{100 * e.centre:g}", _span(e)) for e in entries)]
    yield from (line.rstrip() for line in align_columns(rows))


def _span(entry: Entry) -> str:
    """The range of a yardstick, or the 5 % and 95 % quantiles of a survey."""
    found = dict(entry.quantiles)
    low, high = (entry.low, entry.high) if entry.low is not None else (found.get(0.05), found.get(0.95))
    return "" if low is None or high is None else f"{100 * low:g} to {100 * high:g}"


def lexicons_json(names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The named lexicons' entries: concept, the centre, and the range or quantiles, as probabilities."""
    return {name: [asdict(entry) | {"centre": entry.centre} for entry in lexicon.load(name).values()] for name in names}


def record_json(record: TrackRecord) -> dict[str, Any]:
    """A record's counts by class, the line fitted to it with 90 % intervals, and its scores, topics left out."""
    (delta, gamma), lines = fit_record(record), np.quantile(draw_lines(record, _SEED, _DRAWS), LEVELS, axis=1)
    scores = left_out_scores(record)
    happened, of = record.happened.sum(axis=0), record.of.sum(axis=0)
    moved = expit(delta + gamma * logit(record.readings))
    classes = zip(record.said, happened, of, record.readings, moved, strict=True)
    names = ("said", "happened", "of", "readers_hear", "recalibrated")
    return {
        "file": record.file, "statements": int(of.sum()), "topics": len(record.topics),
        "classes": [dict(zip(names, (s, int(h), int(n), float(p), round(float(q), 4)), strict=True))
                    for s, h, n, p, q in classes],
        "gamma": round(gamma, 4), "gamma90": lines[:, 1].round(4).tolist(),
        "delta": round(delta, 4), "delta90": lines[:, 0].round(4).tolist(),
        "scores": {
            score: {
                **{way: round(scores.mean(score, way), 4) for way in ("coin", "readers", "recalibrated")},
                **{f"better_than_{over}90": gain_interval(scores, score, over)[[0, 2]].round(4).tolist()
                   for over in ("readers", "coin")},
            }
            for score in ("log_loss", "brier")
        },
    }  # fmt: skip


def record_text(record: TrackRecord, width: int = 80) -> str:
    """What statements of each class came to, how far such words deserve trust, and what they scored."""
    return "\n".join(_record(record, record_json(record), width)) + "\n"


def _record(record: TrackRecord, told: dict[str, Any], width: int) -> Iterator[str]:
    yield f"{told['statements']} statements on {told['topics']} topics ({told['file']})"
    yield ""
    rows: list[tuple[str, ...]] = [("  said", "happened", "of", "per cent", "readers hear", "recalibrated")]
    for one in told["classes"]:
        cells = (100 * one["happened"] / max(one["of"], 1), 100 * one["readers_hear"], 100 * one["recalibrated"])
        counts = (str(one["happened"]), str(one["of"]))
        rows.append((f"  {one['said'].replace('_', ' ')}", *counts, *(f"{cell:.0f} %" for cell in cells)))
    yield from (line.rstrip() for line in align_columns(rows))
    yield ""
    for name, meaning in (("gamma", "how far words are trusted: 1 at face value"), ("delta", "log-odds added")):
        low, high = told[f"{name}90"]
        yield f"  {name} {told[name]:+.2f} (90 %: {low:+.2f} to {high:+.2f}), {meaning}"
    yield ""
    yield "Scores with each topic judged by the others, lower is better:"
    rows = [("  score", "coin", "readers", "recalibrated", "gain on readers (90 %)", "gain on coin (90 %)")]
    for score, found in told["scores"].items():
        gains = [found[f"better_than_{over}90"] for over in ("readers", "coin")]
        means = (f"{found[way]:.3f}" for way in ("coin", "readers", "recalibrated"))
        rows.append((f"  {score.replace('_', ' ')}", *means, *(f"{low:+.3f} to {high:+.3f}" for low, high in gains)))
    yield from (line.rstrip() for line in align_columns(rows))
    yield ""
    text = "logit P = delta + gamma logit(reading), by maximum likelihood; the intervals by a bootstrap over topics."
    yield from wrap_text(text, width)
    if record.file == "experts.csv":
        yield from wrap_text(_WEAKNESSES + f" A scenario asks for it with pool: {{recalibrate: {SHIPPED}}}.", width)
