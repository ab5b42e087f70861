"""How long a moved slider takes to repaint the ladder, in a real headless Chromium, and where the time goes.

    python benchmarks/slider_to_ladder.py [moves]

A move is one press of an arrow key on a slider of the flagship's question Q6; the time runs from the
key in the page to the ladder's last change, which must come before half a second without any.
Every move is a new value, so nothing is answered from memory.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PORT = 8640
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WATCH = """() => {
    const drawn = () => document.querySelector('.stVegaLiteChart svg')?.innerHTML;
    let last = drawn(), pressed = null, changed = null;
    window.took = null;
    addEventListener('keydown', () => { pressed = performance.now(); }, {once: true, capture: true});
    const look = () => {
        const now = performance.now(), picture = drawn();
        if (pressed && picture !== last) { last = picture; changed = now; }
        if (changed && now - changed > 500) { window.took = changed - pressed; return; }
        requestAnimationFrame(look);
    };
    look();
}"""


@contextmanager
def server() -> Iterator[str]:
    """The address of a dashboard of the bundled scenarios."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    process = subprocess.Popen([*command, "--server.port", str(PORT)], cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}/"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}_stcore/health", timeout=5).close()
            break
        except urllib.error.URLError:
            time.sleep(0.2)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def repaints(address: str, query: str, moves: int) -> list[float]:
    """Milliseconds from a key to the repainted ladder, a move each; the first move warms up and is left out."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}?{query}")
        page.locator(".stVegaLiteChart svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        took = []
        for _ in range(moves + 1):
            page.get_by_role("slider").nth(4).focus()
            page.evaluate(WATCH)
            page.keyboard.press("ArrowRight")
            page.wait_for_function("window.took !== null", timeout=30_000)
            took.append(float(page.evaluate("window.took")))
        browser.close()
    return took[1:]


def parts(draws: int) -> dict[str, float]:
    """Milliseconds of the server's own work for one move, best of five."""
    from sim.priors import judgment_priors
    from sim.results.forecast.run import forecast
    from sim.scenario import edit
    from sim.scenario.file import read
    from sim.show.charts.ladder import Ladder

    file = read.read(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")
    scenario = edit.edit(file, {"judgments.S14.nudge": 0.1})
    answered = forecast(scenario, draws=draws, policies=["strikes"])
    work: dict[str, Callable[[], object]] = {
        "edit and check": lambda: edit.edit(file, {"judgments.S14.nudge": 0.2}),
        "forecast": lambda: forecast(scenario, draws=draws, policies=["strikes"]),
        "judgments": lambda: judgment_priors.judgments(scenario),
        "ladder": lambda: Ladder(answered, "strikes", answered, "Q6").spec(),
        "ladder, unremembered": lambda: Ladder(answered, "strikes", answered, "Q6").chart().to_dict(),
    }
    return {name: min(_milliseconds(job) for _ in range(5)) for name, job in work.items()}


def _milliseconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Print the table."""
    moves = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with server() as address:
        for draws in (200, 1000):
            took = repaints(address, f"policy=strikes&question=Q6&draws={draws}", moves)
            spread = f"{min(took):.0f} to {max(took):.0f}"
            print(f"{draws} draws: median {statistics.median(took):.0f} ms of {moves} moves ({spread})")
    for draws in (200, 1000):
        print(f"{draws} draws, on the server:", ", ".join(f"{name} {ms:.0f} ms" for name, ms in parts(draws).items()))


if __name__ == "__main__":
    main()
