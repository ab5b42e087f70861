"""What a moved slider costs on the whole flagship, beside the same page with constant data, in a real Chromium.

    python -m benchmarks.page.moves [--moves 30] [--sliders 6] [--chart CSS] [--query QUERY]

A move is one press of an arrow key, each to a value that was not there before; the pages take turns in one run. The
time runs from the key in the page to the frame that shows the last change, of the chart beside the sliders and of
anything on the page; at rest means that Streamlit says so and that nothing has changed for 0.7 s. CPU time is the
whole server's from the key to then, a mean, since the kernel counts it in hundredths of a second. What waits until a
visitor has stopped is told apart: whose answer it is, after the last of several moves.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Mapping, Sequence

from benchmarks.page.browser import CHART, Move, Visitor, chromium
from benchmarks.page.server import CONSTANT, DASHBOARD, serve
from benchmarks.timing import load
from sim.dashboard.forecast.whose import WAITING

WHOSE = ".st-key-voices"
QUERY = "scenario=venezuela-2025&policy=strikes&question=Q6&draws=1000"
HEAD = "| what | page | constant data | difference | bar | |\n| --- | ---: | ---: | ---: | ---: | --- |"
CHART_BAR, EVERYTHING_BAR, CPU_BAR = 100.0, 300.0, 3.0  # milliseconds, milliseconds, times


def measure(query: str, chart: str, moves: int, sliders: int) -> tuple[dict[str, list[Move]], list[Move]]:
    """The moves of the page and of the constant page, which take turns; two rounds before them make the constants.

    And what follows the last moves of the page, once the visitor has stopped.
    """
    with serve(DASHBOARD) as page, serve(CONSTANT) as constant, chromium() as browser:
        visitors = {
            "page": Visitor(browser, page, query, chart),
            "constant": Visitor(browser, constant, query, chart),
        }
        made: dict[str, list[Move]] = {name: [] for name in visitors}
        for turn in range(2 * sliders + moves):
            for name in sorted(visitors, reverse=bool(turn % 2)):
                move = visitors[name].move(turn % sliders)
                if turn >= 2 * sliders:
                    made[name].append(move)
        return made, [visitors["page"].follow(turn, WHOSE, WAITING) for turn in range(sliders)]


def table(made: Mapping[str, Sequence[Move]]) -> str:
    """What was measured, with the differences and the bars, as Markdown."""
    page, constant = made["page"], made["constant"]
    rows = []
    for name, times, bar in (
        ("chart beside the sliders, ms", (_charts(page), _charts(constant)), CHART_BAR),
        ("everything at rest, ms", ([m.everything for m in page], [m.everything for m in constant]), EVERYTHING_BAR),
    ):
        here, floor = map(statistics.median, times)
        met = "met" if here <= floor + bar else "missed"
        rows.append(f"| {name}, median | {here:.0f} | {floor:.0f} | {here - floor:+.0f} | + {bar:.0f} | {met} |")
        high, low = map(_p95, times)
        rows.append(f"| {name}, p95 | {high:.0f} | {low:.0f} | {high - low:+.0f} | | |")
    here, floor = (statistics.fmean(move.cpu for move in moves) for moves in (page, constant))
    met = "met" if here <= CPU_BAR * floor else "missed"
    ratio = f"{here / floor:.1f} x" if floor else ""
    rows.append(f"| server CPU, ms | {here:.0f} | {floor:.0f} | {ratio} | {CPU_BAR:.0f} x | {met} |")
    here, floor = (statistics.median(move.sent for move in moves) / 1000 for moves in (page, constant))
    rows.append(f"| sent, kB | {here:.1f} | {floor:.1f} | {here - floor:+.1f} | | |")
    return "\n".join((HEAD, *rows))


def by_slider(made: Mapping[str, Sequence[Move]], sliders: int) -> str:
    """The medians of each slider, so that one that is slow is seen."""
    head = "| slider | page: chart | everything | CPU | constant: chart | everything | CPU |"
    lines = [head, "| --- |" + 6 * " ---: |"]
    for place in range(sliders):
        cells = []
        for name in ("page", "constant"):
            moves = made[name][place::sliders]
            if moves:
                charts = _charts(moves)
                cells += [f"{statistics.median(charts):.0f}" if charts else "as it was"]
                cells += [f"{statistics.median(m.everything for m in moves):.0f}"]
                cells += [f"{statistics.fmean(m.cpu for m in moves):.0f}"]
        lines.append(f"| {place + 1} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _charts(moves: Sequence[Move]) -> list[float]:
    return [move.chart for move in moves if move.chart is not None]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1) + 0.5)]


def main() -> None:
    """Print the tables."""
    words = argparse.ArgumentParser(description="What a moved slider costs.")
    words.add_argument("--moves", type=int, default=30)
    words.add_argument("--sliders", type=int, default=6)
    words.add_argument("--chart", default=CHART, help="the chart beside the sliders, as CSS")
    words.add_argument("--query", default=QUERY, help="the address of the view")
    asked = words.parse_args()
    print(f"{asked.query}: {asked.moves} moves of {asked.sliders} sliders in turn; before: {load()}")
    made, after = measure(asked.query, asked.chart, asked.moves, asked.sliders)
    for name, moves in made.items():
        if still := sum(move.chart is None for move in moves):
            print(f"{name}: {still} of {len(moves)} moves left the chart as it was; they are not in its times")
    print(f"after: {load()}\n\n{table(made)}\n\n{by_slider(made, asked.sliders)}")
    late, cpu = statistics.median(move.everything for move in after), statistics.fmean(move.cpu for move in after)
    print(f"\nWhose answer it is, once a visitor has stopped: {late:.0f} ms after the last key, {cpu:.0f} ms of CPU")


if __name__ == "__main__":
    main()
