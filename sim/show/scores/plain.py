"""Scores in plain words, for whoever does not know them."""

from __future__ import annotations

from sim.results.score.model import MeanScore


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


def _tell_side(difference: float) -> str:
    """A difference of scores, less is better.

    >>> _tell_side(-0.0456), _tell_side(0.02), _tell_side(-0.0001)
    ('0.046 better', '0.020 worse', '0')
    """
    size = f"{abs(difference):.3f}"
    return "0" if not float(size) else f"{size} {'better' if difference < 0 else 'worse'}"
