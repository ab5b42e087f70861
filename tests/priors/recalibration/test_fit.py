"""The line fitted to a record: against an independent optimiser, its bootstrap's coverage, and what it scores."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from sim.lexicon.record import TrackRecord, parse_record, shipped_record
from sim.priors.recalibration.fit import draw_lines, fit_line, fit_record
from sim.priors.recalibration.scores import gain_interval, left_out_scores


def _record(happened: np.ndarray, of: np.ndarray, readings: np.ndarray) -> TrackRecord:
    topics = tuple(str(topic) for topic in range(len(of)))
    return TrackRecord("made.csv", topics, tuple(f"{100 * p:g}%" for p in readings), readings, happened, of)


def test_the_line_is_the_maximum_of_the_likelihood() -> None:
    record = shipped_record()
    happened, of, x = record.happened.sum(axis=0), record.of.sum(axis=0), special.logit(record.readings)

    def loss(line: np.ndarray) -> float:
        z = line[0] + line[1] * x
        return float(-(happened * special.log_expit(z) + (of - happened) * special.log_expit(-z)).sum())

    found = optimize.minimize(loss, [0.0, 1.0], method="BFGS", options={"gtol": 1e-9})
    np.testing.assert_allclose(fit_record(record), found.x, atol=1e-6)
    nearby = [loss(np.array(fit_record(record)) + away) for away in ([1e-3, 0], [-1e-3, 0], [0, 1e-3], [0, -1e-3])]
    assert loss(np.array(fit_record(record))) < min(nearby)


def test_the_shipped_record_says_what_its_readers_found() -> None:
    """RECORD: gamma .38 (.29 to .48), delta +.10 (-.04 to +.25) by a bootstrap of their own; both ends within .02."""
    delta, gamma = fit_record(shipped_record())
    assert (round(delta, 2), round(gamma, 2)) == (0.10, 0.38)
    ends = np.quantile(draw_lines(shipped_record(), 1, 4000), [0.05, 0.95], axis=1)
    np.testing.assert_allclose(ends, [[-0.04, 0.29], [0.25, 0.48]], atol=0.025)


def test_recalibrated_words_beat_the_coin_and_the_readers_with_topics_left_out() -> None:
    scores = left_out_scores(shipped_record())
    means = {way: scores.mean("log_loss", way) for way in ("coin", "readers", "recalibrated")}
    assert means["recalibrated"] < means["coin"] < means["readers"]  # words at face value are worse than a coin
    for score in ("log_loss", "brier"):
        for over in ("coin", "readers"):
            low, middle, high = gain_interval(scores, score, over)
            assert 0 < low < middle < high, (score, over)


def test_leaving_a_topic_out_leaves_it_out() -> None:
    """By brute force: the score of one topic comes from a fit that has not seen it."""
    record, topic = shipped_record(), 7
    others = np.arange(len(record.topics)) != topic
    happened, of = record.happened[others].sum(axis=0)[None], record.of[others].sum(axis=0)[None]
    delta, gamma = fit_line(record.readings, happened, of)[:, 0]
    p = special.expit(delta + gamma * special.logit(record.readings))
    own = -(record.happened[topic] * np.log(p) + (record.of - record.happened)[topic] * np.log1p(-p)).sum()
    assert left_out_scores(record).log_loss["recalibrated"][topic] == pytest.approx(own, abs=1e-9)


def _coverage(spread: float, runs: int = 200) -> float:
    """How often the 90 % interval of gamma holds the true one; made-up records with topics that differ by `spread`."""
    readings, held = np.array([0.05, 0.2, 0.4, 0.75, 0.9]), 0
    rng = np.random.default_rng(3)
    for run in range(runs):
        away = rng.normal(0.0, spread, (60, 1))
        of = rng.integers(0, 5, (60, 5)).astype(np.float64)
        happened = rng.binomial(of.astype(int), special.expit(0.1 + 0.4 * special.logit(readings) + away)).astype(float)
        low, high = np.quantile(draw_lines(_record(happened, of, readings), run, 200)[1], [0.05, 0.95])
        held += low <= 0.4 <= high
    return held / runs


def test_the_interval_of_the_pair_covers() -> None:
    """Of 200 records 90 % in truth: 4 standard errors are 8.5 points; topics that differ shrink gamma by 2 %."""
    assert 0.815 < _coverage(0.3) <= 0.985


def test_a_bootstrap_over_statements_would_not_cover() -> None:
    """The negative control: topics that move as a whole, resampled statement by statement, are too sure of delta."""
    readings, rng, held = np.array([0.2, 0.8]), np.random.default_rng(5), {"topics": 0, "statements": 0}
    for run in range(100):
        away = rng.normal(0.0, 1.5, (30, 1))
        of = np.full((30, 2), 10.0)
        happened = rng.binomial(10, special.expit(special.logit(readings) + away)).astype(float)
        whole = fit_line(readings, happened.sum(axis=0)[None], of.sum(axis=0)[None])[0, 0]
        low, high = np.quantile(draw_lines(_record(happened, of, readings), run, 200)[0], [0.05, 0.95])
        drawn = rng.binomial(300, happened.sum(axis=0) / 300, (200, 2)).astype(float)
        least, most = np.quantile(fit_line(readings, drawn, np.full((200, 2), 300.0))[0], [0.05, 0.95])
        held["topics"] += low <= 0.0 <= high
        held["statements"] += least <= 0.0 <= most
        assert abs(whole) < 2
    assert held["topics"] > 78 > 60 > held["statements"]


def test_a_sample_that_bounds_nothing_stays_inside() -> None:
    """All that was called likely happened and nothing else did: no finite slope."""
    line = fit_line(np.array([0.2, 0.8]), np.array([[0.0, 9.0], [5.0, 5.0]]), np.array([[9.0, 9.0], [10.0, 10.0]]))
    assert np.isfinite(line).all()
    assert line[1, 0] == 3.0
    np.testing.assert_allclose(line[:, 1], 0.0, atol=1e-9)


def test_draws_are_named_by_what_the_record_holds() -> None:
    """The same counts in another order of topics are another record; the same record has the same pairs in any run."""
    record = shipped_record()
    assert (draw_lines(record, 1, 50) == draw_lines(record, 1, 50)).all()
    assert (draw_lines(record, 1, 50) != draw_lines(record, 2, 50)).any()
    again = parse_record(_as_csv(record), "mine.csv")
    assert again.digest == record.digest
    assert (draw_lines(again, 1, 50) == draw_lines(record, 1, 50)).all()


def _as_csv(record: TrackRecord) -> bytes:
    lines = ["topic,said,happened,of"]
    for t, topic in enumerate(record.topics):
        for s, said in enumerate(record.said):
            if record.of[t, s]:
                lines.append(f'"{topic}",{said},{record.happened[t, s]:.0f},{record.of[t, s]:.0f}')
    return "\n".join(lines).encode()
