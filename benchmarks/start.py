"""From one command to a moved lab, with nothing there but Python and uv.

`python -m benchmarks.start` writes benchmarks/start.md; `uvx` must be installed.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from playwright.sync_api import sync_playwright

from benchmarks.report import options, table, write

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # where the page and the lessons are known
from browser.conftest import CHROMIUM, OPTIONS  # noqa: E402
from browser.jupyter_page import Jupyter, Notebook, started  # noqa: E402
from browser.test_one_command import HOUSE, LESSON, wheel  # noqa: E402
from notebooks_on_stage import FOLDER, imports_and_labs  # noqa: E402

ABOUT = """The wheel is built of this folder. In a fresh folder, `uvx` runs its command, first with an empty
cache, then once more; in headless Chromium the first lesson is opened, the lab run, and
its slider moved."""
STEPS = "the server says its address", "the lesson has its kernel", "the lab is there", "its slider has moved"


def seconds_of(command, environment, home, browser):
    """Seconds from the command to each of the STEPS, in a fresh folder."""
    (folder := home / "fresh folder").mkdir(parents=True)
    before, took = perf_counter(), []
    with started(command, folder, environment, home) as (url, token):
        took.append(perf_counter() - before)
        with browser.new_context(viewport={"width": 1280, "height": 1000}) as context:
            notebook = Notebook(context, Jupyter(url, token, folder / "my_course"), LESSON)
            notebook.wait_for_kernel()
            took.append(perf_counter() - before)
            notebook.run(*imports_and_labs(FOLDER / LESSON))
            (lab,) = notebook.labs()
            took.append(perf_counter() - before)
            words, moving = lab.caption, lab.moving
            lab.box.get_by_role("slider").first.press("Home")
            assert lab.changes(words, moving)
            took.append(perf_counter() - before)
            notebook.close()
    return took


def main(argv=None):
    """Measure the first start and the second, and write the page."""
    given = options("start", 1, argv)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        environment = {**kept, "CI": "true", "UV_CACHE_DIR": str(home / "cache")}
        uvx = [shutil.which("uvx", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"), "--from"]
        server = ["--ServerApp.port=0", "--LabApp.expose_app_in_browser=True"]
        command = [*uvx, wheel(HOUSE, home), "backprop-course", "lab", *server]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        rounds = [seconds_of(command, environment, home / each, browser) for each in ("first", "second")]
        browser.close()
    rows = [
        (step, *(f"{seconds:.1f}" for seconds in both)) for step, *both in zip(STEPS, *rounds, strict=True)
    ]
    head = ["seconds from the command until", "empty cache", "full cache"]
    write(given.page, "start", "From one command to a moved lab", [ABOUT, table(head, rows)], argv)


if __name__ == "__main__":
    main()
