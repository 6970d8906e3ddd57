"""The site: how long it takes to build, what its pages and labs weigh, and how soon a lab answers a move.

Each slider of each lab is moved through its places, in a page of the built site. `python -m benchmarks.site`
builds the site and writes benchmarks/site.md; with --quick it takes the site that is there, and a few moves.
"""

import gzip
import http.server
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from urllib.parse import unquote, urlparse

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.report import options, p95, table, write

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # where the browser is known
from browser.conftest import CHROMIUM, OPTIONS  # noqa: E402

HOUSE = Path(__file__).resolve().parent.parent
HTML = HOUSE / "build" / "site" / "html"
GOAL = {"page": 1.0, "lab": 3.0, "move": 25}  # MB, MB, ms
SENT_AS_IT_IS = {".png", ".woff", ".woff2", ".frames"}  # others are compressed on their way
MOVES = 30  # of a slider, at most

# From a slider's own event to the picture of its new place, painted.
MOVE = """async (handle) => {
  const layers = handle.closest(".lab").querySelector(".picture").shadowRoot;
  const start = performance.now();
  const there = new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (layers.children.length !== 3 || layers.lastElementChild.style.visibility) return;
      watch.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - start);
        port2.postMessage(0);
      });
    });
    watch.observe(layers, { childList: true, subtree: true, attributes: true });
  });
  handle.value = Number(handle.value) + (handle.value === handle.max ? -Number(handle.max) : 1);
  handle.dispatchEvent(new Event("input", { bubbles: true }));
  return there;
}"""


class Page(NamedTuple):
    """A page: MB before a lab comes near, MB of each of its labs, ms of the moves of its sliders."""

    name: str
    size: float
    labs: list
    moves: list


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that does not tell what it serves."""

    def log_message(self, *words):
        """Say nothing."""


@contextmanager
def served():
    """The address of the built site."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HTML)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def sent(path):
    """The MB of a file on their way."""
    data = path.read_bytes()
    return len(data if path.suffix in SENT_AS_IT_IS else gzip.compress(data)) / 1e6


def measured(browser, site, name, most):
    """A page, opened, scrolled through, and each slider of its labs moved."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page, asked, moves = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site + name, wait_until="networkidle")
        first = list(asked)
        for place in page.locator("[data-recording]").all():
            place.scroll_into_view_if_needed()
            place.locator(".lab").wait_for()
            for handle in place.locator("[type=range]").all():
                places = int(handle.get_attribute("max"))
                moves += [handle.evaluate(MOVE) for _ in range(min(places, most))]
        own = [url for url in dict.fromkeys(asked) if url.startswith(site)]
        files = {url: HTML / unquote(urlparse(url).path).lstrip("/") for url in own}
        labs = [sent(path) for path in files.values() if path.suffix == ".frames"]
        size = sum(sent(path) for url, path in files.items() if url in first and path.suffix != ".frames")
        return Page(name, size, labs, moves)


def built():
    """Seconds by the clock that the site takes to build."""
    before = perf_counter()
    subprocess.run([sys.executable, "-m", "tools.site"], cwd=HOUSE, check=True)
    return perf_counter() - before


def row(page):
    """The line of a page."""
    labs = ", ".join(f"{size:.2f}" for size in page.labs) or "none"
    slow = [f"{np.median(page.moves):.0f}", f"{p95(page.moves):.0f}"] if page.moves else ["", ""]
    return [page.name.removesuffix(".html"), f"{page.size:.2f}", labs, *slow]


def main(argv=None):
    """Build, measure all pages of lessons, or those that --only names, and write the page."""
    given = options("site", 1, argv)
    seconds = None if given.quick else built()
    names = [
        "index.html",
        *(str(path.relative_to(HTML)) for path in sorted(HTML.glob("notebooks/**/*.html"))),
    ]
    with sync_playwright() as playwright, served() as site:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        most = 3 if given.quick else MOVES
        pages = [measured(browser, site, name, most) for name in names if given.only in name]
        browser.close()
    whole = sum(path.stat().st_size for path in HTML.rglob("*") if path.is_file()) / 1e6
    took = "" if seconds is None else f"It was built in {seconds:.0f} s, one lab after the other. "
    head = ["page", "MB at first", "MB of each lab", "move, median ms", "p95 ms"]
    summary = f"{took}The whole site has {whole:.0f} MB."
    write(given.page, "site", "The site", [ABOUT, summary, table(head, map(row, pages))], argv)


ABOUT = f"""What a page weighs on its way, compressed as hosts do, before any lab comes near (goal:
{GOAL["page"]:g} MB); what each lab adds when it does (goal: {GOAL["lab"]:g} MB); and the milliseconds from a
slider's move to its painted picture in headless Chromium, over up to {MOVES} places of every slider (goal: a
median of {GOAL["move"]} ms)."""


if __name__ == "__main__":
    main()
