"""Many visitors at once who move sliders: how long until the chart's message, how many moves, how much memory.

    python -m benchmarks.page.visitors [--minutes 2] [--visitors 20] [--pause 0] [--stay 10] [--chart TEXT]
        [--query QUERY] [--seed 1]

Visitors are websocket clients, so that the machine is the server's; each waits for the whole page before the next
move, and `--pause` seconds more on average. They stay `--stay` minutes and others come. A line a minute; at the end
the bars: the chart's message within 3 s at the 95th percentile, memory at the end within 10 % of that after ten
minutes. `--minutes 60` is the soak. Stop it with Ctrl-C: the summary is printed all the same.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from benchmarks.page.client import Client, Run
from benchmarks.page.moves import QUERY
from benchmarks.page.server import DASHBOARD, Server, serve
from benchmarks.timing import load

CHART_BAR, MEMORY_BAR = 3.0, 0.10
TEN = 600.0  # seconds after which memory is compared
HEAD = "minute  moves  moves/s  chart p50 s  p95 s  page p50 s  p95 s  CPU %  memory MB  came  lost  errors"


@dataclass
class Journal:
    """What happened, in seconds since the start. moves: when each ended. memory: (when, megabytes)."""

    begun: float = field(default_factory=time.perf_counter)
    moves: list[tuple[float, Run]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> float:
        return time.perf_counter() - self.begun

    def note(self, run: Run) -> None:
        """One move."""
        run.sliders = {}  # an hour's moves are many
        self.moves.append((self.now, run))
        self.counts["errors"] += run.errors

    def held(self, start: float, end: float) -> float | None:
        """Median megabytes between two times; None before there are any."""
        seen = [megabytes for when, megabytes in self.memory if start <= when <= end]
        return statistics.median(seen) if seen else None


@dataclass(frozen=True)
class Crowd:
    """Who visits, and what they ask for. pause: mean seconds between moves; stay: mean minutes of one visitor."""

    visitors: int
    minutes: float
    pause: float
    stay: float
    query: str
    chart: str
    seed: int

    async def visit(self, server: Server, journal: Journal) -> None:
        """All visitors until the time is over, and who writes the journal."""
        tasks = [asyncio.create_task(self._place(server, journal, place)) for place in range(self.visitors)]
        tasks.append(asyncio.create_task(self._watch(server, journal)))
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # raises what no visitor can live with
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _place(self, server: Server, journal: Journal, place: int) -> None:
        """Visitors one after the other; one whose connection breaks is followed by another."""
        rng = random.Random(self.seed * 1000 + place)
        while True:
            leaves = journal.now + 60 * self.stay * rng.uniform(0.5, 1.5)
            try:
                async with Client.connected(server.address, self.query, self.chart, rng.randrange(2**31)) as client:
                    journal.counts["came"] += 1
                    while journal.now < leaves:
                        journal.note(await client.move())
                        await asyncio.sleep(rng.expovariate(1 / self.pause) if self.pause else 0)
            except (WebSocketException, OSError, TimeoutError):
                journal.counts["lost"] += 1
                await asyncio.sleep(1)

    async def _watch(self, server: Server, journal: Journal) -> None:
        """A line a minute."""
        minute, cpu, before = 0, server.cpu(), 0
        print(HEAD, flush=True)
        while journal.now < 60 * self.minutes:
            await asyncio.sleep(min(5.0, max(0.1, 60 * self.minutes - journal.now)))
            journal.memory.append((journal.now, server.memory()))
            if journal.now >= 60 * (minute + 1):
                minute += 1
                print(_line(minute, journal, before, (server.cpu() - cpu) / 60), flush=True)
                cpu, before = server.cpu(), len(journal.moves)


def _line(minute: int, journal: Journal, before: int, cpu: float) -> str:
    runs = [run for _, run in journal.moves[before:]]
    counts, held = journal.counts, journal.memory[-1][1]
    return (
        f"{minute:6}  {len(runs):5}  {len(runs) / 60:7.2f}  {_times(runs)}  {100 * cpu:5.0f}  {held:9.0f}"
        f"  {counts['came']:4}  {counts['lost']:4}  {counts['errors']:6}"
    )


def _times(runs: list[Run]) -> str:
    charts, pages = sorted(run.chart for run in runs if run.chart is not None), sorted(run.done for run in runs)
    if not charts:
        return "no chart was sent" + 23 * " "
    return f"{_at(charts, 0.5):11.2f}  {_at(charts, 0.95):5.2f}  {_at(pages, 0.5):10.2f}  {_at(pages, 0.95):5.2f}"


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1) + 0.5)]


def summary(journal: Journal, minutes: float) -> tuple[str, bool]:
    """What is told at the end, and whether the bars are met."""
    charts = sorted(run.chart for _, run in journal.moves if run.chart is not None)
    if not charts:
        return "no move brought a chart", False
    p95, seconds = _at(charts, 0.95), min(journal.now, 60 * minutes)
    good = p95 <= CHART_BAR and not journal.counts["errors"] and not journal.counts["lost"]
    kilobytes = statistics.median(run.sent for _, run in journal.moves) / 1000
    lines = [
        f"{len(journal.moves)} moves, {len(journal.moves) / seconds:.2f} a second, {kilobytes:.1f} kB each; {load()}",
        f"chart's message: median {_at(charts, 0.5):.2f} s, p95 {p95:.2f} s, worst {charts[-1]:.2f} s; bar "
        f"{CHART_BAR:g} s: {'met' if p95 <= CHART_BAR else 'missed'}",
        f"visitors: {journal.counts['came']}; connections lost: {journal.counts['lost']}; "
        f"red boxes: {journal.counts['errors']}",
    ]
    then, end = journal.held(TEN - 60, TEN), journal.held(seconds - 60, seconds + 5)
    most = max(megabytes for _, megabytes in journal.memory)
    if then is None or end is None or seconds < TEN + 60:
        lines.append(f"memory: {journal.memory[-1][1]:.0f} MB at the end, {most:.0f} at most")
    else:
        kept = end <= (1 + MEMORY_BAR) * then
        good = good and kept
        lines.append(
            f"memory: {then:.0f} MB after ten minutes, {end:.0f} at the end ({100 * (end / then - 1):+.1f} %), "
            f"{most:.0f} at most; bar + {100 * MEMORY_BAR:.0f} %: {'met' if kept else 'missed'}"
        )
    return "\n".join(lines), good


def main() -> None:
    """Print a line a minute and the summary; the exit code is 1 where a bar is missed."""
    words = argparse.ArgumentParser(description="Many visitors at once.")
    words.add_argument("--minutes", type=float, default=2)
    words.add_argument("--visitors", type=int, default=20)
    words.add_argument("--pause", type=float, default=0)
    words.add_argument("--stay", type=float, default=10)
    about = "a part of the chart's key or text; empty: the first that is sent, which is the one beside them"
    words.add_argument("--chart", default="", help=about)
    words.add_argument("--query", default=QUERY)
    words.add_argument("--seed", type=int, default=1)
    asked = vars(words.parse_args())
    crowd, journal = Crowd(**asked), Journal()
    print(f"{crowd}; {load()}", flush=True)
    with serve(DASHBOARD) as server:
        try:
            asyncio.run(crowd.visit(server, journal))
        except (KeyboardInterrupt, FileNotFoundError) as reason:  # stopped by hand, or the server is gone
            print(f"stopped: {reason!r}")
        told, good = summary(journal, crowd.minutes)
    print(told)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
