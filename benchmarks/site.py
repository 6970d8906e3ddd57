"""The site: how long it takes to build, what its pages and labs weigh, and how soon a lab answers a move.

Each control of each lab is moved by keys, in a page of the built site. `python -m benchmarks.site`
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
MOVES = 30  # of a control, at most

# From the moment that the browser gives a key to the picture that it made, painted; LOST where none comes.
LOST = 10_000  # ms
LISTEN = """(control) => {
  const layers = control.closest(".lab").querySelector(".picture").shadowRoot;
  const painted = (resolve) => addEventListener("keydown", ({ timeStamp }) => {
    const watch = new MutationObserver(() => {
      if (layers.children.length !== 3 || layers.lastElementChild.style.visibility) return;
      watch.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - timeStamp);
        port2.postMessage(0);
      });
    });
    watch.observe(layers, { childList: true, subtree: true, attributes: true });
  }, { capture: true, once: true });
  const late = new Promise((resolve) => setTimeout(resolve, LOST, LOST));
  window.answered = Promise.race([new Promise(painted), late]);
}""".replace("LOST", str(LOST))
MOVES_TO_END = "({ max, length }) => length ? length - 1 : Number(max)"
AT_END = "({ value, max, length, selectedIndex }) => length ? selectedIndex === length - 1 : value === max"


class Page(NamedTuple):
    """A page: MB before a lab comes near, MB of each of its labs, ms of the moves of its controls."""

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


def waited(control, key):
    """The ms from a key on a control of a lab, a Locator, to the painted picture that answers it."""
    control.evaluate(LISTEN)
    control.press(key)
    return control.page.evaluate("answered")


def moved(lab, most):
    """The ms of up to so many moves of each control of a lab on a page, and of its buttons, by keys."""
    for control in lab.locator(".control :is(select, [type=range])").all():
        for _ in range(min(most, control.evaluate(MOVES_TO_END))):
            yield waited(control, "Home" if control.evaluate(AT_END) else "ArrowRight")
    for button in lab.locator(".buttons button").all():
        yield waited(button, "Enter")


def measured(browser, site, name, most):
    """A page, opened, scrolled through, and its labs moved."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page, asked, moves = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site + name, wait_until="networkidle")
        first = list(asked)
        for place in page.locator("[data-recording]").all():
            place.scroll_into_view_if_needed()
            place.locator(".lab").wait_for()
            moves += moved(place.locator(".lab"), most)
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
key, as the browser dates it, to the painted picture in headless Chromium, over up to {MOVES} moves of every
slider and menu, and each button (goal: a median of {GOAL["move"]} ms)."""


if __name__ == "__main__":
    main()
