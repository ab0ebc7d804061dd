"""The reading edition in Chromium: first paint with all layers on, and the time of every switch.

Each page is loaded anew several times. A switch is timed from the click to the end of the frame
that shows it; the counts and the minimap follow in a later one. Medians, in milliseconds.

    python benchmarks/edition.py [SOURCE …] [--loads N]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from huayu import corpus, edition
from huayu.corpus import Speech

LONG = 35_000  # characters: the longest reports that leaders give
WANTED = ((11_500, 100), (LONG, 300))  # up to so many characters, at most so many milliseconds
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAINT = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0]"
SWITCH = """number => new Promise(done => {
  const box = document.querySelectorAll('[data-switch], [data-key]')[number];
  const name = box.dataset.switch || box.dataset.key;
  const begun = performance.now();
  box.click();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done([name, performance.now() - begun]);
    port2.postMessage(0);
  });
})"""
SETTLED = 400  # ms after which a page of this size has counted, drawn and come to rest


def texts(sources: list[str]) -> list[Speech]:
    """The speeches named, else the first one, and one pasted out of it that is three times long."""
    if sources:
        return [corpus.load(source) for source in sources]
    first = corpus.load("2021-city-secretary")
    pasted = "\n".join([first.text] * (LONG // len(first.text) + 1))
    return [first, Speech("pasted", pasted[:LONG])]


def measured(browser: Browser, page: Path, loads: int) -> tuple[list[float], dict[str, list]]:
    """First paints of a page, and the times of each of its switches, off and on."""
    paints: list[float] = []
    switches: dict[str, list[float]] = {}
    for _ in range(loads):
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        tab.goto(page.as_uri())
        tab.wait_for_timeout(SETTLED)
        paints.append(tab.evaluate(PAINT))
        for number in range(tab.locator("[data-switch], [data-key]").count()):
            for _ in ("off", "on"):
                name, took = tab.evaluate(SWITCH, number)
                switches.setdefault(name, []).append(took)
                tab.wait_for_timeout(50)
        tab.close()
    return paints, switches


def report(speech: Speech, page: Path, paints: list[float], switches: dict[str, list]) -> None:
    """Print what one page took, and what is wanted of it."""
    wanted = next((ms for most, ms in WANTED if len(speech.text) <= most), WANTED[-1][1])
    size = page.stat().st_size / 2**20
    print(f"{speech.id}: {len(speech.text):,} characters, {size:.2f} MB, wanted < {wanted} ms")
    print(f"  first paint {median(paints):.0f}  ({min(paints):.0f} to {max(paints):.0f})")
    slowest = sorted(switches, key=lambda name: -median(switches[name]))
    for name in sorted(
        switches, key=lambda name: (name not in edition.LAYERS, slowest.index(name))
    ):
        times = switches[name]
        print(f"  switch {name:26} {median(times):.0f}  ({min(times):.0f} to {max(times):.0f})")


def main() -> None:
    """Build the pages, load them, print the times."""
    top = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    top.add_argument("source", nargs="*", help="a speech id or the path of a text file")
    top.add_argument("--loads", type=int, default=5, help="loads of each page")
    args = top.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as engine:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = engine.chromium.launch(executable_path=chromium, args=FLAGS)
        blank = Path(folder) / "blank.html"
        blank.write_text("<!DOCTYPE html><p>empty page</p>", encoding="utf-8")
        empty, _ = measured(browser, blank, args.loads)
        print(f"an empty page: first paint {median(empty):.0f}")
        for speech in texts(args.source):
            page = Path(folder) / f"{speech.id}.html"
            page.write_text(edition.page(speech, first=tuple(edition.LAYERS)), encoding="utf-8")
            report(speech, page, *measured(browser, page, args.loads))
        browser.close()


if __name__ == "__main__":
    main()
