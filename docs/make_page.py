"""Takes the pictures of the dashboard in docs/page, of each of its pages: `python docs/make_page.py`.

With `--check` none is written: it says which is missing, too large or no longer like the page, and ends with 1.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).with_name("page")
ELICITED = (
    "elicit?say={voice: kosevich, variable: direct_military, about: incident or more, "
    "given: {us_action: limited_strike or more}, says: {chips: {0-10%25: 5, 10-20%25: 3, 20-30%25: 1}}}"
)
VIEWS = {
    "forecast": "?scenario=venezuela-2025",
    "elicit": ELICITED,
    "paths": "paths?scenario=venezuela-2025&policy=strikes",
    "sweep": "sweep",
    "compare": "compare?scenario=venezuela-2025&policy=strikes&question=Q6",
    "why": "why?scenario=venezuela-2025&policy=strikes&question=Q6",
    "learn": "learn?scenario=venezuela-2025&policy=let_it_run&question=Q6&learn_given=climate: broken_off @ 2026-03-04",
}
SWEEP, STORE = ROOT / "scenarios" / "sweeps" / "first-steps.yaml", "runs"
SIZES = ((1400, 900), (1024, 768), (390, 844))
SCHEMES = ("light", "dark")
MOST_BYTES = 1_000_000  # all of them together
MOST_CHANGE = 0.04  # of what lies between black and white, over the whole picture made an eighth as large
STILL = """() => new Promise(done => {
    let last = performance.now();
    new MutationObserver(() => { last = performance.now(); })
        .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    const look = () => {
        const runs = document.querySelector('[data-test-script-state]')?.dataset.testScriptState === 'running';
        return runs || performance.now() - last < 1500 ? setTimeout(look, 100) : done();
    };
    look();
})"""


def names() -> dict[str, tuple[int, int, str]]:
    """Every picture's file: width and height in pixels, light or dark.

    >>> list(names())[0]
    'forecast-1400-light.png'
    """
    first = {f"forecast-{width}-{scheme}.png": (width, height, scheme) for width, height in SIZES for scheme in SCHEMES}
    narrow = {"elicit-390-dark.png": (390, 1000, "dark")}
    return first | {f"{kind}-1400-light.png": (1400, 1000, "light") for kind in VIEWS if kind != "forecast"} | narrow


def fill_folder(folder: Path) -> None:
    """Lay a scenario and the store of a sweep into an empty folder."""
    shutil.copytree(ROOT / "scenarios" / "venezuela-2025", folder / "venezuela-2025")
    command = [sys.executable, "-m", "sim", "batch", str(SWEEP), str(folder / STORE)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)


def take(browser: Browser, addresses: Mapping[str, str], name: str) -> bytes:
    """The first screen of a page as a PNG of at most 256 colours.

    addresses: of the dashboard, by the first word of the picture's file. name: of the file.
    """
    width, height, scheme = names()[name]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    kind = name.partition("-")[0]
    page.goto(addresses[kind] + VIEWS[kind])
    page.locator(".stVegaLiteChart svg").first.wait_for(timeout=90_000)
    page.evaluate(STILL)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    small = io.BytesIO()
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def problems(taken: dict[str, bytes]) -> Iterator[str]:
    """What is wrong with the files, given some pictures as they would be now."""
    here = {file.name: file for file in FOLDER.glob("*.png")}
    yield from (f"{name}: no such file" for name in names() if name not in here)
    yield from (f"{name}: made by nothing" for name in here if name not in names())
    if (total := sum(file.stat().st_size for file in here.values())) > MOST_BYTES:
        yield f"all pictures: {total} bytes, more than {MOST_BYTES}"
    for name, now in taken.items():
        if name in here and (change := difference(here[name].read_bytes(), now)) > MOST_CHANGE:
            yield f"{name}: the page looks otherwise now ({100 * change:.0f} %): run python docs/make_page.py"


def difference(before: bytes, after: bytes) -> float:
    """How much two pictures differ, from 0 (not at all) to 1 (black and white); 1 where their sizes do."""
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (before, after))
    if first.size != second.size:
        return 1.0
    small = (first.width // 8, first.height // 8)
    apart = ImageChops.difference(first.resize(small), second.resize(small))
    return float(ImageStat.Stat(apart).mean[0]) / 255


def main() -> int:
    """Write the pictures, or check them."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.page.browser import chromium
    from benchmarks.page.server import DASHBOARD, serve

    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        fill_folder(Path(folder))
        with serve(DASHBOARD) as server, serve((*DASHBOARD, folder)) as sweep:
            addresses = dict.fromkeys(VIEWS, server.address) | {"sweep": sweep.address}
            taken = {name: take(browser, addresses, name) for name in names()}
    if sys.argv[1:] != ["--check"]:
        FOLDER.mkdir(exist_ok=True)
        for name, data in taken.items():
            (FOLDER / name).write_bytes(data)
            print(f"{name}: {len(data)} bytes")
    told = list(problems(taken))
    print("\n".join(told) or "the pictures are as the page is")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
