"""Scores in plain words, for whoever does not know them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.forecast.percent import fine_percent
from sim.results.score.model import MeanScore
from sim.results.track.calibration import CalibrationBin


def tell_better(score: MeanScore) -> str:
    """How much better or worse the forecast's mean is than another's, and between what nine tenths of that lie.

    Both ends are told as better or worse themselves, so that no sign has to be read.

    >>> tell_better(MeanScore(27, 0.25, -0.0456, (-0.1731, 0.0367)))
    '0.046 better (nine tenths between 0.037 worse and 0.173 better)'
    >>> tell_better(MeanScore(27, 0.25, 0.02, (0.01, 0.03))), tell_better(MeanScore(2, 0.25, -0.07, None))
    ('0.020 worse (nine tenths between 0.010 and 0.030 worse)', '0.070 better')
    """
    told = _tell_side(score.difference)
    if score.interval is None:
        return told
    best, worst = score.interval
    ends = [_tell_side(end) for end in ((best, worst) if best > 0 else (worst, best))]
    if ends[0].split()[1:] == ends[1].split()[1:]:
        ends[0] = ends[0].split()[0]
    return f"{told} (nine tenths between {ends[0]} and {ends[1]})"


def tell_bins(bins: Sequence[CalibrationBin]) -> str:
    """How often answers came true, beside what was said: where chance seldom does that, and in the fullest bin.

    bins: at least one, lowest first.

    >>> low, high = CalibrationBin(0, 0.1, 10, 0.058, 0.16, 0, 0.2), CalibrationBin(0.9, 1, 2, 0.95, 0.5, 0.7, 1)
    >>> print(*tell_bins([low, high]).split(", ")[:3], sep=chr(10))
    Answers of 0 to 10 % came true in 16 of 100
    more often than said (5.8 %; 10 answers)
    which may be chance. Answers of 90 to 100 % came true in 50 of 100
    >>> tell_bins([high]).partition(", ")[2]
    'less often than said (95.0 %; 2 answers), which chance alone does less than once in ten.'
    >>> tell_bins([low, CalibrationBin(0.1, 0.2, 1, 0.15, 0.0, 0.0, 1.0)]).partition("chance. ")[2]
    'In the other group, of 1 answer, what came lies where chance puts it.'
    """
    fullest = max(bins, key=lambda one: one.n)
    told = [one for one in bins if one is fullest or not _by_chance(one)]
    others = [one for one in bins if one not in told]
    sentences = [_tell_bin(one) for one in told]
    if others:
        most = _count(max(one.n for one in others))
        groups = f"group, of {most}," if len(others) == 1 else f"{len(others)} groups, of at most {most} each,"
        sentences.append(f"In the other {groups} what came lies where chance puts it.")
    return " ".join(sentences)


def _tell_bin(one: CalibrationBin) -> str:
    came, said = round(100 * one.came), round(100 * one.said)
    way = "as often as" if came == said else f"{'more' if came > said else 'less'} often than"
    chance = "which may be chance" if _by_chance(one) else "which chance alone does less than once in ten"
    return (
        f"Answers of {100 * one.low:g} to {100 * one.high:g} % came true in {came} of 100, {way} said "
        f"({fine_percent(one.said)}; {_count(one.n)}), {chance}."
    )


def _by_chance(one: CalibrationBin) -> bool:
    return one.chance_low <= one.came <= one.chance_high


def _count(n: int) -> str:
    return f"{n} answer{'s' * (n > 1)}"


def _tell_side(difference: float) -> str:
    """A difference of scores, less is better.

    >>> _tell_side(-0.0456), _tell_side(0.02), _tell_side(-0.0001)
    ('0.046 better', '0.020 worse', '0')
    """
    size = f"{abs(difference):.3f}"
    return "0" if not float(size) else f"{size} {'better' if difference < 0 else 'worse'}"
