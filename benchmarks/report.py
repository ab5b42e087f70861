"""The benchmark's results as markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.contestants import OURS, REFERENCE, Contestant
from benchmarks.doubt import Measured, Truth
from benchmarks.exact import ALL, ONE, Solved

MISSING = "not installed"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A markdown table; the first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def rate(worlds_a_second: float) -> str:
    """
    >>> rate(10_312_000), rate(62_300), rate(870)
    ('10.3 M', '62.3 k', '0.87 k')
    """
    unit, name = (1e6, " M") if worlds_a_second >= 1e5 else (1e3, " k")
    return f"{short(worlds_a_second / unit)}{name}"


def short(number: float) -> str:
    """Three digits, no more.

    >>> short(1234.0), short(12.34), short(0.01234)
    ('1,230', '12.3', '0.0123')
    """
    rounded = float(f"{number:.3g}")
    if rounded >= 100:
        return f"{rounded:,.0f}"
    return f"{rounded:.3g}" if rounded < 10 else f"{rounded:.1f}"


Figures = Mapping[str, float]


def sampling_table(contestants: Sequence[Contestant], rates: Figures, best: Figures, agrees: Figures) -> str:
    """rates, best: worlds a second, of the median and of the quickest round. agrees: largest z, by label."""
    rows = []
    for one in contestants:
        if one.label not in rates:
            rows.append([one.label, one.how, MISSING, "-", "-", "-", "-"])
            continue
        mine = rates[one.label]
        ratios = [f"{short(mine / rates[REFERENCE])}x", f"{short(rates[OURS] / mine)}x"]
        rows.append([one.label, one.how, rate(mine), rate(best[one.label]), *ratios, f"{agrees[one.label]:.1f}"])
    return table(["sampler", "how", "worlds/s", "best", "to plain NumPy", "ours (8 bits) to it", "largest z"], rows)


def solved_table(solved: Sequence[Solved]) -> str:
    ours = solved[0]
    rows = []
    for one in solved:
        cells = [one.label]
        for what in (ALL, ONE):
            took, base = one.milliseconds[what], ours.milliseconds[what]
            installed = one.apart is not None
            cells += ["-" if installed else MISSING, "-"] if took is None else [f"{took:.3f} ms", f"{took / base:.2f}x"]
        rows.append([*cells, "-" if one.apart is None else f"{one.apart:.0e}"])
    return table(["exact", ALL, "to ours", ONE, "to ours", "differs by at most"], rows)


def doubt_table(measured: Sequence[Measured], known: Truth) -> str:
    base = measured[0]
    rows = []
    for one in measured:
        mean = (base.rmse_mean**2 * base.seconds) / (one.rmse_mean**2 * one.seconds)
        quantile = (base.rmse_quantile**2 * base.seconds) / (one.rmse_quantile**2 * one.seconds)
        of_mean = f"{one.rmse_mean:.1e}", f"{short(mean)}x"
        of_quantile = f"{one.rmse_quantile:.1e}", f"{100 * one.bias_quantile:+.1f} %", f"{short(quantile)}x"
        bias = f"{100 * one.bias_sd:+.1f} %"
        rows.append([one.label, str(one.runs), f"{one.seconds:.3f} s", *of_mean, *of_quantile, bias])
    head = ["method", "runs", "time", "rmse of mean", "error² x time, mean", "rmse of 95 % quantile", "its bias"]
    return table([*head, "error² x time, quantile", "bias of the spread"], rows)
